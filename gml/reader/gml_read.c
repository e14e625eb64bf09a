#include "gml/reader/gml_read.h"

#include "gml/reader/gml_reader.h"

#include <string.h>

typedef status read_body(gml_reader *r, const xmlNode *element, const gml_context *c);

/* Which geometries may be part of which. */
enum { POINTS = 1, CURVES = 2, SURFACES = 4, ANYTHING = 7 };

typedef struct kind {
    const char *name;
    int family; /* 0: a collection of any */
    geometry_class whole;
    read_body *read;
} kind;

static status read_geometry(gml_reader *r, const xmlNode *element, const gml_context *around, int families,
                            geometry_class *whole);

static status start_part(gml_reader *r, const xmlNode *element, geometry_class part)
{
    if (++r->members > GML_MEMBERS_MAX)
        return GML_FAIL(BAD_SYNTAX, element, "de geometrie heeft meer dan %d delen", "the geometry has more than %d parts",
                        GML_MEMBERS_MAX);
    geometry_build_part(&r->build, part);
    r->run.count = 0;
    return status_ok();
}

static status read_point(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    TRY(start_part(r, element, CLASS_POINT));
    TRY(gml_read_run(r, element, c, 1, 1));
    return gml_end_run(r, element, c);
}

static status read_line(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    TRY(start_part(r, element, CLASS_LINESTRING));
    TRY(gml_read_curve(r, element, c));
    return gml_end_run(r, element, c);
}

static bool is_closed(const gml_run *run)
{
    const double *const first = run->xy, *const last = run->xy + 2 * (run->count - 1);
    return first[0] == last[0] && first[1] == last[1];
}

/* exterior or interior: a LinearRing, or a Ring of curves. */
static status read_boundary(gml_reader *r, const xmlNode *boundary, const gml_context *around)
{
    const xmlNode *const ring = gml_first(boundary);
    gml_context c;
    if (!ring || gml_next(ring) || !(gml_is(ring, "LinearRing") || gml_is(ring, "Ring")))
        return GML_FAIL(BAD_SYNTAX, boundary, "hier moet één LinearRing staan%s", "one LinearRing is expected here%s", "");
    TRY(gml_enter(r, ring, around, &c));
    r->run.count = 0;
    TRY(gml_read_curve(r, ring, &c));
    if (!is_closed(&r->run))
        return GML_FAIL(BAD_PARAM, ring, "de ring is niet gesloten: het laatste punt moet gelijk zijn aan het eerste%s",
                        "the ring is not closed: its last point must equal its first%s", "");
    if (r->run.count < 4)
        return GML_FAIL(BAD_PARAM, ring, "een ring heeft minstens vier punten; deze heeft er %zu",
                        "a ring has at least four points; this one has %zu", r->run.count);
    return gml_end_run(r, ring, &c);
}

/* Polygon, or a patch of a surface: the exterior comes first. */
static status read_polygon(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    bool has_exterior = false;
    TRY(start_part(r, element, CLASS_POLYGON));
    for (const xmlNode *child = gml_first(element); child; child = gml_next(child)) {
        const bool exterior = gml_is(child, "exterior") || gml_is(child, "outerBoundaryIs");
        if (gml_is_remark(child))
            continue;
        if (exterior == has_exterior || !(exterior || gml_is(child, "interior") || gml_is(child, "innerBoundaryIs")))
            return gml_no_such(child, element);
        TRY(read_boundary(r, child, c));
        has_exterior = true;
    }
    if (!has_exterior)
        return GML_FAIL(BAD_SYNTAX, element, "de buitenring (exterior) ontbreekt%s", "the exterior is missing%s", "");
    return status_ok();
}

static status read_patch(gml_reader *r, const xmlNode *patch, const gml_context *around)
{
    gml_context c;
    if (!gml_is(patch, "PolygonPatch") && !gml_is(patch, "Rectangle") && !gml_is(patch, "Triangle"))
        return GML_FAIL(BAD_SYNTAX, patch, "kies voor een vlakdeel uit %s", "for a patch choose from %s",
                        "PolygonPatch, Rectangle, Triangle");
    TRY(gml_enter(r, patch, around, &c));
    return read_polygon(r, patch, &c);
}

