/* Ids of features as clients write them: "risicolocatie.12" (WFS 2.0 (09-025r2) §7.9.2.4.1). */
#ifndef MODEL_RESOURCE_ID_H
#define MODEL_RESOURCE_ID_H

#include "data/model/catalog.h"

/* ST_BAD_PARAM (resourceId) for a text that cannot be an id: a list with the wrong separators would match nothing, and nobody
 * would know why. */
MUST_USE status resource_id_check(const char *resource_id);

/* "risicolocatie.12" → the layer and 12. The layer is NULL for a well-formed id of a type that is not ours; ST_BAD_PARAM
 * (resourceId) for a text that cannot be an id, such as "risicolocatie.012". */
MUST_USE status resource_id_read(const catalog *c, const char *resource_id, const layer **l, int64_t *id);

/* "risicolocatie.12.v3", the id of a state that the feature had → "risicolocatie.12" and 3; another text as it is, and 0. */
const char *resource_id_without_version(const char *resource_id, arena *a, int64_t *version);

/* Whether this text is the id of a feature that the layer may have. */
bool resource_id_is_of(const layer *l, const char *text, int64_t *id);

#endif
