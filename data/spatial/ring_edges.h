/* The edges of a ring by where they lie: between ring.c, which sorts them, and geometry_meets.c, which asks for them. */
#ifndef SPATIAL_RING_EDGES_H
#define SPATIAL_RING_EDGES_H

#include "data/spatial/plane.h"
#include "data/spatial/ring.h"

typedef struct extent {
    point low, high;
} extent;

/* A binary tree in which the extents of node i are those of the nodes 2i and 2i + 1; its leaves have some edges each, in the
 * order of the ring, in which neighbours lie together. */
struct ring {
    const double *xy;
    size_t count;
    size_t leaves;   /* a power of two; 0: not sorted, and not for ring_edges */
    extent *extents; /* 2 × leaves, the root at 1 */
};

/* False: that was enough. */
typedef bool edge_call(void *context, point from, point to);

/* Calls with every edge whose extent meets this one, and with some of its neighbours; a coordinate that is no number meets
 * everything. False when the call stopped it. */
bool ring_edges(const ring *r, const extent *near, edge_call *call, void *context);

/* The index-th point; after the last comes the first. */
static inline point ring_point(const ring *r, size_t index)
{
    const size_t i = index < r->count ? index : index - r->count;
    return (point){r->xy[2 * i], r->xy[2 * i + 1]};
}

/* The least that holds both points. */
extent extent_of(point a, point b);

#endif
