/* A load of more rows than the log can hold, into an empty table. They go into a table of the same form beside it, some thousands
 * to a transaction: the log is emptied in between, and others write in between. At the end, in one short transaction, both tables
 * exchange their pages, with those of their indexes: the names of their roots in the schema are all that is written. Until then
 * nobody sees a row of it. docs/decisions/import.md tells what was measured. */
#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

enum { LOG_PAGES = 8000 /* of 8 KiB: 64 MB */ };

static status changed_meanwhile(void)
{
    return FAIL(UNAVAILABLE, "store", "niets geladen: iemand anders heeft intussen iets gewijzigd; laad het bestand opnieuw",
                "nothing loaded: somebody else changed something in the meantime; load the file again");
}

/* The statements that a query gives, one to a row. */
static status run_all(writer *w, const char *sql, const char *table)
{
    const slice name = slice_of(table);
    text_list all;
    TRY(writer_ask_texts(w, sql, &name, 1, w->arena, &all));
    for (size_t i = 0; i < all.count; i++)
        TRY(store_exec(w, all.items[i]));
    return status_ok();
}

static status read_number(writer *w, const char *sql, const char *table, int64_t *out)
{
    const slice name = slice_of(table);
    return writer_ask_number(w, sql, &name, table ? 1 : 0, out);
}

static status drop(writer *w, const char *table)
{
    return store_exec(w, arena_printf(w->arena, "DROP TABLE IF EXISTS " STORE_ASIDE "%s", table));
}

static status make(writer *w, const char *table)
{
    TRY(drop(w, table)); /* left by a load that was killed */
    TRY(run_all(w,
                "SELECT 'CREATE TABLE " STORE_ASIDE "' || name || ' ' || substr(sql, instr(sql, '(')) FROM sqlite_master"
                " WHERE type = 'table' AND name = ?1",
                table));
    return run_all(w,
                   "SELECT iif(sql LIKE 'CREATE UNIQUE%', 'CREATE UNIQUE', 'CREATE') || ' INDEX " STORE_ASIDE "' || name ||"
                   " ' ON " STORE_ASIDE "' || tbl_name || ' ' || substr(sql, instr(sql, '(')) FROM sqlite_master"
                   " WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL",
                   table);
}

/* Whoever waited for the lock has it before us then (writer_queue.c). Readers that still use the log are waited for only when it
 * has grown long: whoever begins to read now is not in the way. */
static status pause(writer *w)
{
    int pages = 0, done = 0;
    TRY(writer_commit(w));
    sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
    if (pages > LOG_PAGES)
        sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_RESTART, &pages, &done);
    return status_ok();
}

/* The lock is taken when there is something to write. */
static status go_on(writer *w)
{
    return sqlite3_get_autocommit(w->db) ? writer_begin(w) : status_ok();
}

status store_aside_begin(writer *w, writer_table table)
{
    const char *name = store_table_name(table);
    w->aside = (load_aside){.table = name, .into = arena_printf(w->arena, STORE_ASIDE "%s", name)};
    TRY(make(w, w->aside.table));
    TRY(pause(w));
    return read_number(w, "PRAGMA data_version", NULL, &w->aside.seen);
}

const char *store_aside_table(const writer *w, const char *table)
{
    return w->aside.table && strcmp(w->aside.table, table) == 0 ? w->aside.into : table;
}

status store_aside_before_row(writer *w)
{
    return w->aside.table ? go_on(w) : status_ok();
}

status store_aside_after_row(writer *w)
{
    return w->aside.table && ++w->aside.rows % w->many == 0 ? pause(w) : status_ok();
}

