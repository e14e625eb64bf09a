/* JSON from outside: strict (no duplicate names, no NUL, UTF-8 only), and freed with the arena. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"

#include <jansson.h>

/* The JSON object in these bytes; NULL when they are anything else. A duplicate name is refused: one program could check the
 * first while another uses the last (RFC 7519 §4, RFC 8725 §2.6). */
json_t *json_object_read(const void *chars, size_t size, arena *a);

/* The same for a JSON array. */
json_t *json_array_read(const void *chars, size_t size, arena *a);

/* As json_object_read, of any value; when it is NULL, *fault says where and why. */
json_t *json_read(const void *chars, size_t size, arena *a, json_error_t *fault);

/* Owned by the arena from here on. NULL stays NULL. */
json_t *json_keep(json_t *value, arena *a);

#endif
