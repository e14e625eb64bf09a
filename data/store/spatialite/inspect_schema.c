/* Tables, indexes and triggers against those of a store that was just made, with this program and this SpatiaLite. */
#include "data/store/spatialite/inspect.h"

#include "data/store/spatialite/writer_ask.h"

#include <string.h>

static const char *const own_names =
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index', 'trigger') AND sql IS NOT NULL"
    " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%\\_node' ESCAPE '\\' AND name NOT LIKE '%\\_parent' ESCAPE '\\'"
    " AND name NOT LIKE '%\\_rowid' ESCAPE '\\'";

/* Those on tables of layers: SpatiaLite's own texts change with its version, and its tables of metadata are its own. */
static bool is_spatialites(const char *name)
{
    static const char *const prefixes[] = {"gg", "gi", "tm", "gti", "gtu", "gtd", "gsi", "gsu"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0 && strchr(name, '_'))
            return true;
    return false;
}

/* SpatiaLite makes its own tables first; what came after them in the model is ours, but for the indexes that it makes for us. */
static status is_ours(writer *model, const char *table, bool *out)
{
    const slice name = slice_of(table);
    return writer_is_there(
        model,
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 AND name NOT GLOB 'idx_*' AND rowid >= "
        "(SELECT rowid FROM sqlite_master WHERE type = 'table' AND name = 'kenmerk')",
        &name, 1, out);
}

static const char *column(sqlite3_stmt *s, int at)
{
    const char *found = (const char *)sqlite3_column_text(s, at);
    return found ? found : "";
}

/* *found: the text of the same object in the other store; NULL: it is not there. */
static status find_object(writer *w, const char *type, const char *name, arena *a, const char **found)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, "SELECT sql FROM sqlite_master WHERE type = ?1 AND name = ?2", &s));
    store_bind(s, 1, slice_of(type));
    store_bind(s, 2, slice_of(name));
    const int code = sqlite3_step(s);
    *found = code == SQLITE_ROW ? store_text(s, 0, a) : NULL;
    sqlite3_finalize(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "reading the schema");
}

static status compare(inspector *i, writer *model, sqlite3_stmt *s)
{
    const char *name = column(s, 1), *there = NULL;
    bool ours = false;
    TRY(is_ours(model, column(s, 2), &ours));
    TRY(find_object(i->w, column(s, 0), name, i->w->arena, &there));
    if (!there)
        inspect_found(i, "SchemaOntbreekt", name, "ontbreekt in de opslag", "is missing from the store");
    else if (ours && !is_spatialites(name) && strcmp(there, column(s, 3)) != 0)
        inspect_found(i, "SchemaAnders", name, "is niet wat dit programma gemaakt heeft", "is not what this program made");
    return status_ok();
}

/* A trigger that we do not have, on a table of ours, can change what is written there. */
static status look_for_more(inspector *i, writer *model, sqlite3_stmt *s)
{
    const char *there = NULL;
    bool ours = false;
    TRY(is_ours(model, column(s, 2), &ours));
    if (strcmp(column(s, 0), "trigger") != 0 || !ours)
        return status_ok();
    TRY(find_object(model, "trigger", column(s, 1), i->w->arena, &there));
    if (!there)
        inspect_found(i, "TriggerOnbekend", column(s, 1), "staat op een tabel van de opslag, en is niet van dit programma",
                      "is on a table of the store, and is not of this program");
    return status_ok();
}

static status each(inspector *i, writer *of, writer *model)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_ROW;
    status done = status_ok();
    TRY(store_prepare(of, own_names, &s));
    while (done.code == ST_OK && (code = sqlite3_step(s)) == SQLITE_ROW)
        done = of == model ? compare(i, model, s) : look_for_more(i, model, s);
    sqlite3_finalize(s);
    TRY(done);
    return code == SQLITE_DONE ? status_ok() : store_failed(of, "reading the schema");
}

static status compare_all(inspector *i, arena *a)
{
    writer *model = NULL;
    TRY(store_model(a, &model));
    TRY(each(i, model, model));
    return each(i, i->w, model);
}

/* What programs that open the file, or a copy of it, take for where its contours lie. The texts are SpatiaLite's and change with
 * its version, so what must be in them is looked for: the definition of Lambert 72 (EPSG:31370). */
static status look_at_crs(inspector *i)
{
    static const inspection_query crs = {
        "StelselAnders", "beschrijft niet het stelsel Lambert 72 (EPSG:31370)", "does not describe Lambert 72 (EPSG:31370)",
        "SELECT 'spatial_ref_sys.31370' WHERE NOT EXISTS (SELECT 1 FROM spatial_ref_sys WHERE srid = 31370"
        " AND auth_name LIKE 'epsg' AND auth_srid = 31370 AND proj4text LIKE '%+proj=lcc %' AND proj4text LIKE '%+lat_0=90 %'"
        " AND proj4text LIKE '%+x_0=150000.01%' AND proj4text LIKE '%+y_0=5400088.4%' AND proj4text LIKE '%+ellps=intl %'"
        " AND srtext LIKE '%Lambert%150000.01%5400088.4%')"};
    static const inspection_query tables = {
        "StelselAnders", "staat niet als multipolygoon in Lambert 72 in geometry_columns",
        "is not in geometry_columns as a multipolygon in Lambert 72",
        "SELECT t.column1 FROM (VALUES ('gemeente'), ('risicolocatie'), ('perceel')) t WHERE NOT EXISTS (SELECT 1 FROM"
        " geometry_columns WHERE f_table_name = t.column1 AND f_geometry_column = 'geometry' AND geometry_type = 6 AND srid = "
        "31370)"};
    TRY(inspect_rows_of(i, &crs));
    return inspect_rows_of(i, &tables);
}

status inspect_schema(inspector *i)
{
    arena *a = arena_new();
    status done = compare_all(i, a);
    if (done.code == ST_OK)
        done = look_at_crs(i);
    arena_free(a);
    return done;
}
