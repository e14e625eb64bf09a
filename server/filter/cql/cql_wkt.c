/* Geometries of ECQL: WKT (OGC 06-103r4 §7), with PostGIS's SRID=n; before it. It becomes an element of GML, so that one reader
 * has the limits, the reference systems and the errors of all geometries (gml/reader/gml_read.h). Always x, y. */
#include "server/filter/cql/cql_parts.h"

#include "base/text.h"
#include "gml/reader/gml_read.h"

#include <string.h>

enum { NESTED_MOST = 8 };

/* A kind with `member` has parts, each in such an element and of the kind `part` (NULL: of any kind); the others have points or
 * rings. */
typedef struct wkt_kind {
    const char *name, *element, *member, *part;
} wkt_kind;

static const wkt_kind kinds[] = {{"POINT", "Point", NULL, NULL},
                                 {"LINESTRING", "LineString", NULL, NULL},
                                 {"POLYGON", "Polygon", NULL, NULL},
                                 {"MULTIPOINT", "MultiPoint", "pointMember", "POINT"},
                                 {"MULTILINESTRING", "MultiCurve", "curveMember", "LINESTRING"},
                                 {"MULTIPOLYGON", "MultiSurface", "surfaceMember", "POLYGON"},
                                 {"GEOMETRYCOLLECTION", "MultiGeometry", "geometryMember", NULL}};

