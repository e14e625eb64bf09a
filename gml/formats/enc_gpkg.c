/* GeoPackage (OGC 12-128r18), by GDAL: one table, its spatial index, texts and numbers unchanged, NULL distinct from an empty
 * text. The rows are numbered in the order of the answer; the feature's own id is the column id. */
#include "base/text.h"
#include "gml/formats/ogr_sink.h"

static const char *const names[] = {"application/geopackage+sqlite3",     "gpkg", "geopackage", "application/x-gpkg",
                                    "application/geopackage+vnd.sqlite3", NULL};

enum { NAME_MOST = 70 };

/* In a database naam and NAAM are the same name. */
static void name_columns(ogr_sink *s, arena *a)
{
    for (size_t i = 0; i < s->table.count; i++)
        s->table.columns[i].name = table_free_name(&s->table, i, s->table.columns[i].name, NAME_MOST, a);
}

static const char *shape_name(const ogr_sink *s, arena *a)
{
    return s->table.has_shape
               ? table_free_name(&s->table, s->table.count, s->e->what->properties[s->table.shape]->name, NAME_MOST, a)
               : "";
}

/* The name of the column with the row's number. */
static const char *row_name(const ogr_sink *s, arena *a)
{
    const bool taken = table_has_column(&s->table, "fid") || text_equal_nocase(shape_name(s, a), "fid");
    return taken ? table_free_name(&s->table, s->table.count, "ogc_fid", NAME_MOST, a) : "fid";
}

static const char *layer_option(const ogr_sink *s, size_t number, arena *a)
{
    switch (number) {
    case 0: return arena_printf(a, "FID=%s", row_name(s, a));
    case 1: return arena_printf(a, "IDENTIFIER=%s", s->e->what->layer->title);
    case 2: return s->table.has_shape ? arena_printf(a, "GEOMETRY_NAME=%s", shape_name(s, a)) : NULL;
    default: return NULL;
    }
}

static const ogr_format format = {.driver = "GPKG",
                                  .media_type = "application/geopackage+sqlite3",
                                  .file = "gpkg",
                                  .has_dates = true,
                                  .has_times = true,
                                  .has_transactions = true,
                                  .layer_option = layer_option,
                                  .name_columns = name_columns};

static void prepare(encoding *e)
{
    ogr_prepare(e, &format);
}

const encoder encoder_gpkg = {.media_type = "application/geopackage+sqlite3",
                              .names = names,
                              .extension = "gpkg",
                              .sink = SINK_FILE,
                              .no_hits = true,
                              .prepare = prepare,
                              .begin = encoder_nothing,
                              .begin_query = ogr_begin_query,
                              .feature = ogr_feature,
                              .end_query = ogr_end_query,
                              .end = encoder_nothing};
