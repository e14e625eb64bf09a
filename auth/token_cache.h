/* What a token stands for, remembered for a while: as the provider said (auth/introspection.h), or as its signature shows
 * (auth/signed.h). Stored by the SHA-256 of the token: the token itself is never kept. One of each kind per worker, of a fixed
 * size; negative answers have a set of their own, so that nobody can push the good ones out by guessing. For auth/ alone. */
#ifndef AUTH_TOKEN_CACHE_H
#define AUTH_TOKEN_CACHE_H

#include "auth/digest.h"
#include "base/clock.h"

#include <jansson.h>

enum { CACHE_WAYS = 4, CACHE_ACTIVE_SETS = 256, CACHE_REFUSED_SETS = 64 };

typedef struct token_cache token_cache;
typedef enum cached { CACHED_NOTHING, CACHED_ACTIVE, CACHED_REFUSED } cached;

/* An empty one. Never NULL: without memory the worker does not start. */
token_cache *token_cache_new(void);
void token_cache_free(token_cache *c); /* NULL is fine */

/* Forgets all of them. */
void token_cache_clear(token_cache *c);

/* *claims: a reference of the caller's own when CACHED_ACTIVE. */
cached token_cache_find(token_cache *c, const digest *token, const clock_reading *now, json_t **claims);

/* Good for `seconds`, and never at or after the wall time `end`. When the set is full, the least recently used one is dropped. */
void token_cache_keep_active(token_cache *c, const digest *token, json_t *claims, const clock_reading *now, int64_t seconds,
                             double end);
void token_cache_keep_refused(token_cache *c, const digest *token, const clock_reading *now, int64_t seconds);

#endif
