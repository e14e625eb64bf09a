/* What a client says of a feature that it wants to write: a Feature of GeoJSON, or a patch of one (RFC 7396). */
#ifndef OGCAPI_FEATURE_BODY_H
#define OGCAPI_FEATURE_BODY_H

#include "data/store/edit.h"
#include "server/ogcapi/api.h"

#include <jansson.h>

typedef enum body_use {
    BODY_WHOLE,   /* a new feature */
    BODY_REPLACE, /* one in the place of what there is: what is not said becomes nothing */
    BODY_PATCH    /* only what changes */
} body_use;

typedef struct feature_body {
    edit_row row; /* its layer is set, its id is not */
    bool flat;    /* heights were left out */
} feature_body;

/* Reads the request's body, in the system of Content-Crs, else CRS84. What only the store says (edit_filler_of) is passed over,
 * but for versie. The locator of an error is a property's name, or a JSON pointer. ST_NO_MEDIA_TYPE, ST_TOO_LARGE, ST_BAD_SYNTAX
 * (JsonOngeldig), ST_BAD_PARAM. */
MUST_USE status feature_body_read(const api *q, body_use use, feature_body *out);

/* The JSON object that the body is; an empty body is an empty object. types: the media types that may be given, NULL-terminated.
 */
MUST_USE status body_object(const api *q, const char *const *types, json_t **out);

#endif
