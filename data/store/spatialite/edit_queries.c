/* Stored queries, kept and dropped. */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"
#include "data/store/stored_queries.h"

#include <sqlite3.h>

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
static status check_room(writer *w, const change *c)
{
    int64_t kept = 0;
    if (run(w->db, "SELECT count(*) FROM opgeslagen_vraag WHERE organisatie = ?1", &c->organisation, 1, &kept) != SQLITE_ROW)
        return edit_connection_failed(w, "count");
    if (kept + (int64_t)c->definition_count <= STORED_QUERIES_MOST)
        return status_ok();
    return FAIL(NOT_PROCESSED, "StoredQueryDefinition",
                "een organisatie kan hoogstens %d vragen bewaren: verwijder er eerst een met DropStoredQuery",
                "an organisation can keep at most %d queries: drop one first with DropStoredQuery", (int)STORED_QUERIES_MOST);
}

static status insert(writer *w, const change *c, const stored_definition *d)
{
    const char *const texts[] = {c->organisation, d->id, d->text, c->actor};
    const int code = run(w->db,
                         "INSERT INTO opgeslagen_vraag (organisatie, id, definitie, gemaakt_door, gemaakt_op)"
                         " VALUES (?1, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                         texts, 4, NULL);
    if (code == SQLITE_DONE)
        return status_ok();
    if (code != SQLITE_CONSTRAINT_PRIMARYKEY)
        return edit_connection_failed(w, "insert a stored query");
    return FAIL(DUPLICATE_QUERY, d->id,
                "er is al een opgeslagen vraag met de id '%.100s': kies een andere, of verwijder die eerst",
                "there is a stored query with the id '%.100s' already: choose another one, or drop that first", d->id);
}

status edit_queries_keep(writer *w, const change *c, int64_t *out)
{
    TRY(check_room(w, c));
    for (size_t i = 0; i < c->definition_count; i++)
        TRY(insert(w, c, &c->definitions[i]));
    *out = (int64_t)c->definition_count;
    return status_ok();
}

status edit_queries_drop(writer *w, const change *c, int64_t *out)
{
    const char *const texts[] = {c->organisation, c->definitions->id};
    if (run(w->db, "DELETE FROM opgeslagen_vraag WHERE organisatie = ?1 AND id = ?2", texts, 2, NULL) != SQLITE_DONE)
        return edit_connection_failed(w, "delete a stored query");
    *out = sqlite3_changes(w->db);
    return status_ok();
}
