#include "data/continuations.h"

#include "auth/digest.h"
#include "server/base/log.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { BUSY_MS = 2000, ID_BYTES = 16, ID_CHARS = 2 * ID_BYTES + 1 };

/* In the order in which a request is kept. */
typedef enum step { STEP_BEGIN, STEP_FORGET_OLD, STEP_FORGET_MOST, STEP_ADD, STEP_COMMIT, STEP_FIND, STEP_COUNT } step;

static const char *const sql[STEP_COUNT] = {
    [STEP_BEGIN] = "BEGIN IMMEDIATE",
    [STEP_FORGET_OLD] = "DELETE FROM vervolg WHERE gemaakt < ?1",
    [STEP_FORGET_MOST] = "DELETE FROM vervolg WHERE rowid IN"
                         " (SELECT rowid FROM vervolg WHERE beller = ?1 AND vraag_hash <> ?2 ORDER BY gemaakt DESC, rowid DESC LIMIT -1 OFFSET ?3)",
    /* The unique pair is a request that was posted before: its links go on, for another hour. */
    [STEP_ADD] = "INSERT INTO vervolg (id, beller, vraag_hash, gemaakt, grootte, vraag)"
                 " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT total(grootte) FROM vervolg) + ?5 <= ?7"
                 " ON CONFLICT (beller, vraag_hash) DO UPDATE SET gemaakt = excluded.gemaakt RETURNING id",
    [STEP_COMMIT] = "COMMIT",
    [STEP_FIND] = "SELECT id, beller, vraag FROM vervolg WHERE id = ?1 AND gemaakt >= ?2",
};

struct continuations {
    const char *path;
    sqlite3 *db;
    sqlite3_stmt *statements[STEP_COUNT];
};

continuations *continuations_new(const char *path)
{
    continuations *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->path = path;
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
    disconnect(c); /* which also undoes what was begun */
    return FAIL(UNAVAILABLE, "",
                "Deze vraag is te lang voor een URL en kan nu niet bewaard worden voor de volgende bladzijde. Probeer het straks opnieuw, of vraag alles "
                "in één keer (count).",
                "This request is too long for a URL and cannot be kept for the next page now. Try again later, or ask for everything at once (count).");
}

/* Without syncing each commit: the file stays whole whatever happens, only the last entries may be lost. */
static bool connect(continuations *c)
{
    bool done = sqlite3_open_v2(c->path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    done = done && sqlite3_busy_timeout(c->db, BUSY_MS) == SQLITE_OK &&
           sqlite3_exec(c->db,
                        "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                        "CREATE TABLE IF NOT EXISTS vervolg (id TEXT PRIMARY KEY, beller TEXT NOT NULL, vraag_hash BLOB NOT NULL,"
                        " gemaakt INTEGER NOT NULL, grootte INTEGER NOT NULL, vraag TEXT NOT NULL, UNIQUE (beller, vraag_hash));"
                        "CREATE INDEX IF NOT EXISTS vervolg_gemaakt ON vervolg (gemaakt);"
                        "CREATE INDEX IF NOT EXISTS vervolg_grootte ON vervolg (grootte)",
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

static bool make_id(char id[ID_CHARS])
{
    unsigned char bytes[ID_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        sqlite3_snprintf(3, id + 2 * i, "%02x", bytes[i]);
    return true;
}

static bool forget(continuations *c, const char *caller, const digest *hash)
{
    sqlite3_bind_int64(c->statements[STEP_FORGET_OLD], 1, (int64_t)time(NULL) - CONTINUATION_S);
    sqlite3_stmt *most = c->statements[STEP_FORGET_MOST];
    sqlite3_bind_text(most, 1, caller, -1, SQLITE_STATIC);
    sqlite3_bind_blob(most, 2, hash->bytes, DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int(most, 3, CONTINUATIONS_EACH - 1);
    return run(c, STEP_FORGET_OLD) && run(c, STEP_FORGET_MOST);
}

static bool add(continuations *c, const char *caller, const char *asked, const digest *hash, arena *a, const char **id)
{
    char fresh[ID_CHARS];
    sqlite3_stmt *s = c->statements[STEP_ADD];
    if (!make_id(fresh))
        return false;
    sqlite3_bind_text(s, 1, fresh, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, caller, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, hash->bytes, DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, (int64_t)time(NULL));
    sqlite3_bind_int64(s, 5, (int64_t)strlen(asked));
    sqlite3_bind_text(s, 6, asked, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 7, (int64_t)CONTINUATIONS_MB * 1024 * 1024);
    const bool added = sqlite3_step(s) == SQLITE_ROW;
    if (added)
        *id = arena_strdup(a, (const char *)sqlite3_column_text(s, 0));
    sqlite3_reset(s);
    return added;
}

status continuations_keep(continuations *c, const char *caller, const char *asked, arena *a, const char **id)
{
    const digest hash = digest_of(asked, strlen(asked));
    const char *kept = NULL;
    if (!c->db && !connect(c))
        return unavailable(c, "open");
    if (!run(c, STEP_BEGIN) || !forget(c, caller, &hash) || !add(c, caller, asked, &hash, a, &kept) || !run(c, STEP_COMMIT))
        return unavailable(c, "keep");
    *id = kept;
    return status_ok();
}

status continuations_gone(void)
{
    return FAIL(NOT_FOUND, "continuation", "deze link is er niet (meer): links werken een uur; stel uw vraag opnieuw",
                "there is no such link (any more): links work for an hour; ask again");
}

status continuations_find(continuations *c, const char *id, arena *a, continuation *out)
{
    if (!c->db && !connect(c))
        return unavailable(c, "open");
    sqlite3_stmt *s = c->statements[STEP_FIND];
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, (int64_t)time(NULL) - CONTINUATION_S);
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = (continuation){.id = arena_strdup(a, (const char *)sqlite3_column_text(s, 0)),
                              .caller = arena_strdup(a, (const char *)sqlite3_column_text(s, 1)),
                              .text = arena_strdup(a, (const char *)sqlite3_column_text(s, 2))};
    sqlite3_reset(s);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return unavailable(c, "find");
    return result == SQLITE_ROW ? status_ok() : continuations_gone();
}
