#include "data/store/spatialite/keep_queries.h"

#include "base/db/database.h"
#include "base/log.h"

enum { BUSY_MS = 5000 };

/* The database's own words go to the log. */
static status write_failed(sqlite3 *db, const char *doing)
{
    const int code = sqlite3_errcode(db) & 0xFF;
    log_write("error", "stored queries, %s: %s (%d)", doing, sqlite3_errmsg(db), sqlite3_extended_errcode(db));
    if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
        return FAIL(
            NOT_PROCESSED, "",
            "deze dienst kan niets bewaren: het gegevensbestand is hier alleen te lezen. Vraag het de beheerder van de dienst.",
            "this service cannot keep anything: its store can only be read here. Ask the operator of the service.");
    return FAIL(UNAVAILABLE, "", "de vraag kan nu niet bewaard of verwijderd worden: probeer het straks opnieuw",
                "the query cannot be kept or dropped now: try again later");
}

static status open_to_write(const char *location, sqlite3 **out)
{
    if (!database_open(location, (database_use){.writes = true, .busy_ms = BUSY_MS}, out))
        return write_failed(*out, "open");
    /* The lock at once: two creators wait for each other here, not halfway. */
    return sqlite3_exec(*out, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK ? status_ok() : write_failed(*out, "begin");
}

/* Commits what went well; what did not is gone with the connection. */
static status finish(sqlite3 *db, status done)
{
    if (done.code == ST_OK && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        done = write_failed(db, "commit");
    sqlite3_close_v2(db);
    return done;
}

/* One statement with text parameters, to its end. */
static int run(sqlite3 *db, const char *sql, const char *const *texts, int count, int64_t *number)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    for (int i = 0; i < count && code == SQLITE_OK; i++)
        code = sqlite3_bind_text(s, i + 1, texts[i], -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    if (code == SQLITE_ROW && number)
        *number = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return code;
}

/* Counted under the lock, so that two workers cannot fill the last place twice. */
static status check_room(sqlite3 *db, const char *organisation, size_t count)
{
    int64_t kept = 0;
    if (run(db, "SELECT count(*) FROM opgeslagen_vraag WHERE organisatie = ?1", &organisation, 1, &kept) != SQLITE_ROW)
        return write_failed(db, "count");
    if (kept + (int64_t)count <= STORED_QUERIES_MOST)
        return status_ok();
    return FAIL(NOT_PROCESSED, "StoredQueryDefinition",
                "een organisatie bewaart hoogstens %d vragen: verwijder er eerst een met DropStoredQuery",
                "an organisation keeps %d queries at most: drop one first with DropStoredQuery", (int)STORED_QUERIES_MOST);
}

static status insert(sqlite3 *db, const char *organisation, const char *actor, const stored_definition *d)
{
    const char *const texts[] = {organisation, d->id, d->text, actor};
    const int code = run(db,
                         "INSERT INTO opgeslagen_vraag (organisatie, id, definitie, gemaakt_door, gemaakt_op)"
                         " VALUES (?1, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                         texts, 4, NULL);
    if (code == SQLITE_DONE)
        return status_ok();
    if (code != SQLITE_CONSTRAINT_PRIMARYKEY)
        return write_failed(db, "insert");
    return FAIL(DUPLICATE_QUERY, d->id,
                "er is al een opgeslagen vraag met de id '%.100s': kies een andere, of verwijder die eerst",
                "there is a stored query with the id '%.100s' already: choose another one, or drop that first", d->id);
}

static status insert_all(sqlite3 *db, const char *organisation, const char *actor, const stored_definition *all, size_t count)
{
    TRY(check_room(db, organisation, count));
    for (size_t i = 0; i < count; i++)
        TRY(insert(db, organisation, actor, &all[i]));
    return status_ok();
}

status spatialite_keep_queries(const char *location, const char *organisation, const char *actor, const stored_definition *all,
                               size_t count)
{
    sqlite3 *db = NULL;
    const status opened = open_to_write(location, &db);
    return finish(db, opened.code == ST_OK ? insert_all(db, organisation, actor, all, count) : opened);
}

static status delete_one(sqlite3 *db, const char *organisation, const char *id, bool *found)
{
    const char *const texts[] = {organisation, id};
    if (run(db, "DELETE FROM opgeslagen_vraag WHERE organisatie = ?1 AND id = ?2", texts, 2, NULL) != SQLITE_DONE)
        return write_failed(db, "delete");
    *found = sqlite3_changes(db) > 0;
    return status_ok();
}

status spatialite_drop_query(const char *location, const char *organisation, const char *id, bool *found)
{
    sqlite3 *db = NULL;
    const status opened = open_to_write(location, &db);
    return finish(db, opened.code == ST_OK ? delete_one(db, organisation, id, found) : opened);
}
