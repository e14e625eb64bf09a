#include "data/spatial/spatial_measure.h"

#include "data/model/geometry_build.h"
#include "data/spatial/spatial_geos.h"

#include <math.h>
#include <string.h>

bool spatial_area(spatial *s, geometry g, double *out)
{
    GEOSGeometry *fit = geos_read_fit(&s->geos, g);
    double area = 0;
    const bool done = fit && geos_measured(&s->geos, GEOSArea_r(s->geos.handle, fit, &area)) && isfinite(area);
    GEOSGeom_destroy_r(s->geos.handle, fit);
    if (done)
        *out = area;
    return done;
}

bool spatial_length(spatial *s, geometry g, double *out)
{
    GEOSGeometry *read = geos_read(&s->geos, g);
    double length = 0;
    const bool done = read && geos_measured(&s->geos, GEOSLength_r(s->geos.handle, read, &length)) && isfinite(length);
    GEOSGeom_destroy_r(s->geos.handle, read);
    if (done)
        *out = length;
    return done;
}

bool spatial_is_valid(spatial *s, geometry g, bool *out)
{
    GEOSGeometry *read = geos_read(&s->geos, g);
    const bool valid = read && geos_said(&s->geos, GEOSisValid_r(s->geos.handle, read));
    const bool done = read && spatial_ended(s) == SPATIAL_WENT_WELL;
    GEOSGeom_destroy_r(s->geos.handle, read);
    if (done)
        *out = valid;
    return done;
}

static int srid_of(geometry g)
{
    int32_t srid;
    memcpy(&srid, g.blob + 2, sizeof srid);
    return srid;
}

/* One part of one run; xy: that many points. */
static void write_part(geometry_class kind, double *xy, uint32_t points, int srid, uint8_t *out)
{
    geometry_ring run = {0, points, 0, kind};
    geometry_build b = {.xy = xy, .rings = &run, .points = points, .ring_count = 1, .part_count = 1, .kind = kind};
    const size_t corner = points > 2 ? 2 : 0; /* of a box the first and the third */
    memcpy(b.box, (double[4]){xy[0], xy[1], xy[2 * corner], xy[2 * corner + 1]}, sizeof b.box);
    geometry_build_write(&b, kind, srid, out);
}

typedef GEOSGeometry *point_of(GEOSContextHandle_t handle, const GEOSGeometry *of);

static bool read_point(geos *g, const GEOSGeometry *point, double xy[2])
{
    return point && !geos_said(g, GEOSisEmpty_r(g->handle, point)) &&
           geos_measured(g, GEOSGeomGetX_r(g->handle, point, &xy[0])) &&
           geos_measured(g, GEOSGeomGetY_r(g->handle, point, &xy[1])) && isfinite(xy[0]) && isfinite(xy[1]);
}

static bool write_point_of(spatial *s, geometry g, point_of *find, uint8_t *out)
{
    double xy[2];
    GEOSGeometry *fit = geos_read_fit(&s->geos, g);
    GEOSGeometry *point = fit ? geos_made(&s->geos, find(s->geos.handle, fit)) : NULL;
    const bool done = read_point(&s->geos, point, xy);
    GEOSGeom_destroy_r(s->geos.handle, point);
    GEOSGeom_destroy_r(s->geos.handle, fit);
    if (done)
        write_part(CLASS_POINT, xy, 1, srid_of(g), out);
    return done;
}

bool spatial_centroid(spatial *s, geometry g, uint8_t out[SPATIAL_POINT_BYTES])
{
    return write_point_of(s, g, GEOSGetCentroid_r, out);
}

bool spatial_interior_point(spatial *s, geometry g, uint8_t out[SPATIAL_POINT_BYTES])
{
    return write_point_of(s, g, GEOSPointOnSurface_r, out);
}

bool spatial_envelope(geometry g, uint8_t out[SPATIAL_BOX_BYTES])
{
    double box[4];
    if (geometry_points(g) == 0 || !geometry_mbr(g, box) || !isfinite(box[0] + box[1] + box[2] + box[3]))
        return false;
    double ring[] = {box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3], box[0], box[1]};
    write_part(CLASS_POLYGON, ring, 5, srid_of(g), out);
    return true;
}
