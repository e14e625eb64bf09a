/* Reads a polygon from Well-Known Text (OGC 06-103r4 §7) into a shape. Text may come from anyone.
 *
 * POLYGON or MULTIPOLYGON in any case, after an optional "SRID=31370;" (PostGIS's way). Two ordinates per point, finite, at most
 * WKT_POINTS_MAX points; every ring closed and of four points or more. Anything else is refused with the reason and the place in
 * the text. Where the coordinates lie is not checked. */
#ifndef MANAGE_WKT_H
#define MANAGE_WKT_H

#include "base/status.h"
#include "data/manage/shape.h"

enum { WKT_POINTS_MAX = 1000000 };

/* out is cleared first. On failure (ST_BAD_INPUT) its content means nothing, but it can be used again. */
MUST_USE status wkt_read(const char *chars, size_t length, shape *out);

#endif