static status read_surface(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    const size_t before = r->members;
    for (const xmlNode *child = gml_first(element); child; child = gml_next(child)) {
        if (gml_is_remark(child))
            continue;
        if (!gml_is(child, "patches") && !gml_is(child, "polygonPatches") && !gml_is(child, "trianglePatches"))
            return gml_no_such(child, element);
        for (const xmlNode *patch = gml_first(child); patch; patch = gml_next(patch))
            TRY(read_patch(r, patch, c));
    }
    if (r->members == before)
        return GML_FAIL(BAD_SYNTAX, element, "de vlakdelen (patches) ontbreken%s", "the patches are missing%s", "");
    return status_ok();
}

typedef struct member {
    const char *name;
    int families;
} member;

static const member members[] = {
    {"pointMember", POINTS},      {"pointMembers", POINTS},     {"curveMember", CURVES},       {"curveMembers", CURVES},
    {"lineStringMember", CURVES}, {"baseSurface", SURFACES},    {"surfaceMember", SURFACES},   {"surfaceMembers", SURFACES},
    {"polygonMember", SURFACES},  {"geometryMember", ANYTHING}, {"geometryMembers", ANYTHING},
};

static int families_of(const xmlNode *role)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (gml_is(role, members[i].name))
            return members[i].families;
    return 0;
}

/* The members of a multi-geometry, collection or composite, which become parts of one whole. */
static status read_members(gml_reader *r, const xmlNode *element, const gml_context *c, int families)
{
    const size_t before = r->members;
    for (const xmlNode *child = gml_first(element); child; child = gml_next(child)) {
        geometry_class whole;
        if (gml_is_remark(child))
            continue;
        if (!(families_of(child) & families))
            return gml_no_such(child, element);
        if (!gml_first(child) && child->properties)
            return GML_FAIL(BAD_SYNTAX, child, "geef hier de geometrie zelf: verwijzingen worden niet gevolgd%s",
                            "give the geometry itself here: references are not followed%s", "");
        for (const xmlNode *part = gml_first(child); part; part = gml_next(part))
            TRY(read_geometry(r, part, c, families_of(child) & families, &whole));
    }
    if (r->members == before)
        return GML_FAIL(BAD_SYNTAX, element, "er staat geen geometrie in%s", "it contains no geometry%s", "");
    return status_ok();
}

static status read_points(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    return read_members(r, element, c, POINTS);
}

static status read_curves(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    return read_members(r, element, c, CURVES);
}

static status read_surfaces(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    return read_members(r, element, c, SURFACES);
}

static status read_collection(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    return read_members(r, element, c, ANYTHING);
}

/* The sides of a box in another CRS, followed in ours; of a box far outside the window of crs_region only the corners. */
static status add_box(gml_reader *r, const xmlNode *element, const gml_context *c, const double box[4])
{
    region around = {0};
    const double corners[5][2] = {{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3]}, {box[0], box[3]}, {box[0], box[1]}};
    if (crs_has(r->set, c->crs.code, box, 2))
        TRY(crs_region(r->set, box, c->crs.code, r->srid, r->arena, &around));
    if (around.count == 0) {
        for (size_t i = 0; i < 5; i++)
            TRY(gml_add_point(r, element, corners[i][0], corners[i][1]));
        return gml_end_run(r, element, c);
    }
    geometry_build_ring(&r->build);
    for (size_t i = 0; i < around.count; i++)
        geometry_build_point(&r->build, around.ring[2 * i], around.ring[2 * i + 1]);
    geometry_build_close(&r->build);
    return status_ok();
}