static const wkt_kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal_nocase(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

bool cql_is_wkt(const cql_reader *r)
{
    cql_reader ahead = *r;
    if (r->now.kind != CQL_NAME || cql_next(&ahead).code != ST_OK)
        return false;
    return (cql_is(r, "SRID") && cql_is(&ahead, "=")) ||
           ((kind_of(r->now.chars) || cql_is(r, "ENVELOPE")) && (cql_is(&ahead, "(") || ahead.now.kind == CQL_NAME));
}

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

static xmlNode *new_child(xmlNode *parent, const char *name, const char *content)
{
    xmlNode *child = xmlNewTextChild(parent, parent->ns, (const xmlChar *)name, (const xmlChar *)content);
    child->line = 1; /* for messages: a filter of this kind is one line */
    return child;
}

static xmlNode *new_root(arena *a, const char *name)
{
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    arena_defer(a, free_document, document);
    xmlNode *root = xmlNewDocNode(document, NULL, (const xmlChar *)name, NULL);
    xmlSetNs(root, xmlNewNs(root, (const xmlChar *)"http://www.opengis.net/gml", NULL));
    xmlDocSetRootElement(document, root);
    root->line = 1;
    return root;
}

static status read_number(cql_reader *r, const char **out)
{
    if (r->now.kind != CQL_NUMBER)
        return cql_wrong(r, "hoort een getal te staan", "a number is expected");
    *out = r->now.chars;
    return cql_next(r);
}

/* "x y", added to the list. */
static status read_point(cql_reader *r, text *list)
{
    const char *x = NULL, *y = NULL;
    TRY(read_number(r, &x));
    TRY(read_number(r, &y));
    if (r->now.kind == CQL_NUMBER)
        return cql_wrong(r, "staat een derde getal: een punt heeft er twee", "is a third number: a point has two");
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
    new_child(parent, element, list.chars);
    return cql_expect(r, ")");
}

static status read_rings(cql_reader *r, xmlNode *polygon)
{
    bool more = true;
    TRY(cql_expect(r, "("));
    for (size_t i = 0; more; i++) {
        xmlNode *boundary = new_child(polygon, i ? "interior" : "exterior", NULL);
        TRY(read_points(r, new_child(boundary, "LinearRing", NULL), "posList"));
        TRY(cql_take(r, ",", &more));
    }
    return cql_expect(r, ")");
}

static status read_body(cql_reader *r, const wkt_kind *k, xmlNode *into, unsigned depth);

/* A part of a collection, which names its own kind. */
static status read_named(cql_reader *r, xmlNode *member, unsigned depth)
{
    const wkt_kind *k = r->now.kind == CQL_NAME ? kind_of(r->now.chars) : NULL;
    if (!k)
        return cql_wrong(r, "hoort een geometrie te staan", "a geometry is expected");
    TRY(cql_next(r));
    return read_body(r, k, new_child(member, k->element, NULL), depth + 1);
}

/* "MULTIPOINT (1 2, 3 4)" without brackets around each point is read too. */
static status read_part(cql_reader *r, const wkt_kind *k, xmlNode *member, unsigned depth)
{
    const wkt_kind *part = k->part ? kind_of(k->part) : NULL;
    if (!part)
        return read_named(r, member, depth);
    xmlNode *one = new_child(member, part->element, NULL);
    if (r->now.kind != CQL_NUMBER)
        return read_body(r, part, one, depth + 1);
    text point = text_new(r->scope->build.arena);
    TRY(read_point(r, &point));
    new_child(one, "pos", point.chars);
    return status_ok();
}

static status read_body(cql_reader *r, const wkt_kind *k, xmlNode *into, unsigned depth)
{
    bool more = true;
    if (depth > NESTED_MOST || cql_is(r, "EMPTY") || r->now.kind == CQL_NAME)
        return cql_wrong(r, "staat een geometrie die leeg is, hoogten heeft of te diep genest is",
                         "is a geometry that is empty, has heights or is nested too deep");
    if (strcmp(k->element, "Polygon") == 0)
        return read_rings(r, into);
    if (!k->member)
        return read_points(r, into, strcmp(k->element, "Point") == 0 ? "pos" : "posList");
    TRY(cql_expect(r, "("));
    while (more) {
        TRY(read_part(r, k, new_child(into, k->member, NULL), depth));
        TRY(cql_take(r, ",", &more));
    }
    return cql_expect(r, ")");
}

xmlNode *cql_envelope(const cql_reader *r, const char *const corners[4], const char *system)
{
    arena *a = r->scope->build.arena;
    xmlNode *root = new_root(a, "Envelope");
    if (system)
        xmlNewProp(root, (const xmlChar *)"srsName", (const xmlChar *)system);
    new_child(root, "lowerCorner", arena_printf(a, "%s %s", corners[0], corners[1]));
    new_child(root, "upperCorner", arena_printf(a, "%s %s", corners[2], corners[3]));
    return root;
}

/* ENVELOPE(west, east, south, north), as ECQL has it. */
static status read_envelope(cql_reader *r, const char *system, xmlNode **out)
{
    const char *given[4] = {0};
    TRY(cql_expect(r, "("));
    for (size_t i = 0; i < 4; i++) {
        TRY(read_number(r, &given[i]));
        TRY(cql_expect(r, i < 3 ? "," : ")"));
    }
    *out = cql_envelope(r, (const char *const[]){given[0], given[2], given[1], given[3]}, system);
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
    TRY(read_number(r, &code));
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
    const wkt_kind *k = r->now.kind == CQL_NAME ? kind_of(r->now.chars) : NULL;
    if (!k)
        return cql_wrong(r, "hoort een geometrie in WKT te staan", "a geometry in WKT is expected");
    xmlNode *root = new_root(r->scope->build.arena, k->element);
    if (system)
        xmlNewProp(root, (const xmlChar *)"srsName", (const xmlChar *)system);
    TRY(cql_next(r));
    TRY(read_body(r, k, root, 1));
    *out = root;
    return status_ok();
}

status cql_shape(cql_reader *r, xmlNode *node, size_t of_source, expression *out)
{
    cql_scope *s = r->scope;
    geometry shape = {0};
    TRY(gml_read_geometry(node, s->systems, s->build.sources[of_source].layer->srid, s->crs[of_source].name, s->build.arena,
                          &shape));
    return build_shape(&s->build, shape, out);
}
