/* The public keys that a token may be signed with: a JWK set (RFC 7517), read and filtered. For auth/ alone. */
#ifndef AUTH_KEYS_H
#define AUTH_KEYS_H

#include "base/arena.h"
#include "base/status.h"

#include <cjose/jwk.h>

/* RFC 7518 §3.1: the algorithms that are accepted. There are no others, by type: "none" and HS256 cannot even be named. */
typedef enum key_alg { ALG_RS256, ALG_ES256, ALG_COUNT } key_alg;

typedef struct key {
    key_alg alg;           /* the one algorithm that this key is used with (RFC 8725 §3.1) */
    const char *kid;       /* NULL when it has none */
    size_t signature_size; /* bytes: RFC 7518 §3.3 as long as the modulus, §3.4 64 */
    const cjose_jwk_t *jwk;
} key;

typedef struct key_set {
    const key *items;
    size_t count;
} key_set;

enum { KEYS_LIMIT = 256 * 1024, KEYS_COUNT = 64, RSA_BITS = 2048 };

bool key_alg_read(const char *name, key_alg *out); /* exact spelling: RFC 7515 §4.1.1 is case-sensitive */

/* Keys of another kind or use are passed over (RFC 7517 §5), and so are RSA keys under 2048 bits (RFC 7518 §3.3) and private
 * members. ST_BAD_INPUT when the text is not a JWK set or no key is left. The keys live in the arena. */
MUST_USE status key_set_read(const char *json, size_t size, arena *a, key_set *out);

/* The one key for this algorithm and kid (NULL: any). NULL when there is none, or more than one: no key is guessed. */
const key *key_set_find(const key_set *set, key_alg alg, const char *kid);

#endif
