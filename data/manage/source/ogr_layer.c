#include "data/manage/source/ogr_layer.h"

#include "data/manage/source/ogr_crs.h"
#include "data/manage/source/ogr_next.h"

enum { LAYERS_SHOWN = 8 };

static status several(const ogr_layer *l, int count)
{
    text names = text_new(l->arena);
    for (int i = 0; i < count && i < LAYERS_SHOWN; i++)
        text_addf(&names, "%s%.40s", i ? ", " : "", l->gdal.OGR_L_GetName(l->gdal.GDALDatasetGetLayer(l->file, i)));
    return l->wanted.layer ? FAIL(BAD_INPUT, "", "het bestand heeft geen laag %.60s; het heeft %s",
                                  "the file has no layer %.60s; it has %s", l->wanted.layer, names.chars)
                           : FAIL(BAD_INPUT, "", "het bestand heeft %d lagen; noem de juiste met --layer: %s",
                                  "the file has %d layers; name the right one with --layer: %s", count, names.chars);
}

static status find_layer(ogr_layer *l)
{
    const gdal_library *g = &l->gdal;
    const int count = g->GDALDatasetGetLayerCount(l->file);
    for (int i = 0; i < count && !l->layer; i++) {
        OGRLayerH layer = g->GDALDatasetGetLayer(l->file, i);
        if (l->wanted.layer ? text_equal_nocase(g->OGR_L_GetName(layer), l->wanted.layer) : count == 1)
            l->layer = layer;
    }
    if (!l->layer && count == 0)
        return FAIL(BAD_INPUT, "", "het bestand heeft geen laag met rijen", "the file has no layer with rows");
    if (!l->layer)
        return several(l, count);
    l->name = arena_strdup(l->arena, g->OGR_L_GetName(l->layer));
    return status_ok();
}

static status find_crs(ogr_layer *l)
{
    const gdal_library *g = &l->gdal;
    TRY(ogr_to_lambert72(g, l->layer, &l->transform));
    const char *name = g->OSRGetName(g->OGR_L_GetSpatialRef(l->layer));
    l->crs = l->transform ? arena_printf(l->arena, "%.60s, omgezet naar Lambert 72", name ? name : "?") : "Lambert 72";
    return status_ok();
}

status ogr_layer_open(const ogr_wanted *w, arena *a, ogr_layer *out)
{
    const char *const drivers[] = {w->driver, NULL};
    *out = (ogr_layer){.wanted = *w, .arena = a};
    TRY(gdal_load(&out->gdal));
    const gdal_library *g = &out->gdal;
    g->RegisterOGRShape();
    g->RegisterOGRGeoPackage();
    g->RegisterOGRGeoJSON();
    g->CPLSetErrorHandler(g->CPLQuietErrorHandler); /* GDAL's words go into our own message */
    g->CPLErrorReset();
    out->file = g->GDALOpenEx(w->path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, w->options, NULL);
    if (!out->file)
        return ogr_cannot_read(g);
    TRY(ogr_check_letters(g)); /* of the names of columns */
    TRY(find_layer(out));
    return find_crs(out);
}

status ogr_layer_is_utf8(const ogr_layer *l, bool *out)
{
    const gdal_library *g = &l->gdal;
    const int fields = g->OGR_FD_GetFieldCount(g->OGR_L_GetLayerDefn(l->layer));
    OGRFeatureH f = NULL;
    g->OGR_L_ResetReading(l->layer);
    for (*out = true; *out;) {
        TRY(ogr_next(&l->gdal, l->layer, &f));
        if (!f)
            break;
        for (int i = 0; i < fields; i++) {
            const char *chars = g->OGR_F_GetFieldAsString(f, i);
            *out = *out && text_is_utf8(chars, strlen(chars));
        }
        g->OGR_F_Destroy(f);
    }
    return status_ok();
}
