#include "data/store/spatialite/writer_connection.h"

#include "base/beside.h"
#include "base/db/database.h"
#include "base/log.h"
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/overlaps.h"

#include <fcntl.h>
#include <spatialite.h> /* needs sqlite3.h, which database.h includes */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 10000, SETTLE_MS = 500 };

const char *store_table_name(writer_table table)
{
    static const char *const names[TABLE_COUNT] = {
        [TABLE_GEMEENTE] = "gemeente", [TABLE_RISICOLOCATIE] = "risicolocatie", [TABLE_PERCEEL] = "perceel"};
    return names[table];
}

bool store_find_table(const char *name, writer_table *out)
{
    for (int i = 0; i < TABLE_COUNT; i++)
        if (strcmp(name, store_table_name((writer_table)i)) == 0) {
            *out = (writer_table)i;
            return true;
        }
    return false;
}

status store_failed(writer *w, const char *doing)
{
    const int code = sqlite3_errcode(w->db) & 0xFF;
    if (w->for_clients)
        return edit_connection_failed(w, doing);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return FAIL(UNAVAILABLE, "store",
                    "een ander programma schrijft op dit moment in de opslag %s; probeer het straks opnieuw",
                    "another program is writing to the store %s; try again later", w->path);
    if (code == SQLITE_FULL)
        return FAIL(UNAVAILABLE, "store", "de schijf met de opslag %s is vol", "the disk that holds the store %s is full",
                    w->path);
    if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
        return FAIL(BAD_INPUT, "store", "de opslag %s kan niet beschreven worden: kijk de rechten van bestand en map na",
                    "the store %s cannot be written: check the permissions of the file and its folder", w->path);
    if (code == SQLITE_IOERR)
        log_write("error", "store, %s: %s (%d)", doing, sqlite3_errmsg(w->db), sqlite3_extended_errcode(w->db));
    if (code == SQLITE_IOERR)
        return FAIL(UNAVAILABLE, "store", "lezen of schrijven van %s mislukt: kijk de schijf na",
                    "reading or writing %s fails: look at the disk", w->path);
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
        return FAIL(BAD_INPUT, "store", "het bestand %s is geen (gave) SQLite-databank",
                    "the file %s is not an (intact) SQLite database", w->path);
    log_write("error", "store, %s: %s", doing, sqlite3_errmsg(w->db));
    return FAIL(INTERNAL, "store", "de opslag weigerde een bewerking; de reden staat in het log",
                "the store refused an operation; the log says why");
}

status store_exec(writer *w, const char *sql)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK ? status_ok() : store_failed(w, sql);
}

status store_prepare(writer *w, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(w->db, sql, -1, out, NULL) == SQLITE_OK ? status_ok() : store_failed(w, sql);
}

status store_pragma(writer *w, const char *name, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, arena_printf(w->arena, "PRAGMA %s", name), &s));
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    if (found)
        *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return found ? status_ok() : store_failed(w, name);
}

static void writer_close(void *handle)
{
    writer *w = handle;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(w->statements[i]);
    edit_rows_forget(w);
    overlaps_end(w);
    sqlite3_close(w->db);
    writer_queue_leave(w);
    if (w->spatialite)
        spatialite_cleanup_ex(w->spatialite);
    if (w->build_path)
        unlink(w->build_path); /* built, but not published */
    sqlite3_free(w->blob);
    free(w->used_next);
    for (int i = 0; i < TABLE_COUNT; i++)
        free(w->bulks[i].entries);
    w->db = NULL;
}

writer *writer_new(const char *path, arena *a)
{
    writer *w = arena_alloc(a, sizeof *w);
    w->arena = a;
    w->turn = -1;
    w->path = arena_strdup(a, path);
    w->common.driver = &store_driver_writer;
    arena_defer(a, writer_close, w);
    return w;
}

static status connect_file(writer *w, const char *path)
{
    /* One thread per connection: SQLite need not lock against another one, and nobody asks how much memory it uses: counting that
     * costs a lock per allocation. (Refused, harmlessly, once SQLite is running.) */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (!database_open(path, (database_use){.writes = true, .runs_spatialite = true, .busy_ms = BUSY_MS}, &w->db))
        return store_failed(w, "open");
    w->spatialite = spatialite_alloc_connection();
    spatialite_init_ex(w->db, w->spatialite, 0);
    /* Pages of 8 KiB (of a new file): a load writes half as often as with 4 KiB and the file is 6 % smaller; reading is as quick.
     * 128 MiB of cache: the upper levels of every index of a store of 600,000 rows stay in memory during a load. */
    return store_exec(
        w, "PRAGMA page_size = 8192; PRAGMA foreign_keys = ON; PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY");
}