/* Two corners as lowerCorner and upperCorner, pos, coord or coordinates (07-036 §10.1.4.6, 02-069 §4.3.7). */
static status read_envelope(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    double box[4];
    TRY(start_part(r, element, CLASS_POLYGON));
    TRY(gml_read_run(r, element, c, 2, 2));
    memcpy(box, r->run.xy, sizeof box);
    r->run.count = 0;
    if (box[0] > box[2] || box[1] > box[3])
        return GML_FAIL(BAD_PARAM, element, "de eerste hoek moet linksonder liggen en de tweede rechtsboven%s",
                        "the first corner must be the lower left one and the second the upper right one%s", "");
    return add_box(r, element, c, box);
}

static const kind kinds[] = {
    {"Point", POINTS, CLASS_POINT, read_point},
    {"MultiPoint", POINTS, CLASS_MULTIPOINT, read_points},
    {"LineString", CURVES, CLASS_LINESTRING, read_line},
    {"LinearRing", CURVES, CLASS_LINESTRING, read_line},
    {"Curve", CURVES, CLASS_LINESTRING, read_line},
    {"CompositeCurve", CURVES, CLASS_LINESTRING, read_line},
    {"OrientableCurve", CURVES, CLASS_LINESTRING, read_line},
    {"MultiCurve", CURVES, CLASS_MULTILINESTRING, read_curves},
    {"MultiLineString", CURVES, CLASS_MULTILINESTRING, read_curves},
    {"Polygon", SURFACES, CLASS_POLYGON, read_polygon},
    {"Surface", SURFACES, CLASS_POLYGON, read_surface},
    {"PolyhedralSurface", SURFACES, CLASS_POLYGON, read_surface},
    {"TriangulatedSurface", SURFACES, CLASS_POLYGON, read_surface},
    {"Tin", SURFACES, CLASS_POLYGON, read_surface},
    {"OrientableSurface", SURFACES, CLASS_POLYGON, read_surfaces},
    {"CompositeSurface", SURFACES, CLASS_POLYGON, read_surfaces},
    {"MultiSurface", SURFACES, CLASS_MULTIPOLYGON, read_surfaces},
    {"MultiPolygon", SURFACES, CLASS_MULTIPOLYGON, read_surfaces},
    {"MultiGeometry", 0, CLASS_COLLECTION, read_collection},
    {"GeometryCollection", 0, CLASS_COLLECTION, read_collection},
    {"Envelope", SURFACES, CLASS_POLYGON, read_envelope},
    {"Box", SURFACES, CLASS_POLYGON, read_envelope},
};

static const kind *find_kind(const xmlNode *element)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (gml_is(element, kinds[i].name))
            return &kinds[i];
    return NULL;
}

static status read_geometry(gml_reader *r, const xmlNode *element, const gml_context *around, int families, geometry_class *whole)
{
    gml_context c;
    const kind *const k = find_kind(element);
    if (!k)
        return GML_FAIL(BAD_SYNTAX, element, "deze geometrie van GML wordt niet ondersteund%s",
                        "this GML geometry is not supported%s", "");
    if (families != ANYTHING && k->family != families)
        return gml_no_such(element, element->parent);
    TRY(gml_enter(r, element, around, &c));
    TRY(k->read(r, element, &c));
    *whole = k->whole;
    return status_ok();
}

status gml_read_geometry(const xmlNode *node, crs_set *set, int srid, const char *default_srs, arena *a, geometry *out)
{
    gml_reader r = {.set = set, .srid = srid, .arena = a, .build = geometry_build_new(a), .run = {.arena = a}};
    gml_context around = {.crs = crs_default(set, srid, a)};
    geometry_class whole = CLASS_COLLECTION;
    if (default_srs)
        TRY(crs_find(set, default_srs, "srsName", a, &around.crs));
    TRY(read_geometry(&r, node, &around, ANYTHING, &whole));
    if (whole == CLASS_POLYGON && r.build.part_count > 1)
        whole = CLASS_MULTIPOLYGON;
    *out = geometry_build_blob(&r.build, whole, srid);
    return status_ok();
}
