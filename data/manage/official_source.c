#include "data/manage/official_source.h"

#include "server/base/text.h"

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>

enum { SRID_LAMBERT72 = 31370 };

struct official_source {
    GDALDatasetH file;
    OGRLayerH layer;
    int nis, naam; /* field numbers; naam -1 when there is none */
    OGRSpatialReferenceH lambert72;
    OGRCoordinateTransformationH transform; /* NULL: the coordinates are Lambert 72 already */
};

static const char *const nis_names[] = {"NISCODE", "NIS_CODE", "NIS", "REFNIS", "NISGEM", "CODE_NIS", "GEMEENTE_NIS", NULL};
static const char *const naam_names[] = {"NAAM", "NAAM_NL", "NAAM_DUT", "NAME", "GEMEENTE", "NAMEDUT", "MUNNAMEDUT", NULL};

static void close_source(void *handle)
{
    official_source *s = handle;
    if (s->transform)
        OCTDestroyCoordinateTransformation(s->transform);
    if (s->lambert72)
        OSRDestroySpatialReference(s->lambert72);
    if (s->file)
        GDALClose(s->file);
}

static int find_field(OGRLayerH layer, const char *wanted, const char *const *usual)
{
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(layer);
    const char *const only[] = {wanted, NULL};
    for (const char *const *name = wanted ? only : usual; *name; name++)
        for (int i = 0; i < OGR_FD_GetFieldCount(fields); i++)
            if (text_equal_nocase(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, i)), *name))
                return i;
    return -1;
}

/* The layer asked for, or the first one with a NIS code. */
static status find_layer(const official_settings *settings, official_source *s)
{
    for (int i = 0; i < GDALDatasetGetLayerCount(s->file); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(s->file, i);
        if (settings->layer && strcmp(OGR_L_GetName(layer), settings->layer) != 0)
            continue;
        s->layer = layer;
        s->nis = find_field(layer, settings->nis_field, nis_names);
        s->naam = find_field(layer, settings->naam_field, naam_names);
        if (s->nis >= 0)
            break;
    }
    if (!s->layer)
        return FAIL(BAD_INPUT, "layer", "het bestand heeft geen laag %s", "the file has no layer %s",
                    settings->layer ? settings->layer : "");
    if (s->nis < 0)
        return FAIL(BAD_INPUT, "nis-field", "geen veld met de NIS-code gevonden; noem het met --nis-field",
                    "no field with the NIS code found; name it with --nis-field");
    if (s->naam < 0 && settings->naam_field)
        return FAIL(BAD_INPUT, "naam-field", "de laag heeft geen veld %s", "the layer has no field %s", settings->naam_field);
    return status_ok();
}

/* GIS order (east, north) on both sides, whatever the authority says: shapes are x, y. */
static status find_transform(official_source *s)
{
    OGRSpatialReferenceH from = OGR_L_GetSpatialRef(s->layer);
    if (!from)
        return FAIL(BAD_INPUT, "crs", "de laag noemt geen coördinatenstelsel", "the layer names no reference system");
    s->lambert72 = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(s->lambert72, SRID_LAMBERT72) != OGRERR_NONE)
        return FAIL(INTERNAL, "crs", "PROJ kent EPSG:31370 niet", "PROJ does not know EPSG:31370");
    OSRSetAxisMappingStrategy(s->lambert72, OAMS_TRADITIONAL_GIS_ORDER);
    if (OSRIsSame(from, s->lambert72))
        return status_ok();
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    s->transform = OCTNewCoordinateTransformation(from, s->lambert72);
    return s->transform ? status_ok()
                        : FAIL(BAD_INPUT, "crs", "het coördinatenstelsel van de laag kan niet naar Lambert 72 omgezet worden",
                               "the layer's reference system cannot be transformed to Lambert 72");
}

