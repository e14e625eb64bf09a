/* Makes a geometry as it lies in the store (geometry.h) from points: the one writer of SpatiaLite BLOBs.
 *
 * Parts are points, lines and polygons; a part's runs of points are a polygon's rings (closed, the exterior first) or the one run
 * of a point or a line. Coordinates are x, y (east, north). Directions of rings are kept as given: SpatiaLite and GML 3.2 accept
 * any.
 */
#ifndef MODEL_GEOMETRY_BUILD_H
#define MODEL_GEOMETRY_BUILD_H

#include "base/arena.h"
#include "data/model/geometry.h"

typedef struct geometry_ring {
    uint32_t first, points; /* index of the first point in xy, in points */
    uint32_t part;
    geometry_class kind; /* of the part */
} geometry_ring;

typedef struct geometry_build {
    arena *arena;
    double *xy;
    geometry_ring *rings;
    uint32_t points, ring_count, part_count;
    size_t point_room, ring_room;
    geometry_class kind; /* of the current part */
    double box[4];       /* minx, miny, maxx, maxy; kept by geometry_build_point */
} geometry_build;

/* Its memory is in the arena, which must live as long as what is built. */
geometry_build geometry_build_new(arena *a);
void geometry_build_clear(geometry_build *b); /* for the next one, reusing the memory */

void geometry_build_part(geometry_build *b, geometry_class kind); /* CLASS_POINT, CLASS_LINESTRING or CLASS_POLYGON */
void geometry_build_ring(geometry_build *b);                      /* starts a run of the part */
void geometry_build_point(geometry_build *b, double x, double y);
void geometry_build_close(geometry_build *b); /* repeats the run's first point when the last one differs */

/* The geometry as a whole is of class `whole`: that of its only part, or a multi-geometry or collection that can hold them. */
size_t geometry_build_size(const geometry_build *b, geometry_class whole);
void geometry_build_write(const geometry_build *b, geometry_class whole, int srid, uint8_t *out);
/* The same, in the arena. */
geometry geometry_build_blob(const geometry_build *b, geometry_class whole, int srid);

#endif
