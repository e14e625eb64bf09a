/* GeoPackage (OGC 12-128r18), by GDAL: one table, its spatial index, texts and numbers as they are, NULL apart from an empty
 * text. The rows are numbered in the order of the answer; the feature's own id is the column id. */
#include "gml/formats/ogr_sink.h"

static const char *const names[] = {"application/geopackage+sqlite3",     "gpkg", "geopackage", "application/x-gpkg",
                                    "application/geopackage+vnd.sqlite3", NULL};

static const char *layer_option(const ogr_sink *s, size_t number, arena *a)
{
    const collection *c = s->e->what;
    switch (number) { /* the number of a row needs a name that no property has */
    case 0: return table_has_column(&s->table, "fid") ? "FID=ogc_fid" : "FID=fid";
    case 1: return arena_printf(a, "IDENTIFIER=%s", c->layer->title);
    case 2: return s->table.has_shape ? arena_printf(a, "GEOMETRY_NAME=%s", c->properties[s->table.shape]->name) : NULL;
    default: return NULL;
    }
}

static const ogr_format format = {.driver = "GPKG",
                                  .media_type = "application/geopackage+sqlite3",
                                  .file = "gpkg",
                                  .has_dates = true,
                                  .has_times = true,
                                  .has_transactions = true,
                                  .layer_option = layer_option};

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
