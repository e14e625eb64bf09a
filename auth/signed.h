/* Signed tokens: a JWT in, its claims out. One per worker; it reads no clock: the caller gives the time. For auth/ alone.
 *
 * A signature costs some 100 µs to check and never changes, so a good token's signature is checked once: its claims are
 * remembered by the SHA-256 of the whole token, signature included, and the token itself is never kept. They are forgotten when
 * the keys are read again or dropped, an hour after they were checked, and when the token has expired. The registered claims are
 * judged at each request, remembered or not. A refused token is not remembered. */
#ifndef AUTH_SIGNED_H
#define AUTH_SIGNED_H

#include "auth/claims.h"
#include "auth/key_source.h"
#include "base/clock.h"

enum {
    SIGNED_KEPT = 3600,       /* seconds, by a clock that cannot be set back */
    SIGNED_KEPT_LENGTH = 8192 /* of a token that is remembered: with the cache's number of places it bounds the memory */
};

typedef struct signed_check signed_check;

/* Both must outlive it. Never NULL: without memory the worker does not start. */
signed_check *signed_check_new(key_source *keys, const claim_rules *rules);
void signed_check_free(signed_check *s); /* NULL is fine */

/* ST_UNAUTHENTICATED: not a JWT, not signed by a key of ours, or refused by claims_check. ST_UNAVAILABLE: the keys are not
 * available. */
MUST_USE status signed_claims(signed_check *s, const char *token, const clock_reading *now, arena *a, json_t **claims);

/* Whether its signature was recently found good, so that it is a JWT of our issuer. Says no more: the keys are not checked
 * again. */
bool signed_knows(signed_check *s, const char *token, const clock_reading *now);

#endif
