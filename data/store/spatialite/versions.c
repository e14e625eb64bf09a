/* Every state of one row: those that were closed, and the one of now, each with the boeking that made it. Read by a statement of
 * our own, for the journal lies outside of the wall's relations; so the scope is in its text, as it is in theirs: each part is
 * found within the caller's gemeenten and behind the gate. Of the journal's lines only those of these gemeenten are looked at. */
#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/wall_past.h"

/* One part of the states; closing: the column with the boeking that ended them. */
static void add_states(sqlite3_str *sql, const spatialite *s, const layer *l, const char *behind, const char *closing)
{
    const char *version = past_version_column(l);
    sqlite3_str_appendf(sql, "SELECT t.boeking AS van, %s AS tot, ", closing);
    sqlite3_str_appendf(sql, version ? "t.\"%w\"" : "0", version);
    sqlite3_str_appendf(sql, " AS nummer, ");
    sqlite3_str_appendf(sql, l->hide_column ? "t.\"%w\"" : "0", l->hide_column);
    sqlite3_str_appendf(sql,
                        " AS weg FROM main.\"%w%s\" t WHERE t.\"%w\" IN (SELECT nis FROM temp.\"" PAST_SCOPE
                        "%s\") AND t.\"%w\" = ?1 AND (SELECT open FROM temp.\"gate_%s\")",
                        l->table, behind, l->restrict_column, s->dialect.tag, l->id_column, s->dialect.tag);
}

/* The newest first, one more than is given. */
static char *text_of(const spatialite *s, const layer *l)
{
    sqlite3_str *sql = sqlite3_str_new(s->db);
    sqlite3_str_appendall(sql, "SELECT s.nummer, b.moment, e.moment, s.weg, b.weg, b.rol, b.organisatie, r.wat, r.reden FROM (");
    add_states(sql, s, l, "", "NULL");
    sqlite3_str_appendall(sql, " UNION ALL ");
    add_states(sql, s, l, PAST_VERSIONS, "t.tot_boeking");
    sqlite3_str_appendf(
        sql,
        " ORDER BY van DESC LIMIT %d) s LEFT JOIN main.boeking b ON b.id = s.van LEFT JOIN main.boeking e ON e.id = "
        "s.tot LEFT JOIN main.boeking_regel r ON r.boeking = s.van AND r.nr = (SELECT max(nr) FROM "
        "main.boeking_regel o INDEXED BY boeking_regel_eigen WHERE o.gemeente_nis IN (SELECT nis FROM temp.\"" PAST_SCOPE
        "%s\") AND o.tabel = %Q AND o.object = ?1 AND o.boeking = s.van) ORDER BY s.van DESC",
        (int)VERSIONS_MOST + 1, s->dialect.tag, l->table);
    return sqlite3_str_finish(sql);
}

static row_version version_at(sqlite3_stmt *s, arena *a, bool *lost)
{
    row_version v = {.number = sqlite3_column_int64(s, 0),
                     .from = column_text(s, 1, a, lost),
                     .until = column_text(s, 2, a, lost),
                     .hidden = sqlite3_column_int(s, 3) == 1,
                     .way = column_text(s, 4, a, lost),
                     .roles = column_text(s, 5, a, lost),
                     .organisation = column_text(s, 6, a, lost),
                     .what = column_text(s, 7, a, lost),
                     .reason = column_text(s, 8, a, lost)};
    if (!v.what) /* of a load there is one line for all its rows */
        v.what = v.way && v.way[0] == 'v' ? "gewijzigd" : "geladen";
    return v;
}

/* Filled from the end on: they come the newest first. */
static int read_all(sqlite3_stmt *s, bool numbered, arena *a, row_versions *out)
{
    row_version *items = arena_array(a, VERSIONS_MOST + 1, sizeof *items);
    size_t at = VERSIONS_MOST;
    bool lost = false;
    int code = sqlite3_step(s);
    for (; code == SQLITE_ROW && at > 0; code = sqlite3_step(s))
        items[--at] = version_at(s, a, &lost);
    for (size_t i = at; i < VERSIONS_MOST && !numbered; i++)
        items[i].number = (int64_t)(i - at) + 1;
    *out = (row_versions){items + at, VERSIONS_MOST - at, code == SQLITE_ROW};
    return lost ? SQLITE_NOMEM : code == SQLITE_ROW ? SQLITE_DONE : code;
}

static int prepare_and_read(spatialite *s, const layer *l, int64_t id, arena *a, row_versions *out)
{
    sqlite3_stmt *statement = NULL;
    char *sql = text_of(s, l);
    int code = sql ? sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, id);
    if (code == SQLITE_OK)
        code = read_all(statement, past_version_column(l) != NULL, a, out);
    sqlite3_finalize(statement);
    return code;
}

status versions_read(spatialite *s, const layer *l, int64_t id, arena *a, row_versions *out)
{
    row_versions found = {0};
    if (!s->entered)
        return FAIL(INTERNAL, "", "de opslag kreeg geen rechten mee", "no scope was given to the store");
    TRY(past_find_gemeenten(s));
    s->trusted = true;
    const int code = prepare_and_read(s, l, id, a, &found);
    s->trusted = false;
    if (code != SQLITE_DONE)
        return reading_failed(s, "read the versions of a row");
    *out = found;
    return status_ok();
}
