/* Opaque tokens, with a fake provider and a clock that the test sets. */
#include "auth/introspection.h"

#include "auth/base64.h"
#include "base/json.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <cjose/jws.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ROLES "\"risicolaag_rol_3d\":\"Raadpleger:0207509031\""

typedef struct world {
    arena *a;
    introspection_settings settings;
    claim_rules rules;
    breaker breaker;
    introspection *i;
    clock_reading now;
    const char *answer; /* of the provider; NULL: there is none */
    status_code fault;  /* when there is none */
    int asked;
    const char *form, *authorization; /* as last sent */
} world;

static status provider(void *context, const char *url, const char *form, const char *authorization, text *body)
{
    world *w = context;
    w->asked++;
    w->form = arena_strdup(w->a, form);
    w->authorization = authorization ? arena_strdup(w->a, authorization) : NULL;
    assert_string_equal(url, w->settings.url);
    if (!w->answer)
        return status_fail(w->fault, "introspection", "stuk: %s", "broken: %s", "secret inner words");
    text_add(body, w->answer);
    return status_ok();
}

static const char *private_file(arena *a, const char *content)
{
    const char *path = fixture_file(a, content);
    chmod(path, 0600);
    return path;
}

static void start(world *w)
{
    const introspection_asker asker = {w, provider};
    introspection_free(w->i);
    w->i = NULL;
    const status made = introspection_new(&w->settings, &w->rules, &w->breaker, &asker, &w->i);
    assert_string_equal(made.en, "");
}

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->a = arena_new();
    w->rules = (claim_rules){ISSUER, AUDIENCE, 60};
    w->now = (clock_reading){1800000000, 5000};
    w->fault = ST_UNAVAILABLE;
    w->settings = (introspection_settings){.url = "https://issuer.example/introspect",
                                           .client_id = "laag:1",
                                           .client_secret_file = private_file(w->a, "s3cret%/+ \n")};
    start(w);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    introspection_free(w->i);
    introspection_free(NULL);
    arena_free(w->a);
    free(w);
    return 0;
}

static void pass(world *w, int64_t seconds)
{
    w->now.wall += seconds;
    w->now.steady += seconds;
}

static status ask(world *w, const char *token)
{
    json_t *claims = NULL;
    const status s = introspection_claims(w->i, token, &w->now, w->a, &claims);
    assert_int_equal(s.code == ST_OK, claims != NULL);
    if (claims)
        assert_string_equal(json_string_value(json_object_get(claims, "risicolaag_rol_3d")), "Raadpleger:0207509031");
    return s;
}

static void a_question_carries_token_and_client_as_the_standards_say(void **state)
{
    world *w = *state;
    w->answer = "{\"active\":true," ROLES "}";
    assert_int_equal(ask(w, "abc.d~e+f/g=").code, ST_OK);
    assert_string_equal(w->form, "token=abc.d~e%2Bf%2Fg%3D&token_type_hint=access_token");
    /* RFC 6749 §2.3.1: laag%3A1:s3cret%25%2F%2B */
    assert_string_equal(w->authorization, "Authorization: Basic bGFhZyUzQTE6czNjcmV0JTI1JTJGJTJC");
    w->settings.method = CLIENT_SECRET_POST;
    start(w);
    assert_int_equal(ask(w, "abc").code, ST_OK);
    assert_string_equal(w->form, "token=abc&token_type_hint=access_token&client_id=laag%3A1&client_secret=s3cret%25%2F%2B");
    assert_null(w->authorization);
}

/* The claims of a compact JWS whose signature this key made. */
static json_t *checked(world *w, const char *compact, cjose_jwk_t *key, json_t **header)
{
    cjose_jws_t *jws = cjose_jws_import(compact, strlen(compact), NULL);
    uint8_t *payload = NULL;
    size_t size = 0;
    bytes head;
    assert_non_null(jws);
    assert_true(cjose_jws_verify(jws, key, NULL));
    assert_true(cjose_jws_get_plaintext(jws, &payload, &size, NULL));
    assert_true(base64url_decode(compact, strcspn(compact, "."), w->a, &head));
    *header = json_object_read(head.data, head.size, w->a);
    json_t *claims = json_object_read(payload, size, w->a);
    cjose_jws_release(jws);
    return claims;
}

