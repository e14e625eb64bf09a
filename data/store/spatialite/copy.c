/* A store is copied by SQLite's own page copier (https://sqlite.org/backup.html), from within a reading that has begun: so it
 * is of one moment, whoever writes in the meantime, and need not begin again. */
#include "data/store/copies.h"

#include "base/db/database.h"
#include "base/embedded.h"
#include "data/store/spatialite/writer_connection.h"

#include <sys/stat.h>

enum { BUSY_MS = 10000, STEP_PAGES = 1024, WAIT_MS = 50, WAITS = BUSY_MS / WAIT_MS };

/* A writer that is one in name alone unless `writes`. */
static status open_file(const char *path, bool writes, arena *a, writer **out)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return FAIL(NOT_FOUND, "store", "er is geen bestand %s", "there is no file %s", path);
    writer *w = writer_new(path, a);
    if (!database_open(path, (database_use){.writes = writes, .busy_ms = BUSY_MS}, &w->db))
        return ALWAYS_FAILS(store_failed(w, "open"));
    *out = w;
    return status_ok();
}

/* The first reading fixes the moment. */
static status begin_reading(writer *w)
{
    int64_t version = 0;
    TRY(store_exec(w, "BEGIN"));
    return store_pragma(w, "schema_version", &version);
}

/* --- What a file holds --- */

static status count_table(writer *w, const char *table, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    int64_t there = 0;
    TRY(store_prepare(w, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1", &s));
    store_bind(s, 1, slice_of(table));
    const status asked = store_find_number(w, s, "looking for a table", &there);
    sqlite3_finalize(s);
    TRY(asked);
    *out = COPY_ABSENT;
    return there ? store_count_rows(w, table, out) : status_ok();
}

static status read_facts(writer *w, copy_facts *out)
{
    static const char *const tables[COPY_TABLES] = {[COPY_GEMEENTE] = "gemeente",           [COPY_RUBRIEK] = "rubriek",
                                                    [COPY_RISICOLOCATIE] = "risicolocatie", [COPY_PERCEEL] = "perceel",
                                                    [COPY_VERSIE] = "risicolocatie_versie", [COPY_BOEKING] = "boeking",
                                                    [COPY_REGEL] = "boeking_regel"};
    copy_facts found = {0};
    int64_t pages = 0, page = 0;
    TRY(store_read_version(w, &found.schema));
    TRY(store_pragma(w, "page_count", &pages));
    TRY(store_pragma(w, "page_size", &page));
    found.bytes = pages * page;
    for (int t = 0; t < COPY_TABLES; t++)
        TRY(count_table(w, tables[t], &found.rows[t]));
    found.older = found.schema < (int64_t)embedded_schema_count;
    if (found.schema == 0)
        return FAIL(BAD_INPUT, "store", "het bestand %s is leeg", "the file %s is empty", w->path);
    *out = found;
    return status_ok();
}

static status check_whole(writer *w)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, "PRAGMA quick_check(1)", &s));
    const char *said = sqlite3_step(s) == SQLITE_ROW ? store_text(s, 0, w->arena) : NULL;
    sqlite3_finalize(s);
    if (!said)
        return store_failed(w, "checking the file");
    return strcmp(said, "ok") == 0 ? status_ok()
                                   : FAIL(BAD_INPUT, "store", "het bestand %s is beschadigd", "the file %s is damaged", w->path);
}

static status look(const char *path, arena *a, copy_facts *out)
{
    writer *w = NULL;
    TRY(open_file(path, false, a, &w));
    TRY(begin_reading(w));
    TRY(check_whole(w));
    return read_facts(w, out);
}

/* Work with connections of its own, which are closed when it returns. */
status copy_look(const char *path, copy_facts *out)
{
    arena *own = arena_new();
    const status done = look(path, own, out);
    arena_free(own);
    return done;
}

/* --- Copying --- */

