/* Requests that are too long for a URL (a posted polygon of 100 kB), kept so that their next and previous links can be walked (WFS 2.0 §7.7.4.4.1).
 *
 * A file beside the store that all workers share. What it holds is no data: whoever deletes it breaks the links of the last hour and nothing else. An entry
 * is found by a random 128-bit id and by the gemeenten of the caller that it was made for; it lives CONTINUATION_S, and a set of gemeenten has
 * CONTINUATIONS_EACH at most, the oldest goes first. Nobody's entries push out another's. */
#ifndef DATA_CONTINUATIONS_H
#define DATA_CONTINUATIONS_H

#include "server/base/arena.h"
#include "server/base/status.h"

#include <stdint.h>

enum { CONTINUATION_S = 3600, CONTINUATIONS_EACH = 50, CONTINUATIONS_MB = 512 };

typedef struct continuations continuations;

/* Opens nothing yet; the path must outlive it. */
continuations *continuations_new(const char *path);
void continuations_free(continuations *c); /* NULL is fine */

/* caller: rows_caller. *id: 32 hexadecimal digits; the same caller's same request keeps its id. ST_UNAVAILABLE when nothing more can be kept now. */
MUST_USE status continuations_keep(continuations *c, const char *caller, const char *asked, arena *a, const char **id);

typedef struct continuation {
    const char *id, *caller;
    const char *text; /* a query string or a document */
} continuation;

/* Whoever asks: hold out->caller against the caller before anything is answered. ST_NOT_FOUND when it is not there (any more). */
MUST_USE status continuations_find(continuations *c, const char *id, arena *a, continuation *out);

/* The one answer to an id that does not exist, has expired or is another caller's. */
MUST_USE status continuations_gone(void);

#endif