static void a_private_key_signs_an_assertion_that_holds_for_a_minute(void **state)
{
    world *w = *state;
    cjose_jwk_t *const keys[] = {fixture_rsa(w->a, 2048, "mine"), fixture_ec(w->a, NULL)};
    static const char *const algorithms[] = {"RS256", "ES256"};
    const char *first = "";
    for (size_t i = 0; i < 2; i++) {
        char *private = cjose_jwk_to_json(keys[i], true, NULL);
        w->settings.client_secret_file = NULL;
        w->settings.private_key_file = private_file(w->a, private);
        free(private);
        w->settings.method = CLIENT_PRIVATE_KEY_JWT;
        w->answer = "{\"active\":true," ROLES "}";
        start(w);
        assert_int_equal(ask(w, "abc").code, ST_OK);
        const char *mark =
            "&client_id=laag%3A1&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            "&client_assertion=";
        const char *found = strstr(w->form, mark);
        json_t *header = NULL;
        assert_non_null(found);
        const json_t *claims = checked(w, found + strlen(mark), keys[i], &header);
        assert_string_equal(json_string_value(json_object_get(header, "alg")), algorithms[i]);
        assert_string_equal(json_string_value(json_object_get(claims, "iss")), "laag:1");
        assert_string_equal(json_string_value(json_object_get(claims, "sub")), "laag:1");
        assert_string_equal(json_string_value(json_object_get(claims, "aud")), ISSUER);
        assert_int_equal(json_integer_value(json_object_get(claims, "exp")), w->now.wall + 60);
        const char *jti = json_string_value(json_object_get(claims, "jti"));
        assert_int_equal(strlen(jti), 32);
        assert_string_not_equal(jti, first);
        first = arena_strdup(w->a, jti);
        assert_null(w->authorization);
    }
}

static void an_answer_is_judged_by_every_member_that_counts(void **state)
{
    world *w = *state;
    static const struct {
        const char *answer;
        status_code expected;
    } cases[] = {
        {"{\"active\":true," ROLES "}", ST_OK},
        {"{\"active\":true,\"exp\":1800000001,\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\"," ROLES "}", ST_OK},
        {"{\"active\":true,\"exp\":\"2027-01-15T08:00:01Z\"," ROLES "}", ST_OK},
        {"{\"active\":true,\"exp\":null,\"aud\":null,\"iss\":null,\"scope\":null," ROLES "}", ST_OK},
        {"{\"active\":true,\"aud\":\"\"," ROLES "}", ST_OK},
        {"{\"active\":true,\"aud\":[]," ROLES "}", ST_OK},
        {"{\"active\":true,\"aud\":[\"x\",\"" AUDIENCE "\"]," ROLES "}", ST_OK},
        {"{\"active\":true,\"aud\":\"laag:1\"," ROLES "}", ST_OK},
        {"{\"active\":true,\"scope\":[\"openid\",\"vo\"]," ROLES "}", ST_OK},
        {"{\"active\":true,\"scope\":\"openid vo\"," ROLES "}", ST_OK},
        {"{\"active\":false}", ST_UNAUTHENTICATED},
        {"{\"active\":false," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"exp\":1800000000," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"exp\":\"2027-01-15T08:00:00Z\"," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"aud\":\"another\"," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"aud\":[\"another\"]," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"aud\":[\"\"]," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"iss\":\"https://another.example\"," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":true,\"iss\":7," ROLES "}", ST_UNAUTHENTICATED},
        {"{\"active\":\"true\"," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":1," ROLES "}", ST_UNAVAILABLE},
        {"{" ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"active\":false," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"exp\":\"soon\"," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"exp\":{}," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"aud\":7," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"aud\":[7]," ROLES "}", ST_UNAVAILABLE},
        {"{\"active\":true,\"scope\":{}," ROLES "}", ST_UNAVAILABLE},
        {"[{\"active\":true}]", ST_UNAVAILABLE},
        {"<html>log in</html>", ST_UNAVAILABLE},
        {"", ST_UNAVAILABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w->breaker = (breaker){0};
        w->answer = cases[i].answer;
        const status s = ask(w, arena_printf(w->a, "token%zu", i));
        if (s.code != cases[i].expected)
            fail_msg("%s gives %d %s", cases[i].answer, (int)s.code, s.en);
    }
}

static void a_scope_that_is_asked_must_be_held(void **state)
{
    world *w = *state;
    static const struct {
        const char *scope;
        status_code expected;
    } cases[] = {
        {"\"openid risicolaag vo\"", ST_OK},
        {"[\"openid\",\"risicolaag\"]", ST_OK},
        {"\"risicolaag\"", ST_OK},
        {"\"\"", ST_UNAUTHENTICATED},
        {"\"risicolaag2\"", ST_UNAUTHENTICATED},
        {"[\"openid risicolaag\"]", ST_UNAUTHENTICATED},
        {"[]", ST_UNAUTHENTICATED},
        {"\"risicolaag,openid\"", ST_UNAUTHENTICATED},
    };
    w->settings.scope = "risicolaag";
    start(w);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w->answer = arena_printf(w->a, "{\"active\":true,\"scope\":%s," ROLES "}", cases[i].scope);
        assert_int_equal(ask(w, arena_printf(w->a, "t%zu", i)).code, cases[i].expected);
    }
    w->answer = "{\"active\":true," ROLES "}";
    assert_int_equal(ask(w, "without").code, ST_UNAUTHENTICATED);
}

