#include "data/spatial/spatial_cover.h"

#include "data/spatial/spatial_geos.h"

#include <stdlib.h>

struct spatial_cover {
    geos *geos;
    GEOSGeometry *shape;
    const GEOSPreparedGeometry *prepared;
};

bool spatial_cover_new(spatial *s, geometry g, spatial_cover **out)
{
    GEOSGeometry *shape = geos_read_fit(&s->geos, g);
    const GEOSPreparedGeometry *prepared = shape ? GEOSPrepare_r(s->geos.handle, shape) : NULL;
    if (!shape || !geos_measured(&s->geos, prepared != NULL)) {
        GEOSGeom_destroy_r(s->geos.handle, shape);
        return false;
    }
    spatial_cover *c = calloc(1, sizeof *c);
    if (!c)
        abort(); /* as arena_alloc does */
    *c = (spatial_cover){&s->geos, shape, prepared};
    *out = c;
    return true;
}

void spatial_cover_free(spatial_cover *c)
{
    if (!c)
        return;
    GEOSPreparedGeom_destroy_r(c->geos->handle, c->prepared);
    GEOSGeom_destroy_r(c->geos->handle, c->shape);
    free(c);
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

/* Most pairs lie apart, or the one within the other: the index of the cover tells that, and nothing is computed. */
static double common_of(const spatial_cover *c, const GEOSGeometry *with, double whole)
{
    geos *g = c->geos;
    if (!geos_said(g, GEOSPreparedIntersects_r(g->handle, c->prepared, with)))
        return 0;
    return geos_said(g, GEOSPreparedCovers_r(g->handle, c->prepared, with)) ? whole : area_in_common(c, with);
}

void spatial_cover_measure(spatial_cover *c, geometry g, double *common, double *whole)
{
    GEOSGeometry *with = geos_may_go_on(c->geos) ? geos_read_fit(c->geos, g) : NULL;
    *whole = with ? area_of(c->geos, with) : 0;
    *common = with ? common_of(c, with, *whole) : 0;
    GEOSGeom_destroy_r(c->geos->handle, with);
}
