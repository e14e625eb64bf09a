/* Convex areas of few corners, as most parcels are: how much of another area lies in one takes no more than cutting its rings off
 * along the edges (I. E. Sutherland and G. W. Hodgman, Reentrant Polygon Clipping, 1974). */
#ifndef SPATIAL_CONVEX_H
#define SPATIAL_CONVEX_H

#include "data/model/geometry.h"
#include "data/spatial/plane.h"

enum { CONVEX_MOST = 24 };

typedef struct convex {
    point corners[CONVEX_MOST]; /* anticlockwise */
    size_t count;
    double area;
} convex;

/* False when it is not one polygon of one ring, flat, with at most CONVEX_MOST corners, or not convex. One that is, is valid. */
bool convex_of(geometry g, convex *out);

/* Areas as rings: those of valid polygons. */
typedef struct convex_rings convex_rings;
/* NULL: these are no flat polygons, or they have more points than cutting is worth. On the heap. */
convex_rings *convex_rings_of(geometry g);
void convex_rings_free(convex_rings *r); /* NULL is fine */
double convex_rings_area(const convex_rings *r);

/* How much of them lies in the convex area. Means something for valid polygons only. */
double convex_common(const convex *c, convex_rings *with);

#endif
