/* Spatial operators (FES 2.0 §7.8). */
#include "server/wfs/fes.h"

#include "gml/reader/gml_read.h"

#include <string.h>

#define OPERATORS(X)                  \
    X(Equals, SPATIAL_EQUALS)         \
    X(Disjoint, SPATIAL_DISJOINT)     \
    X(Touches, SPATIAL_TOUCHES)       \
    X(Within, SPATIAL_WITHIN)         \
    X(Overlaps, SPATIAL_OVERLAPS)     \
    X(Crosses, SPATIAL_CROSSES)       \
    X(Intersects, SPATIAL_INTERSECTS) \
    X(Contains, SPATIAL_CONTAINS)     \
    X(DWithin, SPATIAL_DWITHIN)       \
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

static bool find_operator(const fes_scope *s, const xmlNode *node, spatial_operator *out)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (fes_is(s, node, operators[i].name)) {
            *out = operators[i].operation;
            return true;
        }
    return false;
}

static status no_geometry(const fes_scope *s)
{
    return FAIL(BAD_PARAM, "filter", "het type %s heeft geen geometrie", "the type %s has no geometry", fes_types(s));
}

/* The only geometry that can be meant when none is named (§7.8.3.2). */
static status default_geometry(const fes_scope *s, expression *out)
{
    size_t found = s->source_count;
    for (size_t i = 0; i < s->source_count; i++) {
        if (s->sources[i].layer->geometry_type == GEOMETRY_NONE)
            continue;
        if (found < s->source_count)
            return FAIL(BAD_PARAM, "filter", "noem in een join de geometrie die wordt vergeleken (%.100s)",
                        "in a join, name the geometry that is compared (%.100s)", fes_types(s));
        found = i;
    }
    if (found == s->source_count)
        return no_geometry(s);
    const layer *l = s->sources[found].layer;
    *out = (expression){
        .kind = EXPRESSION_PROPERTY, .type = VALUE_GEOMETRY, .property = &l->properties[l->geometry], .source = found};
    return status_ok();
}

/* The geometry that is meant: named, made by a function, or the only one there is when nothing is named (node is NULL). */
static status read_subject(const fes_scope *s, xmlNode *node, expression *out)
{
    expression e = {0};
    if (!node)
        return default_geometry(s, out);
    if (s->source_count == 1 && s->sources[0].layer->geometry_type == GEOMETRY_NONE)
        return no_geometry(s);
    TRY(fes_shape(s, node, &e));
    *out = e;
    return status_ok();
}

/* The operands in their order; a literal is a gml geometry or fes:Literal around one. */
typedef struct operands {
    xmlNode *reference, *literal; /* literal: NULL when two properties are compared */
    xmlNode *other;               /* the second property then */
    bool literal_first;
} operands;

static status wrong_operands(const xmlNode *node)
{
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> heeft een eigenschap en een geometrie, of twee eigenschappen",
                "filter, line %ld: <%s> has a property and a geometry, or two properties", xmlGetLineNo(node),
                (const char *)node->name);
}

static status find_operands(const fes_scope *s, xmlNode *node, operands *out)
{
    operands o = {0};
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        if (fes_is(s, child, "Distance"))
            continue;
        xmlNode **place = !fes_is_reference(s, child) && !fes_is_function(s, child) ? &o.literal
                          : o.reference                                             ? &o.other
                                                                                    : &o.reference;
        if (*place || (o.other && o.literal))
            return wrong_operands(node);
        *place = fes_is(s, child, "Literal") ? xmlFirstElementChild(child) : child;
        o.literal_first |= place == &o.literal && !o.reference;
    }
    if (o.other && o.literal)
        return wrong_operands(node);
    if (!o.literal && !o.other)
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: in <%s> ontbreekt een geometrie",
                    "filter, line %ld: <%s> lacks a geometry", xmlGetLineNo(node), (const char *)node->name);
    *out = o;
    return status_ok();
}

/* Coordinates of two systems would be compared as if they were of one. */
static status read_other(const fes_scope *s, xmlNode *node, const expression *beside, expression *out)
{
    TRY(read_subject(s, node, out));
    const int one = s->sources[beside->source].layer->srid, two = s->sources[out->source].layer->srid;
    if (one != two)
        return FAIL(BAD_PARAM, "filter",
                    "de geometrieën zijn in verschillende stelsels opgeslagen (EPSG:%d en EPSG:%d) en zijn niet te vergelijken",
                    "the geometries are stored in different systems (EPSG:%d and EPSG:%d) and cannot be compared", one, two);
    return status_ok();
}

/* Metres per unit; 0 for a unit we do not know. The CRSs that layers are stored in measure in metres. */
static double metres(const char *unit)
{
    static const struct {
        const char *name;
        double factor;
    } units[] = {{"m", 1},
                 {"meter", 1},
                 {"metre", 1},
                 {"meters", 1},
                 {"metres", 1},
                 {"urn:ogc:def:uom:UCUM::m", 1},
                 {"km", 1000},
                 {"kilometer", 1000},
                 {"cm", 0.01},
                 {"mm", 0.001},
                 {"ft", 0.3048},
                 {"mi", 1609.344},
                 {"[ft_i]", 0.3048},
                 {"[mi_i]", 1609.344},
                 {"http://www.opengis.net/def/uom/UCUM/0/m", 1},
                 {"http://www.opengis.net/def/uom/OGC/1.0/metre", 1}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, unit) == 0)
            return units[i].factor;
    return 0;
}