static void a_token_is_asked_about_once_until_it_is_time_again(void **state)
{
    world *w = *state;
    w->answer = "{\"active\":true," ROLES "}";
    assert_false(introspection_knows(w->i, "abc", &w->now));
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask(w, "abc").code, ST_OK);
    assert_int_equal(w->asked, 1);
    assert_true(introspection_knows(w->i, "abc", &w->now));
    w->answer = "{\"active\":false}"; /* revoked: seen after recheck_s at the latest */
    pass(w, 59);
    assert_int_equal(ask(w, "abc").code, ST_OK);
    pass(w, 1);
    assert_int_equal(ask(w, "abc").code, ST_UNAUTHENTICATED);
    assert_int_equal(w->asked, 2);
    assert_int_equal(ask(w, "abc").code, ST_UNAUTHENTICATED);
    assert_int_equal(w->asked, 2); /* the refusal is kept too */
    w->answer = "{\"active\":true," ROLES "}";
    pass(w, REFUSED_KEPT);
    assert_int_equal(ask(w, "abc").code, ST_OK);
    assert_int_equal(w->asked, 3);
}

static void no_answer_is_kept_past_the_end_of_the_token(void **state)
{
    world *w = *state;
    w->answer = "{\"active\":true,\"exp\":1800000030," ROLES "}";
    assert_int_equal(ask(w, "abc").code, ST_OK);
    pass(w, 29);
    assert_int_equal(ask(w, "abc").code, ST_OK);
    assert_int_equal(w->asked, 1);
    pass(w, 1);
    assert_int_equal(ask(w, "abc").code, ST_UNAUTHENTICATED); /* asked again, and the provider's exp has been reached */
    assert_int_equal(w->asked, 2);
}

static void a_provider_that_is_down_stalls_nobody_and_lets_nobody_in(void **state)
{
    world *w = *state;
    w->answer = "{\"active\":true," ROLES "}";
    assert_int_equal(ask(w, "known").code, ST_OK);
    w->answer = NULL;
    const status s = ask(w, "new");
    assert_int_equal(s.code, ST_UNAVAILABLE);
    assert_null(strstr(s.en, "secret"));
    for (int i = 0; i < 5; i++)
        assert_int_equal(ask(w, arena_printf(w->a, "new%d", i)).code, ST_UNAVAILABLE);
    assert_int_equal(w->asked, 2); /* after one failure nobody waits for a second one */
    assert_int_equal(ask(w, "known").code, ST_OK);
    pass(w, BREAKER_PAUSE);
    w->answer = "{\"active\":true," ROLES "}";
    assert_int_equal(ask(w, "new").code, ST_OK);
    assert_int_equal(w->asked, 3);
    pass(w, 60);
    w->answer = NULL;
    assert_int_equal(ask(w, "known").code, ST_UNAVAILABLE); /* the last answer is too old to be used */
}

