#include "base/db/database.h"

#include <inttypes.h>
#include <stdio.h>

static void harden(sqlite3 *db, int attached)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, attached);
}

static bool run_pragma(sqlite3 *db, const char *name, int64_t value)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA %s = %" PRId64, name, value);
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool database_open(const char *path, database_use use, sqlite3 **out)
{
    const int way = use.writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, out, way | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return false;
    sqlite3_busy_timeout(*out, use.busy_ms);
    sqlite3_extended_result_codes(*out, 1);
    if (!use.runs_spatialite)
        harden(*out, use.attached);
    return (use.mapped_bytes == 0 || run_pragma(*out, "mmap_size", use.mapped_bytes)) &&
           (use.cache_kib == 0 || run_pragma(*out, "cache_size", -(int64_t)use.cache_kib));
}
