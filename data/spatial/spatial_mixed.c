/* A collection's parts do not overlap after geos_made_fit, so its interior is that of the parts together, and each relation (OGC
 * 06-103r4 §6.1.15) follows from the relations with the parts. */
#include "data/spatial/spatial_mixed.h"

static const GEOSGeometry *part_of(geos *g, const GEOSGeometry *collection, int index)
{
    return GEOSGetGeometryN_r(g->handle, collection, index);
}

/* Whether its interior and that of some part meet, in a set of this dimension ('T': any). */
static bool interiors_meet(geos *g, const GEOSGeometry *one, const GEOSGeometry *collection, char dimension)
{
    const char pattern[] = {dimension, '*', '*', '*', '*', '*', '*', '*', '*', '\0'};
    const int parts = geos_parts(g, collection);
    for (int i = 0; i < parts; i++)
        if (geos_said(g, GEOSRelatePattern_r(g->handle, one, part_of(g, collection, i), pattern)))
            return true;
    return false;
}

static bool covers_all(geos *g, const GEOSGeometry *one, const GEOSGeometry *collection)
{
    const int parts = geos_parts(g, collection);
    for (int i = 0; i < parts; i++)
        if (!geos_said(g, GEOSCovers_r(g->handle, one, part_of(g, collection, i))))
            return false;
    return true;
}

/* Subtracts the parts one by one: it is covered when nothing is left. */
static bool is_covered(geos *g, const GEOSGeometry *one, const GEOSGeometry *collection)
{
    GEOSGeometry *left = geos_made(g, GEOSGeom_clone_r(g->handle, one));
    const int parts = geos_parts(g, collection);
    for (int i = 0; left && i < parts; i++) {
        GEOSGeometry *less = geos_made(g, GEOSDifference_r(g->handle, left, part_of(g, collection, i)));
        GEOSGeom_destroy_r(g->handle, left);
        left = less;
    }
    const bool covered = left && geos_said(g, GEOSisEmpty_r(g->handle, left));
    GEOSGeom_destroy_r(g->handle, left);
    return covered;
}

static bool overlaps(geos *g, const GEOSGeometry *one, const GEOSGeometry *collection)
{
    const int dimension = GEOSGeom_getDimensions_r(g->handle, one);
    return dimension == GEOSGeom_getDimensions_r(g->handle, collection) &&
           interiors_meet(g, one, collection, (char)('0' + dimension)) && !covers_all(g, one, collection) &&
           !is_covered(g, one, collection);
}

static bool crosses(geos *g, const GEOSGeometry *one, const GEOSGeometry *collection)
{
    const int less = GEOSGeom_getDimensions_r(g->handle, one) - GEOSGeom_getDimensions_r(g->handle, collection);
    if (less < 0)
        return interiors_meet(g, one, collection, 'T') && !is_covered(g, one, collection);
    if (less > 0)
        return interiors_meet(g, one, collection, 'T') && !covers_all(g, one, collection);
    return GEOSGeom_getDimensions_r(g->handle, one) == 1 && interiors_meet(g, one, collection, '0') &&
           !interiors_meet(g, one, collection, '1');
}

bool mixed_holds(geos *g, spatial_operator op, const GEOSGeometry *one, const GEOSGeometry *collection)
{
    switch (op) {
    case SPATIAL_EQUALS: return covers_all(g, one, collection) && is_covered(g, one, collection);
    case SPATIAL_TOUCHES: return !interiors_meet(g, one, collection, 'T');
    case SPATIAL_WITHIN: return interiors_meet(g, one, collection, 'T') && is_covered(g, one, collection);
    case SPATIAL_CONTAINS: return interiors_meet(g, one, collection, 'T') && covers_all(g, one, collection);
    case SPATIAL_OVERLAPS: return overlaps(g, one, collection);
    case SPATIAL_CROSSES: return crosses(g, one, collection);
    default: return false;
    }
}
