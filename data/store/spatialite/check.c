/* At start-up: checks that the store holds what the layer files promise. A wrong layer file stops the start, instead of failing
 * the first request. */
#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/wall_past.h"

#include "base/embedded.h"

#include <string.h>

static bool prepares(const spatialite *s, char *sql)
{
    sqlite3_stmt *statement = NULL;
    const bool good = sql && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) == SQLITE_OK;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return good;
}

static status check_column(const spatialite *s, const layer *l, const char *column)
{
    if (prepares(s, sqlite3_mprintf("SELECT \"%w\" FROM main.\"%w\"", column, l->table)))
        return status_ok();
    return FAIL(BAD_INPUT, "layers", "laag %s: de tabel %s of haar kolom %s is er niet in het gegevensbestand",
                "layer %s: the table %s or its column %s is not in the store", l->name, l->table, column);
}

static status check_index(const spatialite *s, const layer *l)
{
    const char *column = l->properties[l->geometry].column;
    if (prepares(s, sqlite3_mprintf("SELECT pkid, xmin, xmax, ymin, ymax FROM main.\"idx_%w_%w\"", l->table, column)))
        return status_ok();
    return FAIL(BAD_INPUT, "layers",
                "laag %s: de tabel %s heeft geen ruimtelijke index op %s (SELECT CreateSpatialIndex('%s', '%s'))",
                "layer %s: the table %s has no spatial index on %s (SELECT CreateSpatialIndex('%s', '%s'))", l->name, l->table,
                column, l->table, column);
}

/* The R-tree and gml:id use the row id, so the id column must be the INTEGER PRIMARY KEY. */
static status check_id(const spatialite *s, const layer *l)
{
    const char *type = NULL;
    int key = 0;
    TRY(check_column(s, l, l->id_column));
    if (sqlite3_table_column_metadata(s->db, "main", l->table, l->id_column, &type, NULL, NULL, &key, NULL) == SQLITE_OK && key &&
        type && sqlite3_stricmp(type, "INTEGER") == 0)
        return status_ok();
    return FAIL(BAD_INPUT, "layers", "laag %s: %s.%s moet INTEGER PRIMARY KEY zijn",
                "layer %s: %s.%s must be INTEGER PRIMARY KEY", l->name, l->table, l->id_column);
}

static bool has_index_of_past(const spatialite *s, const layer *l)
{
    return l->geometry_type == GEOMETRY_NONE || prepares(s, sqlite3_mprintf("SELECT nr FROM main.\"" PAST_RTREE "%w_%w\"",
                                                                            l->table, l->properties[l->geometry].column));
}

/* What the relations of the past are made of (wall_past.c). */
static status check_history(const spatialite *s, const layer *l)
{
    bool good = prepares(s, sqlite3_mprintf("SELECT boeking FROM main.\"%w\"", l->table)) && has_index_of_past(s, l);
    for (size_t i = 0; i < l->property_count && good; i++)
        good = l->properties[i].is_id ||
               prepares(s, sqlite3_mprintf("SELECT nr, boeking, tot_boeking, \"%w\" FROM main.\"%w" PAST_VERSIONS "\"",
                                           l->properties[i].column, l->table));
    if (good)
        return status_ok();
    return FAIL(BAD_INPUT, "layers",
                "laag %s: <history/> vraagt een kolom boeking, een tabel %s" PAST_VERSIONS " met alle kolommen, en haar index",
                "layer %s: <history/> needs a column boeking, a table %s" PAST_VERSIONS " with all columns, and its index",
                l->name, l->table);
}

/* --- What no layer may show: the journal, who somebody is, queries of organisations, indexes over all gemeenten --- */

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (sqlite3_stricmp(name, *names) == 0)
            return true;
    return false;
}

/* The schema's own text says which tables it makes: so one that a later migration adds is known too. */
static bool is_made_by_schema(const char *table)
{
    char *made = sqlite3_mprintf("CREATE TABLE %s (", table);
    bool found = !made;
    for (size_t i = 0; i < embedded_schema_count && !found; i++)
        found = strcasestr((const char *)embedded_schema[i].text, made) != NULL;
    sqlite3_free(made);
    return found;
}