/* Otherwise one client with an odd token would lock out all others. */
static void a_question_that_is_refused_does_not_open_the_breaker(void **state)
{
    world *w = *state;
    w->answer = NULL;
    w->fault = ST_BAD_PARAM;
    assert_int_equal(ask(w, "odd").code, ST_UNAVAILABLE);
    w->answer = "{\"active\":true," ROLES "}";
    assert_int_equal(ask(w, "fine").code, ST_OK);
    assert_int_equal(w->asked, 2);
}

static void what_can_be_no_token_is_not_asked_about(void **state)
{
    world *w = *state;
    static const char *const bad[] = {"a b", "a\"b", "é", "=", "a=b", "a%20b", "a&b", "a\nb"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ask(w, bad[i]).code, ST_UNAUTHENTICATED);
    assert_int_equal(w->asked, 0);
}

static void an_answer_that_is_too_long_is_none(void **state)
{
    world *w = *state;
    w->answer = arena_printf(w->a, "{\"active\":true,\"x\":\"%0*d\"," ROLES "}", ANSWER_LIMIT, 0);
    assert_int_equal(ask(w, "abc").code, ST_UNAVAILABLE);
}

static void settings_that_cannot_work_are_named(void **state)
{
    world *w = *state;
    const char *secret = w->settings.client_secret_file, *open = fixture_file(w->a, "secret");
    const char *lines = private_file(w->a, "one\ntwo"), *empty = private_file(w->a, "\n");
    char *weak = cjose_jwk_to_json(fixture_rsa(w->a, 1024, NULL), true, NULL);
    const char *small = private_file(w->a, weak);
    free(weak);
    const char *public = private_file(w->a, fixture_public(w->a, fixture_ec(w->a, NULL), "{}"));
    chmod(open, 0644);
    const struct {
        introspection_settings settings;
        const char *locator;
    } bad[] = {
        {{.url = "https://x.example", .client_secret_file = secret}, "client_id"},
        {{.url = "http://x.example", .client_id = "c", .client_secret_file = secret}, "introspection.url"},
        {{.url = "https://x.example", .client_id = "c"}, "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .client_secret_file = "/nowhere"}, "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .client_secret_file = open}, "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .client_secret_file = lines}, "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .client_secret_file = empty}, "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .client_secret_file = secret, .private_key_file = public},
         "client_secret_file"},
        {{.url = "https://x.example", .client_id = "c", .method = CLIENT_PRIVATE_KEY_JWT}, "private_key_file"},
        {{.url = "https://x.example", .client_id = "c", .method = CLIENT_PRIVATE_KEY_JWT, .private_key_file = secret},
         "private_key_file"},
        {{.url = "https://x.example", .client_id = "c", .method = CLIENT_PRIVATE_KEY_JWT, .private_key_file = public},
         "private_key_file"},
        {{.url = "https://x.example", .client_id = "c", .method = CLIENT_PRIVATE_KEY_JWT, .private_key_file = small},
         "private_key_file"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        introspection *made = NULL;
        const status s = introspection_new(&bad[i].settings, &w->rules, &w->breaker, NULL, &made);
        if (s.code != ST_BAD_INPUT || strcmp(s.locator, bad[i].locator) != 0)
            fail_msg("settings %zu: %d %s %s", i, (int)s.code, s.locator, s.en);
        assert_null(made);
    }
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_question_carries_token_and_client_as_the_standards_say),
        IN_WORLD(a_private_key_signs_an_assertion_that_holds_for_a_minute),
        IN_WORLD(an_answer_is_judged_by_every_member_that_counts),
        IN_WORLD(a_scope_that_is_asked_must_be_held),
        IN_WORLD(a_token_is_asked_about_once_until_it_is_time_again),
        IN_WORLD(no_answer_is_kept_past_the_end_of_the_token),
        IN_WORLD(a_provider_that_is_down_stalls_nobody_and_lets_nobody_in),
        IN_WORLD(a_question_that_is_refused_does_not_open_the_breaker),
        IN_WORLD(what_can_be_no_token_is_not_asked_about),
        IN_WORLD(an_answer_that_is_too_long_is_none),
        IN_WORLD(settings_that_cannot_work_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
