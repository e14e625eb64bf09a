#include "data/manage/source/ogr_crs.h"

#include <string.h>

enum { LAMBERT72 = 31370, NAME_SHOWN = 60 };

static status no_crs(const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "",
                "%s%.0s; geef de laag in QGIS het juiste stelsel (Lambert 72, EPSG:31370) en bewaar het bestand opnieuw",
                "%.0s%s; give the layer the right system in QGIS (Lambert 72, EPSG:31370) and save the file anew", nl, en);
}

static status unknown(const gdal_library *g, OGRSpatialReferenceH from)
{
    const char *name = g->OSRGetName(from);
    char nl[200], en[200];
    snprintf(nl, sizeof nl, "het coördinatenstelsel van het bestand is onbekend (%.*s), dus kan het niet omgezet worden",
             NAME_SHOWN, name ? name : "zonder naam");
    snprintf(en, sizeof en, "the reference system of the file is unknown (%.*s), so it cannot be transformed", NAME_SHOWN,
             name ? name : "without a name");
    return no_crs(nl, en);
}

/* Of a datum that it does not know PROJ supposes that it is the other one ("ballpark"): a hundred metres wrong, without a word.
 */
static OGRCoordinateTransformationH transformation(const gdal_library *g, OGRSpatialReferenceH from, OGRSpatialReferenceH to)
{
    OGRCoordinateTransformationOptionsH options = g->OCTNewCoordinateTransformationOptions();
    OGRCoordinateTransformationH made = NULL;
    if (g->OCTCoordinateTransformationOptionsSetBallparkAllowed(options, 0))
        made = g->OCTNewCoordinateTransformationEx(from, to, options);
    g->OCTDestroyCoordinateTransformationOptions(options);
    return made;
}

static status find(const gdal_library *g, OGRSpatialReferenceH from, OGRSpatialReferenceH lambert72,
                   OGRCoordinateTransformationH *out)
{
    if (g->OSRImportFromEPSG(lambert72, LAMBERT72) != OGRERR_NONE)
        return FAIL(BAD_INPUT, "", "PROJ kent EPSG:31370 niet", "PROJ does not know EPSG:31370");
    g->OSRSetAxisMappingStrategy(lambert72, OAMS_TRADITIONAL_GIS_ORDER);
    const char *code = g->OSRGetAuthorityCode(from, NULL);
    *out = NULL;
    if ((code && strcmp(code, "31370") == 0) || g->OSRIsSame(from, lambert72))
        return status_ok();
    g->OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    *out = transformation(g, from, lambert72);
    return *out ? status_ok() : unknown(g, from);
}

status ogr_to_lambert72(const gdal_library *g, OGRLayerH layer, OGRCoordinateTransformationH *out)
{
    OGRSpatialReferenceH from = g->OGR_L_GetSpatialRef(layer);
    if (!from)
        return no_crs("het bestand noemt geen coördinatenstelsel", "the file names no reference system");
    if (g->OSRIsLocal(from))
        return unknown(g, from);
    OGRSpatialReferenceH lambert72 = g->OSRNewSpatialReference(NULL);
    const status found = find(g, from, lambert72, out);
    g->OSRDestroySpatialReference(lambert72); /* a transformation keeps its own */
    return found;
}
