#include "data/store/spatialite/edit_connection.h"

#include "base/db/database.h"
#include "base/log.h"

enum { BUSY_MS = 5000 };

status edit_connection_failed(sqlite3 *db, const char *doing)
{
    const int code = sqlite3_errcode(db) & 0xFF;
    log_write("error", "edit, %s: %s (%d)", doing, sqlite3_errmsg(db), sqlite3_extended_errcode(db));
    if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
        return FAIL(
            NOT_PROCESSED, "",
            "deze dienst kan niets bewaren: het gegevensbestand is hier alleen te lezen. Vraag het de beheerder van de dienst.",
            "this service cannot keep anything: its store can only be read here. Ask the operator of the service.");
    return FAIL(UNAVAILABLE, "", "er kan nu niets bewaard of verwijderd worden: probeer het straks opnieuw",
                "nothing can be kept or dropped now: try again later");
}

static status open_to_write(const char *location, sqlite3 **out)
{
    if (!database_open(location, (database_use){.writes = true, .busy_ms = BUSY_MS}, out))
        return edit_connection_failed(*out, "open");
    /* The lock at once: two writers wait for each other here, not halfway. */
    return sqlite3_exec(*out, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK ? status_ok()
                                                                                : edit_connection_failed(*out, "begin");
}

status edit_connection_begin(const char *location, sqlite3 **out)
{
    sqlite3 *db = NULL;
    const status opened = open_to_write(location, &db);
    if (opened.code == ST_OK)
        *out = db;
    else
        sqlite3_close_v2(db);
    return opened;
}

status edit_connection_commit(sqlite3 *db)
{
    const status done =
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK ? status_ok() : edit_connection_failed(db, "commit");
    sqlite3_close_v2(db);
    return done;
}

void edit_connection_roll_back(sqlite3 *db)
{
    sqlite3_close_v2(db);
}
