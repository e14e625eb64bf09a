/* Geometries of ECQL: WKT (OGC 06-103r4 §7), with PostGIS's SRID=n; before it. It becomes an element of GML, so that one reader
 * has the limits, the reference systems and the errors of all geometries (gml/reader/gml_read.h). Always x, y. */
#include "server/filter/cql/cql_text.h"

#include "base/text.h"
#include "gml/reader/gml_read.h"

#include <string.h>

enum { NESTED_MOST = 8 };

bool cql_is_wkt(const cql_reader *r)
{
    cql_reader ahead = *r;
    const bool ecql = r->scope->language == CQL_ECQL;
    if (r->now.kind != TOKEN_NAME || cql_next(&ahead).code != ST_OK)
        return false;
    if (ecql && cql_is(r, "SRID"))
        return cql_is(&ahead, "=");
    if (!cql_shape_kind_of(r->now.chars) && !(ecql && cql_is(r, "ENVELOPE")))
        return false;
    return cql_is(&ahead, "(") || cql_is(&ahead, "Z") || cql_is(&ahead, "EMPTY");
}

status cql_number(cql_reader *r, const char **out)
{
    bool minus = false;
    TRY(cql_take(r, "-", &minus));
    if (r->now.kind != TOKEN_NUMBER)
        return cql_wrong(r, "hoort een getal te staan", "a number is expected");
    *out = minus ? arena_printf(r->scope->build.arena, "-%s", r->now.chars) : r->now.chars;
    return cql_next(r);
}

static bool is_number(const cql_reader *r)
{
    return r->now.kind == TOKEN_NUMBER || cql_is(r, "-");
}

/* In CQL2 a point may have a height, which does not count: the layers are flat. */
static status skip_height(cql_reader *r)
{
    const char *height = NULL;
    if (is_number(r) && r->scope->language == CQL_2)
        return cql_number(r, &height);
    return is_number(r) ? cql_wrong(r, "staat een derde getal: een punt heeft er twee", "is a third number: a point has two")
                        : status_ok();
}

/* "x y", added to the list. */
static status read_point(cql_reader *r, text *list)
{
    const char *x = NULL, *y = NULL;
    TRY(cql_number(r, &x));
    TRY(cql_number(r, &y));
    TRY(skip_height(r));
    text_addf(list, "%s%s %s", list->length ? " " : "", x, y);
    return status_ok();
}

/* "(x y, x y)" as an element with that text. */
static status read_points(cql_reader *r, xmlNode *parent, const char *element)
{
    text list = text_new(r->scope->build.arena);
    bool more = true;
    TRY(cql_expect(r, "("));
    while (more) {
        TRY(read_point(r, &list));
        TRY(cql_take(r, ",", &more));
    }
    cql_new_part(parent, element, list.chars);
    return cql_expect(r, ")");
}

static status read_rings(cql_reader *r, xmlNode *polygon)
{
    bool more = true;
    TRY(cql_expect(r, "("));
    for (size_t i = 0; more; i++) {
        xmlNode *boundary = cql_new_part(polygon, i ? "interior" : "exterior", NULL);
        TRY(read_points(r, cql_new_part(boundary, "LinearRing", NULL), "posList"));
        TRY(cql_take(r, ",", &more));
    }
    return cql_expect(r, ")");
}

static status read_body(cql_reader *r, const cql_shape_kind *k, xmlNode *into, unsigned depth);

/* A part of a collection, which names its own kind. */
static status read_named(cql_reader *r, xmlNode *member, unsigned depth)
{
    const cql_shape_kind *k = r->now.kind == TOKEN_NAME ? cql_shape_kind_of(r->now.chars) : NULL;
    if (!k)
        return cql_wrong(r, "hoort een geometrie te staan", "a geometry is expected");
    TRY(cql_next(r));
    return read_body(r, k, cql_new_part(member, k->element, NULL), depth + 1);
}

/* "MULTIPOINT (1 2, 3 4)" without brackets around each point is read too. */
static status read_part(cql_reader *r, const cql_shape_kind *k, xmlNode *member, unsigned depth)
{
    const cql_shape_kind *part = k->part ? cql_shape_kind_of(k->part) : NULL;
    if (!part)
        return read_named(r, member, depth);
    xmlNode *one = cql_new_part(member, part->element, NULL);
    if (!is_number(r))
        return read_body(r, part, one, depth + 1);
    text point = text_new(r->scope->build.arena);
    TRY(read_point(r, &point));
    cql_new_part(one, "pos", point.chars);
    return status_ok();
}

static status read_body(cql_reader *r, const cql_shape_kind *k, xmlNode *into, unsigned depth)
{
    bool more = true, high = false;
    if (r->scope->language == CQL_2)
        TRY(cql_take(r, "Z", &high));
    if (depth > NESTED_MOST || cql_is(r, "EMPTY") || r->now.kind == TOKEN_NAME)
        return cql_wrong(r, "staat een geometrie die leeg is, hoogten heeft of te diep genest is",
                         "is a geometry that is empty, has heights or is nested too deep");
    if (strcmp(k->element, "Polygon") == 0)
        return read_rings(r, into);
    if (!k->member)
        return read_points(r, into, strcmp(k->element, "Point") == 0 ? "pos" : "posList");
    TRY(cql_expect(r, "("));
    while (more) {
        TRY(read_part(r, k, cql_new_part(into, k->member, NULL), depth));
        TRY(cql_take(r, ",", &more));
    }
    return cql_expect(r, ")");
}

/* ENVELOPE(west, east, south, north), as ECQL has it. */
static status read_envelope(cql_reader *r, const char *system, xmlNode **out)
{
    const char *given[4] = {0};
    TRY(cql_expect(r, "("));
    for (size_t i = 0; i < 4; i++) {
        TRY(cql_number(r, &given[i]));
        TRY(cql_expect(r, i < 3 ? "," : ")"));
    }
    *out = cql_box(r->scope->build.arena, (const char *const[]){given[0], given[2], given[1], given[3]}, system, false);
    return status_ok();
}

/* "SRID=4326;": in the spelling that has x before y. */
static status read_srid(cql_reader *r, const char **out)
{
    const char *code = NULL;
    bool said = false;
    *out = NULL;
    TRY(cql_take(r, "SRID", &said));
    if (!said)
        return status_ok();
    TRY(cql_expect(r, "="));
    TRY(cql_number(r, &code));
    TRY(cql_expect(r, ";"));
    *out = arena_printf(r->scope->build.arena, "EPSG:%s", code);
    return status_ok();
}

status cql_wkt(cql_reader *r, xmlNode **out)
{
    const char *system = NULL;
    bool is_envelope = false;
    TRY(read_srid(r, &system));
    TRY(cql_take(r, "ENVELOPE", &is_envelope));
    if (is_envelope)
        return read_envelope(r, system, out);
    const cql_shape_kind *k = r->now.kind == TOKEN_NAME ? cql_shape_kind_of(r->now.chars) : NULL;
    if (!k)
        return cql_wrong(r, "hoort een geometrie in WKT te staan", "a geometry in WKT is expected");
    xmlNode *root = cql_new_shape(r->scope->build.arena, k->element);
    if (system)
        xmlNewProp(root, (const xmlChar *)"srsName", (const xmlChar *)system);
    TRY(cql_next(r));
    TRY(read_body(r, k, root, 1));
    *out = root;
    return status_ok();
}
