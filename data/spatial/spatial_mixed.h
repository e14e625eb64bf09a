/* Operators with a collection of parts of different dimensions, which GEOS refuses; for spatial.c alone. */
#ifndef SPATIAL_SPATIAL_MIXED_H
#define SPATIAL_SPATIAL_MIXED_H

#include "data/spatial/spatial.h"
#include "data/spatial/spatial_geos.h"

/* EQUALS, TOUCHES, WITHIN, OVERLAPS, CROSSES or CONTAINS; `one` is of one class, and the two are known to meet. */
bool mixed_holds(geos *g, spatial_operator op, const GEOSGeometry *one, const GEOSGeometry *collection);

#endif
