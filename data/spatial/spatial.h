/* The spatial operators of a filter (FES 2.0 (09-026r2) §7.8) on geometries as they lie in the store, by GEOS.
 *
 * Their meaning is that of OGC 06-103r4 §6.1.15: predicates on point sets, so direction and order of rings and parts do not
 * count. Every operator, Disjoint and Beyond included, is false for a geometry that is empty, unreadable or has a coordinate that
 * is not a number, and for a polygon with holes and no outer ring.
 *
 * A polygon that is invalid counts as the area that its rings enclose by the even-odd rule, and a multi-polygon as the union of
 * such areas, which is also what geometry_meets_ring answers for a BBOX. GEOS's "linework" method gives that for one polygon at a
 * time; its "structure" method would fill what an area's own ring cuts out, and linework on a whole multi-polygon would lose
 * where its parts overlap. So an invalid row is never an error and is never left out.
 * (GEOS gives up on some with coordinates beyond 1e100: those are an error, SPATIAL_NO_ANSWER.)
 *
 * When a computation was stopped, failed or ran out of memory, the functions here return false or 0, and spatial_ended says that
 * this result means nothing. Every caller of one of them must also call spatial_ended; for SQL functions sql_function.c does, in
 * one place.
 */
#ifndef SPATIAL_SPATIAL_H
#define SPATIAL_SPATIAL_H

#include "data/model/geometry.h"
#include "data/model/spatial_operator.h"

enum { LITERAL_S = 3 };

typedef struct spatial spatial;                 /* GEOS and its working space: one per worker connection, not for two threads */
typedef struct spatial_literal spatial_literal; /* a geometry that many rows are compared with: repaired and indexed once */

/* Never NULL: without memory the worker does not start. */
spatial *spatial_new(void);
void spatial_free(spatial *s);

/* Asked now and then in the middle of GEOS's work; true: stop. */
typedef struct spatial_watch {
    void *context;
    bool (*stop)(void *context);
} spatial_watch;

typedef enum spatial_end {
    SPATIAL_WENT_WELL,
    SPATIAL_STOPPED,       /* by the watch */
    SPATIAL_TOO_COMPLEX,   /* a literal that could not be made fit for use in LITERAL_S seconds */
    SPATIAL_CROSSES_OFTEN, /* a geometry that crosses itself more often than crossings.h allows: GEOS would work on it for long
                              without asking the watch */
    SPATIAL_NO_ANSWER,     /* GEOS gave up on a geometry, or had no memory for it */
} spatial_end;

/* Begins a request. From here on, and for this spatial alone, GEOS's work is watched; once something was stopped, everything
 * after it is stopped too. */
void spatial_begin(spatial *s, spatial_watch watch);
/* How it went since then: unless it went well, the results of the functions below mean nothing. The first end counts, until the
 * next spatial_begin. */
spatial_end spatial_ended(const spatial *s);
/* For long loops of our own: asks the watch, as GEOS's loops do. False: stop and return anything; from now on it is
 * SPATIAL_STOPPED. */
__attribute__((warn_unused_result)) bool spatial_may_go_on(spatial *s);

/* False when g is empty, not a geometry, or too complex. The literal does not need g afterwards, but it needs s until
 * spatial_literal_free. */
__attribute__((warn_unused_result)) bool spatial_literal_new(spatial *s, geometry g, spatial_literal **out);
void spatial_literal_free(spatial_literal *l);

/* Whether the operator holds. Both geometries in the same CRS; distance in its unit, for DWITHIN and BEYOND only. GEOS decides
 * only what the extents leave open, and for Intersects and Disjoint with an area of few corners, what those corners leave open
 * too (few_corners.h). */
bool spatial_holds(spatial *s, spatial_operator op, geometry row, const spatial_literal *with, double distance);

/* The same between two geometries of the store, compared in whichever order suits: the larger ones are kept as literals for a
 * while, because a join pairs one geometry with many. spatial_forget frees them. */
bool spatial_pair_holds(spatial *s, spatial_operator op, geometry left, geometry right, double distance);
void spatial_forget(spatial *s);

/* minx, miny, maxx, maxy; false when the bytes are not a geometry. */
bool spatial_extent(geometry g, double out[4]);

#endif
