/* Geometry as it lies in the store: a SpatiaLite BLOB (little endian, uncompressed), walked without copying.
 *
 * Layout (SpatiaLite BLOB-Geometry): 00 01 srid:int32 minx miny maxx maxy:double 7C class:int32 body FE. Polygon body: ring
 * count, then per ring point count and x,y doubles. Multi body: count, then per part 69 class body. Coordinates are x, y (east,
 * north) in the layer's CRS. A class over 1000 has a height z after each point's x and y, one over 2000 a measure m, one over
 * 3000 both.
 */
#ifndef MODEL_GEOMETRY_H
#define MODEL_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct geometry {
    const uint8_t *blob;
    size_t size;
} geometry;

typedef enum geometry_class {
    CLASS_POINT = 1,
    CLASS_LINESTRING,
    CLASS_POLYGON,
    CLASS_MULTIPOINT,
    CLASS_MULTILINESTRING,
    CLASS_MULTIPOLYGON,
    CLASS_COLLECTION
} geometry_class;

/* Called during the walk, in order; a function that is NULL passes everything. A false return stops the walk.
 * begin/end: a geometry or, at depth 1, a part of a multi-geometry; parts counts rings, members or points. ring: of a polygon, 0
 * is the exterior. coordinates: `count` points as x,y doubles at `xy`, which may be unaligned: read them with geometry_ordinate.
 * any_dimension: the visitor knows that a point has geometry_ordinates(g) doubles, of which x and y are the first; without it a
 * walk takes flat geometries only. */
typedef struct geometry_visitor {
    void *context;
    bool (*begin)(void *context, geometry_class kind, uint32_t parts, unsigned depth);
    bool (*ring)(void *context, uint32_t index);
    bool (*coordinates)(void *context, const uint8_t *xy, uint32_t count);
    bool (*ring_end)(void *context, uint32_t index);
    bool (*end)(void *context, geometry_class kind, unsigned depth);
    bool any_dimension;
} geometry_visitor;

/* False when the bytes are not such a geometry (every count is checked against the size) or when the visitor stopped. */
bool geometry_walk(geometry g, const geometry_visitor *v);

/* Whether a walk would reach the end, and the class of the whole; does not look at the coordinates. */
bool geometry_whole(geometry g, geometry_class *out);

/* Doubles per point: 2, 3 or 4; 2 also when the bytes are not a geometry. */
unsigned geometry_ordinates(geometry g);
/* Whether the third of them is a height, and a number at every point. */
bool geometry_has_heights(geometry g);

/* How many points all its runs have together; 0 when the bytes are not a geometry. */
size_t geometry_points(geometry g);

/* The index-th double of a run of coordinates: 0 is the first x, 1 the first y, 2 the second x … */
double geometry_ordinate(const uint8_t *xy, size_t index);

/* minx, miny, maxx, maxy from the blob's header; false when the bytes are not a geometry. */
bool geometry_mbr(geometry g, double out[4]);

/* Whether the geometry and the closed ring share a point, touching included: FES 2.0 (09-026r2) §7.8.3.2, BBOX = not disjoint.
 * ring: `count` points as x,y, the first not repeated, in the geometry's CRS. The interior is even-odd on both sides, so an
 * invalid polygon gives an answer and never an error. */
bool geometry_meets_ring(geometry g, const double *ring, size_t count);

#endif
