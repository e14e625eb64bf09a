#include "data/store/continuations.h"

#include "auth/digest.h"
#include "base/beside.h"
#include "base/clock.h"
#include "base/db/database.h"
#include "base/hex.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 2000, ID_DIGITS = 32 };

/* In the order in which a request is kept. */
typedef enum step {
    STEP_BEGIN,
    STEP_FORGET_OLD,
    STEP_FORGET_MOST,
    STEP_HAS_ROOM,
    STEP_FORGET_LARGEST,
    STEP_ADD,
    STEP_COMMIT,
    STEP_FIND,
    STEP_COUNT
} step;

static const char *const sql[STEP_COUNT] = {
    [STEP_BEGIN] = "BEGIN IMMEDIATE",
    [STEP_FORGET_OLD] = "DELETE FROM vervolg WHERE gemaakt < ?1",
    [STEP_FORGET_MOST] = "DELETE FROM vervolg WHERE rowid IN (SELECT r FROM (SELECT rowid AS r, row_number() OVER nieuwste AS "
                         "plaats, sum(grootte) OVER nieuwste AS"
                         " samen FROM vervolg WHERE beller = ?1 AND vraag_hash <> ?2 WINDOW nieuwste AS (ORDER BY gemaakt DESC, "
                         "rowid DESC)) WHERE plaats > ?3 OR"
                         " samen > ?4)",
    [STEP_HAS_ROOM] = "SELECT (SELECT total(grootte) FROM vervolg) - (SELECT total(grootte) FROM vervolg WHERE beller = ?1 AND "
                      "vraag_hash = ?2) <= ?3",
    /* Counts the new entry as the caller's: whoever has most then gives way, always to someone with less. */
    [STEP_FORGET_LARGEST] = "DELETE FROM vervolg WHERE rowid = (SELECT rowid FROM vervolg WHERE NOT (beller = ?1 AND vraag_hash "
                            "= ?2) AND beller = (SELECT beller FROM"
                            " vervolg WHERE NOT (beller = ?1 AND vraag_hash = ?2) GROUP BY beller ORDER BY total(grootte) + "
                            "iif(beller = ?1, ?3, 0) DESC, beller"
                            " LIMIT 1) ORDER BY gemaakt, rowid LIMIT 1)",
    /* A conflict on the unique pair means that the request was posted before: its links stay good for another hour. */
    [STEP_ADD] = "INSERT INTO vervolg (id, beller, vraag_hash, gemaakt, grootte, vraag)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                 " ON CONFLICT (beller, vraag_hash) DO UPDATE SET gemaakt = excluded.gemaakt RETURNING id",
    [STEP_COMMIT] = "COMMIT",
    [STEP_FIND] = "SELECT id, vraag FROM vervolg WHERE id = ?1 AND gemaakt >= ?2 AND beller = ?3",
};

struct continuations {
    const char *path, *store;
    sqlite3 *db;
    sqlite3_stmt *statements[STEP_COUNT];
};

continuations *continuations_new(const char *path, const char *store)
{
    continuations *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->path = path;
    c->store = store;
    return c;
}

static void disconnect(continuations *c)
{
    for (size_t i = 0; i < STEP_COUNT; i++) {
        sqlite3_finalize(c->statements[i]);
        c->statements[i] = NULL;
    }
    sqlite3_close(c->db);
    c->db = NULL;
}

void continuations_free(continuations *c)
{
    if (!c)
        return;
    disconnect(c);
    free(c);
}

static status unavailable(continuations *c, const char *doing)
{
    log_write("error", "continuations, %s: %s", doing, c->db ? sqlite3_errmsg(c->db) : "cannot open");
    disconnect(c); /* which also rolls back an open transaction */
    return FAIL(UNAVAILABLE, "",
                "Deze vraag is te lang voor een URL en kan nu niet bewaard worden voor de volgende bladzijde. Probeer het straks "
                "opnieuw, of vraag alles "
                "in één keer (count).",
                "This request is too long for a URL and cannot be kept for the next page now. Try again later, or ask for "
                "everything at once (count).");
}

