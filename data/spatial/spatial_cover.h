/* How much of one area lies in another, by GEOS, or without it when one is convex: what a parcel has in common with a risk
 * location (domain rule 19).
 *
 * An area that is invalid counts as spatial.h says. As there, a result means nothing unless spatial_ended says that it went
 * well. */
#ifndef SPATIAL_SPATIAL_COVER_H
#define SPATIAL_SPATIAL_COVER_H

#include "data/spatial/spatial.h"

typedef struct spatial_cover spatial_cover; /* an area that many others are compared with: repaired and indexed once */

/* False when g is empty, unreadable or too complex. It needs g and s until spatial_cover_free. */
__attribute__((warn_unused_result)) bool spatial_cover_new(spatial *s, geometry g, spatial_cover **out);
void spatial_cover_free(spatial_cover *c); /* NULL is fine */

/* *common: how much of g lies in the cover, 0 (or no more than rounding leaves) for areas that only touch; *whole: the area of g,
 * unless their boxes lie apart. Both in the square of the CRS's unit. */
void spatial_cover_measure(spatial_cover *c, geometry g, double *common, double *whole);

#endif
