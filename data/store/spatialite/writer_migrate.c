#include "base/embedded.h"
#include "data/store/spatialite/overlaps.h"

#include <sqlite3.h>
#include <string.h>

static status newer_store(const writer *w, int64_t version)
{
    return FAIL(BAD_INPUT, "store",
                "de opslag %s heeft schemaversie %lld, dit programma kent er %zu: gebruik een nieuwer programma",
                "the store %s has schema version %lld, this program knows %zu: use a newer program", w->path, (long long)version,
                embedded_schema_count);
}

static status foreign_file(const writer *w)
{
    return FAIL(BAD_INPUT, "store", "de databank %s is niet door risicolaag gemaakt",
                "the database %s was not made by risicolaag", w->path);
}

static status is_empty(writer *w, bool *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, "SELECT count(*) FROM sqlite_master", &s));
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    const bool empty = found && sqlite3_column_int64(s, 0) == 0;
    sqlite3_finalize(s);
    *out = empty;
    return found ? status_ok() : store_failed(w, "reading the schema");
}

status store_read_version(writer *w, int64_t *version)
{
    int64_t application = 0, found = 0;
    bool empty = false;
    TRY(is_empty(w, &empty));
    TRY(store_pragma(w, "application_id", &application));
    TRY(store_pragma(w, "user_version", &found));
    if (!empty && application != STORE_APPLICATION_ID)
        return foreign_file(w);
    if (found > (int64_t)embedded_schema_count)
        return newer_store(w, found);
    *version = empty ? 0 : found;
    return status_ok();
}

status store_check_version(writer *w)
{
    int64_t version = 0;
    TRY(store_read_version(w, &version));
    if (version < (int64_t)embedded_schema_count)
        return FAIL(BAD_INPUT, "store", "de opslag %s is ouder dan dit programma; werk ze bij met 'risicolaag init'",
                    "the store %s is older than this program; bring it up to date with 'risicolaag init'", w->path);
    return status_ok();
}

/* SpatiaLite's functions return 0 when they refuse, without an error. */
static status run_statement(writer *w, sqlite3_stmt *s)
{
    int code = sqlite3_step(s);
    const bool refused = code == SQLITE_ROW && sqlite3_column_type(s, 0) == SQLITE_INTEGER && sqlite3_column_int64(s, 0) == 0;
    while (code == SQLITE_ROW)
        code = sqlite3_step(s);
    if (refused)
        return FAIL(INTERNAL, "store", "SpatiaLite weigerde een stap van de bijwerking",
                    "SpatiaLite refused a step of the migration");
    return code == SQLITE_DONE ? status_ok() : store_failed(w, "migration");
}

static status run_script(writer *w, const char *sql)
{
    while (*sql) {
        sqlite3_stmt *s = NULL;
        if (sqlite3_prepare_v2(w->db, sql, -1, &s, &sql) != SQLITE_OK)
            return store_failed(w, "migration");
        const status done = s ? run_statement(w, s) : status_ok();
        sqlite3_finalize(s);
        TRY(done);
    }
    return status_ok();
}

/* The step that keeps overlaps: they are computed once, and kept from then on. By its name, for its number is given when it is
 * put among the others. */
static bool keeps_overlaps(const char *step)
{
    return strstr(step, "-perceel-risicolocatie.sql") != NULL;
}

static status apply(writer *w, size_t number)
{
    TRY(run_script(w, embedded_schema[number].text));
    if (keeps_overlaps(embedded_schema[number].name))
        TRY(overlaps_of_all(w));
    return store_exec(
        w, arena_printf(w->arena, "PRAGMA user_version = %zu; PRAGMA application_id = %d", number + 1, STORE_APPLICATION_ID));
}

/* The version is read again under the lock: two programs may start at once. */
static status apply_next(writer *w, bool *more)
{
    int64_t version = 0;
    TRY(store_read_version(w, &version));
    if (version < (int64_t)embedded_schema_count)
        TRY(apply(w, (size_t)version));
    *more = version < (int64_t)embedded_schema_count;
    return status_ok();
}

status store_migrate(writer *w, int *applied)
{
    int count = 0;
    for (bool more = true; more; count += more) {
        TRY(writer_begin(w));
        const status done = apply_next(w, &more);
        if (done.code != ST_OK) {
            writer_rollback(w);
            return done;
        }
        TRY(writer_commit(w));
    }
    *applied = count;
    return status_ok();
}
