/* Requests that are too long for a URL (a posted polygon of 100 kB), kept so that their next and previous links can be walked
 * (WFS 2.0 §7.7.4.4.1).
 *
 * A file beside the store that all workers share. It holds no data of layers: deleting it breaks the links of the last hour and
 * nothing else. An entry is found only by its random 128-bit id together with the caller that it was made for; it lives
 * CONTINUATION_S. A caller has at most CONTINUATIONS_EACH entries and CONTINUATIONS_EACH_MB in all, and the caller's own oldest
 * is deleted first; all callers without a token count as one. When all callers together have CONTINUATIONS_MB, the oldest entry
 * of the caller with most is deleted: nobody is refused because of what others keep, or loses a link to someone who keeps
 * less. */
#ifndef STORE_CONTINUATIONS_H
#define STORE_CONTINUATIONS_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

enum { CONTINUATION_S = 3600, CONTINUATIONS_EACH = 50, CONTINUATIONS_EACH_MB = 16, CONTINUATIONS_MB = 512 };

typedef struct continuations continuations;

/* Opens nothing yet; the paths must outlive it. store: a new file gets the owner of this file (base/beside.h). */
continuations *continuations_new(const char *path, const char *store);
void continuations_free(continuations *c); /* NULL is fine */

/* caller: rows_caller. *id: 32 hexadecimal digits; the same caller's same request keeps its id. ST_UNAVAILABLE when nothing more
 * can be kept now. */
MUST_USE status continuations_keep(continuations *c, const char *caller, const char *asked, arena *a, const char **id);

typedef struct continuation {
    const char *id;
    const char *text; /* a query string or a document */
} continuation;

/* ST_NOT_FOUND when this caller has no entry with this id (any more). */
MUST_USE status continuations_find(continuations *c, const char *caller, const char *id, arena *a, continuation *out);

#endif
