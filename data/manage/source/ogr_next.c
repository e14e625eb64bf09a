#include "data/manage/source/ogr_next.h"

#include <string.h>

status ogr_cannot_read(const gdal_library *g)
{
    return FAIL(BAD_INPUT, "", "het bestand kan niet gelezen worden, het is beschadigd of afgebroken: %.120s",
                "the file cannot be read, it is damaged or cut short: %.120s", g->CPLGetLastErrorMsg());
}

/* GDAL leaves out letters that are not in the encoding of the .cpg, and only warns, once. */
status ogr_check_letters(const gdal_library *g)
{
    if (g->CPLGetLastErrorType() != CE_Warning || !strstr(g->CPLGetLastErrorMsg(), "converted correctly"))
        return status_ok();
    return FAIL(
        BAD_INPUT, "",
        "er staan letters in die niet bestaan in de tekenset van de .cpg, en ze zouden verloren gaan; bewaar de laag opnieuw "
        "met UTF-8, of zet in de .cpg de juiste (meestal 1252)",
        "it has letters that are not in the encoding of the .cpg, and they would be lost; save the layer anew in UTF-8, or "
        "put the right one into the .cpg (mostly 1252)");
}

status ogr_next(const gdal_library *g, OGRLayerH layer, OGRFeatureH *out)
{
    g->CPLErrorReset();
    OGRFeatureH feature = g->OGR_L_GetNextFeature(layer);
    if (!feature && g->CPLGetLastErrorType() >= CE_Failure)
        return ogr_cannot_read(g);
    const status whole = ogr_check_letters(g);
    if (whole.code != ST_OK && feature)
        g->OGR_F_Destroy(feature);
    TRY(whole);
    *out = feature;
    return status_ok();
}
