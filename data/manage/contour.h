/* Schematic contours of gemeenten, computed from a point and an area each; never the real border, and labelled so everywhere.
 *
 * A power diagram (Laguerre, F. Aurenhammer 1987) of the points, the weight of a point growing with its area, clipped to the
 * convex hull of the points with 3 km around it. So every cell is convex, cells do not overlap, leave no gap, and each holds its
 * own point.
 */
#ifndef MANAGE_CONTOUR_H
#define MANAGE_CONTOUR_H

#include "base/arena.h"
#include "base/status.h"

#include <stddef.h>

typedef struct contour_site {
    double x, y;    /* metres, EPSG:31370 */
    double area_m2; /* only as a weight: a cell's area is near it, not equal */
} contour_site;

typedef struct contour {
    double (*xy)[2]; /* corners, counterclockwise, first not repeated, on whole decimetres */
    size_t count;
} contour;

/* out: one contour per site, in the arena. ST_BAD_INPUT when two sites share a place. */
MUST_USE status contours_compute(const contour_site *sites, size_t count, arena *a, contour *out);

/* How far (x, y) is from the nearest edge; negative outside. */
double contour_inside(const contour *c, double x, double y);

#endif