static status read_distance(const fes_scope *s, xmlNode *node, double *out)
{
    xmlNode *child = xmlFirstElementChild(node);
    while (child && !fes_is(s, child, "Distance"))
        child = xmlNextElementSibling(child);
    if (!child)
        return FAIL(BAD_SYNTAX, "filter", "filter: in <%s> ontbreekt <fes:Distance>", "filter: <%s> lacks <fes:Distance>",
                    (const char *)node->name);
    const char *unit = fes_attribute(s, child, "uom");
    unit = unit ? unit : fes_attribute(s, child, "units");
    const double factor = unit ? metres(unit) : 1;
    double distance = 0;
    if (factor == 0)
        return FAIL(BAD_PARAM, "uom", "de eenheid '%.40s' is onbekend; gebruik m of km",
                    "the unit '%.40s' is unknown; use m or km", unit);
    if (!text_to_double(text_trim(s->arena, fes_content(s, child)), &distance) || distance < 0)
        return FAIL(BAD_PARAM, "Distance", "de afstand is geen getal vanaf 0", "the distance is no number from 0");
    *out = distance * factor;
    return status_ok();
}

/* The operator when its operands change places. */
static spatial_operator turned(spatial_operator how)
{
    return how == SPATIAL_WITHIN ? SPATIAL_CONTAINS : how == SPATIAL_CONTAINS ? SPATIAL_WITHIN : how;
}

static status read_literal(const fes_scope *s, xmlNode *node, filter *f)
{
    f->right.type = VALUE_GEOMETRY;
    TRY(fes_geometry(s, node, f->left.source, &f->right.shape));
    if (!geometry_mbr(f->right.shape, f->extent))
        return FAIL(BAD_PARAM, "filter", "filter: de geometrie is leeg", "filter: the geometry is empty");
    return status_ok();
}

static status read_spatial(const fes_scope *s, xmlNode *node, spatial_operator how, const filter **out)
{
    operands o = {0};
    filter *f = arena_alloc(s->arena, sizeof *f);
    TRY(find_operands(s, node, &o));
    *f = (filter){.kind = FILTER_SPATIAL, .operation = o.literal_first ? turned(how) : how};
    TRY(read_subject(s, o.reference, &f->left));
    TRY(o.other ? read_other(s, o.other, &f->left, &f->right) : read_literal(s, o.literal, f));
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

static status read_region(const fes_scope *s, xmlNode *literal, const expression *left, region *where)
{
    geometry shape = {0};
    ring r = {.arena = s->arena};
    const geometry_visitor visitor = {&r, take_begin, take_ring, take_coordinates, take_ring, take_end, false};
    if (!xml_is(literal, s->request->protocol->gml, "Envelope") && !xml_is(literal, s->request->protocol->gml, "Box"))
        return FAIL(BAD_PARAM, "BBOX", "BBOX vraagt een gml:Envelope of een tweede eigenschap",
                    "BBOX asks for a gml:Envelope or a second property");
    TRY(fes_geometry(s, literal, left->source, &shape));
    if (!geometry_walk(shape, &visitor) || !geometry_mbr(shape, where->mbr))
        return FAIL(BAD_PARAM, "BBOX", "de gml:Envelope is leeg", "the gml:Envelope is empty");
    where->ring = r.xy;
    where->count = r.count;
    memcpy(where->inner, r.count == 4 ? where->mbr : (double[4]){1, 1, -1, -1}, sizeof where->inner);
    return status_ok();
}

/* An empty name names nothing: as if it were not there. */
static xmlNode *named(const fes_scope *s, xmlNode *reference)
{
    const bool empty = reference && fes_is_reference(s, reference) && !*text_trim(s->arena, fes_content(s, reference));
    return empty ? NULL : reference;
}

/* BBOX (§7.8.3.2): not disjoint with the box, by the exact even-odd test that the BBOX parameter has. The box of a second
 * property is its extent. */
static status read_bbox(const fes_scope *s, xmlNode *node, const filter **out)
{
    operands o = {0};
    filter *f = arena_alloc(s->arena, sizeof *f);
    region *where = arena_alloc(s->arena, sizeof *where);
    TRY(find_operands(s, node, &o));
    if (o.literal)
        o.reference = named(s, o.reference);
    *f = (filter){.kind = o.other ? FILTER_IN_BOX : FILTER_REGION, .region = where};
    TRY(read_subject(s, o.reference, &f->left));
    TRY(o.other ? read_other(s, o.other, &f->left, &f->right) : read_region(s, o.literal, &f->left, where));
    *out = f;
    return status_ok();
}

status fes_spatial(fes_scope *s, xmlNode *node, const filter **out, bool *known)
{
    spatial_operator how;
    *known = true;
    if (fes_is(s, node, "BBOX"))
        return read_bbox(s, node, out);
    if (find_operator(s, node, &how))
        return read_spatial(s, node, how, out);
    *known = false;
    return status_ok();
}
