/* A stored geometry as well-known binary (OGC 06-103r4 §8), transformed, x before y: what libraries take. */
#ifndef FORMATS_WKB_WRITE_H
#define FORMATS_WKB_WRITE_H

#include "base/arena.h"
#include "data/model/geometry.h"
#include "data/model/layer.h"
#include "gml/crs/crs.h"

typedef struct wkb {
    arena *arena;
    const transform *transform; /* NULL: as stored */
    geometry_type type;         /* of the layer: a single geometry becomes a multi-geometry where the layer has those */
    bool heights;               /* the layer has heights: they are written for rows that have them */
    uint8_t *bytes;             /* the last result, of `used` bytes; grows, and is reused */
    size_t used, room;
    bool high; /* the last geometry has heights */

    unsigned ordinates; /* of a stored point */
    bool in_ring;
} wkb;

/* Whether the last geometry has no part or point. */
bool wkb_empty(const wkb *w);

/* False: broken, of another type than the layer's, or with a point that the system of the answer does not have. */
bool wkb_write(wkb *w, geometry shape);

#endif
