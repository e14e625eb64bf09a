/* The token check: a client's headers in, a scope out. The only maker of a scope.
 *
 * Bearer (RFC 6750) carries a JWT (RFC 7519) signed RS256 or ES256 by a key of the JWKS (RFC 7517), or an opaque token that the
 * provider is asked about (RFC 7662); Basic (RFC 7617) carries the same token as its password, for GIS clients that know no other
 * way; the user name is ignored. A service key (auth/service_key.h) goes in X-API-Key or in the token's place.
 */
#ifndef AUTH_TOKEN_H
#define AUTH_TOKEN_H

#include "auth/directory.h"
#include "auth/introspection_settings.h"
#include "auth/key_book.h"
#include "auth/scope.h"
#include "auth/shared.h"
#include "base/arena.h"
#include "base/status.h"

#define TOKEN_ROLE_CLAIM "risicolaag_rol_3d"

enum { TOKEN_SKEW = 60, TOKEN_SKEW_LIMIT = 300 }; /* seconds */

typedef struct token_settings {
    bool keys_only;        /* no token is accepted at all; then nothing else here matters */
    const char *issuer;    /* required: must equal `iss` */
    const char *audience;  /* required: must be (in) `aud` */
    const char *jwks_file; /* one of the two, or neither when introspection is on */
    const char
        *jwks_url; /* fetched with libcurl, https (or http on loopback); again at most once a minute for an unknown `kid` */
    const char *role_claim;               /* NULL: TOKEN_ROLE_CLAIM; matched case-insensitively */
    text_list all_for;                    /* organisations for which vip and ovam count; empty: every one */
    int clock_skew_s;                     /* 0: the default, TOKEN_SKEW */
    introspection_settings introspection; /* for tokens that are not a JWT of this issuer; url NULL: off */
} token_settings;

/* What the check uses besides the token. All of it must outlive the check. */
typedef struct token_world {
    const directory *organisations;
    const key_book *keys; /* NULL: no service keys are given out */
    auth_shared *shared;  /* NULL: nothing is shared with another process */
} token_world;

typedef struct token_check token_check;

/* Reads the key file; a JWKS URL is fetched when the first token comes (auth/key_source.h says when again). ST_BAD_INPUT when the
 * settings or the key file are unusable. The settings' texts must outlive the check. One per process: make it
 * after the fork, or before the fork and use it in the workers only. Freed with token_check_free. */
MUST_USE status token_check_new(const token_settings *settings, const token_world *world, token_check **out);
void token_check_free(token_check *check);

/* The headers' values as they came; NULL or "" when there was none. */
typedef struct credentials {
    const char *authorization;
    const char *api_key;        /* X-API-Key */
    const char *remote_address; /* of the client, as the web server saw it: for counting failures */
} credentials;

/* No credentials give the anonymous scope.
 * ST_UNAUTHENTICATED: not a token, bad signature, wrong issuer or audience, expired, not active, no such key …; the message never
 * repeats what was presented. ST_FORBIDDEN: valid, but it names no gemeente. ST_TOO_MANY: after many wrong ones, try later.
 * ST_UNAVAILABLE: the keys, the provider or the directory are not available now. */
MUST_USE status scope_from_token(const credentials *given, const token_check *check, arena *a, const scope **out);

#endif
