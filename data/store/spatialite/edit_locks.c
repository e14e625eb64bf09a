/* Locks on rows (data/store/locks.h; data/schema/015-slot.sql). */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

static const writer_statement statement_of[] = {
    [LOCK_FIND] = FIND_LOCK,
    [LOCK_OF_ROW] = LOCK_ON_ROW,
    [LOCK_OF_GEMEENTE] = LAST_LOCK_OF_GEMEENTE,
    [LOCK_COUNT] = COUNT_LOCKS,
    [LOCK_KEEP] = KEEP_LOCK,
    [LOCK_ADD_ROW] = ADD_LOCKED_ROW,
    [LOCK_FREE_ROW] = FREE_LOCKED_ROW,
    [LOCK_FREE_ROWS] = FREE_LOCKED_ROWS,
    [LOCK_FORGET] = FORGET_LOCK,
    [LOCK_SWEEP] = SWEEP_LOCKS,
    [LOCK_SWEEP_ROWS] = SWEEP_LOCKED_ROWS,
};

static void bind_text(sqlite3_stmt *s, int at, const char *chars)
{
    store_bind(s, at, chars ? slice_of(chars) : (slice){NULL, 0});
}

/* A statement takes of these what it needs. */
static void bind(sqlite3_stmt *s, const lock_step *step)
{
    enum { ID = 1, CALLER, ACTOR, SECONDS, UNTIL, TABLE, ROW, NIS, NOW, REMEMBERED, KEPT };
    sqlite3_clear_bindings(s);
    bind_text(s, ID, step->lock.id);
    bind_text(s, CALLER, step->lock.caller);
    bind_text(s, ACTOR, step->lock.actor);
    sqlite3_bind_int64(s, SECONDS, step->lock.seconds);
    sqlite3_bind_int64(s, UNTIL, step->lock.until);
    bind_text(s, TABLE, step->table);
    sqlite3_bind_int64(s, ROW, step->row);
    bind_text(s, NIS, step->nis);
    sqlite3_bind_int64(s, NOW, step->now);
    sqlite3_bind_int64(s, REMEMBERED, LOCKS_REMEMBERED);
    sqlite3_bind_int64(s, KEPT, LOCK_KEPT_SECONDS);
}

/* Either a lock, of five columns, or a number. */
static void take(sqlite3_stmt *s, arena *a, lock_found *out)
{
    enum { LOCK_COLUMNS = 5 };
    if (sqlite3_column_count(s) == LOCK_COLUMNS)
        out->lock = (held_lock){store_text(s, 0, a), store_text(s, 1, a), store_text(s, 2, a), sqlite3_column_int64(s, 3),
                                sqlite3_column_int64(s, 4)};
    else
        out->count = sqlite3_column_int64(s, 0);
}

status edit_locks_step(writer *w, const lock_step *step, arena *a, lock_found *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, statement_of[step->kind], &s));
    bind(s, step);
    const int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        take(s, a, out);
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "looking at the locks");
    sqlite3_reset(s);
    return done;
}
