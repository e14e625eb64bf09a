/* FlatGeobuf, by GDAL: with its spatial index, so the rows are in the order of the index. It has no dates: they are texts, as GML
 * writes them. Rows without geometry cannot be in the index, and GDAL leaves them out silently. */
#include "gml/formats/ogr_sink.h"

static const char *const names[] = {"application/flatgeobuf", "flatgeobuf", "fgb", "application/x-flatgeobuf", NULL};

/* GDAL writes the rows to another file first. Unless told where, it would make one that has a name on disk. */
static const char *layer_option(const ogr_sink *s, size_t number, arena *a)
{
    return number == 0 ? arena_printf(a, "TEMPORARY_DIR=%s", ogr_files_path(s->files, "", a)) : NULL;
}

static const ogr_format format = {.driver = "FlatGeobuf",
                                  .media_type = "application/flatgeobuf",
                                  .file = "fgb",
                                  .one_dimension = true,
                                  .needs_shapes = true,
                                  .layer_options = (const char *const[]){"SPATIAL_INDEX=YES", NULL},
                                  .layer_option = layer_option};

static void prepare(encoding *e)
{
    ogr_prepare(e, &format);
}

const encoder encoder_flatgeobuf = {.media_type = "application/flatgeobuf",
                                    .names = names,
                                    .extension = "fgb",
                                    .sink = SINK_FILE,
                                    .no_hits = true,
                                    .prepare = prepare,
                                    .begin = encoder_nothing,
                                    .begin_query = ogr_begin_query,
                                    .feature = ogr_feature,
                                    .end_query = ogr_end_query,
                                    .end = encoder_nothing};
