/* The lists of rubrieken, which are everybody's: nothing of a gemeente is in them. */
#include "data/store/spatialite/connection.h"

/* Where a choice is NULL its condition holds for every row. */
#define TEXT_OF_RUBRIEKEN                                                                                              \
    "SELECT lijst, code, omschrijving, vlarebo_categorie, vito_id, vito_versie_id, bron, versie, geverifieerd FROM "   \
    "main.rubriek r "                                                                                                  \
    "WHERE (?1 IS NULL OR lijst = ?1) AND (?2 IS NULL OR code = ?2) AND (NOT ?3 OR versie = (SELECT max(versie) FROM " \
    "main.rubriek n WHERE n.lijst = r.lijst AND n.code = r.code)) ORDER BY lijst, code, versie LIMIT ?4"

static int bind_all(sqlite3_stmt *s, const rubriek_choice *which)
{
    int code = sqlite3_bind_text(s, 1, which->list, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(s, 2, which->code, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int(s, 3, which->newest);
    return code == SQLITE_OK ? sqlite3_bind_int(s, 4, RUBRIEKEN_MOST + 1) : code;
}

static listed_rubriek rubriek_at(sqlite3_stmt *s, arena *a, bool *lost)
{
    return (listed_rubriek){.list = column_text(s, 0, a, lost),
                            .code = column_text(s, 1, a, lost),
                            .note = column_text(s, 2, a, lost),
                            .category = column_text(s, 3, a, lost),
                            .vito_id = column_text(s, 4, a, lost),
                            .vito_versie_id = column_text(s, 5, a, lost),
                            .source = column_text(s, 6, a, lost),
                            .version = sqlite3_column_int64(s, 7),
                            .verified = sqlite3_column_int(s, 8) == 1};
}

static int read_all(spatialite *s, const rubriek_choice *which, arena *a, rubriek_list *out)
{
    sqlite3_stmt *statement = NULL;
    listed_rubriek *items = NULL;
    size_t count = 0, room = 0;
    bool lost = false;
    int code = prepare_fixed(s, sqlite3_mprintf("%s", TEXT_OF_RUBRIEKEN), &statement);
    if (code == SQLITE_OK)
        code = bind_all(statement, which);
    if (code == SQLITE_OK)
        code = step_within_limits(s, statement);
    for (; code == SQLITE_ROW && count < RUBRIEKEN_MOST; code = step_within_limits(s, statement)) {
        if (count == room)
            items = arena_grow(a, items, &room, count + 1, sizeof *items);
        items[count++] = rubriek_at(statement, a, &lost);
    }
    *out = (rubriek_list){items, count, code == SQLITE_ROW};
    sqlite3_finalize(statement);
    return lost ? SQLITE_NOMEM : code == SQLITE_ROW ? SQLITE_DONE : code;
}

status rubrieken_read(spatialite *s, const rubriek_choice *which, arena *a, rubriek_list *out)
{
    rubriek_list found = {0};
    if (!s->entered)
        return FAIL(INTERNAL, "", "de opslag kreeg geen rechten mee", "no scope was given to the store");
    if (read_all(s, which, a, &found) != SQLITE_DONE)
        return reading_failed(s, "read the lists of rubrieken");
    *out = found;
    return status_ok();
}
