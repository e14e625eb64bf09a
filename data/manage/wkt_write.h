/* WKT of a geometry of the store: OGC 06-103r4 §7, x before y. wkt.h reads it back as the same bytes. */
#ifndef MANAGE_WKT_WRITE_H
#define MANAGE_WKT_WRITE_H

#include "base/text.h"
#include "data/model/geometry.h"

/* Replaces what is in `out`. False when the bytes are not a polygon or multipolygon; `out` may then hold anything. */
bool wkt_write(geometry g, text *out);

#endif
