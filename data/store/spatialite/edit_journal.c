/* The journal of an edit (data/schema/008-boeking.sql): a line for each step, the rows as they were, and last, as near to the
 * commit as can be, the boeking itself. Until then its number is only reserved: we hold the write lock. */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"

#include "base/db/turn.h"
#include "base/log.h"

#include <sqlite3.h>
#include <string.h>
#include <time.h>

/* An empty text is NULL. */
static void bind_text(sqlite3_stmt *s, int at, const char *chars)
{
    store_bind(s, at, chars && *chars ? slice_of(chars) : (slice){NULL, 0});
}

static status read_number(writer *w, sqlite3_stmt *s, int64_t *out)
{
    return store_find_number(w, s, "reading the journal", out);
}

status edit_journal_open(writer *w, const edit_booking *by)
{
    sqlite3_stmt *s = NULL;
    int64_t number = 0;
    if (w->booking)
        return status_ok();
    TRY(store_statement(w, NEXT_BOOKING, &s));
    TRY(read_number(w, s, &number));
    w->booking = number;
    w->booked_by = by;
    w->booked_lines = 0;
    return status_ok();
}

void edit_journal_forget(writer *w)
{
    w->booking = 0;
}

status edit_journal_has_history(writer *w, const char *table, bool *out)
{
    sqlite3_stmt *s = NULL;
    int64_t count = 0;
    TRY(store_statement(w, HAS_HISTORY, &s));
    bind_text(s, 1, table);
    TRY(read_number(w, s, &count));
    *out = count > 0;
    return status_ok();
}

/* Every column of the table, with commas between. A column that the table of versions lacks then makes the statement fail, so
 * that its value is never lost. NULL: the columns could not be read. */
static const char *columns_of(writer *w, const char *table)
{
    sqlite3_stmt *s = NULL;
    const char *columns = NULL;
    if (store_statement(w, COLUMNS_OF, &s).code != ST_OK)
        return NULL;
    bind_text(s, 1, table);
    if (sqlite3_step(s) == SQLITE_ROW)
        columns = store_text(s, 0, w->arena);
    sqlite3_reset(s);
    return columns;
}

status edit_journal_prepare_closing(writer *w, const layer *l, sqlite3_stmt **out)
{
    const char *columns = columns_of(w, l->table);
    if (!columns)
        return store_failed(w, "reading the columns of a table");
    char *sql = sqlite3_mprintf("INSERT INTO \"%w_versie\" (tot_boeking, %s) SELECT ?3, %s FROM \"%w\" WHERE \"%w\" = ?1 AND "
                                "\"%w\" = ?2 AND boeking < ?3",
                                l->table, columns, columns, l->table, l->id_column, l->restrict_column);
    const status made = sql ? store_prepare(w, sql, out) : store_failed(w, "writing a statement");
    sqlite3_free(sql);
    return made;
}

status edit_journal_close_version(writer *w, sqlite3_stmt *closing, int64_t id, const char *owner)
{
    sqlite3_bind_int64(closing, 1, id);
    bind_text(closing, 2, owner);
    sqlite3_bind_int64(closing, 3, w->booking);
    return store_step(w, closing, "keeping a row as it was");
}

static const char *word_of(change_kind kind)
{
    switch (kind) {
    case CHANGE_INSERT: return "toegevoegd";
    case CHANGE_UPDATE: return "gewijzigd";
    case CHANGE_STRIKE: return "geschrapt";
    case CHANGE_RESTORE: return "hersteld";
    case CHANGE_REMOVE: return "verwijderd";
    case CHANGE_KEEP_QUERIES:
    case CHANGE_DROP_QUERY: break;
    }
    return "";
}

/* Binds what every line has: the boeking, its number, the word and the table. */
static status begin_line(writer *w, const char *word, const char *table, sqlite3_stmt **out)
{
    TRY(store_statement(w, ADD_LINE, out));
    sqlite3_clear_bindings(*out);
    sqlite3_bind_int64(*out, 1, w->booking);
    sqlite3_bind_int64(*out, 2, ++w->booked_lines);
    bind_text(*out, 3, word);
    bind_text(*out, 4, table);
    return status_ok();
}

