#include "auth/client_key.h"

#include "auth/base64.h"
#include "auth/demo_file.h"
#include "auth/keys.h"
#include "base/json.h"

#include <cjose/jwk.h>
#include <cjose/jws.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct client_key {
    cjose_jwk_t *jwk;
    const char *alg, *kid; /* kid: NULL when it has none */
};

status client_file_private(const char *path, const char *setting)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return FAIL(BAD_INPUT, setting, "Het bestand \"%s\" kan niet gelezen worden.", "The file \"%s\" cannot be read.", path);
    if (found.st_mode & S_IRWXO)
        return FAIL(BAD_INPUT, setting, "Iedereen op deze machine kan \"%s\" lezen: zet de rechten op 0600 of 0640.",
                    "Everybody on this machine can read \"%s\": set its mode to 0600 or 0640.", path);
    return status_ok();
}

static void release_jwk(void *jwk)
{
    cjose_jwk_release(jwk);
}

static void release_jws(void *jws)
{
    cjose_jws_release(jws);
}

/* The library stops the process at some badly written numbers (see auth/keys.c): not even the operator's own file may do that. */
static bool is_well_written(const json_t *jwk, const char *const *numbers, arena *a)
{
    for (; *numbers; numbers++) {
        const char *digits = json_string_value(json_object_get(jwk, *numbers));
        bytes ignored;
        if (!digits || !base64url_decode(digits, strlen(digits), a, &ignored) || ignored.size == 0)
            return false;
    }
    return true;
}

/* NULL when this is not a private key of a kind that we sign with. */
static const char *algorithm_of(const json_t *jwk, arena *a)
{
    static const char *const rsa[] = {"n", "e", "d", "p", "q", "dp", "dq", "qi", NULL}, *const ec[] = {"x", "y", "d", NULL};
    const char *type = json_string_value(json_object_get(jwk, "kty")), *curve = json_string_value(json_object_get(jwk, "crv"));
    if (type && strcmp(type, "RSA") == 0 && is_well_written(jwk, rsa, a))
        return "RS256";
    return type && curve && strcmp(type, "EC") == 0 && strcmp(curve, "P-256") == 0 && is_well_written(jwk, ec, a) ? "ES256"
                                                                                                                  : NULL;
}

static status no_key(const char *path)
{
    return FAIL(BAD_INPUT, "private_key_file",
                "\"%s\" is geen geheime sleutel in JWK-vorm (RFC 7517): verwacht is RSA van minstens %d bits of EC P-256.",
                "\"%s\" is not a private key as a JWK (RFC 7517): expected RSA of at least %d bits or EC P-256.", path,
                (int)RSA_BITS);
}

status client_key_read(const char *path, arena *a, const client_key **out)
{
    const char *content = NULL;
    TRY(client_file_private(path, "private_key_file"));
    TRY(demo_file_read(path, a, &content));
    const json_t *json = json_object_read(content, strlen(content), a);
    const char *alg = json ? algorithm_of(json, a) : NULL;
    cjose_jwk_t *jwk = alg ? cjose_jwk_import(content, strlen(content), NULL) : NULL;
    if (!jwk)
        return no_key(path);
    arena_defer(a, release_jwk, jwk);
    if (strcmp(alg, "RS256") == 0 && cjose_jwk_get_keysize(jwk, NULL) < RSA_BITS)
        return no_key(path);
    client_key *k = arena_alloc(a, sizeof *k);
    *k = (client_key){jwk, alg, json_string_value(json_object_get(json, "kid"))};
    *out = k;
    return status_ok();
}

static status cannot_sign(void)
{
    return FAIL(UNAVAILABLE, "introspection", "Het ondertekenen is niet gelukt.", "Signing failed.");
}

static json_t *header_of(const client_key *k, arena *a)
{
    json_t *header = json_keep(json_pack("{s:s,s:s}", "alg", k->alg, "typ", "JWT"), a);
    if (header && k->kid && json_object_set_new(header, "kid", json_string(k->kid)) != 0)
        return NULL;
    return header;
}

status client_key_sign(const client_key *k, json_t *claims, arena *a, const char **compact)
{
    json_t *header = header_of(k, a);
    char *payload = claims ? json_dumps(claims, JSON_COMPACT) : NULL;
    if (!header || !payload)
        return cannot_sign();
    arena_defer(a, free, payload);
    cjose_jws_t *jws = cjose_jws_sign(k->jwk, header, (const uint8_t *)payload, strlen(payload), NULL);
    const char *exported = NULL;
    if (!jws)
        return cannot_sign();
    arena_defer(a, release_jws, jws);
    if (!cjose_jws_export(jws, &exported, NULL))
        return cannot_sign();
    *compact = exported;
    return status_ok();
}
