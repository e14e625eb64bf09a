/* Spatial operators (FES 2.0 §7.8). */
#include "server/fes.h"

#include "gml/gml_read.h"
#include "server/xml_names.h"

#include <string.h>

#define OPERATORS(X)                                                                                                                                 \
    X(Equals, SPATIAL_EQUALS)                                                                                                                        \
    X(Disjoint, SPATIAL_DISJOINT)                                                                                                                    \
    X(Touches, SPATIAL_TOUCHES)                                                                                                                      \
    X(Within, SPATIAL_WITHIN)                                                                                                                        \
    X(Overlaps, SPATIAL_OVERLAPS)                                                                                                                    \
    X(Crosses, SPATIAL_CROSSES)                                                                                                                      \
    X(Intersects, SPATIAL_INTERSECTS)                                                                                                                \
    X(Contains, SPATIAL_CONTAINS)                                                                                                                    \
    X(DWithin, SPATIAL_DWITHIN)                                                                                                                      \
    X(Beyond, SPATIAL_BEYOND)

static const struct {
    const char *name;
    spatial_operator operation;
} operators[] = {
#define X(name, how) {#name, how},
    OPERATORS(X)
#undef X
};

const char *const fes_spatial_names[] = {"BBOX",
#define X(name, how) #name,
                                         OPERATORS(X)
#undef X
                                             NULL};

static bool find_operator(const xmlNode *node, spatial_operator *out)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (fes_is(node, operators[i].name)) {
            *out = operators[i].operation;
            return true;
        }
    return false;
}

/* The geometry that is meant: named, made by a function, or the layer's own when nothing is named (§7.8.3.2). *out is set for a function alone. */
static status read_subject(const fes_scope *s, xmlNode *node, expression *out)
{
    expression e = {0};
    if (s->layer->geometry_type == GEOMETRY_NONE)
        return FAIL(BAD_PARAM, "filter", "het type %s heeft geen geometrie", "the type %s has no geometry", s->layer->name);
    if (!node)
        return status_ok();
    TRY(fes_shape(s, node, &e));
    if (e.kind == EXPRESSION_CALL)
        *out = e;
    return status_ok();
}

/* Which operand is the property and which the literal; gml geometry or fes:Literal around one. */
static status find_operands(xmlNode *node, xmlNode **reference, xmlNode **literal)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        if (fes_is(child, "Distance"))
            continue;
        xmlNode **place = fes_is_reference(child) || fes_is_function(child) ? reference : literal;
        if (*place)
            return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> heeft een eigenschap en een geometrie", "filter, line %ld: <%s> has a property and a geometry",
                        xmlGetLineNo(node), (const char *)node->name);
        *place = fes_is(child, "Literal") ? xmlFirstElementChild(child) : child;
    }
    if (!*literal)
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: in <%s> ontbreekt een geometrie", "filter, line %ld: <%s> lacks a geometry", xmlGetLineNo(node),
                    (const char *)node->name);
    return status_ok();
}

status fes_geometry(const fes_scope *s, xmlNode *node, geometry *out)
{
    geometry shape = {0};
    TRY(gml_read_geometry(node, s->request->site->crs, s->layer->srid, s->crs->name, s->arena, &shape));
    *s->vertices += geometry_points(shape);
    if (*s->vertices > FES_VERTICES)
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: de geometrieën in deze vraag hebben samen meer dan %d punten",
                    "filter, line %ld: the geometries of this request have more than %d points together", xmlGetLineNo(node), (int)FES_VERTICES);
    *out = shape;
    return status_ok();
}

/* Metres per unit; 0 for a unit we do not know. The CRSs that layers are stored in measure in metres. */
static double metres(const char *unit)
{
    static const struct {
        const char *name;
        double factor;
    } units[] = {{"m", 1},       {"meter", 1},   {"metre", 1},     {"meters", 1}, {"metres", 1},      {"urn:ogc:def:uom:UCUM::m", 1},
                 {"km", 1000},   {"kilometer", 1000}, {"cm", 0.01}, {"mm", 0.001}, {"ft", 0.3048},     {"mi", 1609.344},
                 {"[ft_i]", 0.3048}, {"[mi_i]", 1609.344}, {"http://www.opengis.net/def/uom/UCUM/0/m", 1}, {"http://www.opengis.net/def/uom/OGC/1.0/metre", 1}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, unit) == 0)
            return units[i].factor;
    return 0;
}

