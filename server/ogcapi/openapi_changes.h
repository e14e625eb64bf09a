/* The part of the OpenAPI document that is about changing: for a caller who may. */
#ifndef OGCAPI_OPENAPI_CHANGES_H
#define OGCAPI_OPENAPI_CHANGES_H

#include "server/ogcapi/api.h"

/* The operations that change this resource of this layer, as members of its path. */
void openapi_write_changes(const api *q, const api_resource *r, const layer *l, jsonw *w);

/* The parameter {featureId} of a path, as an item of an array. */
void openapi_write_feature_parameter(jsonw *w);

#endif
