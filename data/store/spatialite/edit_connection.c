#include "data/store/spatialite/edit_connection.h"

#include "base/db/database.h"
#include "base/log.h"
#include "data/store/spatialite/writer_connection.h"

enum { BUSY_MS = 5000 };

status edit_connection_failed(writer *w, const char *doing)
{
    const int code = sqlite3_errcode(w->db) & 0xFF;
    log_write("error", "edit, %s: %s (%d)", doing, sqlite3_errmsg(w->db), sqlite3_extended_errcode(w->db));
    if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
        return FAIL(
            NOT_PROCESSED, "",
            "deze dienst kan niets bewaren: het gegevensbestand is hier alleen te lezen. Vraag het de beheerder van de dienst.",
            "this service cannot keep anything: its store can only be read here. Ask the operator of the service.");
    if (code == SQLITE_CONSTRAINT)
        return FAIL(BAD_PARAM, "", "de opslag neemt deze waarden niet aan: er ontbreekt een waarde, of een waarde mag niet",
                    "the store does not accept these values: a value is missing, or one is not allowed");
    return FAIL(UNAVAILABLE, "", "er kan nu niets bewaard of verwijderd worden: probeer het straks opnieuw",
                "nothing can be kept or dropped now: try again later");
}

static status open_to_write(writer *w, const char *location)
{
    if (!database_open(location, (database_use){.writes = true, .busy_ms = BUSY_MS}, &w->db))
        return edit_connection_failed(w, "open");
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    /* The lock at once: two writers wait for each other here, not halfway. */
    return store_exec(w, "BEGIN IMMEDIATE");
}

status edit_connection_begin(const char *location, writer **out)
{
    arena *own = arena_new();
    writer *w = writer_new("", own);
    w->for_clients = true;
    const status opened = open_to_write(w, location);
    if (opened.code == ST_OK)
        *out = w;
    else
        arena_free(own);
    return opened;
}

static status commit(writer *w)
{
    TRY(edit_rows_store_numbers(w));
    TRY(edit_journal_end(w));
    return store_exec(w, "COMMIT");
}

status edit_connection_commit(writer *w)
{
    const status done = commit(w);
    arena_free(w->arena);
    return done;
}

void edit_connection_roll_back(writer *w)
{
    arena_free(w->arena);
}

status edit_apply(writer *w, const change *c, int64_t *out)
{
    switch (c->kind) {
    case CHANGE_INSERT: return edit_rows_insert(w, c, out);
    case CHANGE_UPDATE:
    case CHANGE_RESTORE:
    case CHANGE_STRIKE: return edit_rows_change(w, c, out);
    case CHANGE_KEEP_QUERIES: return edit_queries_keep(w, c, out);
    case CHANGE_DROP_QUERY: break;
    }
    return edit_queries_drop(w, c, out);
}