status official_open(const official_settings *settings, arena *a, official_source **out)
{
    official_source *s = arena_alloc(a, sizeof *s);
    *s = (official_source){.nis = -1, .naam = -1};
    arena_defer(a, close_source, s);
    GDALAllRegister();
    CPLSetErrorHandler(CPLQuietErrorHandler); /* GDAL's words go into our own message */
    s->file = GDALOpenEx(settings->path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (!s->file)
        return FAIL(BAD_INPUT, "file", "%s kan niet gelezen worden: %s", "%s cannot be read: %s", settings->path,
                    CPLGetLastErrorMsg());
    TRY(find_layer(settings, s));
    TRY(find_transform(s));
    OGR_L_ResetReading(s->layer);
    *out = s;
    return status_ok();
}

bool official_reprojects(const official_source *s)
{
    return s->transform != NULL;
}

static void add_ring(OGRGeometryH ring, shape *contour)
{
    shape_ring_start(contour);
    for (int i = 0; i < OGR_G_GetPointCount(ring); i++)
        shape_point(contour, OGR_G_GetX(ring, i), OGR_G_GetY(ring, i));
    shape_ring_close(contour);
}

static bool add_polygon(OGRGeometryH polygon, shape *contour)
{
    shape_part(contour);
    for (int i = 0; i < OGR_G_GetGeometryCount(polygon); i++) {
        OGRGeometryH ring = OGR_G_GetGeometryRef(polygon, i);
        if (OGR_G_GetPointCount(ring) < 3)
            return false;
        add_ring(ring, contour);
    }
    return OGR_G_GetGeometryCount(polygon) > 0;
}

static bool add_polygons(OGRGeometryH whole, shape *contour)
{
    const OGRwkbGeometryType kind = wkbFlatten(OGR_G_GetGeometryType(whole));
    if (kind == wkbPolygon)
        return add_polygon(whole, contour);
    if (kind != wkbMultiPolygon || OGR_G_GetGeometryCount(whole) == 0)
        return false;
    for (int i = 0; i < OGR_G_GetGeometryCount(whole); i++)
        if (!add_polygon(OGR_G_GetGeometryRef(whole, i), contour))
            return false;
    return true;
}

/* Curves become many short edges; heights are left out. */
static bool read_contour(const official_source *s, OGRFeatureH feature, shape *contour)
{
    OGRGeometryH given = OGR_F_GetGeometryRef(feature);
    if (!given)
        return false;
    OGRGeometryH straight = OGR_G_GetLinearGeometry(given, 0, NULL);
    const bool done =
        straight && (!s->transform || OGR_G_Transform(straight, s->transform) == OGRERR_NONE) && add_polygons(straight, contour);
    OGR_G_DestroyGeometry(straight);
    return done;
}

/* A spreadsheet or shapefile may hold the code as a number. */
static const char *read_nis(const official_source *s, OGRFeatureH feature, arena *a)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, s->nis))
        return NULL;
    const OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(s->layer), s->nis));
    if (type == OFTInteger || type == OFTInteger64 || type == OFTReal)
        return arena_printf(a, "%05lld", (long long)OGR_F_GetFieldAsInteger64(feature, s->nis));
    return arena_strdup(a, OGR_F_GetFieldAsString(feature, s->nis));
}

status official_next(official_source *s, arena *a, official_feature *out, shape *contour, bool *more)
{
    OGRFeatureH feature = OGR_L_GetNextFeature(s->layer);
    *more = feature != NULL;
    if (!feature)
        return status_ok();
    shape_clear(contour);
    out->nis = read_nis(s, feature, a);
    out->naam = s->naam >= 0 && OGR_F_IsFieldSetAndNotNull(feature, s->naam)
                    ? arena_strdup(a, OGR_F_GetFieldAsString(feature, s->naam))
                    : NULL;
    const bool done = read_contour(s, feature, contour);
    OGR_F_Destroy(feature);
    if (!done)
        return FAIL(BAD_INPUT, "geometry", "gemeente %s heeft geen vlak als contour, of een dat niet omgezet kan worden",
                    "gemeente %s has no area as its contour, or one that cannot be transformed", out->nis ? out->nis : "?");
    return status_ok();
}
