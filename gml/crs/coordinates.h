/* Writes runs of stored coordinates: transformed, in the axis order of the answer, as fixed-point digits. */
#ifndef CRS_COORDINATES_H
#define CRS_COORDINATES_H

#include "base/out.h"
#include "data/model/geometry.h"
#include "gml/crs/crs.h"

typedef struct coordinates {
    const transform *transform; /* NULL: as stored */
    bool yx;
    int decimals;
    unsigned ordinates; /* of a stored point; 0: two */
    bool heights;       /* the third ordinate is a height and is written, in metres as it is stored: only x and y are transformed
                         */
} coordinates;

/* Sets `ordinates` and `heights` for this geometry's points: with heights when they are wanted and the geometry has them. */
void coordinates_of(coordinates *c, geometry g, bool heights);

/* Widens mbr (minx, miny, maxx, maxy; crs_measure of nothing begins it) so that it holds the points as they are written: those
 * that count most are points themselves, and rounding keeps the order. False as below. */
bool coordinates_measure(const coordinates *c, const uint8_t *xy, uint32_t count, double mbr[4]);

/* "1 2 3 4", or three numbers per point (GML posList, pos). xy: count points as in data/model/geometry.h. False when a point
 * cannot be transformed. */
bool coordinates_gml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count);

/* "1,2 3,4", or three numbers per point (GML 2 (02-069) §4.3.3: gml:coordinates), always x,y. */
bool coordinates_gml2(const coordinates *c, output *to, const uint8_t *xy, uint32_t count);

/* "[1,2],[3,4]", or three numbers per point (RFC 7946 §3.1.1), x,y unless yx says otherwise; the last point first when
 * reversed. */
bool coordinates_json(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed);

/* "1,2 3,4", or three numbers per point (KML 2.3 (12-007r2) §14.5), always x,y; the last point first when reversed. */
bool coordinates_kml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed);

/* "1 2,3 4", or three numbers per point (WKT, OGC 06-103r4 §7), always x,y. */
bool coordinates_wkt(const coordinates *c, output *to, const uint8_t *xy, uint32_t count);

#endif
