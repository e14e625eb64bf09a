/* A multipolygon in memory, made again and again in the same space: what WKT, the sample and contours fill, and what the store
 * writes.
 *
 * Coordinates are x, y (east, north) in metres, EPSG:31370. Rings are closed (first point = last). The first ring of a part is
 * its exterior. Direction of rings is kept as given: SpatiaLite and GML 3.2 take any.
 */
#ifndef MANAGE_SHAPE_H
#define MANAGE_SHAPE_H

#include "server/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct shape_ring {
    uint32_t first, points; /* index of the first point in xy, in points */
    uint32_t part;
} shape_ring;

typedef struct shape {
    arena *arena;
    double *xy;
    shape_ring *rings;
    uint32_t points, ring_count, part_count;
    uint32_t point_room, ring_room;
    double box[4]; /* minx, miny, maxx, maxy; kept by shape_point */
} shape;

/* Room grows in the arena, which must live as long as the shape. */
shape shape_new(arena *a);
void shape_clear(shape *s);

void shape_part(shape *s); /* starts a polygon */
void shape_ring_start(shape *s);
void shape_point(shape *s, double x, double y);
void shape_ring_close(shape *s); /* repeats the first point when the last one differs */

/* Exteriors less holes; only means something for a valid shape. */
double shape_area(const shape *s);

/* OGC 06-103r4 §6.1.11.1: simple rings, holes inside, parts apart. */
bool shape_is_valid(const shape *s);

/* SpatiaLite BLOB-Geometry, MULTIPOLYGON XY. */
size_t shape_blob_size(const shape *s);
void shape_to_blob(const shape *s, int srid, uint8_t *out);

#endif
