#include "auth/demo.h"

#include "auth/base64.h"
#include "auth/demo_file.h"
#include "auth/roles.h"
#include "base/json.h"

#include <cjose/base64.h>
#include <cjose/jwk.h>
#include <cjose/jws.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void release_jwk(void *jwk)
{
    cjose_jwk_release(jwk);
}

static void release_jws(void *jws)
{
    cjose_jws_release(jws);
}

static status no_memory(void)
{
    return FAIL(INTERNAL, "", "Het ondertekenen is niet gelukt.", "Signing failed.");
}

static const char *taken(char *allocated, arena *a)
{
    if (allocated)
        arena_defer(a, free, allocated);
    return allocated;
}

/* RFC 7638: the key's own thumbprint as kid, so that another key never has the same name. NULL when memory runs out. */
static const char *thumbprint(const cjose_jwk_t *jwk, arena *a)
{
    const char *public = taken(cjose_jwk_to_json(jwk, false, NULL), a);
    const json_t *all = public ? json_object_read(public, strlen(public), a) : NULL;
    const json_t *named = json_keep(json_pack("{s:O?,s:O?,s:O?}", "e", json_object_get(all, "e"), "kty",
                                              json_object_get(all, "kty"), "n", json_object_get(all, "n")),
                                    a);
    const char *canonical = taken(json_dumps(named, JSON_COMPACT | JSON_SORT_KEYS), a);
    unsigned char hash[EVP_MAX_MD_SIZE];
    char *encoded = NULL;
    size_t length = 0;
    if (!canonical || EVP_Digest(canonical, strlen(canonical), hash, NULL, EVP_sha256(), NULL) != 1 ||
        !cjose_base64url_encode(hash, 32, &encoded, &length, NULL))
        return NULL;
    return taken(encoded, a);
}

static status make_private(arena *a, const char **json)
{
    static const uint8_t exponent[] = {1, 0, 1};
    cjose_jwk_t *jwk = cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, NULL);
    if (!jwk)
        return no_memory();
    arena_defer(a, release_jwk, jwk);
    const char *kid = thumbprint(jwk, a);
    if (!kid || !cjose_jwk_set_kid(jwk, kid, strlen(kid), NULL))
        return no_memory();
    const char *made = taken(cjose_jwk_to_json(jwk, true, NULL), a);
    if (!made)
        return no_memory();
    *json = made;
    return status_ok();
}

/* The library stops the process at some badly written numbers (see auth/keys.c): not even the operator's own file may do that. */
static bool is_well_written(const char *json, arena *a)
{
    static const char *const numbers[] = {"n", "e", "d", "p", "q", "dp", "dq", "qi"};
    const json_t *jwk = json_object_read(json, strlen(json), a);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *digits = json_string_value(json_object_get(jwk, numbers[i]));
        bytes ignored;
        if (!digits || !base64url_decode(digits, strlen(digits), a, &ignored) || ignored.size == 0)
            return false;
    }
    return true;
}

static status load_private(const char *folder, arena *a, cjose_jwk_t **out)
{
    const char *path = arena_printf(a, "%s/demo.jwk", folder), *json = NULL;
    TRY(demo_file_read(path, a, &json));
    cjose_jwk_t *jwk = is_well_written(json, a) ? cjose_jwk_import(json, strlen(json), NULL) : NULL;
    if (!jwk)
        return FAIL(BAD_INPUT, "demo.jwk",
                    "\"%s\" is geen sleutel. Verwijder het bestand en maak een nieuwe met: risicolaag token --make-key",
                    "\"%s\" is not a key. Remove the file and make a new one with: risicolaag token --make-key", path);
    arena_defer(a, release_jwk, jwk);
    if (cjose_jwk_get_kty(jwk, NULL) != CJOSE_JWK_KTY_RSA || !cjose_jwk_get_kid(jwk, NULL))
        return FAIL(BAD_INPUT, "demo.jwk", "\"%s\" is geen RSA-sleutel met een naam (kid).",
                    "\"%s\" is not an RSA key with a name (kid).", path);
    *out = jwk;
    return status_ok();
}

static status make_public(const char *folder, arena *a)
{
    cjose_jwk_t *jwk = NULL;
    TRY(load_private(folder, a, &jwk));
    const char *public = taken(cjose_jwk_to_json(jwk, false, NULL), a);
    if (!public)
        return no_memory();
    return demo_file_replace(arena_printf(a, "%s/jwks.json", folder), 0644, arena_printf(a, "{\"keys\":[%s]}\n", public), a);
}

status demo_keys_make(const char *folder, arena *a, bool *made)
{
    const char *path = arena_printf(a, "%s/demo.jwk", folder), *json = NULL;
    bool is_new = false;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return FAIL(BAD_INPUT, "state", "De map \"%s\" kan niet gemaakt worden: %s.", "The folder \"%s\" cannot be made: %s.",
                    folder, strerror(errno));
    /* Making a key takes a moment; if another process makes one meanwhile, demo_file_make keeps that one. */
    if (!demo_file_exists(path)) {
        TRY(make_private(a, &json));
        TRY(demo_file_make(path, 0600, json, a, &is_new));
    }
    TRY(make_public(folder, a));
    *made = is_new;
    return status_ok();
}

/* As the access management writes it: "Role:Org, Org". */
static const char *role_value(const demo_token *t, arena *a)
{
    text value = text_new(a);
    text_addf(&value, "%s:", t->role);
    for (size_t i = 0; i < t->organisations.count; i++)
        text_addf(&value, "%s%s", i ? ", " : "", t->organisations.items[i]);
    return value.chars;
}

static const char *payload(const demo_token *t, arena *a)
{
    const int64_t expires = t->issued_at + (int64_t)t->hours * 3600;
    json_t *claims = json_keep(json_pack("{s:s,s:s,s:s,s:I,s:I,s:s,s:[s]}", "iss", t->issuer, "aud", t->audience, "sub", "demo",
                                         "iat", (json_int_t)t->issued_at, "exp", (json_int_t)expires, "vo_doelgroepcode", "LB",
                                         t->role_claim, role_value(t, a)),
                               a);
    return claims ? taken(json_dumps(claims, JSON_COMPACT), a) : NULL;
}

status demo_token_sign(const char *folder, const demo_token *t, arena *a, const char **compact)
{
    cjose_jwk_t *jwk = NULL;
    const char *exported = NULL;
    TRY(load_private(folder, a, &jwk));
    const char *claims = payload(t, a);
    json_t *header = json_keep(json_pack("{s:s,s:s,s:s}", "alg", "RS256", "typ", "JWT", "kid", cjose_jwk_get_kid(jwk, NULL)), a);
    if (!claims || !header)
        return no_memory();
    cjose_jws_t *jws = cjose_jws_sign(jwk, header, (const uint8_t *)claims, strlen(claims), NULL);
    if (!jws)
        return no_memory();
    arena_defer(a, release_jws, jws);
    if (!cjose_jws_export(jws, &exported, NULL))
        return no_memory();
    *compact = exported;
    return status_ok();
}

status demo_check_role(const char *name)
{
    static const char known[] =
#define ROLE(role, capabilities, for_keys) " " #role
#include "auth/roles.def"
#undef ROLE
        ;
    if (role_find(name))
        return status_ok();
    return FAIL(BAD_PARAM, "rol", "de rol \"%.40s\" bestaat niet; kies uit:%s", "there is no role \"%.40s\"; choose from:%s",
                name, known);
}
