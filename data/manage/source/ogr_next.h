/* Feature after feature of a map file, so that one that breaks off half-way is not taken for a short one. */
#ifndef SOURCE_OGR_NEXT_H
#define SOURCE_OGR_NEXT_H

#include "base/gdal/gdal_library.h"

/* The next feature, which the caller destroys, or NULL: the end. ST_BAD_INPUT: the file stops half-way, or its letters are not in
 * the encoding that it says to have. GDAL's errors must be kept quiet, not thrown away (CPLQuietErrorHandler). */
MUST_USE status ogr_next(const gdal_library *g, OGRLayerH layer, OGRFeatureH *out);

/* ST_BAD_INPUT when GDAL has just left out letters. */
MUST_USE status ogr_check_letters(const gdal_library *g);

/* ST_BAD_INPUT, with GDAL's last words. */
MUST_USE status ogr_cannot_read(const gdal_library *g);

#endif
