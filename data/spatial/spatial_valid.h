/* What is wrong with an area that is not valid (OGC 06-103r4 §6.1.11), where, and what it would be when repaired. By GEOS. */
#ifndef SPATIAL_SPATIAL_VALID_H
#define SPATIAL_SPATIAL_VALID_H

#include "base/arena.h"
#include "data/spatial/spatial.h"

/* The first fault that was found: a sentence about the contour, to be read after "de contour" or "the contour". */
typedef struct spatial_fault {
    double x, y; /* in the CRS of the geometry; zeros when the fault has no place */
    const char *nl, *en;
} spatial_fault;

/* Whether there is a fault. False also when GEOS could not say, which spatial_ended reports. One that crosses itself often
 * (crossings.h) may take long: look at that first. */
bool spatial_find_fault(spatial *s, geometry g, spatial_fault *out);

/* What a repair makes of an area, to be offered to whoever drew it: he says whether that is what he meant. */
typedef struct spatial_repair {
    geometry repaired; /* a valid multipolygon in the same CRS, flat, its coordinates on whole millimetres */
    double was, is;    /* area, in the unit of its CRS squared: as drawn (exteriors less holes), and repaired */
    uint32_t parts_were, parts_are;
    char nl[200], en[200]; /* a sentence that says so */
} spatial_repair;

/* False: nothing is left of it, it is not an area, or GEOS could not, which spatial_ended reports. An area counts by the even-odd
 * rule, as filters take it (spatial.h). Lives in the arena. */
bool spatial_offer_repair(spatial *s, geometry g, arena *a, spatial_repair *out);

#endif