static status read_distance(const fes_scope *s, xmlNode *node, double *out)
{
    xmlNode *child = xmlFirstElementChild(node);
    while (child && !fes_is(child, "Distance"))
        child = xmlNextElementSibling(child);
    if (!child)
        return FAIL(BAD_SYNTAX, "filter", "filter: in <%s> ontbreekt <fes:Distance>", "filter: <%s> lacks <fes:Distance>", (const char *)node->name);
    const char *unit = fes_attribute(s, child, "uom");
    unit = unit ? unit : fes_attribute(s, child, "units");
    const double factor = unit ? metres(unit) : 1;
    double distance = 0;
    if (factor == 0)
        return FAIL(BAD_PARAM, "uom", "de eenheid '%.40s' is onbekend; gebruik m of km", "the unit '%.40s' is unknown; use m or km", unit);
    if (!text_to_double(text_trim(s->arena, fes_content(s, child)), &distance) || distance < 0)
        return FAIL(BAD_PARAM, "Distance", "de afstand is geen getal vanaf 0", "the distance is no number from 0");
    *out = distance * factor;
    return status_ok();
}

static status read_spatial(const fes_scope *s, xmlNode *node, spatial_operator how, const filter **out)
{
    xmlNode *reference = NULL, *literal = NULL;
    filter *f = arena_alloc(s->arena, sizeof *f);
    *f = (filter){.kind = FILTER_SPATIAL, .operation = how, .right = {.type = VALUE_GEOMETRY}};
    TRY(find_operands(node, &reference, &literal));
    TRY(read_subject(s, reference, &f->left));
    TRY(fes_geometry(s, literal, &f->right.shape));
    if (!geometry_mbr(f->right.shape, f->extent))
        return FAIL(BAD_PARAM, "filter", "filter: de geometrie is leeg", "filter: the geometry is empty");
    if (how == SPATIAL_DWITHIN || how == SPATIAL_BEYOND)
        TRY(read_distance(s, node, &f->distance));
    *out = f;
    return status_ok();
}

/* The ring of the polygon that an envelope becomes: all its points but the closing one. */
typedef struct ring {
    double *xy;
    size_t count;
    arena *arena;
} ring;

static bool take_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)context;
    (void)depth;
    return kind == CLASS_POLYGON && parts == 1;
}

static bool take_ring(void *context, uint32_t index)
{
    (void)context;
    (void)index;
    return true;
}

static bool take_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    ring *r = context;
    r->count = count > 0 ? count - 1 : 0;
    r->xy = arena_array(r->arena, 2 * (size_t)count, sizeof *r->xy);
    memcpy(r->xy, xy, 2 * (size_t)count * sizeof *r->xy);
    return true;
}

static bool take_end(void *context, geometry_class kind, unsigned depth)
{
    (void)context;
    (void)kind;
    (void)depth;
    return true;
}

/* BBOX (§7.8.3.2): not disjoint, by the exact even-odd test that the BBOX parameter has. */
static status read_bbox(const fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *reference = NULL, *literal = NULL;
    geometry shape = {0};
    ring r = {.arena = s->arena};
    filter *f = arena_alloc(s->arena, sizeof *f);
    f->kind = FILTER_REGION;
    const geometry_visitor visitor = {&r, take_begin, take_ring, take_coordinates, take_ring, take_end, false};
    TRY(find_operands(node, &reference, &literal));
    TRY(read_subject(s, reference, &f->left));
    if (!xml_is(literal, VOCABULARY_GML, "Envelope") && !xml_is(literal, VOCABULARY_GML, "Box"))
        return FAIL(BAD_PARAM, "BBOX", "BBOX vraagt een gml:Envelope", "BBOX asks for a gml:Envelope");
    TRY(fes_geometry(s, literal, &shape));
    region *where = arena_alloc(s->arena, sizeof *where);
    if (!geometry_walk(shape, &visitor) || !geometry_mbr(shape, where->mbr))
        return FAIL(BAD_PARAM, "BBOX", "de gml:Envelope is leeg", "the gml:Envelope is empty");
    where->ring = r.xy;
    where->count = r.count;
    memcpy(where->inner, r.count == 4 ? where->mbr : (double[4]){1, 1, -1, -1}, sizeof where->inner);
    f->region = where;
    *out = f;
    return status_ok();
}

status fes_spatial(fes_scope *s, xmlNode *node, const filter **out, bool *known)
{
    spatial_operator how;
    *known = true;
    if (fes_is(node, "BBOX"))
        return read_bbox(s, node, out);
    if (find_operator(node, &how))
        return read_spatial(s, node, how, out);
    *known = false;
    return status_ok();
}
