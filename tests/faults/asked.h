/* The requests made under faults: every operation, format, filter function and operator, joins by value, place and time, pages,
 * several queries at once. */
#ifndef TESTS_FAULTS_ASKED_H
#define TESTS_FAULTS_ASKED_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct asked {
    const char *name;
    const char *query, *body; /* query: at /wfs, or a path with its own, "/api?f=json"; body: that of a POST, or NULL */
    bool anybody;             /* without a token */
} asked;

asked *asked_all(arena *a, size_t *count);

#endif
