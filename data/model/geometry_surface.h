/* A geometry of areas as the store keeps them: a flat multipolygon, with its coordinates on a grid; and its area. */
#ifndef MODEL_GEOMETRY_SURFACE_H
#define MODEL_GEOMETRY_SURFACE_H

#include "data/model/geometry_build.h"

/* Exteriors less holes, in the unit of the coordinates squared; only means something for a valid one. */
double geometry_build_area(const geometry_build *b);
/* That area as oppervlakte_m2 has it: in metres, to the square centimetre times a hundred (two decimals). */
double geometry_build_area_m2(const geometry_build *b);

typedef enum surface_fault {
    SURFACE_FINE,
    SURFACE_OTHER_KIND, /* a point, a line, a collection, or not a geometry */
    SURFACE_OPEN_RING,  /* of fewer than four points, or not ending where it begins */
    SURFACE_NO_NUMBER,  /* a coordinate is NaN or infinite */
    SURFACE_EMPTY       /* no area at all */
} surface_fault;

/* Makes the multipolygon of a polygon or a multipolygon, each coordinate rounded to a multiple of 1 / steps (0: as it is),
 * heights and measures left out. *out is built in its own arena; at: x, y of the fault, where it has a place, otherwise zeros. */
surface_fault geometry_surface(geometry g, double steps, geometry_build *out, double at[2]);

#endif
