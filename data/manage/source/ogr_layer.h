/* A layer of a map file, read by GDAL with one driver and nothing else of it. Only in the process that convert.h starts. */
#ifndef SOURCE_OGR_LAYER_H
#define SOURCE_OGR_LAYER_H

#include "base/gdal/gdal_library.h"
#include "data/manage/source/spool.h"

typedef struct ogr_wanted {
    const char *path, *driver;
    const char *const *options; /* NULL-terminated */
    const char *layer;          /* NULL: the only one */
    bool turns_rings; /* the format says which way rings go round (ESRI July 1998: clockwise); the rows get them as the layer has
                       */
} ogr_wanted;

typedef struct ogr_layer {
    gdal_library gdal;
    ogr_wanted wanted;
    arena *arena;
    GDALDatasetH file;
    OGRLayerH layer;
    OGRCoordinateTransformationH transform; /* NULL: Lambert 72 already */
    const char *name, *crs;                 /* crs: Dutch */
} ogr_layer;

/* ST_BAD_INPUT: it cannot be read; which layers there are, when there are several; no reference system, or one that is unknown.
 */
MUST_USE status ogr_layer_open(const ogr_wanted *w, arena *a, ogr_layer *out);

/* Reads all texts once. */
MUST_USE status ogr_layer_is_utf8(const ogr_layer *l, bool *out);

/* The names of the fields and "geometry", then every feature. Numbers of rows count features from 1. */
MUST_USE status ogr_layer_rows(const ogr_layer *l, spool_writer *to);

#endif
