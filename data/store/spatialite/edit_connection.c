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

/* Statements of rows go, for they know their layer by where it lies in memory; so does whatever the edit took of memory. */
static void rest(writer *w)
{
    edit_rows_forget(w);
    edit_rows_harden(w);
    edit_journal_forget(w);
    if (w->arena != w->own)
        arena_free(w->arena);
    w->arena = w->own;
}

void edit_connection_close(writer **w)
{
    if (*w) {
        rest(*w);
        arena_free((*w)->own);
    }
    *w = NULL;
}

static status open_to_write(const char *location, writer **w)
{
    arena *own = arena_new();
    *w = writer_new("", own);
    (*w)->own = own;
    (*w)->for_clients = true;
    if (!database_open(location, (database_use){.writes = true, .busy_ms = BUSY_MS}, &(*w)->db))
        return edit_connection_failed(*w, "open");
    sqlite3_db_config((*w)->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return status_ok();
}

static bool has_moved(const writer *w)
{
    int moved = 0;
    return sqlite3_file_control(w->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

/* The lock at once: two writers wait for each other here, not halfway. Only under the lock is it sure that the file is still the
 * store: whoever puts another in its place holds the lock while he does. */
static status lock(const char *location, writer **w)
{
    if (!*w)
        TRY(open_to_write(location, w));
    TRY(writer_queue_enter(*w, location));
    if (!has_moved(*w))
        return status_ok();
    edit_connection_close(w);
    TRY(open_to_write(location, w));
    return writer_queue_enter(*w, location);
}

status edit_connection_begin(const char *location, writer **w)
{
    const status locked = lock(location, w);
    if (locked.code != ST_OK)
        edit_connection_close(w);
    else
        (*w)->arena = arena_new();
    return locked;
}

static status commit(writer *w)
{
    TRY(edit_rows_store_numbers(w));
    TRY(edit_journal_end(w));
    return store_exec(w, "COMMIT");
}

status edit_connection_commit(writer **w)
{
    const status done = commit(*w);
    rest(*w);
    if (done.code == ST_OK)
        writer_queue_leave(*w);
    else
        edit_connection_close(w);
    return done;
}

status edit_apply(writer *w, const change *c, int64_t *out)
{
    switch (c->kind) {
    case CHANGE_INSERT: return edit_rows_insert(w, c, out);
    case CHANGE_UPDATE:
    case CHANGE_RESTORE:
    case CHANGE_REMOVE:
    case CHANGE_STRIKE: return edit_rows_change(w, c, out);
    case CHANGE_KEEP_QUERIES: return edit_queries_keep(w, c, out);
    case CHANGE_DROP_QUERY: break;
    }
    return edit_queries_drop(w, c, out);
}
