#include "auth/keys.h"

#include "auth/base64.h"
#include "auth/json.h"

#include <string.h>

static const struct {
    const char *name, *kty;
} algs[ALG_COUNT] = {
    [ALG_RS256] = {"RS256", "RSA"},
    [ALG_ES256] = {"ES256", "EC"},
};

bool key_alg_read(const char *name, key_alg *out)
{
    for (size_t i = 0; i < ALG_COUNT; i++)
        if (strcmp(algs[i].name, name) == 0) {
            *out = (key_alg)i;
            return true;
        }
    return false;
}

static const char *member(const json_t *jwk, const char *name)
{
    return json_string_value(json_object_get(jwk, name));
}

static bool absent_or(const json_t *jwk, const char *name, const char *expected)
{
    const json_t *value = json_object_get(jwk, name);
    return !value || (json_is_string(value) && strcmp(json_string_value(value), expected) == 0);
}

/* RFC 7517 §4.3 */
static bool may_verify(const json_t *jwk)
{
    const json_t *operations = json_object_get(jwk, "key_ops");
    bool found = !operations;
    for (size_t i = 0; i < json_array_size(operations); i++) {
        const char *operation = json_string_value(json_array_get(operations, i));
        found = found || (operation && strcmp(operation, "verify") == 0);
    }
    return found;
}

/* Counted from the number itself: the library counts the bytes of its spelling, so zeros in front would make a short key look
 * long. */
static size_t modulus_bits(const json_t *jwk, arena *a)
{
    const char *n = member(jwk, "n");
    bytes modulus;
    if (!n || !base64url_decode(n, strlen(n), a, &modulus) || modulus.size == 0 || modulus.data[0] == 0)
        return 0;
    size_t bits = modulus.size * 8;
    for (unsigned top = modulus.data[0]; !(top & 0x80U); top <<= 1U)
        bits--;
    return bits;
}

static void release(void *jwk)
{
    cjose_jwk_release(jwk);
}

/* Only the public members go to the library, so a private key that strayed into the set is never held. NULL when it is no such
 * key. */
static const cjose_jwk_t *import_public(const json_t *jwk, key_alg alg, arena *a)
{
    const char *const *names =
        alg == ALG_RS256 ? (const char *const[]){"kty", "n", "e", NULL} : (const char *const[]){"kty", "crv", "x", "y", NULL};
    json_t *stripped = json_keep(json_object(), a);
    for (; *names; names++)
        if (!member(jwk, *names) || json_object_set(stripped, *names, json_object_get(jwk, *names)) != 0)
            return NULL;
    cjose_err ignored;
    cjose_jwk_t *imported = cjose_jwk_import_json(stripped, &ignored);
    if (imported)
        arena_defer(a, release, imported);
    return imported;
}

/* False when the key is of no use here. */
static bool key_read(const json_t *jwk, key_alg alg, arena *a, key *out)
{
    const json_t *kid = json_object_get(jwk, "kid");
    if (!absent_or(jwk, "kty", algs[alg].kty) || !absent_or(jwk, "use", "sig") || !absent_or(jwk, "alg", algs[alg].name) ||
        !may_verify(jwk) || (kid && !json_is_string(kid)))
        return false;
    const size_t bits = alg == ALG_RS256 ? modulus_bits(jwk, a) : 0;
    if (alg == ALG_RS256 ? bits < RSA_BITS : !absent_or(jwk, "crv", "P-256"))
        return false;
    const cjose_jwk_t *imported = import_public(jwk, alg, a);
    if (!imported)
        return false;
    *out = (key){alg, json_string_value(kid), alg == ALG_RS256 ? (bits + 7) / 8 : 64, imported};
    return true;
}

static status not_a_set(void)
{
    return FAIL(BAD_INPUT, "jwks",
                "De sleutels zijn geen JWK-set (RFC 7517): verwacht is {\"keys\":[…]} met hoogstens %d sleutels.",
                "The keys are no JWK set (RFC 7517): expected is {\"keys\":[…]} with at most %d keys.", (int)KEYS_COUNT);
}

status key_set_read(const char *json, size_t size, arena *a, key_set *out)
{
    if (size > KEYS_LIMIT)
        return not_a_set();
    const json_t *keys = json_object_get(json_object_read(json, size, a), "keys");
    if (!json_is_array(keys) || json_array_size(keys) > KEYS_COUNT)
        return not_a_set();
    key *items = arena_array(a, json_array_size(keys) + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(keys); i++)
        for (size_t alg = 0; alg < ALG_COUNT; alg++)
            count += key_read(json_array_get(keys, i), (key_alg)alg, a, &items[count]);
    if (count == 0)
        return FAIL(BAD_INPUT, "jwks",
                    "De JWK-set heeft geen bruikbare sleutel: verwacht is RSA van minstens %d bits (RS256) of EC P-256 (ES256).",
                    "The JWK set has no usable key: expected is RSA of at least %d bits (RS256) or EC P-256 (ES256).",
                    (int)RSA_BITS);
    *out = (key_set){items, count};
    return status_ok();
}

const key *key_set_find(const key_set *set, key_alg alg, const char *kid)
{
    const key *found = NULL;
    for (size_t i = 0; i < set->count; i++) {
        const key *k = &set->items[i];
        if (k->alg != alg || (kid && !(k->kid && strcmp(k->kid, kid) == 0)))
            continue;
        if (found)
            return NULL;
        found = k;
    }
    return found;
}
