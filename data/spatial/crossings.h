/* How often the lines and rings of a geometry meet: what GEOS's time for a geometry that crosses itself goes by, and in long
 * stretches in which it asks no watch. So it is counted before GEOS gets to work, by a loop that asks.
 *
 * Two edges count that have a point in common which is not an end of both: GEOS cuts them there. Of an area counts besides how
 * often it comes back to a corner, because there it falls apart into pieces, as it does where it crosses; and GEOS looks at all
 * points of it for each piece. Of a line count the pairs of its visits to one corner: GEOS compares every edge there with every
 * other, and a line that came back to one corner 2,800 times kept it busy for more than forty seconds. To and fro over the same
 * way gives a pair a corner, and is no burden. */
#ifndef SPATIAL_CROSSINGS_H
#define SPATIAL_CROSSINGS_H

#include "data/model/geometry.h"

enum {
    CROSSINGS_MOST = 20000,     /* of the whole */
    LINE_RETURNS_MOST = 250000, /* of all lines: pairs of visits of one line to one corner (700 visits) */
    AREA_CROSSINGS_MOST = 2000, /* of one polygon, by the next line */
    AREA_WORK_MOST = 8000000,   /* of one polygon: times that it meets itself × (points + 2 × those times) */
};

typedef enum crossings_answer {
    CROSSINGS_FEW,
    CROSSINGS_MANY,
    CROSSINGS_UNKNOWN, /* may_go_on said no */
} crossings_answer;

/* Asked now and then. */
typedef struct crossings_watch {
    void *context;
    bool (*may_go_on)(void *context);
} crossings_watch;

/* Coordinates are numbers. What is no geometry has few. So small (1e-160) that products of coordinates become zero, edges meet
 * nothing, as for GEOS. */
crossings_answer geometry_crossings(geometry g, crossings_watch watch);

#endif
