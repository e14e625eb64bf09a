/* Polygons of GDAL as the shapes that the import and the contours work with. */
#ifndef SOURCE_OGR_SHAPE_H
#define SOURCE_OGR_SHAPE_H

#include "base/gdal/gdal_library.h"
#include "data/manage/shape.h"

/* Adds the parts of a polygon or multipolygon without curves; heights are left out. False for anything else, for one without a
 * part and for a ring of fewer than three points: what was added until then means nothing. */
bool ogr_add_polygons(const gdal_library *g, OGRGeometryH whole, shape *contour);

#endif
