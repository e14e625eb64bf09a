/* A key and tokens of our own, for trying out and for tests: what an identity provider would do. Nothing in the token check knows
 * of it; a server accepts these tokens only when its settings name this issuer and this key.
 */
#ifndef AUTH_DEMO_H
#define AUTH_DEMO_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

/* RFC 2606 §2: .invalid will never be anybody's domain. */
#define DEMO_ISSUER "https://demo.risicolaag.invalid"
#define DEMO_AUDIENCE "risicolaag"

typedef struct demo_token {
    const char *issuer, *audience, *role_claim; /* as in token_settings; none may be NULL */
    const char *role;                           /* "Raadpleger" */
    text_list organisations;                    /* KBO numbers without dots */
    int64_t issued_at;                          /* Unix time */
    int hours;
} demo_token;

/* Makes FOLDER/demo.jwk (private, RSA 2048, mode 0600) unless it exists, FOLDER/jwks.json (public) from it each time, and FOLDER
 * (0700) when it is missing. A private key is never overwritten. *made: whether it is new. ST_BAD_INPUT when a file cannot be
 * made or is not a key. */
MUST_USE status demo_keys_make(const char *folder, arena *a, bool *made);

/* ST_BAD_PARAM, listing the roles, unless this is one of them (in any case). */
MUST_USE status demo_check_role(const char *name);

/* Signs with FOLDER/demo.jwk. */
MUST_USE status demo_token_sign(const char *folder, const demo_token *t, arena *a, const char **compact);

#endif
