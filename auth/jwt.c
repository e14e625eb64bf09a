#include "auth/jwt.h"

#include "auth/base64.h"

#include <cjose/jws.h>
#include <string.h>

static status malformed(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "Het token is geen leesbaar JWT: verwacht zijn drie delen met punten ertussen, elk in base64url.",
                "The token is not a readable JWT: expected three parts with dots between them, each in base64url.");
}

static status wrong_algorithm(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "Het token is ondertekend met een algoritme dat hier niet mag. Toegelaten zijn RS256 en ES256.",
                "The token is signed with an algorithm that is not allowed here. Allowed are RS256 and ES256.");
}

static status wrong_signature(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization", "De handtekening van het token klopt niet.",
                "The signature of the token does not match.");
}

/* Two dots, no more: a JWE has four, a JSON serialisation none. */
static bool split(const char *compact, const char *parts[3], size_t lengths[3])
{
    for (int i = 0; i < 3; i++) {
        parts[i] = compact;
        lengths[i] = strcspn(compact, ".");
        compact += lengths[i] + (i < 2 && compact[lengths[i]] == '.');
        if (lengths[i] == 0)
            return false;
    }
    return *compact == '\0';
}

static status header_read(const json_t *header, jwt *out)
{
    const json_t *kid = json_object_get(header, "kid");
    const char *alg = json_string_value(json_object_get(header, "alg"));
    if (!alg || !key_alg_read(alg, &out->alg))
        return wrong_algorithm();
    if (json_object_get(header, "crit"))
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token vraagt een uitbreiding (crit) die deze server niet kent.",
                    "The token asks for an extension (crit) that this server does not know.");
    if (kid && !json_is_string(kid))
        return malformed();
    out->kid = json_string_value(kid);
    return status_ok();
}

status jwt_read(const char *compact, arena *a, jwt *out)
{
    const char *parts[3];
    size_t lengths[3];
    bytes decoded[3];
    if (!split(compact, parts, lengths))
        return malformed();
    for (int i = 0; i < 3; i++)
        if (!base64url_decode(parts[i], lengths[i], a, &decoded[i]))
            return malformed();
    const json_t *header = json_object_read(decoded[0].data, decoded[0].size, a);
    if (!header)
        return malformed();
    jwt found = {.compact = compact, .signature_size = decoded[2].size};
    TRY(header_read(header, &found));
    *out = found;
    return status_ok();
}

static void release(void *jws)
{
    cjose_jws_release(jws);
}

status jwt_verify(const jwt *token, const key *k, arena *a, json_t **claims)
{
    /* The library halves an ES256 signature without checking its length (cisco/cjose pull request 147), so it is checked here. */
    if (token->alg != k->alg || token->signature_size != k->signature_size)
        return wrong_signature();
    cjose_err ignored;
    cjose_jws_t *jws = cjose_jws_import(token->compact, strlen(token->compact), &ignored);
    if (!jws)
        return malformed();
    arena_defer(a, release, jws);
    uint8_t *payload = NULL;
    size_t size = 0;
    if (!cjose_jws_verify(jws, k->jwk, &ignored) || !cjose_jws_get_plaintext(jws, &payload, &size, &ignored))
        return wrong_signature();
    json_t *found = json_object_read(payload, size, a);
    if (!found)
        return malformed();
    *claims = found;
    return status_ok();
}

bool jwt_seems_from(const char *compact, const char *issuer, arena *a)
{
    const char *parts[3];
    size_t lengths[3];
    bytes payload;
    if (!split(compact, parts, lengths) || !base64url_decode(parts[1], lengths[1], a, &payload))
        return false;
    const char *named = json_string_value(json_object_get(json_object_read(payload.data, payload.size, a), "iss"));
    return named && strcmp(named, issuer) == 0;
}
