/* JSON from outside: strict (no double names, no NUL, UTF-8 only), and let go with the arena. For auth/ alone. */
#ifndef AUTH_JSON_H
#define AUTH_JSON_H

#include "base/arena.h"

#include <jansson.h>

/* The object that these bytes spell; NULL when they spell anything else. A double name is refused: whoever checks the first one
 * and whoever uses the last one would disagree (RFC 7519 §4, RFC 8725 §2.6). */
json_t *json_object_read(const void *chars, size_t size, arena *a);

/* Owned by the arena from here on. NULL stays NULL. */
json_t *json_keep(json_t *value, arena *a);

#endif
