/* A geometry of GeoJSON (RFC 7946 §3.1) that a client wants to write, as the store keeps it. */
#ifndef OGCAPI_GEOJSON_GEOMETRY_H
#define OGCAPI_GEOJSON_GEOMETRY_H

#include "data/model/geometry.h"
#include "gml/crs/crs.h"

#include <jansson.h>

enum { GEOJSON_POINTS_MOST = 1000000 };

/* Every kind but GeometryCollection. Positions are in `from`, with its order of axes; *out is in EPSG:srid, x, y, in the arena,
 * its corners where the client put them. A third number of a position is left out, and *flat says so. ST_BAD_PARAM with a JSON
 * pointer as locator (GeometrieOngeldig, GeometrieTeGroot, CoordinatenstelselVerkeerd). */
MUST_USE status geojson_geometry(const json_t *given, const crs *from, crs_set *set, int srid, arena *a, geometry *out,
                                 bool *flat);

#endif
