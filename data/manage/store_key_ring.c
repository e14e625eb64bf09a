#include "data/manage/key_ring.h"

#include "base/beside.h"
#include "base/db/database.h"
#include "base/log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 5000, APPLICATION_ID = 0x524C4B59 /* "RLKY" */ };

struct key_ring {
    sqlite3 *db;
    const char *path;
    arena *arena;
};

static const char schema[] = "BEGIN IMMEDIATE;"
                             "CREATE TABLE IF NOT EXISTS sleutel ("
                             " id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 10 AND id NOT GLOB '*[^0-9a-f]*'),"
                             " naam TEXT NOT NULL CHECK (length(naam) BETWEEN 1 AND 100),"
                             " rol TEXT NOT NULL,"
                             " gemeenten TEXT NOT NULL," /* NIS codes with commas between them; empty for a role over all */
                             " hash BLOB NOT NULL CHECK (length(hash) = 32)," /* SHA-256 of the whole key */
                             " aangemaakt_op TEXT NOT NULL,"
                             " vervalt_op TEXT NOT NULL CHECK (vervalt_op IS date(vervalt_op)),"
                             " ingetrokken_op TEXT) WITHOUT ROWID;"
                             "PRAGMA application_id = 1380731737;" /* APPLICATION_ID; a pragma takes no parameter */
                             "COMMIT";

static status failed(key_ring *r, const char *doing)
{
    const int code = sqlite3_errcode(r->db) & 0xFF;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return FAIL(UNAVAILABLE, "keys", "het sleutelbestand %s is in gebruik; probeer het straks opnieuw",
                    "the key file %s is in use; try again later", r->path);
    log_write("error", "key file, %s: %s", doing, sqlite3_errmsg(r->db));
    return FAIL(BAD_INPUT, "keys", "het sleutelbestand %s kan niet gelezen of beschreven worden, of bestaat niet",
                "the key file %s cannot be read or written, or does not exist", r->path);
}

static void close_ring(void *handle)
{
    key_ring *r = handle;
    sqlite3_close(r->db);
}

static status make_file(const char *path, const char *store)
{
    const int error = beside_make(path, store, BESIDE_SECRET);
    return error == 0 ? status_ok()
                      : FAIL(BAD_INPUT, "keys", "het sleutelbestand %s kan niet gemaakt worden: %s",
                             "the key file %s cannot be made: %s", path, strerror(error));
}

/* Otherwise a server that runs as another user could not read its keys, and every client with a key would get 503. */
static status give_file(const char *path, const char *store)
{
    const int error = beside_give(path, store);
    if (error == 0 || error == ENOENT) /* no store yet */
        return status_ok();
    return FAIL(BAD_INPUT, "keys",
                "het sleutelbestand %s is van root, en kan de eigenaar van de opslag niet krijgen (%s): geef het met chown",
                "the key file %s is root's, and cannot get the store's owner (%s): give it by chown", path, strerror(error));
}

static status check_ours(key_ring *r)
{
    sqlite3_stmt *s = NULL;
    int64_t found = -1;
    if (sqlite3_prepare_v2(r->db, "PRAGMA application_id", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        found = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    if (found == 0 || found == APPLICATION_ID) /* 0: just made */
        return status_ok();
    return found < 0 ? failed(r, "open")
                     : FAIL(BAD_INPUT, "keys", "%s is geen sleutelbestand van risicolaag", "%s is not a key file of risicolaag",
                            r->path);
}

status key_ring_open(const char *path, const char *store, arena *a, key_ring **out)
{
    TRY(make_file(path, store));
    key_ring *r = arena_alloc(a, sizeof *r);
    r->path = arena_strdup(a, path);
    r->arena = a;
    arena_defer(a, close_ring, r);
    /* Attached: the file with the times of last use. */
    if (!database_open(path, (database_use){.writes = true, .busy_ms = BUSY_MS, .attached = 1}, &r->db))
        return failed(r, "open");
    TRY(check_ours(r));
    if (sqlite3_exec(r->db, schema, NULL, NULL, NULL) != SQLITE_OK)
        return failed(r, "schema");
    TRY(give_file(path, store));
    *out = r;
    return status_ok();
}

static status run(key_ring *r, sqlite3_stmt *s, const char *doing)
{
    const int code = sqlite3_step(s);
    const status done = code == SQLITE_DONE ? status_ok() : failed(r, doing);
    sqlite3_finalize(s);
    return done;
}

status key_ring_add(key_ring *r, const ring_key *key, const unsigned char hash[32])
{
    const char *const texts[] = {key->id, key->name, key->role, key->gemeenten, key->made_at, key->expires};
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db,
                           "INSERT INTO sleutel (id, naam, rol, gemeenten, aangemaakt_op, vervalt_op, hash)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                           -1, &s, NULL) != SQLITE_OK)
        return failed(r, "add");
    for (int i = 0; i < 6; i++)
        sqlite3_bind_text(s, i + 1, texts[i], -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 7, hash, 32, SQLITE_STATIC);
    return run(r, s, "add");
}

static status is_known(key_ring *r, const char *id, bool *out)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db, "SELECT 1 FROM sleutel WHERE id = ?1", -1, &s, NULL) != SQLITE_OK)
        return failed(r, "look up");
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    const int code = sqlite3_step(s);
    *out = code == SQLITE_ROW;
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : failed(r, "look up");
    sqlite3_finalize(s);
    return done;
}

