/* Spatial operators (FES 2.0 §7.8). */
#include "server/filter/fes/fes_parts.h"

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

/* The geometry that is meant: named, made by a function, or the only one there is when nothing is named (node is NULL). */
static status read_subject(fes_scope *s, xmlNode *node, expression *out)
{
    operand given = {0};
    if (!node)
        return build_subject(&s->build, NULL, out);
    TRY(build_check_spatial(&s->build));
    TRY(fes_operand(s, node, true, &given));
    return build_subject(&s->build, &given, out);
}

static status read_second_subject(fes_scope *s, xmlNode *node, const expression *first, expression *out)
{
    operand given = {0};
    TRY(build_check_spatial(&s->build));
    TRY(fes_operand(s, node, true, &given));
    return build_second_subject(&s->build, &given, first, out);
}

/* The operands in their order; a literal is a gml geometry or fes:Literal around one. */
typedef struct operands {
    xmlNode *reference, *literal; /* literal: NULL when two properties are compared */
    xmlNode *other;               /* the second property then */
    bool literal_first;
} operands;

static status wrong_operands(const xmlNode *node)
{
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> vraagt een eigenschap en een geometrie, of twee eigenschappen",
                "filter, line %ld: <%s> needs a property and a geometry, or two properties", xmlGetLineNo(node),
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
                    "filter, line %ld: a geometry is missing in <%s>", xmlGetLineNo(node), (const char *)node->name);
    *out = o;
    return status_ok();
}

/* "metre" of "#metre", "urn:ogc:def:uom:OGC:1.0:metre" and "http://www.opengis.net/def/uom/OGC/1.0/metre": Filter 1.0 (02-059
 * §10) refers to a definition, and the clients of each version have their own. */
static const char *unit_name(const char *unit)
{
    const char *name = unit;
    for (const char *c = unit; *c; c++)
        if (strchr("#/:", *c))
            name = c + 1;
    return name;
}

/* Metres per unit; 0 for a unit we do not know. The CRSs that layers are stored in measure in metres. */
static double metres(const char *unit)
{
    static const struct {
        const char *name;
        double factor;
    } units[] = {{"m", 1},
                 {"metre", 1},
                 {"meter", 1},
                 {"metres", 1},
                 {"meters", 1},
                 {"9001", 1},
                 {"km", 1000},
                 {"kilometre", 1000},
                 {"kilometer", 1000},
                 {"kilometres", 1000},
                 {"kilometers", 1000},
                 {"cm", 0.01},
                 {"mm", 0.001},
                 {"ft", 0.3048},
                 {"feet", 0.3048},
                 {"foot", 0.3048},
                 {"mi", 1609.344},
                 {"[ft_i]", 0.3048},
                 {"[mi_i]", 1609.344}};
    const char *name = unit_name(unit);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_equal_nocase(units[i].name, name))
            return units[i].factor;
    return 0;
}

static status read_distance(const fes_scope *s, xmlNode *node, double *out)
{
    xmlNode *child = xmlFirstElementChild(node);
    while (child && !fes_is(s, child, "Distance"))
        child = xmlNextElementSibling(child);
    if (!child)
        return FAIL(BAD_SYNTAX, "filter", "filter: in <%s> ontbreekt <fes:Distance>", "filter: <fes:Distance> is missing in <%s>",
                    (const char *)node->name);
    const char *unit = fes_attribute(s, child, "uom");
    unit = unit ? unit : fes_attribute(s, child, "units");
    const double factor = unit ? metres(unit) : 1;
    double distance = 0;
    if (factor == 0)
        return FAIL(BAD_PARAM, "uom", "de eenheid '%.40s' is onbekend; gebruik m of km",
                    "the unit '%.40s' is unknown; use m or km", unit);
    if (!text_to_double(text_trim(s->build.arena, fes_content(s, child)), &distance) || distance < 0)
        return FAIL(BAD_PARAM, "Distance", "de afstand moet een getal van 0 of meer zijn",
                    "the distance must be a number of 0 or more");
    *out = distance * factor;
    return status_ok();
}

static status read_spatial(fes_scope *s, xmlNode *node, spatial_operator how, const filter **out)
{
    operands o = {0};
    expression left = {0}, right = {0};
    double distance = 0;
    TRY(find_operands(s, node, &o));
    TRY(read_subject(s, o.reference, &left));
    TRY(o.other ? read_second_subject(s, o.other, &left, &right) : fes_geometry(s, o.literal, left.source, &right));
    if (how == SPATIAL_DWITHIN || how == SPATIAL_BEYOND)
        TRY(read_distance(s, node, &distance));
    return build_spatial(&s->build, how, o.literal_first, &left, &right, distance, out);
}

static status read_region(fes_scope *s, xmlNode *literal, const expression *left, const filter **out)
{
    expression box = {0};
    if (!xml_is(literal, s->gml, "Envelope") && !xml_is(literal, s->gml, "Box"))
        return FAIL(BAD_PARAM, "BBOX", "BBOX vraagt een gml:Envelope of een tweede eigenschap",
                    "BBOX needs a gml:Envelope or a second property");
    TRY(fes_geometry(s, literal, left->source, &box));
    const filter *found = build_in_region(&s->build, left, box.shape);
    if (!found)
        return FAIL(BAD_PARAM, "BBOX", "de gml:Envelope is leeg", "the gml:Envelope is empty");
    *out = found;
    return status_ok();
}

/* An empty name counts as absent. */
static xmlNode *named(const fes_scope *s, xmlNode *reference)
{
    const bool empty = reference && fes_is_reference(s, reference) && !*text_trim(s->build.arena, fes_content(s, reference));
    return empty ? NULL : reference;
}

/* BBOX (§7.8.3.2): not disjoint with the box, by the exact even-odd test that the BBOX parameter has. The box of a second
 * property is its extent. */
static status read_bbox(fes_scope *s, xmlNode *node, const filter **out)
{
    operands o = {0};
    expression left = {0}, right = {0};
    TRY(find_operands(s, node, &o));
    TRY(read_subject(s, o.literal ? named(s, o.reference) : o.reference, &left));
    if (o.literal)
        return read_region(s, o.literal, &left, out);
    TRY(read_second_subject(s, o.other, &left, &right));
    *out = build_in_box(&s->build, &left, &right);
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
