/* The reader of geometry literals against any document: an accepted geometry can be walked and compared with itself, whatever it
 * looks like. */
#include "data/spatial/spatial.h"
#include "gml/reader/gml_read.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool met(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)kind;
    (void)depth;
    *(uint32_t *)context += parts;
    return true;
}

static bool met_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    (void)context;
    for (size_t i = 0; i < 2 * (size_t)count; i++)
        must(geometry_ordinate(xy, i) == geometry_ordinate(xy, i)); /* no NaN */
    return count > 0;
}

static void check_shape(geometry g)
{
    uint32_t parts = 0;
    const geometry_visitor v = {.context = &parts, .begin = met, .coordinates = met_coordinates};
    must(geometry_walk(g, &v) && parts > 0);
}

/* Only for small ones: GEOS takes long to repair large scribbles, and this target tests the reader. */
static void check_meets_itself(geometry g)
{
    spatial *s = spatial_new();
    spatial_literal *l = NULL;
    must(spatial_literal_new(s, g, &l));
    must(spatial_holds(s, SPATIAL_INTERSECTS, g, l, 0) && !spatial_holds(s, SPATIAL_DISJOINT, g, l, 0));
    must(spatial_holds(s, SPATIAL_DWITHIN, g, l, 1));
    spatial_literal_free(l);
    spatial_free(s);
}

static void check(const xmlNode *root, crs_set *set)
{
    arena *a = arena_new();
    geometry g = {0};
    const status done = gml_read_geometry(root, set, 31370, NULL, a, &g);
    if (done.code == ST_OK) {
        check_shape(g);
        if (g.size < 1000)
            check_meets_itself(g);
    } else {
        must((done.code == ST_BAD_PARAM || done.code == ST_BAD_SYNTAX) && *done.nl && *done.en && *done.locator && !g.blob);
    }
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static crs_set *set; /* opened once: opening PROJ's database takes longer than a thousand documents */
    if (!set && crs_set_new(&set).code != ST_OK)
        abort();
    xmlDoc *doc =
        xmlReadMemory((const char *)data, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *const root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root)
        check(root, set);
    xmlFreeDoc(doc);
    return 0;
}
