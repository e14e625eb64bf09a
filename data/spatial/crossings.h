/* How often the lines and rings of a geometry meet: GEOS's time for a geometry that crosses itself depends on it, and for long
 * stretches GEOS does not ask the watch. So it is counted before GEOS starts, by a loop that does ask.
 *
 * Two edges count when they share a point that is not an end of both: GEOS cuts them there. For an area, each return to a corner
 * counts too, because the area falls apart into pieces there, as it does where it crosses; and GEOS goes through all its points
 * for each piece. For a line, the pairs of its visits to one corner count: GEOS compares every edge there with every other, and a
 * line that came back to one corner 2,800 times kept it busy for more than forty seconds. Going to and fro along the same way
 * gives one pair per corner, and costs little. */
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

/* Coordinates must be numbers. Bytes that are not a geometry have few. Edges so small (1e-160) that products of coordinates
 * become zero meet nothing, as for GEOS. */
crossings_answer geometry_crossings(geometry g, crossings_watch watch);

#endif
