/* A multipolygon in memory, built again and again in the same room: WKT, the sample and contours fill it, and the store writes
 * it. It is a geometry_build that only ever has polygons.
 *
 * Coordinates are x, y (east, north) in metres, EPSG:31370. Rings are closed (first point = last). The first ring of a part is
 * its exterior. Direction of rings is kept as given: SpatiaLite and GML 3.2 take any. */
#ifndef MANAGE_SHAPE_H
#define MANAGE_SHAPE_H

#include "data/model/geometry_surface.h"
#include "data/spatial/spatial_valid.h"

typedef geometry_ring shape_ring;
typedef geometry_build shape;

/* Room grows in the arena, which must live as long as the shape. */
static inline shape shape_new(arena *a)
{
    return geometry_build_new(a);
}

/* For the next shape, in the same room. */
static inline void shape_clear(shape *s)
{
    geometry_build_clear(s);
}

/* Starts a polygon. */
static inline void shape_part(shape *s)
{
    geometry_build_part(s, CLASS_POLYGON);
}

/* A ring of the current polygon: the first is its shell, the others are holes. */
static inline void shape_ring_start(shape *s)
{
    geometry_build_ring(s);
}

/* The next point of the current ring: metres east and north, EPSG:31370. */
static inline void shape_point(shape *s, double x, double y)
{
    geometry_build_point(s, x, y);
}

/* Repeats the first point when the last one differs. */
static inline void shape_ring_close(shape *s)
{
    geometry_build_close(s);
}

/* oppervlakte_m2, to two decimals; only means something for a valid shape. */
static inline double shape_area_m2(const shape *s)
{
    return geometry_build_area_m2(s);
}

/* OGC 06-103r4 §6.1.11.1: simple rings, holes inside, parts apart. */
bool shape_is_valid(const shape *s);
/* Whether it is not, and what is wrong and where. */
bool shape_find_fault(const shape *s, spatial_fault *out);

/* Of one that is not valid and does not cross itself often: puts a valid one in its place when its area is the same within a
 * hundredth. said: how the repair differs, or that there is none; Dutch, no full stop. False: it stays as it is. */
bool shape_repair(shape *s, char *said, size_t room);

/* Whether it crosses itself more often than filters can work with (crossings.h). */
bool shape_crosses_often(const shape *s);

/* SpatiaLite BLOB-Geometry, MULTIPOLYGON XY. */
static inline size_t shape_blob_size(const shape *s)
{
    return geometry_build_size(s, CLASS_MULTIPOLYGON);
}

/* Writes a MULTIPOLYGON XY as SpatiaLite keeps it; out has room for shape_blob_size bytes. */
static inline void shape_to_blob(const shape *s, int srid, uint8_t *out)
{
    geometry_build_write(s, CLASS_MULTIPOLYGON, srid, out);
}

#endif