status edit_journal_line(writer *w, const change *c, int64_t id)
{
    sqlite3_stmt *s = NULL;
    TRY(begin_line(w, word_of(c->kind), c->row->layer->table, &s));
    sqlite3_bind_int64(s, 5, id);
    bind_text(s, 6, c->owner);
    sqlite3_bind_int64(s, 7, 1);
    bind_text(s, 8, c->row->reason);
    return store_step(w, s, "writing the journal");
}

status edit_journal_load_line(writer *w, const char *table, int64_t count)
{
    sqlite3_stmt *s = NULL;
    TRY(begin_line(w, "geladen", table, &s));
    sqlite3_bind_int64(s, 7, count);
    return store_step(w, s, "writing the journal");
}

/* The number of this person; *out 0 when nobody is known. */
static status find_pseudonym(writer *w, const char *person, int64_t *out)
{
    sqlite3_stmt *find = NULL, *add = NULL;
    if (!*person)
        return status_ok();
    TRY(store_statement(w, FIND_PSEUDONYM, &find));
    bind_text(find, 1, person);
    TRY(read_number(w, find, out));
    if (*out)
        return status_ok();
    TRY(store_statement(w, ADD_PSEUDONYM, &add));
    bind_text(add, 1, person);
    TRY(store_step(w, add, "adding a pseudonym"));
    *out = sqlite3_last_insert_rowid(w->db);
    return status_ok();
}

static const char *way_of(edit_origin origin)
{
    switch (origin) {
    case EDIT_ORIGIN_IMPORT: return "invoer";
    case EDIT_ORIGIN_PERMITS: return "omgevingsloket";
    case EDIT_ORIGIN_MIGRATION: return "migratie";
    case EDIT_ORIGIN_REQUEST: break;
    }
    return "verzoek";
}

/* No two boekingen have the same moment: what a question about one of them was told stays true (past_settle.c). Another of this
 * very millisecond is waited for, so that no moment is ahead of the clock. When the clock went back a boeking comes right after
 * the one before it (ADD_BOOKING, where SQLite cuts off what is less than a millisecond). */
static status look_at_clock(writer *w)
{
    enum { SECOND_MS = 1000, SAME_MS = 10 };
    sqlite3_stmt *s = NULL;
    int64_t ahead = 0;
    TRY(store_statement(w, CLOCK_BACK, &s));
    TRY(read_number(w, s, &ahead));
    if (ahead >= 0 && ahead < SAME_MS)
        nanosleep(&(struct timespec){0, (ahead + 1) * 1000000}, NULL);
    if (ahead > SECOND_MS)
        log_write(
            "warn",
            "the journal's last change was %lld s later than the clock says now: set the clock right, for until then changes "
            "are noted at that moment",
            (long long)(ahead / SECOND_MS));
    return status_ok();
}

static status write_booking(writer *w, const edit_booking *by)
{
    sqlite3_stmt *s = NULL;
    int64_t pseudonym = 0;
    TRY(find_pseudonym(w, by->actor, &pseudonym));
    TRY(store_statement(w, ADD_BOOKING, &s));
    sqlite3_clear_bindings(s);
    sqlite3_bind_int64(s, 1, w->booking);
    bind_text(s, 2, way_of(by->origin));
    bind_text(s, 3, by->roles);
    bind_text(s, 4, by->organisation);
    if (pseudonym)
        sqlite3_bind_int64(s, 5, pseudonym);
    bind_text(s, 6, by->request);
    bind_text(s, 7, by->emergency);
    return store_step(w, s, "writing the journal");
}

status edit_journal_end(writer *w)
{
    if (!w->booking)
        return status_ok();
    TRY(look_at_clock(w));
    turn_note(w->turn);
    TRY(write_booking(w, w->booked_by));
    w->booking = 0;
    return status_ok();
}
