/* Geometry literals of a request: GML 3.2 (http://www.opengis.net/gml/3.2, OGC 07-036), GML 3.1.1 and 2
 * (http://www.opengis.net/gml) as a geometry of the store.
 *
 * It reads Point, LineString, LinearRing, Curve, CompositeCurve, OrientableCurve, Polygon, Surface (and the other surfaces made
 * of patches), CompositeSurface, OrientableSurface, Envelope, Box and every Multi* and collection of these, nested or not;
 * coordinates as pos, posList, coordinates, coord or points.
 *  - Segments: LineStringSegment, Arc, ArcString, Circle. Arcs become edges that are at most 1 mm (1e-8 degree) off, at most
 *    ARC_EDGES per full turn.
 *  - srsName in any spelling of crs.h, with the axis order of that spelling, inherited from the element around; but coordinates
 *    and coord (GML 2) are x, y in every spelling, because QGIS writes them so. Edges are straight in the CRS in which
 *    they are written, and are followed in the store's (gml_follow.c), as an Envelope's sides are (crs_region).
 *  - srsDimension 3: the third ordinate is left out, as the store is flat.
 *  - Rings have four points or more and are closed; either direction is fine. An Envelope becomes a polygon, a surface of several
 *    patches a multi-polygon.
 *
 * Refused, with the element, its line and what is wrong: ST_BAD_SYNTAX when it is not such a geometry (unknown, missing or
 * misplaced elements, references, nesting over 64, over 100,000 points, points of arcs included, or 10,000 members), ST_BAD_PARAM
 * for wrong values (numbers, CRS, coordinates that the CRS does not have, open rings).
 */
#ifndef READER_GML_READ_H
#define READER_GML_READ_H

#include "data/model/geometry.h"
#include "gml/crs/crs.h"

#include <libxml/tree.h>

enum { GML_POINTS_MAX = 100000, GML_MEMBERS_MAX = 10000, GML_DEPTH_MAX = 64, ARC_EDGES = 4096 };

/* node: the geometry element. default_srs: for a geometry without srsName; NULL: `srid` in the order of its URN. *out is in
 * EPSG:srid, x, y, in the arena. */
MUST_USE status gml_read_geometry(const xmlNode *node, crs_set *set, int srid, const char *default_srs, arena *a, geometry *out);

#endif
