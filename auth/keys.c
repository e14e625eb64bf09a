#include "auth/keys.h"

#include "auth/base64.h"
#include "base/json.h"

#include <string.h>

/* The numbers of a public key and their size in bytes: RFC 7518 §6.2.1 and §6.3.1. */
typedef struct number {
    const char *name;
    size_t least, most;
} number;

static const struct {
    const char *name, *kty;
    number numbers[2];
} algs[ALG_COUNT] = {
    [ALG_RS256] = {"RS256", "RSA", {{"n", RSA_BITS / 8, 2048}, {"e", 1, 8}}},
    [ALG_ES256] = {"ES256", "EC", {{"x", 32, 32}, {"y", 32, 32}}},
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

static bool is(const json_t *jwk, const char *name, const char *expected)
{
    const char *value = member(jwk, name);
    return value && strcmp(value, expected) == 0;
}

static bool absent_or(const json_t *jwk, const char *name, const char *expected)
{
    return !json_object_get(jwk, name) || is(jwk, name, expected);
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

/* The library reads Base64 loosely, and stops the process at a padding sign in the middle: such a number is never passed to
 * it. */
static bool number_read(const json_t *jwk, const number *expected, arena *a, bytes *out)
{
    const char *digits = member(jwk, expected->name);
    return digits && base64url_decode(digits, strlen(digits), a, out) && out->size >= expected->least &&
           out->size <= expected->most;
}

/* RFC 7518 §3.3: at least 2048 bits, counted from the number itself. The library counts the bytes of its spelling, so zeros in
 * front would make a short key look long. */
static bool long_enough(bytes modulus)
{
    return modulus.data[0] != 0 && (modulus.size > RSA_BITS / 8 || modulus.data[0] & 0x80U);
}

static bool numbers_fit(const json_t *jwk, key_alg alg, arena *a, bytes *first)
{
    bytes second;
    return number_read(jwk, &algs[alg].numbers[0], a, first) && number_read(jwk, &algs[alg].numbers[1], a, &second) &&
           (alg != ALG_RS256 || long_enough(*first));
}

static void release(void *jwk)
{
    cjose_jwk_release(jwk);
}

/* Only the public members go to the library, so a private key that is in the set by mistake is never held. NULL when it is not
 * such a key. */
static const cjose_jwk_t *import_public(const json_t *jwk, key_alg alg, arena *a)
{
    const char *const names[] = {"kty", "crv", algs[alg].numbers[0].name, algs[alg].numbers[1].name};
    json_t *stripped = json_keep(json_object(), a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_object_get(jwk, names[i]) && json_object_set(stripped, names[i], json_object_get(jwk, names[i])) != 0)
            return NULL;
    cjose_err ignored;
    cjose_jwk_t *imported = cjose_jwk_import_json(stripped, &ignored);
    if (imported)
        arena_defer(a, release, imported);
    return imported;
}

static bool is_meant_for(const json_t *jwk, key_alg alg)
{
    const json_t *kid = json_object_get(jwk, "kid");
    return is(jwk, "kty", algs[alg].kty) && (alg != ALG_ES256 || is(jwk, "crv", "P-256")) && absent_or(jwk, "use", "sig") &&
           absent_or(jwk, "alg", algs[alg].name) && may_verify(jwk) && (!kid || json_is_string(kid));
}

/* False when the key is of no use here. */
static bool key_read(const json_t *jwk, key_alg alg, arena *a, key *out)
{
    bytes first = {0};
    if (!is_meant_for(jwk, alg) || !numbers_fit(jwk, alg, a, &first))
        return false;
    const cjose_jwk_t *imported = import_public(jwk, alg, a);
    if (!imported)
        return false;
    *out = (key){alg, member(jwk, "kid"), alg == ALG_RS256 ? first.size : 64, imported};
    return true;
}

static status not_a_set(void)
{
    return FAIL(BAD_INPUT, "jwks",
                "De sleutels zijn geen JWK-set (RFC 7517): verwacht is {\"keys\":[…]} met hoogstens %d sleutels.",
                "The keys are not a JWK set (RFC 7517): expected {\"keys\":[…]} with at most %d keys.", (int)KEYS_COUNT);
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
                    "The JWK set has no usable key: expected RSA of at least %d bits (RS256) or EC P-256 (ES256).",
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
