#include "auth/client.h"

#include "auth/client_key.h"
#include "auth/demo_file.h"
#include "base/hex.h"
#include "base/json.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { ASSERTION_S = 60, SECRET_LIMIT = 1000 };

struct client {
    client_settings settings;
    arena *memory;
    const char *secret;
    const client_key *key;
};

bool client_method_read(const char *name, client_method *out)
{
    static const char *const names[] = {[CLIENT_SECRET_BASIC] = "client_secret_basic",
                                        [CLIENT_SECRET_POST] = "client_secret_post",
                                        [CLIENT_PRIVATE_KEY_JWT] = "private_key_jwt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (client_method)i;
            return true;
        }
    return false;
}

static status read_secret(client *c)
{
    const char *path = c->settings.secret_file, *content = NULL;
    TRY(client_file_private(path, "client_secret_file"));
    TRY(demo_file_read(path, c->memory, &content));
    c->secret = text_trim(c->memory, content);
    const size_t length = strlen(c->secret);
    if (length > 0 && length <= SECRET_LIMIT && !strpbrk(c->secret, "\r\n"))
        return status_ok();
    return FAIL(BAD_INPUT, "client_secret_file", "\"%s\" moet één regel met het geheim bevatten, van 1 tot %d tekens.",
                "\"%s\" must hold one line with the secret, of 1 to %d characters.", path, (int)SECRET_LIMIT);
}

static status wants(const char *setting)
{
    return FAIL(BAD_INPUT, setting, "Bij deze \"method\" hoort de instelling \"token.introspection.%s\", en geen andere.",
                "This \"method\" needs the setting \"token.introspection.%s\", and no other.", setting);
}

static status load(client *c)
{
    const client_settings *s = &c->settings;
    const bool by_key = s->method == CLIENT_PRIVATE_KEY_JWT;
    if (by_key ? !s->private_key_file || s->secret_file : !s->secret_file || s->private_key_file)
        return wants(by_key ? "private_key_file" : "client_secret_file");
    return by_key ? client_key_read(s->private_key_file, c->memory, &c->key) : read_secret(c);
}

status client_new(const client_settings *settings, client **out)
{
    client *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->settings = *settings;
    c->memory = arena_new();
    const status loaded = load(c);
    if (loaded.code != ST_OK) {
        client_free(c);
        return loaded;
    }
    *out = c;
    return status_ok();
}

void client_free(client *c)
{
    if (!c)
        return;
    arena_free(c->memory);
    free(c);
}

static void add_escaped(text *t, const char *plain)
{
    for (const char *c = plain; *c; c++) {
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-._~", *c))
            text_add_bytes(t, c, 1);
        else
            text_addf(t, "%%%02X", (unsigned char)*c);
    }
}

void form_add(text *form, const char *name, const char *value)
{
    if (form->length)
        text_add(form, "&");
    add_escaped(form, name);
    text_add(form, "=");
    add_escaped(form, value);
}

/* RFC 6749 §2.3.1: identifier and secret are form-encoded before they become user and password. */
static const char *basic_header(const client *c, arena *a)
{
    text pair = text_new(a);
    add_escaped(&pair, c->settings.id);
    text_add(&pair, ":");
    add_escaped(&pair, c->secret);
    char *encoded = arena_alloc(a, pair.length * 2 + 8);
    EVP_EncodeBlock((unsigned char *)encoded, (const unsigned char *)pair.chars, (int)pair.length);
    return arena_printf(a, "Authorization: Basic %s", encoded);
}

/* RFC 7523 §3: who asks, and whom; valid for a minute. A number that is used once prevents replay. */
static status assertion(const client *c, const clock_reading *now, arena *a, const char **out)
{
    char jti[33];
    if (!random_hex(jti, sizeof jti - 1))
        return FAIL(UNAVAILABLE, "introspection", "Het systeem gaf geen toevalsgetal.", "The system gave no random number.");
    const char *id = c->settings.id;
    json_t *claims = json_keep(json_pack("{s:s,s:s,s:s,s:s,s:I,s:I}", "iss", id, "sub", id, "aud", c->settings.audience, "jti",
                                         jti, "iat", (json_int_t)now->wall, "exp", (json_int_t)now->wall + ASSERTION_S),
                               a);
    return client_key_sign(c->key, claims, a, out);
}

status client_sign_in(const client *c, const clock_reading *now, text *form, const char **authorization)
{
    const char *header = NULL, *signed_claims = NULL;
    switch (c->settings.method) {
    case CLIENT_SECRET_BASIC: header = basic_header(c, form->arena); break;
    case CLIENT_SECRET_POST:
        form_add(form, "client_id", c->settings.id);
        form_add(form, "client_secret", c->secret);
        break;
    case CLIENT_PRIVATE_KEY_JWT:
        TRY(assertion(c, now, form->arena, &signed_claims));
        form_add(form, "client_id", c->settings.id);
        form_add(form, "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form_add(form, "client_assertion", signed_claims);
        break;
    }
    *authorization = header;
    return status_ok();
}
