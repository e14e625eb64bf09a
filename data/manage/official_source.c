#include "data/manage/official_source.h"

#include "base/gdal/gdal_library.h"
#include "base/text.h"
#include "data/manage/source/ogr_crs.h"
#include "data/manage/source/ogr_next.h"
#include "data/manage/source/ogr_shape.h"

struct official_source {
    gdal_library gdal;
    GDALDatasetH file;
    OGRLayerH layer;
    int nis, naam, capakey;                 /* field numbers; -1 when there is none */
    OGRCoordinateTransformationH transform; /* NULL: the coordinates are Lambert 72 already */
};

static const char *const nis_names[] = {"NISCODE", "NIS_CODE", "NIS", "REFNIS", "NISGEM", "CODE_NIS", "GEMEENTE_NIS", NULL};
static const char *const capakey_names[] = {"CAPAKEY", "CAPA_KEY", "PERCEELSLEUTEL", NULL};
static const char *const naam_names[] = {"NAAM", "NAAM_NL", "NAAM_DUT", "NAME", "GEMEENTE", "NAMEDUT", "MUNNAMEDUT", NULL};

static void close_source(void *handle)
{
    official_source *s = handle;
    const gdal_library *g = &s->gdal;
    if (s->transform)
        g->OCTDestroyCoordinateTransformation(s->transform);
    if (s->file)
        g->GDALClose(s->file);
}

static int find_field(const gdal_library *g, OGRLayerH layer, const char *wanted, const char *const *usual)
{
    OGRFeatureDefnH fields = g->OGR_L_GetLayerDefn(layer);
    const char *const only[] = {wanted, NULL};
    for (const char *const *name = wanted ? only : usual; *name; name++)
        for (int i = 0; i < g->OGR_FD_GetFieldCount(fields); i++)
            if (text_equal_nocase(g->OGR_Fld_GetNameRef(g->OGR_FD_GetFieldDefn(fields, i)), *name))
                return i;
    return -1;
}

/* The layer asked for, or the first one with a NIS code. */
static status find_layer(const official_settings *settings, official_source *s)
{
    const gdal_library *g = &s->gdal;
    for (int i = 0; i < g->GDALDatasetGetLayerCount(s->file); i++) {
        OGRLayerH layer = g->GDALDatasetGetLayer(s->file, i);
        if (settings->layer && strcmp(g->OGR_L_GetName(layer), settings->layer) != 0)
            continue;
        s->layer = layer;
        s->nis = find_field(g, layer, settings->nis_field, nis_names);
        s->naam = find_field(g, layer, settings->naam_field, naam_names);
        s->capakey = find_field(g, layer, settings->capakey_field, capakey_names);
        if (s->nis >= 0 && (s->capakey >= 0 || !settings->parcels))
            break;
    }
    if (!s->layer)
        return FAIL(BAD_INPUT, "layer", "het bestand heeft geen laag %s", "the file has no layer %s",
                    settings->layer ? settings->layer : "");
    if (s->nis < 0)
        return FAIL(BAD_INPUT, "nis-field", "geen veld met de NIS-code gevonden; noem het met --nis-field",
                    "no field with the NIS code found; name it with --nis-field");
    if (s->capakey < 0 && settings->parcels)
        return FAIL(BAD_INPUT, "capakey-field", "geen veld met de capakey gevonden; noem het met --capakey-field",
                    "no field with the capakey found; name it with --capakey-field");
    if (s->naam < 0 && settings->naam_field)
        return FAIL(BAD_INPUT, "naam-field", "de laag heeft geen veld %s", "the layer has no field %s", settings->naam_field);
    return status_ok();
}

status official_open(const official_settings *settings, arena *a, official_source **out)
{
    official_source *s = arena_alloc(a, sizeof *s);
    *s = (official_source){.nis = -1, .naam = -1, .capakey = -1};
    TRY(gdal_load(&s->gdal));
    arena_defer(a, close_source, s);
    const gdal_library *g = &s->gdal;
    g->GDALAllRegister();
    g->CPLSetErrorHandler(g->CPLQuietErrorHandler); /* GDAL's words go into our own message */
    s->file = g->GDALOpenEx(settings->path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (!s->file)
        return FAIL(BAD_INPUT, "file", "%s kan niet gelezen worden: %s", "%s cannot be read: %s", settings->path,
                    g->CPLGetLastErrorMsg());
    TRY(find_layer(settings, s));
    TRY(ogr_to_lambert72(g, s->layer, &s->transform));
    g->OGR_L_ResetReading(s->layer);
    *out = s;
    return status_ok();
}

bool official_reprojects(const official_source *s)
{
    return s->transform != NULL;
}

/* Curves become many short edges; heights are left out. */
static bool read_contour(const official_source *s, OGRFeatureH feature, shape *contour)
{
    const gdal_library *g = &s->gdal;
    OGRGeometryH given = g->OGR_F_GetGeometryRef(feature);
    if (!given)
        return false;
    OGRGeometryH straight = g->OGR_G_GetLinearGeometry(given, 0, NULL);
    const bool done = straight && (!s->transform || g->OGR_G_Transform(straight, s->transform) == OGRERR_NONE) &&
                      ogr_add_polygons(g, straight, contour);
    g->OGR_G_DestroyGeometry(straight);
    return done;
}

/* A spreadsheet or shapefile may hold the code as a number. */
static const char *read_nis(const official_source *s, OGRFeatureH feature, arena *a)
{
    const gdal_library *g = &s->gdal;
    if (!g->OGR_F_IsFieldSetAndNotNull(feature, s->nis))
        return NULL;
    const OGRFieldType type = g->OGR_Fld_GetType(g->OGR_FD_GetFieldDefn(g->OGR_L_GetLayerDefn(s->layer), s->nis));
    if (type == OFTInteger || type == OFTInteger64 || type == OFTReal)
        return arena_printf(a, "%05lld", (long long)g->OGR_F_GetFieldAsInteger64(feature, s->nis));
    const slice code = slice_trim(slice_of(g->OGR_F_GetFieldAsString(feature, s->nis)));
    return arena_strndup(a, code.at, code.length);
}

static const char *read_text(const official_source *s, OGRFeatureH feature, int field, arena *a)
{
    const gdal_library *g = &s->gdal;
    return field >= 0 && g->OGR_F_IsFieldSetAndNotNull(feature, field)
               ? arena_strdup(a, g->OGR_F_GetFieldAsString(feature, field))
               : NULL;
}

status official_next(official_source *s, arena *a, official_feature *out, shape *contour, bool *more)
{
    const gdal_library *g = &s->gdal;
    OGRFeatureH feature = NULL;
    TRY(ogr_next(g, s->layer, &feature));
    *more = feature != NULL;
    if (!feature)
        return status_ok();
    shape_clear(contour);
    out->nis = read_nis(s, feature, a);
    out->naam = read_text(s, feature, s->naam, a);
    out->capakey = read_text(s, feature, s->capakey, a);
    const bool done = read_contour(s, feature, contour);
    g->OGR_F_Destroy(feature);
    if (!done)
        return FAIL(BAD_INPUT, "geometry", "%s %s heeft geen vlak als contour, of een dat niet omgezet kan worden",
                    "%s %s has no area as its contour, or one that cannot be transformed", out->capakey ? "perceel" : "gemeente",
                    out->capakey ? out->capakey
                    : out->nis   ? out->nis
                                 : "?");
    return status_ok();
}
