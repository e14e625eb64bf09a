#include "data/manage/source/convert.h"
#include "data/manage/source/ogr_layer.h"
#include "data/manage/source/shape_zip.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>

static const char *real_path(const char *path, arena *a)
{
    char whole[PATH_MAX];
    return arena_strdup(a, realpath(path, whole) ? whole : path);
}

/* Bytes of a .dbf are letters one by one; in these they are not, and GDAL would make other letters of them. */
static status check_encoding(const char *name)
{
    if (!name || strncasecmp(name, "UTF", 3) != 0 || text_equal_nocase(name, "UTF-8") || text_equal_nocase(name, "UTF8"))
        return status_ok();
    return FAIL(BAD_INPUT, "", "de .cpg zegt %.20s, maar zo kan een .dbf niet geschreven zijn; bewaar de laag opnieuw met UTF-8",
                "the .cpg says %.20s, but a .dbf cannot be written so; save the layer anew in UTF-8", name);
}

/* A .dbf without .cpg: UTF-8 when all of it is, and that of Windows otherwise. */
static status read_shapes(const convert_request *r, spool_writer *to, convert_said *said, arena *a)
{
    shape_zip z;
    TRY(shape_zip_find(r->path, r->layer, a, &z));
    TRY(check_encoding(z.encoding));
    const char *as_it_is[] = {z.encoding ? NULL : "ENCODING=", NULL}, *windows[] = {"ENCODING=CP1252", NULL};
    const char *path = arena_printf(a, "/vsizip/{%s}/%s", real_path(r->path, a), z.shp);
    ogr_layer l;
    bool utf8 = true;
    TRY(ogr_layer_open(&(ogr_wanted){path, "ESRI Shapefile", as_it_is, NULL, true}, a, &l));
    if (!z.encoding)
        TRY(ogr_layer_is_utf8(&l, &utf8));
    if (!utf8)
        TRY(ogr_layer_open(&(ogr_wanted){path, "ESRI Shapefile", windows, NULL, true}, a, &l));
    snprintf(said->nl, sizeof said->nl, "een shapefile in een zip (tekens: %s; coördinaten: %s)",
             z.encoding ? z.encoding
             : utf8     ? "geen .cpg, gelezen als UTF-8"
                        : "geen .cpg, gelezen als Windows-1252",
             l.crs);
    return ogr_layer_rows(&l, to);
}

static status read_package(const convert_request *r, spool_writer *to, convert_said *said, arena *a)
{
    ogr_layer l;
    const char *none[] = {NULL};
    TRY(ogr_layer_open(&(ogr_wanted){real_path(r->path, a), "GPKG", none, r->layer, false}, a, &l));
    snprintf(said->nl, sizeof said->nl, "een GeoPackage (laag %.60s; coördinaten: %s)", l.name, l.crs);
    return ogr_layer_rows(&l, to);
}

static status read_json(const convert_request *r, spool_writer *to, convert_said *said, arena *a)
{
    ogr_layer l;
    const char *options[] = {"DATE_AS_STRING=YES", NULL};
    TRY(ogr_layer_open(&(ogr_wanted){real_path(r->path, a), "GeoJSON", options, r->layer, false}, a, &l));
    snprintf(said->nl, sizeof said->nl, "GeoJSON (coördinaten: %s)", l.crs);
    return ogr_layer_rows(&l, to);
}

status convert_ogr(const convert_request *r, spool_writer *to, convert_said *said, arena *a)
{
    switch (r->kind) {
    case FILE_SHAPE_ZIP: return read_shapes(r, to, said, a);
    case FILE_GPKG: return read_package(r, to, said, a);
    default: return read_json(r, to, said, a);
    }
}
