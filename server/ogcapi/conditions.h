/* Conditions on the state of a feature (RFC 9110 §13): what a client says that it has seen. An ETag is strong and of one
 * representation, "VERSION-form.system.hash": whatever form a client read, its first part is the version that it has seen. */
#ifndef OGCAPI_CONDITIONS_H
#define OGCAPI_CONDITIONS_H

#include "server/ogcapi/api.h"

/* What is compared. */
typedef struct feature_state {
    int64_t version;     /* of its property versie; 0: its layer has none, and then there is no ETag */
    const char *changed; /* its gewijzigd_op, "YYYY-MM-DDThh:mm:ssZ"; NULL: its layer has none */
    const char *nis;     /* whose it is; NULL: nobody asked */
} feature_state;

/* The ETag of a representation: its form, its system as api_system names it, and its own URL. */
const char *condition_etag(const feature_state *now, const api_form *form, const char *system, const char *self, arena *a);

/* ETag and Last-Modified of what is answered. */
void condition_write(const feature_state *now, const char *etag, arena *a, output *to);

/* Whether If-None-Match names this representation: then the answer is 304. */
bool condition_is_known(const exchange *x, const char *etag, arena *a);

/* Before a change of a feature that is so now. required: without If-Match and If-Unmodified-Since ST_NO_CONDITION
 * (VersieOntbreekt). ST_STALE (VersieVerouderd) when it was changed since; ST_BAD_PARAM for a moment that is none: to pass over
 * it, as RFC 9110 §13.1.4 has it, would change what the client wanted to protect. */
MUST_USE status condition_check(const exchange *x, const feature_state *now, bool required);

/* The same for a feature that is not there: with If-Match ST_STALE. */
MUST_USE status condition_check_absent(const exchange *x);

#endif
