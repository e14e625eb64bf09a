/* A point in a geometry, for tables with x and y: the point itself, or a point on the line or in the area (OGC 06-103r4
 * §6.1.14.2, PointOnSurface). */
#ifndef FORMATS_INNER_POINT_H
#define FORMATS_INNER_POINT_H

#include "data/spatial/spatial.h"
#include "gml/formats/encoder.h"

typedef struct inner_points {
    spatial *spatial;
    const transform *transform;
    const file_sink *watch; /* NULL: none */
    double asked;           /* when the watch was last asked (clock_ticks) */
    status stopped;         /* what it gave */
} inner_points;

/* For the geometries of e->what. */
inner_points *inner_points_new(const encoding *e);

/* *none: the geometry is empty. Fails when the point cannot be computed, or when the watch says to stop. */
MUST_USE status inner_point_of(inner_points *p, geometry shape, bool *none, double xy[2]);

/* The names of the two columns: "x" and "y", unless properties have those names; "punt_x" and "punt_y" then, with a number behind
 * them when properties have those names too. In the encoding's arena. */
void inner_point_names(const encoding *e, const char *names[2]);

#endif
