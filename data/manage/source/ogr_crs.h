/* From the reference system of a layer to that of the store: the one way in for every map file. */
#ifndef SOURCE_OGR_CRS_H
#define SOURCE_OGR_CRS_H

#include "base/gdal/gdal_library.h"

/* Turns x, y of the layer (east, north, whatever the authority says) into Lambert 72 (EPSG:31370); the caller destroys it.
 * *out NULL: they are that already. ST_BAD_INPUT, with the cure: the layer names no system, or one of which it is not known where
 * on earth it lies. */
MUST_USE status ogr_to_lambert72(const gdal_library *g, OGRLayerH layer, OGRCoordinateTransformationH *out);

#endif
