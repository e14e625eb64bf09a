/* A ring that many rows are held against. A box that was followed into a layer's reference system has thousands of edges, and a
 * row lies near few of them: they are sorted into extents of extents once, and a row's edge looks at those alone whose extent
 * meets its own. The answer is that of geometry_meets_ring. */
#ifndef SPATIAL_RING_H
#define SPATIAL_RING_H

#include "data/model/geometry.h"

enum {
    RING_FEW = 16,            /* points: not worth the sorting */
    RING_ASK_EDGES = 1 << 16, /* looked at between two questions to the watch */
};

typedef struct ring ring;

/* Asked now and then; false: stop. */
typedef struct ring_watch {
    void *context;
    bool (*may_go_on)(void *context);
} ring_watch;

/* Of `count` points as x,y, the first not repeated; needs xy no longer afterwards. */
ring *ring_new(const double *xy, size_t count);
void ring_free(ring *r);

/* geometry_meets_ring of model/geometry.h; once the watch has said no the result means nothing. */
bool ring_meets(const ring *r, geometry g, ring_watch watch);

#endif
