/* Geometries become elements of GML, so that one reader has the limits, the reference systems and the errors of all of them
 * (gml/reader/gml_read.h). */
#include "server/filter/cql/cql_tree.h"

#include "base/text.h"
#include "gml/reader/gml_read.h"

static const cql_shape_kind kinds[] = {{"POINT", "Point", NULL, NULL},
                                       {"LINESTRING", "LineString", NULL, NULL},
                                       {"POLYGON", "Polygon", NULL, NULL},
                                       {"MULTIPOINT", "MultiPoint", "pointMember", "POINT"},
                                       {"MULTILINESTRING", "MultiCurve", "curveMember", "LINESTRING"},
                                       {"MULTIPOLYGON", "MultiSurface", "surfaceMember", "POLYGON"},
                                       {"GEOMETRYCOLLECTION", "MultiGeometry", "geometryMember", NULL}};

const cql_shape_kind *cql_shape_kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal_nocase(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

xmlNode *cql_new_part(xmlNode *parent, const char *element, const char *content)
{
    xmlNode *child = xmlNewTextChild(parent, parent->ns, (const xmlChar *)element, (const xmlChar *)content);
    child->line = 1; /* for messages: a filter of this kind is one line */
    return child;
}

xmlNode *cql_new_shape(arena *a, const char *element)
{
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    arena_defer(a, free_document, document);
    xmlNode *root = xmlNewDocNode(document, NULL, (const xmlChar *)element, NULL);
    xmlSetNs(root, xmlNewNs(root, (const xmlChar *)"http://www.opengis.net/gml", NULL));
    xmlDocSetRootElement(document, root);
    root->line = 1;
    return root;
}

static void add_box(xmlNode *to, arena *a, const char *const c[4])
{
    xmlNode *polygon = cql_new_part(cql_new_part(to, "surfaceMember", NULL), "Polygon", NULL);
    xmlNode *ring = cql_new_part(cql_new_part(polygon, "exterior", NULL), "LinearRing", NULL);
    cql_new_part(ring, "posList",
                 arena_printf(a, "%s %s %s %s %s %s %s %s %s %s", c[0], c[1], c[2], c[1], c[2], c[3], c[0], c[3], c[0], c[1]));
}

xmlNode *cql_box(arena *a, const char *const corners[4], const char *system, bool on_globe)
{
    double west = 0, east = 0;
    const bool across = on_globe && !system && text_to_double(corners[0], &west) && text_to_double(corners[2], &east) &&
                        west > east && west <= 180 && east >= -180;
    xmlNode *root = cql_new_shape(a, across ? "MultiSurface" : "Envelope");
    if (system)
        xmlNewProp(root, (const xmlChar *)"srsName", (const xmlChar *)system);
    if (across) {
        add_box(root, a, (const char *const[]){corners[0], corners[1], "180", corners[3]});
        add_box(root, a, (const char *const[]){"-180", corners[1], corners[2], corners[3]});
        return root;
    }
    cql_new_part(root, "lowerCorner", arena_printf(a, "%s %s", corners[0], corners[1]));
    cql_new_part(root, "upperCorner", arena_printf(a, "%s %s", corners[2], corners[3]));
    return root;
}

status cql_shape(cql_scope *s, const cql_node *n, size_t of_source, expression *out)
{
    geometry shape = {0};
    TRY(gml_read_geometry(n->shape, s->systems, s->build.sources[of_source].layer->srid, s->crs[of_source].name, s->build.arena,
                          &shape));
    return build_shape(&s->build, shape, out);
}
