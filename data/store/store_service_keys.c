#include "data/store/service_keys.h"

#include "base/beside.h"
#include "base/db/database.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READ_BUSY_MS = 2000, NOTE_BUSY_MS = 50, NOTES_KEPT = 256, ID_ROOM = 16 };

typedef struct note {
    char id[ID_ROOM];
    int64_t at;
} note;

struct service_keys {
    const char *path, *store;
    struct stat opened; /* which file the connection is to */
    sqlite3 *db;
    sqlite3_stmt *find;
    sqlite3 *use;
    sqlite3_stmt *write;
    note notes[NOTES_KEPT]; /* what this worker has written lately */
};

service_keys *service_keys_new(const char *path, const char *store)
{
    service_keys *k = calloc(1, sizeof *k);
    if (!k)
        abort();
    k->path = path;
    k->store = store;
    return k;
}

static void close_keys(service_keys *k)
{
    sqlite3_finalize(k->find);
    sqlite3_close(k->db);
    k->find = NULL;
    k->db = NULL;
}

static void close_use(service_keys *k)
{
    sqlite3_finalize(k->write);
    sqlite3_close(k->use);
    k->write = NULL;
    k->use = NULL;
}

void service_keys_free(service_keys *k)
{
    if (!k)
        return;
    close_keys(k);
    close_use(k);
    free(k);
}

static status unreadable(const service_keys *k, const char *doing)
{
    log_write("error", "service keys, %s: %s", doing, k->db ? sqlite3_errmsg(k->db) : "cannot open");
    return FAIL(UNAVAILABLE, "", "De sleutels kunnen nu niet nagekeken worden. Probeer het straks opnieuw.",
                "The keys cannot be checked now. Try again later.");
}

static bool open_keys(service_keys *k)
{
    return database_open(k->path, (database_use){.busy_ms = READ_BUSY_MS}, &k->db) &&
           sqlite3_prepare_v3(
               k->db,
               "SELECT rol, gemeenten, hash, CAST(strftime('%s', vervalt_op) AS INTEGER), ingetrokken_op IS NOT NULL"
               " FROM sleutel WHERE id = ?1",
               -1, SQLITE_PREPARE_PERSISTENT, &k->find, NULL) == SQLITE_OK;
}

/* A file put in place of the open one (a backup, say) is another list of keys: an open connection would go on using the old one,
 * and keys that were revoked since. *there: whether there is a file at all. */
static status make_current(service_keys *k, bool *there)
{
    struct stat found;
    *there = stat(k->path, &found) == 0;
    if (k->db && *there && found.st_ino == k->opened.st_ino && found.st_dev == k->opened.st_dev)
        return status_ok();
    close_keys(k);
    if (!*there || open_keys(k)) {
        k->opened = found;
        return status_ok();
    }
    const status failed = unreadable(k, "open");
    close_keys(k);
    return failed;
}

static const key_record *read_record(sqlite3_stmt *s, arena *a)
{
    if (sqlite3_column_bytes(s, 2) != (int)sizeof(((key_record *)NULL)->hash) || sqlite3_column_type(s, 3) != SQLITE_INTEGER)
        return NULL;
    key_record *r = arena_alloc(a, sizeof *r);
    r->role = arena_strdup(a, (const char *)sqlite3_column_text(s, 0));
    r->gemeenten = text_split(a, (const char *)sqlite3_column_text(s, 1), ',');
    memcpy(r->hash, sqlite3_column_blob(s, 2), sizeof r->hash);
    r->expires = sqlite3_column_int64(s, 3);
    r->revoked = sqlite3_column_int(s, 4) != 0;
    return r;
}

static status find(void *context, const char *id, arena *a, const key_record **out)
{
    service_keys *k = context;
    bool there = false;
    TRY(make_current(k, &there));
    if (!there) {
        *out = NULL;
        return status_ok();
    }
    sqlite3_bind_text(k->find, 1, id, -1, SQLITE_STATIC);
    const int code = sqlite3_step(k->find);
    const key_record *found = code == SQLITE_ROW ? read_record(k->find, a) : NULL;
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : unreadable(k, "read");
    sqlite3_reset(k->find);
    TRY(done);
    *out = found;
    return status_ok();
}

/* WAL without syncing each commit: the file stays whole whatever happens, only the last times may be lost. */
static bool open_use(service_keys *k)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s-use", k->path) >= (int)sizeof path || beside_make(path, k->store, BESIDE_MODE) != 0 ||
        !database_open(path, (database_use){.writes = true, .busy_ms = NOTE_BUSY_MS}, &k->use))
        return false;
    return sqlite3_exec(k->use,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                        "CREATE TABLE IF NOT EXISTS gebruik (id TEXT PRIMARY KEY, laatst INTEGER NOT NULL) WITHOUT ROWID",
                        NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v3(k->use,
                              "INSERT INTO gebruik (id, laatst) VALUES (?1, ?2)"
                              " ON CONFLICT (id) DO UPDATE SET laatst = max(laatst, excluded.laatst)",
                              -1, SQLITE_PREPARE_PERSISTENT, &k->write, NULL) == SQLITE_OK;
}

static bool write_use(service_keys *k, const char *id, int64_t now)
{
    if (!k->use && !open_use(k))
        return false;
    sqlite3_bind_text(k->write, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(k->write, 2, now);
    const int code = sqlite3_step(k->write);
    sqlite3_reset(k->write);
    return code == SQLITE_DONE;
}

/* Two keys may share a place: then each is written a little more often. */
static note *note_of(service_keys *k, const char *id)
{
    size_t number = 0;
    for (const char *c = id; *c; c++)
        number = number * 31 + (unsigned char)*c;
    return &k->notes[number % NOTES_KEPT];
}

static void note_use(void *context, const char *id, int64_t now)
{
    service_keys *k = context;
    note *n = note_of(k, id);
    if (strcmp(n->id, id) == 0 && now - n->at < KEY_NOTE_S && now >= n->at)
        return;
    snprintf(n->id, sizeof n->id, "%s", id);
    n->at = now; /* also when it fails: the next try is a minute away */
    if (write_use(k, id, now))
        return;
    log_write("error", "service keys: the last use could not be noted: %s", k->use ? sqlite3_errmsg(k->use) : "cannot open");
    close_use(k);
}

key_book service_keys_book(service_keys *k)
{
    return (key_book){k, find, note_use};
}
