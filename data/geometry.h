/* Geometry as it lies in the store: a SpatiaLite BLOB (little endian, 2D, uncompressed), walked without copying.
 *
 * Layout (SpatiaLite BLOB-Geometry): 00 01 srid:int32 minx miny maxx maxy:double 7C class:int32 body FE. Polygon body: ring count, then per ring
 * point count and x,y doubles. Multi body: count, then per part 69 class body. Coordinates are x, y (east, north) in the layer's CRS.
 */
#ifndef DATA_GEOMETRY_H
#define DATA_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GEOMETRY_BLOB_OVERHEAD = 38, GEOMETRY_DEPTH = 4 };

typedef struct geometry {
    const uint8_t *blob;
    size_t size;
} geometry;

typedef enum geometry_class {
    CLASS_POINT = 1, CLASS_LINESTRING, CLASS_POLYGON, CLASS_MULTIPOINT, CLASS_MULTILINESTRING, CLASS_MULTIPOLYGON, CLASS_COLLECTION
} geometry_class;

/* What is met on the walk, in order. Any member may be NULL. `coordinates` gives count points as x,y pairs that may be unaligned bytes: read them with
 * memcpy. A false return stops the walk. */
typedef struct geometry_visitor {
    void *context;
    bool (*begin)(void *context, geometry_class kind, uint32_t parts, unsigned depth); /* parts: rings, members or points */
    bool (*ring)(void *context, uint32_t index, uint32_t points);                      /* of a polygon: 0 is the exterior */
    bool (*coordinates)(void *context, const uint8_t *xy, uint32_t count);
    bool (*ring_end)(void *context, uint32_t index);
    bool (*end)(void *context, geometry_class kind, unsigned depth);
} geometry_visitor;

/* False when the bytes are not such a geometry (every count is checked against the size) or the visitor stopped. */
bool geometry_walk(geometry g, const geometry_visitor *v);

bool geometry_mbr(geometry g, double out[4]); /* minx, miny, maxx, maxy from the blob's head */
int geometry_srid(geometry g);                /* -1 when the bytes are no geometry */

/* Whether the geometry and the box (minx, miny, maxx, maxy; same CRS) share a point: FES 2.0 (09-026r2) §7.8.3.2, BBOX = not disjoint.
 * Even-odd interior, so an invalid polygon gives an answer and never an error. */
bool geometry_meets_box(geometry g, const double box[4]);

#endif
