#include "tests/unit/auth_fixture.h"

#include <cjose/base64.h>
#include <cjose/jws.h>
#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Aborts: a fixture that fails means that the test itself is broken. */
static void need(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "fixture: %s\n", what);
    abort();
}

static text_list list_of(arena *a, const char *one, const char *two)
{
    text_list list = {.items = arena_array(a, 2, sizeof *list.items)};
    list.items[list.count++] = one;
    if (two)
        list.items[list.count++] = two;
    return list;
}

static status gemeenten_of(void *context, const char *organisation, arena *a, text_list *nis)
{
    (void)context;
    if (strcmp(organisation, "BROKEN") == 0)
        return FAIL(INTERNAL, "", "tabel secret_table ontbreekt", "no such table: secret_table");
    *nis = strcmp(organisation, "0207509031") == 0   ? list_of(a, "23105", NULL)
           : strcmp(organisation, "0200000196") == 0 ? list_of(a, "44021", NULL)
           : strcmp(organisation, "0200000297") == 0 ? list_of(a, "44021", "11002")
                                                     : (text_list){0};
    return status_ok();
}

/* 23105, 44021 and 11002 exist today; 99991 became 44021; 99999 gives a store error. */
static status gemeenten_now(void *context, const char *known, arena *a, text_list *nis)
{
    (void)context;
    if (strcmp(known, "99999") == 0)
        return FAIL(INTERNAL, "", "tabel secret_table ontbreekt", "no such table: secret_table");
    *nis = strcmp(known, "99991") == 0                                                                 ? list_of(a, "44021", NULL)
           : strcmp(known, "23105") == 0 || strcmp(known, "44021") == 0 || strcmp(known, "11002") == 0 ? list_of(a, known, NULL)
                                                                                                       : (text_list){0};
    return status_ok();
}

/* 11002 has no organisation. */
static status organisation_of(void *context, const char *nis, arena *a, const char **organisation)
{
    (void)context;
    (void)a;
    *organisation = strcmp(nis, "23105") == 0 ? "0207509031" : strcmp(nis, "44021") == 0 ? "0200000196" : NULL;
    return status_ok();
}

static status all(void *context, arena *a, text_list *nis)
{
    (void)context;
    static const char *const every[] = {"11002", "23105", "44021"};
    text_list list = {.items = arena_array(a, 3, sizeof *list.items)};
    for (size_t i = 0; i < 3; i++)
        list.items[list.count++] = every[i];
    *nis = list;
    return status_ok();
}

const directory fixture_directory = {NULL, gemeenten_of, gemeenten_now, organisation_of, all};
const token_world fixture_world = {.organisations = &fixture_directory};

static void release_jwk(void *jwk)
{
    cjose_jwk_release(jwk);
}

static cjose_jwk_t *keep_jwk(arena *a, cjose_jwk_t *jwk, const char *kid)
{
    need(jwk, "key");
    arena_defer(a, release_jwk, jwk);
    if (kid)
        need(cjose_jwk_set_kid(jwk, kid, strlen(kid), NULL), "kid");
    return jwk;
}

cjose_jwk_t *fixture_rsa(arena *a, size_t bits, const char *kid)
{
    static const uint8_t e[] = {1, 0, 1};
    return keep_jwk(a, cjose_jwk_create_RSA_random(bits, e, sizeof e, NULL), kid);
}

cjose_jwk_t *fixture_ec(arena *a, const char *kid)
{
    return keep_jwk(a, cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, NULL), kid);
}

cjose_jwk_t *fixture_secret(arena *a, const char *secret, const char *kid)
{
    return keep_jwk(a, cjose_jwk_create_oct_spec((const uint8_t *)secret, strlen(secret), NULL), kid);
}

static json_t *parse(const char *json)
{
    json_t *value = json_loads(json, 0, NULL);
    need(value, json);
    return value;
}

const char *fixture_public(arena *a, const cjose_jwk_t *jwk, const char *more)
{
    char *plain = cjose_jwk_to_json(jwk, false, NULL);
    need(plain, "public key");
    json_t *value = parse(plain), *extra = parse(more);
    need(json_object_update(value, extra) == 0, "members");
    char *merged = json_dumps(value, JSON_COMPACT);
    const char *copy = arena_strdup(a, merged);
    free(plain);
    free(merged);
    json_decref(value);
    json_decref(extra);
    return copy;
}

const char *fixture_set(arena *a, const char *one, const char *two, const char *three)
{
    return arena_printf(a, "{\"keys\":[%s%s%s%s%s]}", one ? one : "", two ? "," : "", two ? two : "", three ? "," : "",
                        three ? three : "");
}

const char *fixture_sign(arena *a, const cjose_jwk_t *jwk, const char *header, const char *payload, size_t size)
{
    json_t *protected = parse(header);
    cjose_jws_t *jws = cjose_jws_sign(jwk, protected, (const uint8_t *)payload, size, NULL);
    need(jws, "signature");
    const char *compact = NULL;
    need(cjose_jws_export(jws, &compact, NULL), "compact form");
    const char *copy = arena_strdup(a, compact);
    cjose_jws_release(jws);
    json_decref(protected);
    return copy;
}

static const char *encoded(arena *a, const unsigned char *plain, size_t length)
{
    char *out = NULL;
    size_t size = 0;
    need(cjose_base64url_encode(plain, length, &out, &size, NULL), "base64url");
    const char *copy = arena_strndup(a, out, size);
    free(out);
    return copy;
}

static const char *encoded_text(arena *a, const char *plain)
{
    return encoded(a, (const unsigned char *)plain, strlen(plain));
}

const char *fixture_forge(arena *a, const char *header, const char *payload, const char *signature)
{
    return arena_printf(a, "%s.%s.%s", encoded_text(a, header), encoded_text(a, payload), signature);
}

const char *fixture_resign(arena *a, const char *compact, const unsigned char *signature, size_t size)
{
    return arena_printf(a, "%.*s%s", (int)(strrchr(compact, '.') + 1 - compact), compact, encoded(a, signature, size));
}

void fixture_rewrite(const char *path, const char *content)
{
    FILE *file = fopen(path, "we");
    need(file && fputs(content, file) >= 0 && fclose(file) == 0, path);
}

static void remove_file(void *path)
{
    unlink(path);
    rmdir(dirname(path));
}

const char *fixture_file(arena *a, const char *content)
{
    char *folder = arena_strdup(a, "/tmp/risicolaag-test-XXXXXX");
    need(mkdtemp(folder), "folder");
    char *path = arena_printf(a, "%s/jwks.json", folder);
    fixture_rewrite(path, content);
    arena_defer(a, remove_file, path);
    return path;
}