/* Without syncing each commit: the file stays whole whatever happens, only the last entries may be lost. */
static bool connect(continuations *c)
{
    bool done = beside_make(c->path, c->store, BESIDE_MODE) == 0 &&
                database_open(c->path, (database_use){.writes = true, .busy_ms = BUSY_MS}, &c->db);
    done = done &&
           sqlite3_exec(c->db,
                        "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                        "CREATE TABLE IF NOT EXISTS vervolg (id TEXT PRIMARY KEY, beller TEXT NOT NULL, vraag_hash BLOB NOT NULL,"
                        " gemaakt INTEGER NOT NULL, grootte INTEGER NOT NULL, vraag TEXT NOT NULL, UNIQUE (beller, vraag_hash));"
                        "CREATE INDEX IF NOT EXISTS vervolg_gemaakt ON vervolg (gemaakt);"
                        "CREATE INDEX IF NOT EXISTS vervolg_grootte ON vervolg (grootte);"
                        "CREATE INDEX IF NOT EXISTS vervolg_beller ON vervolg (beller, grootte)",
                        NULL, NULL, NULL) == SQLITE_OK;
    for (size_t i = 0; i < STEP_COUNT && done; i++)
        done = sqlite3_prepare_v3(c->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &c->statements[i], NULL) == SQLITE_OK;
    return done;
}

static bool run(continuations *c, step which)
{
    const int result = sqlite3_step(c->statements[which]);
    sqlite3_reset(c->statements[which]);
    return result == SQLITE_DONE;
}

/* What is to be kept: ?1 and ?2 of the steps that make room for it. */
typedef struct entry {
    const char *caller, *asked;
    digest hash;
    int64_t size;
} entry;

static sqlite3_stmt *about(continuations *c, step which, const entry *e)
{
    sqlite3_stmt *s = c->statements[which];
    sqlite3_bind_text(s, 1, e->caller, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, e->hash.bytes, DIGEST_SIZE, SQLITE_STATIC);
    return s;
}

static bool forget_own(continuations *c, const entry *e)
{
    sqlite3_bind_int64(c->statements[STEP_FORGET_OLD], 1, clock_wall() - CONTINUATION_S);
    sqlite3_stmt *most = about(c, STEP_FORGET_MOST, e);
    sqlite3_bind_int(most, 3, CONTINUATIONS_EACH - 1);
    sqlite3_bind_int64(most, 4, (int64_t)CONTINUATIONS_EACH_MB * 1024 * 1024 - e->size);
    return run(c, STEP_FORGET_OLD) && run(c, STEP_FORGET_MOST);
}

static bool has_room(continuations *c, const entry *e)
{
    sqlite3_stmt *s = about(c, STEP_HAS_ROOM, e);
    sqlite3_bind_int64(s, 3, (int64_t)CONTINUATIONS_MB * 1024 * 1024 - e->size);
    const bool room = sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0);
    sqlite3_reset(s);
    return room;
}

/* Always ends: each turn removes one entry or gives up. */
static bool make_room(continuations *c, const entry *e)
{
    while (!has_room(c, e)) {
        sqlite3_bind_int64(about(c, STEP_FORGET_LARGEST, e), 3, e->size);
        if (!run(c, STEP_FORGET_LARGEST) || sqlite3_changes(c->db) == 0)
            return false;
    }
    return true;
}

static bool add(continuations *c, const entry *e, arena *a, const char **id)
{
    char fresh[ID_DIGITS + 1];
    sqlite3_stmt *s = c->statements[STEP_ADD];
    if (!random_hex(fresh, ID_DIGITS))
        return false;
    sqlite3_bind_text(s, 1, fresh, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, e->caller, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, e->hash.bytes, DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, clock_wall());
    sqlite3_bind_int64(s, 5, e->size);
    sqlite3_bind_text(s, 6, e->asked, -1, SQLITE_STATIC);
    const bool added = sqlite3_step(s) == SQLITE_ROW;
    if (added)
        *id = arena_strdup(a, (const char *)sqlite3_column_text(s, 0));
    sqlite3_reset(s);
    return added;
}

status continuations_keep(continuations *c, const char *caller, const char *asked, arena *a, const char **id)
{
    const entry e = {caller, asked, digest_of(asked, strlen(asked)), (int64_t)strlen(asked)};
    const char *kept = NULL;
    if (!c->db && !connect(c))
        return unavailable(c, "open");
    if (!run(c, STEP_BEGIN) || !forget_own(c, &e) || !make_room(c, &e) || !add(c, &e, a, &kept) || !run(c, STEP_COMMIT))
        return unavailable(c, "keep");
    *id = kept;
    return status_ok();
}

static status gone(void)
{
    return FAIL(NOT_FOUND, "continuation", "deze link is er niet (meer): links werken een uur; stel uw vraag opnieuw",
                "there is no such link (any more): links work for an hour; ask again");
}

status continuations_find(continuations *c, const char *caller, const char *id, arena *a, continuation *out)
{
    if (!c->db && !connect(c))
        return unavailable(c, "open");
    sqlite3_stmt *s = c->statements[STEP_FIND];
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, clock_wall() - CONTINUATION_S);
    sqlite3_bind_text(s, 3, caller, -1, SQLITE_STATIC);
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = (continuation){.id = arena_strdup(a, (const char *)sqlite3_column_text(s, 0)),
                              .text = arena_strdup(a, (const char *)sqlite3_column_text(s, 1))};
    sqlite3_reset(s);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return unavailable(c, "find");
    return result == SQLITE_ROW ? status_ok() : gone();
}
