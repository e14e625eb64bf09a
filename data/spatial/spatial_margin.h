/* Whether an area lies within another one, or sticks out of it by no more than a margin. By GEOS. */
#ifndef SPATIAL_SPATIAL_MARGIN_H
#define SPATIAL_SPATIAL_MARGIN_H

#include "data/spatial/spatial.h"

/* Touching its edge from the inside counts as within. `of` is what `within` was made of; both in the same CRS, margin in its
 * unit. False also when it could not be computed, which spatial_ended reports. Only the piece of `of` that lies near g is
 * widened: its time hardly depends on how large `of` is. */
bool spatial_within_margin(spatial *s, geometry g, const spatial_literal *within, geometry of, double margin);

#endif
