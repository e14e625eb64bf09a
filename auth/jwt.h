/* A signed JSON Web Token: compact JWS (RFC 7515 §7.1) whose payload is a claims set (RFC 7519). For auth/ alone. */
#ifndef AUTH_JWT_H
#define AUTH_JWT_H

#include "auth/keys.h"
#include "base/json.h"

typedef struct jwt {
    const char *compact;
    key_alg alg;
    const char *kid;       /* NULL when the header names none */
    size_t signature_size; /* bytes */
} jwt;

/* Reads the header only; it is used for nothing but choosing the key to try. Refuses every algorithm but RS256 and ES256, and
 * `crit` (RFC 7515 §4.1.11: there is no extension that we understand). Keys in the header (jwk, jku, x5c, x5u) are ignored. */
MUST_USE status jwt_read(const char *compact, arena *a, jwt *out);

/* The claims come out only when the signature holds: there is no way to see them before. */
MUST_USE status jwt_verify(const jwt *token, const key *k, arena *a, json_t **claims);

/* Whether this has the form of a JWT and names this issuer. Nothing is checked: only for choosing between the JWT check and
 * introspection. */
bool jwt_seems_from(const char *compact, const char *issuer, arena *a);

#endif
