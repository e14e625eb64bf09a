/* The token check against any bytes. The first byte chooses the entry point; conditions that must hold for any other bytes are
 * checked with abort(). */
#include "auth/claims.h"
#include "auth/introspection.h"
#include "auth/iso_time.h"
#include "auth/keys.h"
#include "base/json.h"
#include "tests/unit/auth_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct world {
    arena *keys, *request;
    const cjose_jwk_t *ec;
    token_check *check;
    breaker breaker;
    introspection *introspection;
} world;

static world the_world;

static void end_world(void)
{
    introspection_free(the_world.introspection);
    token_check_free(the_world.check);
    arena_free(the_world.request);
    arena_free(the_world.keys);
}

static const claim_rules the_rules = {ISSUER, AUDIENCE, 60};

static void open_introspection(world *w)
{
    const char *secret = fixture_file(w->keys, "secret");
    const introspection_settings settings = {
        .url = "https://issuer.example/introspect", .client_id = "laag", .client_secret_file = secret, .scope = "laag"};
    if (chmod(secret, 0600) != 0 || introspection_new(&settings, &the_rules, &w->breaker, NULL, &w->introspection).code != ST_OK)
        abort();
}

/* One key for the whole run; its file is removed when the process ends. */
static const world *open_world(void)
{
    world *w = &the_world;
    if (w->check)
        return w;
    w->keys = arena_new();
    w->request = arena_new();
    w->ec = fixture_ec(w->keys, "ec");
    const token_settings settings = {
        .issuer = ISSUER,
        .audience = AUDIENCE,
        .jwks_file = fixture_file(w->keys, fixture_set(w->keys, fixture_public(w->keys, w->ec, "{}"), NULL, NULL))};
    if (token_check_new(&settings, &fixture_world, &w->check).code != ST_OK || atexit(end_world) != 0)
        abort();
    open_introspection(w);
    return w;
}

static void hold(bool condition)
{
    if (!condition)
        abort();
}

/* An unsigned header gives no rights, and an error of a kind that HTTP has. */
static void any_header(const world *w, const char *text)
{
    const scope *who = NULL;
    const status s = scope_from_token(&(credentials){.authorization = text}, w->check, w->request, &who);
    hold(s.code == ST_OK ? !*text && scope_is_anonymous(who) : (s.code == ST_UNAUTHENTICATED || s.code == ST_TOO_MANY) && !who);
}

/* Claims that our own provider signed: a scope with gemeenten in order, or a refusal. */
static void signed_claims(const world *w, const char *text, size_t size)
{
    const char *token = fixture_sign(w->request, w->ec, "{\"alg\":\"ES256\",\"kid\":\"ec\"}", text, size);
    const scope *who = NULL;
    const status s = scope_from_token(&(credentials){.authorization = arena_printf(w->request, "Bearer %s", token)}, w->check,
                                      w->request, &who);
    hold(s.code == ST_OK || s.code == ST_UNAUTHENTICATED || s.code == ST_FORBIDDEN || s.code == ST_UNAVAILABLE);
    hold((s.code == ST_OK) == (who != NULL));
    for (size_t i = 0; who && i < scope_gemeente_count(who); i++)
        hold(strlen(scope_gemeente(who, i)) == 5 && (i == 0 || strcmp(scope_gemeente(who, i - 1), scope_gemeente(who, i)) < 0));
    hold(!who || (!scope_is_anonymous(who) && scope_gemeente_count(who) > 0));
}

static void any_claims(const world *w, const char *text, size_t size)
{
    static const claim_rules rules = {ISSUER, AUDIENCE, 60};
    json_t *claims = json_object_read(text, size, w->request);
    static const role_rules roles = {.claim = TOKEN_ROLE_CLAIM};
    right_list found = {0};
    if (!claims)
        return;
    hold(claims_check(claims, &rules, 1800000000).code <= ST_UNAUTHENTICATED);
    const status s = claims_rights(claims, &roles, w->request, &found);
    hold(s.code == ST_OK || (s.code == ST_UNAUTHENTICATED && found.count == 0));
    hold(found.count <= RIGHT_COUNT);
    for (size_t i = 0; i < found.count; i++) {
        const char *organisation = found.items[i].organisation;
        hold(found.items[i].role && !found.items[i].gemeente);
        hold(!organisation || (*organisation && strlen(organisation) <= ORGANISATION_LENGTH));
    }
}

/* Any answer of a provider gives claims that are valid now, a refusal, or "no valid answer". */
static void any_answer(const world *w, const char *text, size_t size)
{
    static const clock_reading now = {1800000000, 1000};
    static const role_rules roles = {.claim = TOKEN_ROLE_CLAIM};
    json_t *claims = NULL;
    double end = 0;
    right_list found = {0};
    const status s = introspection_judge(w->introspection, text, size, &now, w->request, &claims, &end);
    hold(s.code == ST_OK || s.code == ST_UNAUTHENTICATED || s.code == ST_UNAVAILABLE);
    hold((s.code == ST_OK) == (claims != NULL));
    if (!claims)
        return;
    hold(json_is_true(json_object_get(claims, "active")) && end > (double)now.wall);
    const char *actor = claims_actor(claims, w->request);
    hold(!*actor || strncmp(actor, "user:", 5) == 0);
    hold(claims_rights(claims, &roles, w->request, &found).code <= ST_UNAUTHENTICATED);
}

/* In X-API-Key: nobody has a key here. */
static void any_key(const world *w, const char *text)
{
    const scope *who = NULL;
    const status s = scope_from_token(&(credentials){.api_key = text, .remote_address = text}, w->check, w->request, &who);
    hold(s.code == ST_OK ? !*text && scope_is_anonymous(who) : (s.code == ST_UNAUTHENTICATED || s.code == ST_TOO_MANY) && !who);
}

static void any_time(const char *text)
{
    double when = -1e9; /* no zone reaches that far before 1970 */
    hold(iso_time_read(text, &when) == (when > -1e6));
}

static void any_key_set(const world *w, const char *text, size_t size)
{
    key_set set = {0};
    const status s = key_set_read(text, size, w->request, &set);
    hold((s.code == ST_OK) == (set.count > 0));
    hold(set.count <= KEYS_COUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const world *w = open_world();
    if (size == 0)
        return 0;
    const char *text = arena_strndup(w->request, (const char *)data + 1, size - 1);
    switch (data[0]) {
    case 'H': any_header(w, text); break;
    case 'S': signed_claims(w, text, size - 1); break;
    case 'C': any_claims(w, text, size - 1); break;
    case 'I': any_answer(w, text, size - 1); break;
    case 'A': any_key(w, text); break;
    case 'T': any_time(text); break;
    case 'K': any_key_set(w, text, size - 1); break;
    default: break;
    }
    arena_reset(w->request);
    return 0;
}
