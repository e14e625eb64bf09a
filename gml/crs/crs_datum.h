/* For crs.c: how PROJ gets from one datum to another. */
#ifndef CRS_CRS_DATUM_H
#define CRS_CRS_DATUM_H

#include "gml/crs/crs.h"

#include <proj.h>

/* Of the operation (prepared for x, y) what it does at this point of its source, the step between the datums. False when PROJ
 * does not say. */
MUST_USE bool crs_datum_read(PJ_CONTEXT *context, PJ *operation, const double at[2], crs_datum *out);

#endif
