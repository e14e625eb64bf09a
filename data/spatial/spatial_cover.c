#include "data/spatial/spatial_cover.h"

#include "data/spatial/convex.h"
#include "data/spatial/spatial_geos.h"

#include <stdlib.h>
#include <string.h>

struct spatial_cover {
    geos *geos;
    geometry of;
    double box[4];
    convex_rings *rings;                  /* NULL: it is invalid, or has many points: then GEOS does all */
    GEOSGeometry *shape;                  /* made fit; NULL: not needed yet */
    const GEOSPreparedGeometry *prepared; /* of shape */
};

void spatial_cover_free(spatial_cover *c)
{
    if (!c)
        return;
    convex_rings_free(c->rings);
    GEOSPreparedGeom_destroy_r(c->geos->handle, c->prepared);
    GEOSGeom_destroy_r(c->geos->handle, c->shape);
    free(c);
}

/* Only valid rings can be cut off; that a convex one is valid GEOS need not say. */
static bool read_shape(spatial_cover *c)
{
    geos *g = c->geos;
    GEOSGeometry *read = c->shape ? NULL : geos_read(g, c->of);
    if (!read)
        return c->shape != NULL;
    const bool fit = geos_is_fit(g, c->of, read);
    c->shape = fit ? read : geos_made_fit(g, c->of, read, true);
    if (!fit)
        GEOSGeom_destroy_r(g->handle, read);
    if (!fit) {
        convex_rings_free(c->rings);
        c->rings = NULL;
    }
    return c->shape != NULL;
}

static bool prepare(spatial_cover *c)
{
    if (!c->prepared && read_shape(c))
        c->prepared = GEOSPrepare_r(c->geos->handle, c->shape);
    return geos_measured(c->geos, c->prepared != NULL);
}

bool spatial_cover_new(spatial *s, geometry g, spatial_cover **out)
{
    convex plain;
    spatial_cover *c = calloc(1, sizeof *c);
    if (!c)
        abort(); /* as arena_alloc does */
    *c = (spatial_cover){.geos = &s->geos, .of = g, .rings = convex_rings_of(g)};
    if (geometry_mbr(g, c->box) && (convex_of(g, &plain) || read_shape(c))) {
        *out = c;
        return true;
    }
    spatial_cover_free(c);
    return false;
}

static double area_of(geos *g, const GEOSGeometry *of)
{
    double area = 0;
    return geos_measured(g, GEOSArea_r(g->handle, of, &area)) ? area : 0;
}

static double area_in_common(const spatial_cover *c, const GEOSGeometry *with)
{
    geos *g = c->geos;
    GEOSGeometry *common = geos_made(g, GEOSIntersection_r(g->handle, c->shape, with));
    const double area = common ? area_of(g, common) : 0;
    GEOSGeom_destroy_r(g->handle, common);
    return area;
}

/* Where boxes meet most pairs lie apart, or the one within the other: the index of the cover tells that, and nothing is
 * computed. */
static double common_of(const spatial_cover *c, const GEOSGeometry *with, double whole)
{
    geos *g = c->geos;
    if (!geos_said(g, GEOSPreparedIntersects_r(g->handle, c->prepared, with)))
        return 0;
    return geos_said(g, GEOSPreparedCovers_r(g->handle, c->prepared, with)) ? whole : area_in_common(c, with);
}

static void measure_by_geos(spatial_cover *c, geometry g, double *common, double *whole)
{
    GEOSGeometry *with = prepare(c) ? geos_read_fit(c->geos, g) : NULL;
    *whole = with ? area_of(c->geos, with) : 0;
    *common = with ? common_of(c, with, *whole) : 0;
    GEOSGeom_destroy_r(c->geos->handle, with);
}

static bool boxes_overlap(const double a[4], const double b[4])
{
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

static bool is_same(geometry a, geometry b)
{
    return a.size == b.size && memcmp(a.blob, b.blob, a.size) == 0;
}

void spatial_cover_measure(spatial_cover *c, geometry g, double *common, double *whole)
{
    double box[4];
    convex other;
    *common = *whole = 0;
    if (!geos_may_go_on(c->geos) || !geometry_mbr(g, box) || !boxes_overlap(c->box, box))
        return;
    if (c->rings && is_same(c->of, g))
        *common = *whole = convex_rings_area(c->rings);
    else if (c->rings && convex_of(g, &other)) {
        *whole = other.area;
        *common = convex_common(&other, c->rings);
    } else
        measure_by_geos(c, g, common, whole);
}
