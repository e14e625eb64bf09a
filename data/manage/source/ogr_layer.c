#include "data/manage/source/ogr_layer.h"

#include "data/manage/source/ogr_crs.h"

enum { LAYERS_SHOWN = 8 };

static status cannot_read(const ogr_layer *l)
{
    return FAIL(BAD_INPUT, "", "het bestand kan niet gelezen worden, het is beschadigd of afgebroken: %.120s",
                "the file cannot be read, it is damaged or cut short: %.120s", l->gdal.CPLGetLastErrorMsg());
}

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

/* GDAL leaves out letters that are not in the encoding of the .cpg, and only warns, once. */
static bool lost_letters(const ogr_layer *l)
{
    return l->gdal.CPLGetLastErrorType() == CE_Warning && strstr(l->gdal.CPLGetLastErrorMsg(), "converted correctly");
}

static status wrong_encoding(void)
{
    return FAIL(
        BAD_INPUT, "",
        "er staan letters in die niet bestaan in de tekenset van de .cpg, en ze zouden verloren gaan; bewaar de laag opnieuw "
        "met UTF-8, of zet in de .cpg de juiste (meestal 1252)",
        "it has letters that are not in the encoding of the .cpg, and they would be lost; save the layer anew in UTF-8, or "
        "put the right one into the .cpg (mostly 1252)");
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
        return cannot_read(out);
    if (lost_letters(out)) /* in the name of a column */
        return wrong_encoding();
    TRY(find_layer(out));
    return find_crs(out);
}

status ogr_layer_next(const ogr_layer *l, OGRFeatureH *out)
{
    l->gdal.CPLErrorReset();
    *out = l->gdal.OGR_L_GetNextFeature(l->layer);
    if (lost_letters(l)) {
        l->gdal.OGR_F_Destroy(*out);
        return wrong_encoding();
    }
    return *out || l->gdal.CPLGetLastErrorType() < CE_Failure ? status_ok() : cannot_read(l);
}

status ogr_layer_is_utf8(const ogr_layer *l, bool *out)
{
    const gdal_library *g = &l->gdal;
    const int fields = g->OGR_FD_GetFieldCount(g->OGR_L_GetLayerDefn(l->layer));
    OGRFeatureH f = NULL;
    g->OGR_L_ResetReading(l->layer);
    for (*out = true; *out;) {
        TRY(ogr_layer_next(l, &f));
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