/* An R-tree, and the tables that it keeps its boxes in. */
static bool is_an_index(const spatialite *s, const char *table)
{
    sqlite3_stmt *statement = NULL;
    const bool asked = sqlite3_prepare_v2(s->db,
                                          "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE"
                                          " AND type IN ('virtual', 'shadow')",
                                          -1, &statement, NULL) == SQLITE_OK &&
                       sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC) == SQLITE_OK;
    const bool found = !asked || sqlite3_step(statement) != SQLITE_DONE;
    sqlite3_finalize(statement);
    return found;
}

static status check_table(const spatialite *s, const layer *l)
{
    static const char *const open[] = {"gemeente", "rubriek", "risicolocatie", "perceel", "perceel_risicolocatie", NULL};
    const bool own = is_made_by_schema(l->table) || is_an_index(s, l->table) || sqlite3_strnicmp(l->table, "sqlite_", 7) == 0;
    if (!own || is_one_of(l->table, open))
        return status_ok();
    return FAIL(BAD_INPUT, "layers",
                "laag %s: de tabel %s is van het programma zelf en kan geen laag zijn; zet uw gegevens in een eigen tabel",
                "layer %s: the table %s is the program's own and cannot be a layer; put your data in a table of your own",
                l->name, l->table);
}

/* How the tables that hold rows of gemeenten must be restricted; and a boeking counts what all of them do. */
static status check_restriction(const layer *l)
{
    static const char *const theirs[] = {"risicolocatie", "perceel", "perceel_risicolocatie", NULL};
    if (!is_one_of(l->table, theirs))
        return status_ok();
    if (!l->restrict_column || sqlite3_stricmp(l->restrict_column, "gemeente_nis") != 0)
        return FAIL(BAD_INPUT, "layers", "laag %s: de tabel %s vraagt <restrict column=\"gemeente_nis\"/>",
                    "layer %s: the table %s needs <restrict column=\"gemeente_nis\"/>", l->name, l->table);
    for (size_t i = 0; i < l->property_count; i++)
        if (sqlite3_stricmp(l->properties[i].column, "boeking") == 0)
            return FAIL(BAD_INPUT, "layers",
                        "laag %s: de kolom boeking telt de wijzigingen van alle gemeenten en kan geen eigenschap zijn",
                        "layer %s: the column boeking counts the changes of all gemeenten and cannot be a property", l->name);
    return status_ok();
}

static status check_layer(const spatialite *s, const layer *l)
{
    TRY(check_table(s, l));
    TRY(check_restriction(l));
    TRY(check_id(s, l));
    for (size_t i = 0; i < l->property_count; i++)
        TRY(check_column(s, l, l->properties[i].column));
    if (l->restrict_column)
        TRY(check_column(s, l, l->restrict_column));
    if (l->hide_column)
        TRY(check_column(s, l, l->hide_column));
    if (l->history)
        TRY(check_history(s, l));
    return l->geometry_type == GEOMETRY_NONE ? status_ok() : check_index(s, l);
}

/* The tables that the server itself reads, besides those of layers and gemeente: schema 2 and 3 added them. */
static status check_age(const spatialite *s)
{
    if (prepares(s, sqlite3_mprintf("SELECT l.organisatie FROM main.organisatie_gemeente l, main.opgeslagen_vraag")))
        return status_ok();
    return FAIL(BAD_INPUT, "store",
                "het gegevensbestand is ouder dan dit programma, of van een ander; werk het bij met 'risicolaag init'",
                "the store is older than this program, or of another one; bring it up to date with 'risicolaag init'");
}

status spatialite_check_layers(spatialite *s)
{
    TRY(check_age(s));
    for (size_t i = 0; i < s->layers->count; i++)
        TRY(check_layer(s, &s->layers->layers[i]));
    return status_ok();
}
