/* Spatial predicates. */
#include "server/filter/cql/cql_tree.h"

#include "base/text.h"

#include <string.h>

/* ECQL has the names without S_. */
static const struct {
    const char *name;
    spatial_operator operation;
} operators[] = {{"S_EQUALS", SPATIAL_EQUALS},         {"S_DISJOINT", SPATIAL_DISJOINT}, {"S_TOUCHES", SPATIAL_TOUCHES},
                 {"S_WITHIN", SPATIAL_WITHIN},         {"S_OVERLAPS", SPATIAL_OVERLAPS}, {"S_CROSSES", SPATIAL_CROSSES},
                 {"S_INTERSECTS", SPATIAL_INTERSECTS}, {"S_CONTAINS", SPATIAL_CONTAINS}};

/* A geometry of the feature, or one that is written out. */
static status read_left(cql_scope *s, const cql_node *n, expression *out)
{
    operand one = {0};
    if (n->kind == NODE_SHAPE)
        return cql_shape(s, n, 0, out);
    TRY(cql_value(s, n, &one));
    return build_subject(&s->build, &one, out);
}

static status read_right(cql_scope *s, const cql_node *n, const expression *left, expression *out)
{
    operand other = {0};
    if (n->kind == NODE_SHAPE)
        return cql_shape(s, n, left->source, out);
    TRY(cql_value(s, n, &other));
    return build_second_subject(&s->build, &other, left, out);
}

/* The feature's geometry goes first, so that its index can be used. */
static status in_operator(cql_scope *s, const cql_node *n, spatial_operator how, double distance, const filter **out)
{
    expression left = {0}, right = {0};
    const bool turned = n->parts[0]->kind == NODE_SHAPE && n->parts[1]->kind != NODE_SHAPE;
    TRY(build_check_spatial(&s->build));
    TRY(read_left(s, n->parts[turned], &left));
    TRY(read_right(s, n->parts[!turned], &left, &right));
    return build_spatial(&s->build, how, turned, &left, &right, distance, out);
}

/* In metres: layers are stored in systems that measure in metres. */
static status read_distance(const cql_scope *s, const cql_node *number, const cql_node *unit, double *out)
{
    static const struct {
        const char *name;
        double metres;
    } units[] = {{"meters", 1},
                 {"metres", 1},
                 {"m", 1},
                 {"kilometers", 1000},
                 {"km", 1000},
                 {"feet", 0.3048},
                 {"statute miles", 1609.344}};
    double distance = 0;
    if (number->kind != NODE_NUMBER || !text_to_double(number->chars, &distance) || distance < 0)
        return cql_fault(s, number, "hoort een afstand vanaf 0 te staan", "a distance of 0 or more is expected");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if ((unit->kind == NODE_NAME || unit->kind == NODE_TEXT) && text_equal_nocase(unit->chars, units[i].name)) {
            *out = distance * units[i].metres;
            return status_ok();
        }
    return cql_fault(s, unit, "hoort een eenheid te staan: meters of kilometers", "a unit is expected: meters or kilometers");
}

static status in_distance(cql_scope *s, const cql_node *n, spatial_operator how, const filter **out)
{
    double distance = 0;
    TRY(cql_check_count(s, n, 4, 4));
    TRY(read_distance(s, n->parts[2], n->parts[3], &distance));
    return in_operator(s, n, how, distance, out);
}

/* BBOX(geometry, minx, miny, maxx, maxy [, 'EPSG:n']), in the axis order of that spelling. */
static status in_box(cql_scope *s, const cql_node *n, const filter **out)
{
    const char *corners[4] = {0}, *system = NULL;
    operand given = {0};
    expression left = {0}, box = {0};
    TRY(cql_check_count(s, n, 5, 6));
    for (size_t i = 0; i < 4; i++) {
        if (n->parts[i + 1]->kind != NODE_NUMBER)
            return cql_fault(s, n->parts[i + 1], "hoort een getal te staan", "a number is expected");
        corners[i] = n->parts[i + 1]->chars;
    }
    if (n->count == 6 && n->parts[5]->kind != NODE_TEXT)
        return cql_fault(s, n->parts[5], "hoort een coördinatenstelsel tussen ' te staan",
                         "a reference system between ' is expected");
    system = n->count == 6 ? n->parts[5]->chars : NULL;
    TRY(build_check_spatial(&s->build));
    TRY(cql_value(s, n->parts[0], &given));
    TRY(build_subject(&s->build, &given, &left));
    const cql_node around = {.kind = NODE_SHAPE, .place = n->place, .shape = cql_box(s->build.arena, corners, system, false)};
    TRY(cql_shape(s, &around, left.source, &box));
    *out = build_in_region(&s->build, &left, box.shape);
    return *out ? status_ok() : cql_fault(s, n, "is de bbox leeg", "the bbox is empty");
}

status cql_in_space(cql_scope *s, const cql_node *n, const filter **out, bool *known)
{
    const bool ecql = s->language == CQL_ECQL;
    *known = true;
    if (ecql && text_equal_nocase(n->chars, "BBOX"))
        return in_box(s, n, out);
    if (ecql && text_equal_nocase(n->chars, "DWITHIN"))
        return in_distance(s, n, SPATIAL_DWITHIN, out);
    if (ecql && text_equal_nocase(n->chars, "BEYOND"))
        return in_distance(s, n, SPATIAL_BEYOND, out);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (text_equal_nocase(operators[i].name, n->chars) || (ecql && text_equal_nocase(operators[i].name + 2, n->chars))) {
            TRY(cql_check_count(s, n, 2, 2));
            return in_operator(s, n, operators[i].operation, 0, out);
        }
    *known = false;
    return status_ok();
}
