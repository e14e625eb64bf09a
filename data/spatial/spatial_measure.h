/* What a filter's functions measure of a geometry as it lies in the store, by GEOS. An area that is invalid counts as spatial.h
 * says.
 *
 * Each gives false, and leaves *out alone, when the geometry is empty, unreadable or has a coordinate that is not a number, and
 * when it was stopped or GEOS failed, which spatial_ended reports. Lengths and areas are in the unit of its CRS. */
#ifndef SPATIAL_SPATIAL_MEASURE_H
#define SPATIAL_SPATIAL_MEASURE_H

#include "data/spatial/spatial.h"

enum { SPATIAL_POINT_BYTES = 60, SPATIAL_BOX_BYTES = 132 };

/* Of its areas, without their holes; 0 for points and lines. */
bool spatial_area(spatial *s, geometry g, double *out);
bool spatial_length(spatial *s, geometry g, double *out); /* of a line, or around an area and its holes */
bool spatial_is_valid(spatial *s, geometry g, bool *out); /* OGC 06-103r4 §6.1.11 */

/* Geometries of the store, in the CRS of g. */
bool spatial_centroid(spatial *s, geometry g, uint8_t out[SPATIAL_POINT_BYTES]);
bool spatial_interior_point(spatial *s, geometry g, uint8_t out[SPATIAL_POINT_BYTES]);
bool spatial_envelope(geometry g, uint8_t out[SPATIAL_BOX_BYTES]); /* a polygon */

#endif
