/* Opaque tokens: the provider is asked what one stands for (RFC 7662). One per worker; it reads no clock: the caller gives the
 * time. For auth/ alone.
 *
 * An answer is kept for recheck_s, never past `exp`: so a revocation is noticed at most that much later. When the provider does
 * not answer, every token that is not in the cache gets 503, at once while the breaker is open. */
#ifndef AUTH_INTROSPECTION_H
#define AUTH_INTROSPECTION_H

#include "auth/breaker.h"
#include "auth/claims.h"
#include "auth/client.h"
#include "auth/introspection_settings.h"
#include "base/clock.h"

enum { REFUSED_KEPT = 10 /* seconds */, ANSWER_LIMIT = 64 * 1024 };

/* Asks the provider: the answer's body for this form, as fetch_post does. Tests put their own in its place. */
typedef struct introspection_asker {
    void *context;
    status (*ask)(void *context, const char *url, const char *form, const char *authorization, text *body);
} introspection_asker;

typedef struct introspection introspection;

/* asker: NULL for the network. The settings' texts, the rules and the breaker must outlive it. ST_BAD_INPUT for settings that
 * cannot work. */
MUST_USE status introspection_new(const introspection_settings *settings, const claim_rules *rules, breaker *b,
                                  const introspection_asker *asker, introspection **out);
void introspection_free(introspection *i); /* NULL is fine */

/* Whether the answer is in the cache, so that asking costs the provider nothing. */
bool introspection_knows(introspection *i, const char *token, const clock_reading *now);

/* What the provider says the token stands for: `sub`, the roles and `vo_orgcode`. ST_UNAUTHENTICATED: not active, or not for this
 * server. ST_UNAVAILABLE: the provider cannot say now. */
MUST_USE status introspection_claims(introspection *i, const char *token, const clock_reading *now, arena *a, json_t **claims);

/* Judges a provider's answer; public for tests: ST_UNAUTHENTICATED as above, ST_UNAVAILABLE when it is not an introspection
 * answer. *end: Unix time until which the token may be taken to be good; infinite when the answer does not say. */
MUST_USE status introspection_judge(const introspection *i, const char *body, size_t size, const clock_reading *now, arena *a,
                                    json_t **claims, double *end);

#endif