status key_ring_revoke(key_ring *r, const char *id, const char *at, bool *already)
{
    bool known = false;
    sqlite3_stmt *s = NULL;
    TRY(is_known(r, id, &known));
    if (!known)
        return FAIL(NOT_FOUND, "id", "er is geen sleutel met id %.40s; zie 'risicolaag key list'",
                    "there is no key with id %.40s; see 'risicolaag key list'", id);
    if (sqlite3_prepare_v2(r->db, "UPDATE sleutel SET ingetrokken_op = ?2 WHERE id = ?1 AND ingetrokken_op IS NULL", -1, &s,
                           NULL) != SQLITE_OK)
        return failed(r, "revoke");
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, at, -1, SQLITE_STATIC);
    TRY(run(r, s, "revoke"));
    *already = sqlite3_changes(r->db) == 0;
    return status_ok();
}

static const char *column(sqlite3_stmt *s, int at, arena *a)
{
    const unsigned char *found = sqlite3_column_text(s, at);
    return found ? arena_strdup(a, (const char *)found) : NULL;
}

static status count_keys(key_ring *r, size_t *out)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db, "SELECT count(*) FROM sleutel", -1, &s, NULL) != SQLITE_OK)
        return failed(r, "list");
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    if (found)
        *out = (size_t)sqlite3_column_int64(s, 0);
    const status done = found ? status_ok() : failed(r, "list");
    sqlite3_finalize(s);
    return done;
}

static status attach(key_ring *r, const char *path)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db, "ATTACH ?1 AS workers", -1, &s, NULL) != SQLITE_OK)
        return failed(r, "list");
    sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
    return run(r, s, "list");
}

/* The times of last use are in a file that the workers write, some time after the first key; *out false: it is not there. */
static status attach_use(key_ring *r, arena *a, bool *out)
{
    const char *path = arena_printf(a, "%s-use", r->path);
    *out = access(path, F_OK) == 0;
    if (!*out)
        return status_ok();
    TRY(attach(r, path));
    const int code = sqlite3_table_column_metadata(r->db, "workers", "gebruik", "laatst", NULL, NULL, NULL, NULL, NULL);
    *out = code == SQLITE_OK;
    return code == SQLITE_OK || code == SQLITE_ERROR ? status_ok() : failed(r, "list"); /* ERROR: it has no such table yet */
}

status key_ring_list(key_ring *r, arena *a, ring_keys *out)
{
    static const char with_use[] = "SELECT s.id, naam, rol, gemeenten, aangemaakt_op, vervalt_op, ingetrokken_op,"
                                   " strftime('%Y-%m-%dT%H:%M:%SZ', laatst, 'unixepoch')"
                                   " FROM sleutel s LEFT JOIN workers.gebruik g ON g.id = s.id ORDER BY aangemaakt_op, s.id";
    static const char without_use[] = "SELECT id, naam, rol, gemeenten, aangemaakt_op, vervalt_op, ingetrokken_op, NULL"
                                      " FROM sleutel ORDER BY aangemaakt_op, id";
    size_t most = 0;
    bool used = false;
    TRY(count_keys(r, &most));
    TRY(attach_use(r, a, &used));
    ring_keys list = {.items = arena_array(a, most + 1, sizeof *list.items)};
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db, used ? with_use : without_use, -1, &s, NULL) != SQLITE_OK)
        return failed(r, "list");
    while (list.count < most && sqlite3_step(s) == SQLITE_ROW)
        list.items[list.count++] = (ring_key){column(s, 0, a), column(s, 1, a), column(s, 2, a), column(s, 3, a),
                                              column(s, 4, a), column(s, 5, a), column(s, 6, a), column(s, 7, a)};
    const status done = list.count == most ? status_ok() : failed(r, "list");
    sqlite3_finalize(s);
    TRY(done);
    *out = list;
    return status_ok();
}