/* Copies of what the lists of reference say follow in the table itself alone. */
static status check_copies(writer *w)
{
    int64_t wrong = 0;
    TRY(read_number(w,
                    "SELECT EXISTS (SELECT 1 FROM " STORE_ASIDE "risicolocatie r JOIN rubriek b ON b.id = r.rubriek_id"
                    " WHERE r.rubriek_omschrijving IS NOT b.omschrijving OR r.vlarebo_categorie IS NOT b.vlarebo_categorie"
                    " OR r.vito_id IS NOT b.vito_id OR r.vito_versie_id IS NOT b.vito_versie_id)",
                    NULL, &wrong));
    return wrong ? changed_meanwhile() : status_ok();
}

/* Only its own rows are beside it, should another load have begun; the table is empty still; and the number of the boeking that
 * every row has is still the next one. */
static status check_alone(writer *w)
{
    int64_t rows = 0, beside = 0, next = 0, seen = 0;
    TRY(store_count_rows(w, w->aside.table, &rows));
    TRY(store_count_rows(w, w->aside.into, &beside));
    TRY(read_number(w, "SELECT max(id) + 1 FROM boeking", NULL, &next));
    TRY(read_number(w, "PRAGMA data_version", NULL, &seen));
    if (rows > 0 || beside != w->aside.rows || next != w->booking)
        return changed_meanwhile();
    return seen != w->aside.seen && strcmp(w->aside.table, "risicolocatie") == 0 ? check_copies(w) : status_ok();
}

#define OF_TABLE "type IN ('table', 'index') AND tbl_name = "

/* Each has its counterpart, and there are no others. */
static status check_pairs(writer *w)
{
    int64_t odd = 0;
    TRY(read_number(w,
                    "SELECT (SELECT count(*) FROM sqlite_master WHERE " OF_TABLE "?1) <> (SELECT count(*) FROM wissel) OR"
                    " (SELECT count(*) FROM sqlite_master WHERE " OF_TABLE "'" STORE_ASIDE
                    "' || ?1) <> (SELECT count(*) FROM wissel)",
                    w->aside.table, &odd));
    return odd ? changed_meanwhile() : status_ok();
}

static status exchange(writer *w)
{
    TRY(store_exec(
        w, arena_printf(w->arena,
                        "CREATE TEMP TABLE wissel AS SELECT a.name AS one, b.name AS other, a.rootpage AS one_page,"
                        " b.rootpage AS other_page FROM sqlite_master a JOIN sqlite_master b ON b.type = a.type AND b.name ="
                        " iif(a.sql IS NULL, 'sqlite_autoindex_" STORE_ASIDE "' || substr(a.name, 18), '" STORE_ASIDE
                        "' || a.name) WHERE a.type IN ('table', 'index') AND a.tbl_name = '%s'",
                        w->aside.table)));
    TRY(check_pairs(w));
    TRY(store_exec(w, "PRAGMA writable_schema = ON;"
                      "UPDATE sqlite_master SET rootpage = (SELECT other_page FROM wissel WHERE one = name) WHERE name IN"
                      " (SELECT one FROM wissel);"
                      "UPDATE sqlite_master SET rootpage = (SELECT one_page FROM wissel WHERE other = name) WHERE name IN"
                      " (SELECT other FROM wissel);"
                      "PRAGMA writable_schema = RESET; DROP TABLE temp.wissel"));
    return drop(w, w->aside.table); /* and with it the number of the schema changes: every connection reads it again */
}

status store_aside_end(writer *w)
{
    if (!w->aside.table)
        return status_ok();
    if (!sqlite3_get_autocommit(w->db))
        TRY(pause(w));
    TRY(go_on(w));
    TRY(check_alone(w));
    TRY(exchange(w));
    w->aside = (load_aside){0};
    return status_ok();
}

void store_aside_stop(writer *w)
{
    const char *table = w->aside.table;
    w->aside = (load_aside){0};
    if (!table)
        return;
    sqlite3_exec(w->db, "DROP TABLE IF EXISTS temp.wissel; PRAGMA writable_schema = RESET", NULL, NULL, NULL);
    const status dropped = drop(w, table); /* else the next load does it */
    (void)dropped;
}
