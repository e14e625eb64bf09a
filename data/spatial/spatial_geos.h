/* From the store's geometries to GEOS's and back; for spatial*.c alone. */
#ifndef SPATIAL_SPATIAL_GEOS_H
#define SPATIAL_SPATIAL_GEOS_H

#include "data/model/geometry.h"
#include "data/spatial/spatial.h"

#include <geos_c.h>

typedef struct geos {
    GEOSContextHandle_t handle;
    GEOSWKBReader *reader;
    uint8_t *wkb; /* working space, kept from row to row */
    size_t size, room;
    spatial_watch watch;
    spatial_end ended;
    bool limited; /* LITERAL_S applies, counted from `since` */
    double since; /* by clock_ticks */
} geos;

enum { KEPT = 4 };

/* A literal that was made of this geometry. */
typedef struct kept_literal {
    uint8_t *blob;
    size_t size;
    spatial_literal *literal;
} kept_literal;

/* spatial.h's */
struct spatial {
    geos geos;
    kept_literal kept[KEPT]; /* most recently used first */
};

/* Makes GEOS's handle and the working space; geos_end frees them. */
void geos_begin(geos *g);
void geos_end(geos *g);

/* Begins to watch what GEOS does. */
void geos_watch(geos *g, spatial_watch watch);
/* Asks the watch and the limit; false: it has ended. */
bool geos_may_go_on(geos *g);
/* LITERAL_S applies between these two. */
void geos_limit(geos *g);
void geos_unlimit(geos *g);

/* Every result of GEOS goes through one of these, so that a failure is never taken for "no", NULL or zero: it ends the request
 * (SPATIAL_NO_ANSWER, unless it was ended before). */
bool geos_said(geos *g, char answer);                 /* of a predicate: 0, 1 or 2 (it failed); false when it failed */
GEOSGeometry *geos_made(geos *g, GEOSGeometry *made); /* NULL: it failed */
int geos_counted(geos *g, int count);                 /* negative: it failed; 0 then */
bool geos_measured(geos *g, int done); /* of a function that gives its result through a pointer: 1, or 0 (it failed) */

/* Whether it has points and every coordinate is a number. */
bool geos_is_readable(geos *g, geometry from);

/* The geometry as it is, valid or not; NULL when it is not readable or GEOS failed. Open rings are closed. */
GEOSGeometry *geos_read(geos *g, geometry from);

/* Whether it is a GeometryCollection, and not one of the Multi kinds. */
bool geos_is_collection(geos *g, const GEOSGeometry *of);
/* How many parts it has: 1 when it is not a collection. */
int geos_parts(geos *g, const GEOSGeometry *of);

/* read: by geos_read, of from. Both end the request when it crosses itself more often than crossings.h allows.
 * Whether it is valid and not a collection: every GEOS predicate accepts that. */
bool geos_is_fit(geos *g, geometry from, const GEOSGeometry *read);

/* The same point set, as spatial.h says, valid and joined to one class; a collection only when its parts have different
 * dimensions. NULL when GEOS failed. main_parts: keep of each part only what has its highest dimension, so of an area the areas,
 * without the lines that its spikes leave. */
GEOSGeometry *geos_made_fit(geos *g, geometry from, const GEOSGeometry *read, bool main_parts);
/* The same once more, for a geometry that geos_made_fit has made fit before: its crossings are not counted a second time. */
GEOSGeometry *geos_made_fit_again(geos *g, const GEOSGeometry *read, bool main_parts);

/* Read, and made fit (main_parts) when it must be; the caller destroys it. NULL: there is nothing of it, or GEOS failed. */
GEOSGeometry *geos_read_fit(geos *g, geometry from);

#endif
