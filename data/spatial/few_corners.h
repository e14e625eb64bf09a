/* Whether a geometry shares a point with an area of few corners, such as somebody draws on a map: answered without GEOS, which
 * takes some ten times as long for it. Only certain answers are given: on which side of an edge a point lies is computed with a
 * bound on the rounding error (sure_side of plane.h), and where that does not decide, NOT_SURE leaves the question to GEOS. */
#ifndef SPATIAL_FEW_CORNERS_H
#define SPATIAL_FEW_CORNERS_H

#include "data/model/geometry.h"

enum {
    CORNERS_MOST = 64,    /* of the area: each edge of a row is compared with each of its own */
    CORNER_PAIRS = 65536, /* of edges: about a millisecond. GEOS has an index for more */
};

typedef struct few_corners few_corners;

/* NULL when it is not one polygon, or has more corners than CORNERS_MOST. For a valid polygon, with or without holes, whose
 * coordinates are all finite. Does not need g afterwards. */
few_corners *few_corners_of(geometry g);
void few_corners_free(few_corners *f); /* NULL is fine */

typedef enum sureness { SURE_NO, SURE_YES, NOT_SURE } sureness;

/* For any row, valid or not; a polygon that is invalid counts as spatial.h says. A row that is not a geometry, or has a
 * coordinate that is not a number, may get any answer. */
sureness few_corners_meet(const few_corners *f, geometry row);

#endif
