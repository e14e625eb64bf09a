/* A place in a geometry, for tables that want x and y: the point itself, of a line or an area a point on it (OGC 06-103r4
 * §6.1.14.2, PointOnSurface). */
#ifndef FORMATS_INNER_POINT_H
#define FORMATS_INNER_POINT_H

#include "data/spatial/spatial.h"
#include "gml/formats/encoder.h"

typedef struct inner_points {
    spatial *spatial;
    const transform *transform;
    const file_sink *watch; /* NULL: none */
    double asked;           /* the watch, at this time (clock_ticks) */
    status stopped;         /* what it gave */
} inner_points;

/* Of e->what. */
inner_points *inner_points_new(const encoding *e);

/* *none: the geometry is empty. Fails when the point cannot be computed, or when it may not go on. */
MUST_USE status inner_point_of(inner_points *p, geometry shape, bool *none, double xy[2]);

/* What the two columns are called: "x" and "y", unless properties are. */
void inner_point_names(const encoding *e, const char *names[2]);

#endif
