/* Spatial predicates of ECQL. */
#include "server/filter/cql/cql_parts.h"

#include "base/text.h"

#include <string.h>

static const struct {
    const char *name;
    spatial_operator operation;
} operators[] = {{"EQUALS", SPATIAL_EQUALS},         {"DISJOINT", SPATIAL_DISJOINT}, {"TOUCHES", SPATIAL_TOUCHES},
                 {"WITHIN", SPATIAL_WITHIN},         {"OVERLAPS", SPATIAL_OVERLAPS}, {"CROSSES", SPATIAL_CROSSES},
                 {"INTERSECTS", SPATIAL_INTERSECTS}, {"CONTAINS", SPATIAL_CONTAINS}, {"DWITHIN", SPATIAL_DWITHIN},
                 {"BEYOND", SPATIAL_BEYOND}};

/* One of the two operands of a predicate. */
typedef struct side {
    xmlNode *wkt; /* NULL: a subject */
    operand subject;
} side;

static status read_side(cql_reader *r, side *out)
{
    if (cql_is_wkt(r))
        return cql_wkt(r, &out->wkt);
    return cql_operand(r, false, &out->subject);
}

/* In metres: layers are stored in systems that measure in metres. */
static status read_distance(cql_reader *r, double *out)
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
    TRY(cql_expect(r, ","));
    if (r->now.kind != CQL_NUMBER || !text_to_double(r->now.chars, &distance) || distance < 0)
        return cql_wrong(r, "hoort een afstand vanaf 0 te staan", "a distance of 0 or more is expected");
    TRY(cql_next(r));
    TRY(cql_expect(r, ","));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (r->now.kind != CQL_END && text_equal_nocase(r->now.chars, units[i].name)) {
            *out = distance * units[i].metres;
            return cql_next(r);
        }
    return cql_wrong(r, "hoort een eenheid te staan: meters of kilometers", "a unit is expected: meters or kilometers");
}

static status build(cql_reader *r, spatial_operator how, const side *one, const side *other, double distance, const filter **out)
{
    builder *b = &r->scope->build;
    expression left = {0}, right = {0};
    const side *const subject = one->wkt ? other : one, *const second = one->wkt ? one : other;
    TRY(build_check_spatial(b));
    TRY(build_subject(b, &subject->subject, &left));
    TRY(second->wkt ? cql_shape(r, second->wkt, left.source, &right) : build_second_subject(b, &second->subject, &left, &right));
    return build_spatial(b, how, one->wkt != NULL, &left, &right, distance, out);
}

static status read_operator(cql_reader *r, spatial_operator how, const filter **out)
{
    side one = {0}, other = {0};
    double distance = 0;
    TRY(cql_expect(r, "("));
    TRY(read_side(r, &one));
    TRY(cql_expect(r, ","));
    TRY(read_side(r, &other));
    if (one.wkt && other.wkt)
        return cql_wrong(r, "staan twee geometrieën en geen eigenschap", "are two geometries and no property");
    if (how == SPATIAL_DWITHIN || how == SPATIAL_BEYOND)
        TRY(read_distance(r, &distance));
    TRY(cql_expect(r, ")"));
    return build(r, how, &one, &other, distance, out);
}

static status read_corners(cql_reader *r, const char *corners[4])
{
    for (size_t i = 0; i < 4; i++) {
        TRY(cql_expect(r, ","));
        if (r->now.kind != CQL_NUMBER)
            return cql_wrong(r, "hoort een getal te staan", "a number is expected");
        corners[i] = r->now.chars;
        TRY(cql_next(r));
    }
    return status_ok();
}

/* BBOX(geometry, minx, miny, maxx, maxy [, 'EPSG:n']), in the axis order of that spelling. */
static status read_bbox(cql_reader *r, const filter **out)
{
    operand given = {0};
    expression left = {0}, box = {0};
    const char *corners[4] = {0}, *system = NULL;
    bool named = false;
    TRY(cql_expect(r, "("));
    TRY(cql_operand(r, false, &given));
    TRY(read_corners(r, corners));
    TRY(cql_take(r, ",", &named));
    if (named && r->now.kind != CQL_TEXT)
        return cql_wrong(r, "hoort een coördinatenstelsel tussen ' te staan", "a reference system between ' is expected");
    if (named) {
        system = r->now.chars;
        TRY(cql_next(r));
    }
    TRY(cql_expect(r, ")"));
    TRY(build_check_spatial(&r->scope->build));
    TRY(build_subject(&r->scope->build, &given, &left));
    TRY(cql_shape(r, cql_envelope(r, corners, system), left.source, &box));
    *out = build_in_region(&r->scope->build, &left, box.shape);
    return *out ? status_ok() : cql_wrong(r, "is de bbox leeg", "the bbox is empty");
}

status cql_spatial(cql_reader *r, const filter **out, bool *known)
{
    cql_reader ahead = *r;
    TRY(cql_next(&ahead));
    *known = r->now.kind == CQL_NAME && cql_is(&ahead, "(");
    if (*known && cql_is(r, "BBOX")) {
        TRY(cql_next(r));
        return read_bbox(r, out);
    }
    for (size_t i = 0; *known && i < sizeof operators / sizeof *operators; i++)
        if (cql_is(r, operators[i].name)) {
            TRY(cql_next(r));
            return read_operator(r, operators[i].operation, out);
        }
    *known = false;
    return status_ok();
}
