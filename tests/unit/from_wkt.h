/* Geometries for tests, from Well-Known Text by GEOS; polygons may be invalid. */
#ifndef TESTS_UNIT_FROM_WKT_H
#define TESTS_UNIT_FROM_WKT_H

#include "base/arena.h"
#include "data/model/geometry.h"

geometry from_wkt(const char *wkt, arena *a); /* aborts for invalid text */

#endif
