/* Made-up contours of risk locations and parcels: rectangles, L-shapes, holes, several parts, irregular ones, and invalid ones on
 * purpose.
 *
 * Every vertex lies within `radius` of the middle and on whole centimetres. No sine or cosine, which differ between machines:
 * directions come from the unit diamond, made length one by a square root (exact in IEEE 754). */
#ifndef MANAGE_SAMPLE_SHAPE_H
#define MANAGE_SAMPLE_SHAPE_H

#include "data/manage/contour.h"
#include "data/manage/random.h"
#include "data/manage/shape.h"

enum { SAMPLE_VERTICES_MAX = 200 };

typedef struct sample_place {
    double x, y, radius; /* metres; a parcel around it fits in the contour too */
} sample_place;

/* Evenly over the (convex) contour. */
void sample_random_point(random_source *r, const contour *c, double *x, double *y);

/* A place inside the (convex) contour with a radius from 5 to 250 m, most of them small. */
sample_place sample_find_place(random_source *r, const contour *inside);

/* A valid contour at this place, in metres of EPSG:31370; out is cleared first. So do the next two. */
void sample_draw(random_source *r, const sample_place *at, shape *out);
void sample_draw_invalid(random_source *r, const sample_place *at, shape *out); /* refused by OGC 06-103r4 §6.1.11.1 */
void sample_draw_parcel(random_source *r, const shape *around, shape *out);     /* a box, 0.5 to 2 m larger */

#endif