/* What went wrong is the target's unless the source could not be read. */
static status copying_failed(writer *from, writer *to, int code)
{
    const bool of_source = (code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB || code == SQLITE_IOERR_READ;
    const char *own = to->path;
    if ((code & 0xFF) == SQLITE_READONLY)
        return FAIL(
            BAD_INPUT, "store",
            "de opslag %s kan niet vervangen worden terwijl ze in gebruik is (alleen te lezen, of anders gemaakt): stop de "
            "dienst, zet dat bestand opzij en probeer opnieuw",
            "the store %s cannot be replaced while it is in use (read-only, or made another way): stop the service, put "
            "that file aside and try again",
            own);
    if (of_source)
        to->path = from->path;
    const status failed = store_failed(to, "copying the store");
    to->path = own;
    return failed;
}

/* A few pages at a time, so that another process gets its turn with the disk; a source that is held is waited for. */
static int step_all(sqlite3_backup *b, copy_watch watch)
{
    int code = SQLITE_OK;
    for (int waited = 0; code == SQLITE_OK || ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waited < WAITS);) {
        code = sqlite3_backup_step(b, STEP_PAGES);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            sqlite3_sleep(WAIT_MS);
            waited++;
        }
        const int total = sqlite3_backup_pagecount(b);
        if (watch.told)
            watch.told(watch.context, (uint64_t)(total - sqlite3_backup_remaining(b)), (uint64_t)total);
    }
    return code;
}

/* What did not come to its end is rolled back; only then the connection knows why. */
static status end_copy(writer *from, writer *to, sqlite3_backup *b, int code)
{
    const int ended = sqlite3_backup_finish(b);
    return code == SQLITE_DONE && ended == SQLITE_OK ? status_ok() : copying_failed(from, to, code == SQLITE_DONE ? ended : code);
}

static status copy_pages(writer *from, writer *to, copy_watch watch)
{
    sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
    return b ? end_copy(from, to, b, step_all(b, watch)) : store_failed(to, "copying the store");
}

/* Into a file of its own, which is synced when it takes its place: one file, without a log. */
static status copy_to_file(writer *from, const char *path, copy_watch watch, arena *a)
{
    writer *to = NULL;
    TRY(open_file(path, true, a, &to));
    TRY(store_exec(to, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY"));
    TRY(copy_pages(from, to, watch));
    return store_exec(to, "PRAGMA journal_mode = DELETE");
}

static status make(const char *path, const char *to, copy_watch watch, arena *a, copy_facts *out)
{
    writer *from = NULL;
    copy_facts held;
    TRY(open_file(path, false, a, &from));
    TRY(begin_reading(from));
    TRY(read_facts(from, &held));
    TRY(copy_to_file(from, to, watch, a));
    *out = held;
    return status_ok();
}

status copy_make(const char *path, const char *to, copy_watch watch, copy_facts *out)
{
    arena *own = arena_new();
    const status done = make(path, to, watch, own, out);
    arena_free(own);
    return done;
}

static status copy_any(const char *path, const char *to, arena *a)
{
    writer *from = NULL;
    TRY(open_file(path, false, a, &from));
    TRY(begin_reading(from));
    return copy_to_file(from, to, (copy_watch){0}, a);
}

status copy_file(const char *from, const char *to)
{
    arena *own = arena_new();
    const status done = copy_any(from, to, own);
    arena_free(own);
    return done;
}

/* --- Putting back --- */

/* Takes the store's write lock in its turn, by a first page that nobody sees yet. *copier is NULL when this fails. */
static status lock(writer *from, writer *to, sqlite3_backup **copier)
{
    TRY(writer_queue_wait(to, to->path));
    sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!b)
        return store_failed(to, "copying the store");
    const int code = sqlite3_backup_step(b, 1);
    if (code != SQLITE_OK)
        return end_copy(from, to, b, code);
    *copier = b;
    return status_ok();
}

/* As it was before the lock: what the copier wrote, no other connection sees. */
static status keep(writer *to, const char *aside, copy_watch watch)
{
    writer *now = NULL;
    TRY(open_file(to->path, false, to->arena, &now));
    TRY(begin_reading(now));
    TRY(copy_to_file(now, aside, watch, to->arena));
    return store_exec(now, "COMMIT");
}

/* Under the lock nobody writes between what is kept and what comes in its place. */
static status put_back(const char *copy, const char *into, const char *aside, copy_watch watch, arena *a)
{
    writer *from = NULL, *to = NULL;
    sqlite3_backup *copier = NULL;
    TRY(open_file(copy, false, a, &from));
    TRY(begin_reading(from));
    TRY(open_file(into, true, a, &to));
    TRY(lock(from, to, &copier));
    const status kept = keep(to, aside, watch);
    if (kept.code != ST_OK) {
        sqlite3_backup_finish(copier); /* rolls back */
        return kept;
    }
    TRY(end_copy(from, to, copier, step_all(copier, watch)));
    writer_settle(to);
    return status_ok();
}

status copy_put_back(const char *copy, const char *into, const char *aside, copy_watch watch)
{
    arena *own = arena_new();
    const status done = put_back(copy, into, aside, watch, own);
    arena_free(own);
    return done;
}
