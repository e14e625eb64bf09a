#include "server/ogcapi/geojson_geometry.h"

#include "data/model/geometry_build.h"

#include <string.h>

typedef struct kind {
    const char *name;
    geometry_class whole, part;
    int depth; /* of arrays around a position */
} kind;

static const kind kinds[] = {{"Point", CLASS_POINT, CLASS_POINT, 0},
                             {"LineString", CLASS_LINESTRING, CLASS_LINESTRING, 1},
                             {"Polygon", CLASS_POLYGON, CLASS_POLYGON, 2},
                             {"MultiPoint", CLASS_MULTIPOINT, CLASS_POINT, 1},
                             {"MultiLineString", CLASS_MULTILINESTRING, CLASS_LINESTRING, 2},
                             {"MultiPolygon", CLASS_MULTIPOLYGON, CLASS_POLYGON, 3}};

typedef struct reader {
    const crs *from;
    const transform *to;
    crs_set *set;
    geometry_build build;
    bool flat;
} reader;

static const kind *kind_of(const json_t *given)
{
    const char *name = json_string_value(json_object_get(given, "type"));
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static status wrong(const char *pointer, const char *nl, const char *en)
{
    return FAIL(BAD_PARAM, pointer, "%s%.0s (GeometrieOngeldig)", "%.0s%s (GeometrieOngeldig)", nl, en);
}

static status read_position(reader *r, const json_t *given, const char *pointer)
{
    const size_t size = json_array_size(given);
    const json_t *first = json_array_get(given, 0), *second = json_array_get(given, 1);
    if (!json_is_number(first) || !json_is_number(second) || size > 3)
        return wrong(pointer, "een punt heeft twee of drie getallen", "a position has two or three numbers");
    r->flat |= size == 3;
    const double a = json_number_value(first), b = json_number_value(second);
    double xy[2] = {r->from->yx ? b : a, r->from->yx ? a : b};
    TRY(crs_check_lambert(r->from->code, xy, 1, pointer));
    if (!crs_has(r->set, r->from->code, xy, 1) || !transform_points(r->to, xy, 1))
        return FAIL(BAD_PARAM, pointer,
                    "dit punt kan niet in %.100s: ligt het niet in een ander stelsel (CoordinatenstelselVerkeerd)",
                    "this position cannot be in %.100s: is it not in another system (CoordinatenstelselVerkeerd)", r->from->name);
    if (r->build.points >= GEOJSON_POINTS_MOST)
        return FAIL(BAD_PARAM, pointer, "de geometrie heeft meer dan %d punten: vereenvoudig ze (GeometrieTeGroot)",
                    "the geometry has more than %d positions: simplify it (GeometrieTeGroot)", (int)GEOJSON_POINTS_MOST);
    geometry_build_point(&r->build, xy[0], xy[1]);
    return status_ok();
}

static status read_part(reader *r, const json_t *given, int depth, const kind *k, const char *pointer);

/* An array of what is one level deeper. */
static status read_list(reader *r, const json_t *given, int depth, const kind *k, const char *pointer)
{
    char below[STATUS_LOCATOR];
    if (!json_is_array(given) || json_array_size(given) == 0)
        return wrong(pointer, "hier hoort een lijst van punten te staan, zoals RFC 7946 ze beschrijft",
                     "a list of positions is expected here, as RFC 7946 describes it");
    for (size_t i = 0; i < json_array_size(given); i++) {
        snprintf(below, sizeof below, "%s/%zu", pointer, i);
        TRY(read_part(r, json_array_get(given, i), depth - 1, k, below));
    }
    return status_ok();
}

/* How deep the arrays of one part are: those of a polygon are its rings. */
static int depth_of(geometry_class part)
{
    return part == CLASS_POLYGON ? 2 : part == CLASS_LINESTRING ? 1 : 0;
}

static status read_part(reader *r, const json_t *given, int depth, const kind *k, const char *pointer)
{
    const int run = k->part == CLASS_POINT ? 0 : 1;
    if (depth == depth_of(k->part))
        geometry_build_part(&r->build, k->part);
    if (depth == run)
        geometry_build_ring(&r->build);
    return depth == 0 ? read_position(r, given, pointer) : read_list(r, given, depth, k, pointer);
}

status geojson_geometry(const json_t *given, const crs *from, crs_set *set, int srid, arena *a, geometry *out, bool *flat)
{
    const kind *k = kind_of(given);
    reader r = {.from = from, .set = set, .build = geometry_build_new(a)};
    if (!k)
        return wrong("/geometry", "hier hoort een geometrie van GeoJSON te staan, met een type zoals Polygon of MultiPolygon",
                     "a geometry of GeoJSON is expected here, with a type such as Polygon or MultiPolygon");
    TRY(crs_transform(set, from->code, srid, &r.to));
    TRY(read_part(&r, json_object_get(given, "coordinates"), k->depth, k, "/geometry/coordinates"));
    *out = geometry_build_blob(&r.build, k->whole, srid);
    *flat |= r.flat;
    return status_ok();
}