status writer_open(const char *path, arena *a, writer **out)
{
    if (access(path, F_OK) != 0)
        return FAIL(NOT_FOUND, "store", "er is geen opslag %s; maak ze met 'risicolaag init'",
                    "there is no store %s; make it with 'risicolaag init'", path);
    writer *w = writer_new(path, a);
    TRY(connect_file(w, path));
    TRY(store_check_version(w));
    *out = w;
    return status_ok();
}

/* A file that replaces another gets its owner and its mode too. */
static status make_file(const char *file, const char *replaced)
{
    struct stat like;
    const bool replaces = replaced && stat(replaced, &like) == 0;
    const int error = beside_make(file, replaced, replaces ? like.st_mode & 0777U : BESIDE_MODE);
    return error == 0 ? status_ok()
                      : FAIL(BAD_INPUT, "store", "de opslag %s kan niet gemaakt worden: %s", "the store %s cannot be made: %s",
                             file, strerror(error));
}

status writer_init(const char *path, arena *a, int *migrations, writer **out)
{
    writer *w = writer_new(path, a);
    int applied = 0;
    TRY(make_file(path, NULL));
    TRY(connect_file(w, path));
    TRY(store_migrate(w, &applied));
    TRY(store_exec(w, "PRAGMA journal_mode = WAL"));
    *migrations = applied;
    *out = w;
    return status_ok();
}

status store_model(arena *a, writer **out)
{
    writer *w = writer_new(":memory:", a);
    int applied = 0;
    TRY(connect_file(w, ":memory:"));
    TRY(store_migrate(w, &applied));
    *out = w;
    return status_ok();
}

status writer_build(const char *path, arena *a, writer **out)
{
    const char *aside = arena_printf(a, "%s.nieuw", path);
    unlink(aside); /* left by a run that was killed */
    writer *w = writer_new(path, a);
    int applied = 0;
    w->build_path = aside;
    TRY(make_file(aside, path));
    TRY(connect_file(w, aside));
    TRY(store_exec(w, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE"));
    TRY(store_migrate(w, &applied));
    *out = w;
    return status_ok();
}

static void close_database(writer *w)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(w->statements[i]);
        w->statements[i] = NULL;
    }
    edit_rows_forget(w);
    sqlite3_close(w->db);
    w->db = NULL;
}

status writer_publish(writer *w)
{
    TRY(store_exec(w, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL"));
    close_database(w);
    /* A log of the replaced file would be replayed into the new one (https://sqlite.org/howtocorrupt.html §1.4). */
    unlink(arena_printf(w->arena, "%s-wal", w->path));
    unlink(arena_printf(w->arena, "%s-shm", w->path));
    if (beside_place(w->build_path, w->path) != 0)
        return FAIL(UNAVAILABLE, "store", "de nieuwe opslag kan niet op haar plaats gezet worden: %s",
                    "the new store cannot be put in place: %s", w->path);
    w->build_path = NULL;
    return status_ok();
}

/* A store in memory, or one that is being built, has no other writers. */
status writer_begin(writer *w)
{
    const char *file = sqlite3_db_filename(w->db, "main");
    return w->build_path || !file || !*file ? store_exec(w, "BEGIN IMMEDIATE") : writer_queue_enter(w, w->path);
}

status writer_commit(writer *w)
{
    const status done = store_exec(w, "COMMIT");
    if (sqlite3_get_autocommit(w->db))
        writer_queue_leave(w);
    return done;
}

/* Otherwise the log keeps the size of the load. A reader that still uses it is not a failure: the next checkpoint does it. */
void writer_settle(writer *w)
{
    sqlite3_busy_timeout(w->db, SETTLE_MS);
    sqlite3_exec(w->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_busy_timeout(w->db, BUSY_MS);
}

void writer_rollback(writer *w)
{
    if (!sqlite3_get_autocommit(w->db))
        sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL);
    writer_queue_leave(w);
    for (int i = 0; i < TABLE_COUNT; i++)
        store_bulk_stop(w, (writer_table)i);
}

status writer_analyze(writer *w)
{
    /* A sample of each index is enough for the planner, and takes milliseconds (https://sqlite.org/lang_analyze.html §4.1). */
    return store_exec(w, "PRAGMA analysis_limit = 1000; ANALYZE");
}
