#include "auth/token.h"

#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <cjose/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RS256 "{\"alg\":\"RS256\",\"kid\":\"rsa\"}"
#define ES256 "{\"alg\":\"ES256\",\"kid\":\"ec\"}"

/* One set of keys for all tests: an RSA key takes a while to make. */
typedef struct world {
    arena *a;
    cjose_jwk_t *rsa, *ec, *stranger, *small;
    const char *rsa_public;
    token_check *check;
} world;

static token_check *check_of(arena *a, const char *jwks)
{
    token_settings *settings = arena_alloc(a, sizeof *settings);
    *settings = (token_settings){.issuer = ISSUER, .audience = AUDIENCE, .jwks_file = fixture_file(a, jwks)};
    token_check *check = NULL;
    const status s = token_check_new(settings, &fixture_world, &check);
    assert_int_equal(s.code, ST_OK);
    return check;
}

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->a = arena_new();
    w->rsa = fixture_rsa(w->a, 2048, "rsa");
    w->stranger = fixture_rsa(w->a, 2048, "rsa");
    w->small = fixture_rsa(w->a, 1024, "small");
    w->ec = fixture_ec(w->a, "ec");
    w->rsa_public = fixture_public(w->a, w->rsa, "{}");
    w->check = check_of(w->a, fixture_set(w->a, w->rsa_public, fixture_public(w->a, w->ec, "{\"use\":\"sig\",\"alg\":\"ES256\"}"),
                                          fixture_public(w->a, w->small, "{}")));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    token_check_free(w->check);
    arena_free(w->a);
    free(w);
    return 0;
}

static const char *sign(world *w, const cjose_jwk_t *jwk, const char *header, const char *payload)
{
    return fixture_sign(w->a, jwk, header, payload, strlen(payload));
}

static status ask(const world *w, const char *token, const scope **who)
{
    return scope_from_token(&(credentials){.authorization = arena_printf(w->a, "Bearer %s", token)}, w->check, w->a, who);
}

/* part: part of the English message, to check that the refusal has the reason that the test expects. */
static void assert_refused(const world *w, const char *token, status_code code, const char *part)
{
    const scope *who = NULL;
    const status s = ask(w, token, &who);
    if (s.code != code || !strstr(s.en, part))
        fail_msg("expected \"%s\", got %d \"%s\"", part, (int)s.code, s.en);
    assert_null(who);
    assert_true(strlen(s.nl) > 0);
}

static void assert_gemeenten(const scope *who, const char *expected)
{
    char found[256] = "";
    for (size_t i = 0; i < scope_gemeente_count(who); i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i ? "," : "", scope_gemeente(who, i));
    assert_string_equal(found, expected);
    assert_false(scope_is_anonymous(who));
}

static void assert_grants(const world *w, const char *token, const char *expected)
{
    const scope *who = NULL;
    const status s = ask(w, token, &who);
    if (s.code != ST_OK)
        fail_msg("refused: %s", s.en);
    assert_gemeenten(who, expected);
}

static void no_header_gives_the_anonymous_scope(void **state)
{
    const world *w = *state;
    static const char *const none[] = {NULL, ""};
    for (size_t i = 0; i < 2; i++) {
        const scope *who = NULL;
        assert_int_equal(scope_from_token(&(credentials){.authorization = none[i]}, w->check, w->a, &who).code, ST_OK);
        assert_true(scope_is_anonymous(who));
        assert_int_equal(scope_gemeente_count(who), 0);
        assert_int_equal(scope_organisation_count(who), 0);
    }
}

static void both_algorithms_open_the_door(void **state)
{
    world *w = *state;
    assert_grants(w, sign(w, w->rsa, RS256, CLAIMS), "23105");
    assert_grants(w, sign(w, w->ec, ES256, CLAIMS), "23105");
    assert_grants(w, sign(w, w->ec, "{\"alg\":\"ES256\",\"kid\":\"ec\",\"typ\":\"at+jwt\"}", CLAIMS), "23105");
}

static void several_organisations_give_the_union_sorted_and_once(void **state)
{
    world *w = *state;
    assert_grants(w,
                  sign(w, w->ec, ES256,
                       "{" ISS AUD EXP "\"risicolaag_rol_3d\":[\"Beheerder:0200000297, 0207509031\",\"Raadpleger:0200000196\"]}"),
                  "11002,23105,44021");
}

/* A user who manages one gemeente and reads another must not write in the second. */
static void capabilities_are_held_per_gemeente(void **state)
{
    world *w = *state;
    const scope *who = NULL;
    const char *roles = "\"sub\":\"u-1\",\"risicolaag_rol_3d\":[\"Beheerder:0207509031\",\"Raadpleger:0200000297, 0207509031\"]}";
    const status s = ask(w, sign(w, w->ec, ES256, arena_printf(w->a, "{" ISS AUD EXP "%s", roles)), &who);
    assert_int_equal(s.code, ST_OK);
    assert_gemeenten(who, "11002,23105,44021");
    assert_true(scope_may(who, CAPABILITY_WRITE_OWN, "23105"));
    assert_true(scope_may(who, CAPABILITY_ADMINISTER_SWITCH, "23105"));
    assert_true(scope_may(who, CAPABILITY_READ_OWN, "44021"));
    assert_false(scope_may(who, CAPABILITY_WRITE_OWN, "44021"));
    assert_false(scope_may(who, CAPABILITY_WRITE_OWN, "11002"));
    assert_false(scope_may(who, CAPABILITY_ADMINISTER_SWITCH, "11002"));
    assert_false(scope_may(who, CAPABILITY_READ_OWN, "99999"));
    assert_false(scope_may(who, CAPABILITY_WRITE_ALL, "23105"));
    assert_string_equal(scope_actor(who), "user:u-1");
}

static void each_role_may_what_the_table_says(void **state)
{
    world *w = *state;
    static const struct {
        const char *role, *gemeenten;
        unsigned here, elsewhere; /* in 23105, in 44021 */
    } cases[] = {
        {"raadpleger", "23105", CAPABILITY_READ_OWN, 0},
        {"beheerder", "23105", CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN | CAPABILITY_ADMINISTER_SWITCH, 0},
        {"integrator", "23105", CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN | CAPABILITY_ADMINISTER_SWITCH, 0},
        {"vip", "11002,23105,44021", CAPABILITY_READ_ALL, CAPABILITY_READ_ALL},
        {"ovam", "11002,23105,44021", CAPABILITY_READ_ALL | CAPABILITY_WRITE_ALL, CAPABILITY_READ_ALL | CAPABILITY_WRITE_ALL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const scope *who = NULL;
        const char *claims = arena_printf(w->a, "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"%s:0207509031\"}", cases[i].role);
        assert_int_equal(ask(w, sign(w, w->ec, ES256, claims), &who).code, ST_OK);
        assert_gemeenten(who, cases[i].gemeenten);
        for (unsigned bit = 1; bit <= CAPABILITY_ADMINISTER_SWITCH; bit *= 2) {
            assert_int_equal(scope_may(who, (capability)bit, "23105"), (cases[i].here & bit) != 0);
            assert_int_equal(scope_may(who, (capability)bit, "44021"), (cases[i].elsewhere & bit) != 0);
        }
    }
}

static const scope *scope_of(world *w, const char *claims)
{
    const scope *who = NULL;
    const status s = ask(w, sign(w, w->ec, ES256, arena_printf(w->a, "{" ISS AUD EXP "%s}", claims)), &who);
    if (s.code != ST_OK)
        fail_msg("refused: %s", s.en);
    return who;
}

static void the_organisations_are_those_of_the_roles_the_chosen_one_first(void **state)
{
    static const struct {
        const char *claims, *expected;
    } cases[] = {
        {"\"risicolaag_rol_3d\":\"Raadpleger:0207509031\"", "0207509031"},
        {"\"risicolaag_rol_3d\":[\"Raadpleger:0207509031, 0200000196\",\"Beheerder:0207509031\"]", "0200000196,0207509031"},
        {"\"vo_orgcode\":\"0207509031\",\"risicolaag_rol_3d\":\"Raadpleger:0207509031, 0200000196\"", "0207509031,0200000196"},
        {"\"vo_orgcode\":\"0207509031\",\"risicolaag_rol_3d\":\"Raadpleger\"", "0207509031"},
        {"\"vo_orgcode\":\"0299999999\",\"risicolaag_rol_3d\":\"Raadpleger:0207509031\"",
         "0207509031"}, /* chosen, but without a role there: not a member */
        {"\"risicolaag_rol_3d\":[\"Vip\",\"Baas:0200000196\"]", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const scope *who = scope_of(*state, cases[i].claims);
        char found[256] = "";
        for (size_t j = 0; j < scope_organisation_count(who); j++)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", j ? "," : "", scope_organisation(who, j));
        assert_string_equal(found, cases[i].expected);
    }
}

/* The organisation that a stored query is kept for is never guessed, and never one for which the user may only read. */
static void a_home_is_the_chosen_organisation_or_the_only_one_that_one_writes_for(void **state)
{
    static const struct {
        const char *claims;
        scope_home_kind kind;
        const char *home;
    } cases[] = {
        {"\"risicolaag_rol_3d\":\"Beheerder:0207509031\"", SCOPE_HOME_ONE, "0207509031"},
        {"\"risicolaag_rol_3d\":[\"Integrator:0207509031\",\"Raadpleger:0200000196\"]", SCOPE_HOME_ONE, "0207509031"},
        {"\"risicolaag_rol_3d\":\"Raadpleger:0207509031\"", SCOPE_HOME_NONE, NULL},
        {"\"risicolaag_rol_3d\":[\"Vip:0207509031\",\"Ovam:0200000196\"]", SCOPE_HOME_NONE, NULL},
        {"\"risicolaag_rol_3d\":\"Beheerder:0207509031, 0200000196\"", SCOPE_HOME_SEVERAL, NULL},
        {"\"vo_orgcode\":\"0200000196\",\"risicolaag_rol_3d\":\"Beheerder:0207509031, 0200000196\"", SCOPE_HOME_ONE,
         "0200000196"},
        {"\"vo_orgcode\":\"0200000196\",\"risicolaag_rol_3d\":[\"Beheerder:0207509031\",\"Raadpleger:0200000196\"]",
         SCOPE_HOME_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *home = NULL;
        assert_int_equal(scope_home(scope_of(*state, cases[i].claims), &home), cases[i].kind);
        assert_int_equal(home != NULL, cases[i].home != NULL);
        if (home)
            assert_string_equal(home, cases[i].home);
    }
}

static void a_valid_token_without_a_gemeente_is_forbidden(void **state)
{
    world *w = *state;
    static const char *const payloads[] = {
        "{" ISS AUD EXP "\"vo_doelgroepcode\":\"LB\",\"vo_orgcode\":\"0207509031\"}",
        "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"Raadpleger:0999999999\"}",
        "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"Raadpleger\"}",
        "{" ISS AUD EXP "\"other_rol_3d\":\"Raadpleger:0207509031\"}",
    };
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        assert_refused(w, sign(w, w->ec, ES256, payloads[i]), ST_FORBIDDEN, "names no municipality");
}

static void only_rs256_and_es256_are_listened_to(void **state)
{
    world *w = *state;
    static const char *const headers[] = {
        "{\"alg\":\"none\",\"kid\":\"rsa\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"rs256\",\"kid\":\"rsa\"}",
        "{\"alg\":\"HS256\",\"kid\":\"rsa\"}",
        "{\"alg\":\"RS512\",\"kid\":\"rsa\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":[\"RS256\"]}",
        "{\"alg\":null}",
        "{\"kid\":\"rsa\"}",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        assert_refused(w, fixture_forge(w->a, headers[i], CLAIMS, "AAAA"), ST_UNAUTHENTICATED, "Allowed are RS256 and ES256");
    const scope *who = NULL;
    assert_int_equal(ask(w, fixture_forge(w->a, "{\"alg\":\"none\"}", CLAIMS, ""), &who).code, ST_UNAUTHENTICATED);
}

static void a_public_key_is_never_a_shared_secret(void **state)
{
    world *w = *state;
    const cjose_jwk_t *secret = fixture_secret(w->a, w->rsa_public, "rsa");
    assert_refused(w, sign(w, secret, "{\"alg\":\"HS256\",\"kid\":\"rsa\"}", CLAIMS), ST_UNAUTHENTICATED, "Allowed are");
}

static void a_key_is_used_with_its_own_algorithm_only(void **state)
{
    world *w = *state;
    assert_refused(w, sign(w, w->ec, "{\"alg\":\"ES256\",\"kid\":\"rsa\"}", CLAIMS), ST_UNAUTHENTICATED, "does not know");
    assert_refused(w, sign(w, w->rsa, "{\"alg\":\"RS256\",\"kid\":\"ec\"}", CLAIMS), ST_UNAUTHENTICATED, "does not know");
    assert_refused(w, sign(w, w->rsa, "{\"alg\":\"PS256\",\"kid\":\"rsa\"}", CLAIMS), ST_UNAUTHENTICATED, "Allowed are");
}

static void a_short_rsa_key_is_no_key(void **state)
{
    world *w = *state;
    assert_refused(w, sign(w, w->small, "{\"alg\":\"RS256\",\"kid\":\"small\"}", CLAIMS), ST_UNAUTHENTICATED, "does not know");
}

static void another_key_with_our_kid_does_not_sign_for_us(void **state)
{
    world *w = *state;
    assert_refused(w, sign(w, w->stranger, RS256, CLAIMS), ST_UNAUTHENTICATED, "signature");
}

static void a_key_in_the_header_is_not_looked_at(void **state)
{
    world *w = *state;
    const char *own = fixture_public(w->a, w->stranger, "{}");
    assert_refused(w, sign(w, w->stranger, arena_printf(w->a, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jwk\":%s}", own), CLAIMS),
                   ST_UNAUTHENTICATED, "signature");
    assert_refused(w, sign(w, w->stranger, arena_printf(w->a, "{\"alg\":\"RS256\",\"kid\":\"x\",\"jwk\":%s}", own), CLAIMS),
                   ST_UNAUTHENTICATED, "does not know");
    assert_refused(w, sign(w, w->stranger, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jku\":\"https://evil.example/keys\"}", CLAIMS),
                   ST_UNAUTHENTICATED, "signature");
}

static void an_unknown_or_a_missing_kid_is_refused_when_it_is_ambiguous(void **state)
{
    world *w = *state;
    assert_refused(w, sign(w, w->rsa, "{\"alg\":\"RS256\",\"kid\":\"old\"}", CLAIMS), ST_UNAUTHENTICATED, "does not know");
    assert_refused(w, sign(w, w->rsa, "{\"alg\":\"RS256\",\"kid\":7}", CLAIMS), ST_UNAUTHENTICATED, "not a readable JWT");
    assert_grants(w, sign(w, w->rsa, "{\"alg\":\"RS256\"}", CLAIMS), "23105"); /* one RSA key fits */

    token_check *two =
        check_of(w->a, fixture_set(w->a, w->rsa_public, fixture_public(w->a, w->stranger, "{\"kid\":\"second\"}"), NULL));
    const scope *who = NULL;
    const status s = scope_from_token(
        &(credentials){.authorization = arena_printf(w->a, "Bearer %s", sign(w, w->rsa, "{\"alg\":\"RS256\"}", CLAIMS))}, two,
        w->a, &who);
    assert_int_equal(s.code, ST_UNAUTHENTICATED);
    assert_non_null(strstr(s.en, "not exactly one key"));
    token_check_free(two);
}

static void an_extension_that_we_do_not_know_is_refused(void **state)
{
    world *w = *state;
    assert_refused(w, sign(w, w->rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"exp\"],\"exp\":1}", CLAIMS),
                   ST_UNAUTHENTICATED, "crit");
}

/* Every byte of a good token counts: a token with any byte changed is refused. */
static void no_byte_of_a_token_can_be_changed(void **state)
{
    world *w = *state;
    const char *good = sign(w, w->ec, ES256, CLAIMS);
    for (size_t i = 0; good[i]; i++) {
        char *bad = arena_strdup(w->a, good);
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        const scope *who = NULL;
        const status s = ask(w, bad, &who);
        if (s.code != ST_UNAUTHENTICATED)
            fail_msg("byte %zu changed: %d %s", i, (int)s.code, s.en);
    }
}

static void no_byte_can_be_added_or_left_out(void **state)
{
    world *w = *state;
    const char *good = sign(w, w->ec, ES256, CLAIMS);
    const scope *who = NULL;
    for (size_t length = 1; length < strlen(good); length++)
        assert_int_equal(ask(w, arena_strndup(w->a, good, length), &who).code, ST_UNAUTHENTICATED);
    static const char *const tails[] = {"A", "AA", "AAAA", "=", ".", ".A", " ", " x", "\n", "\x01"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        assert_int_equal(ask(w, arena_printf(w->a, "%s%s", good, tails[i]), &who).code, ST_UNAUTHENTICATED);
}

static void a_payload_that_is_no_claims_set_is_refused(void **state)
{
    world *w = *state;
    static const char *const payloads[] = {"",
                                           "[]",
                                           "null",
                                           "7",
                                           "{",
                                           CLAIMS "x",
                                           "\xFF",
                                           "{" ISS AUD EXP "\"sub\":\"a\\u0000b\"," ROLE "}",
                                           "{" ISS AUD EXP EXP ROLE "}",
                                           "{" ISS AUD EXP ROLE "," ROLE "}"};
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        assert_refused(w, payloads[i][0] ? sign(w, w->ec, ES256, payloads[i]) : "e30..e30", ST_UNAUTHENTICATED,
                       "not a readable JWT");
    static const char nul[] = "{" ISS AUD EXP "\"sub\":\"a\0b\"," ROLE "}";
    assert_refused(w, fixture_sign(w->a, w->ec, ES256, nul, sizeof nul - 1), ST_UNAUTHENTICATED, "not a readable JWT");
}

static void a_header_that_is_no_header_is_refused(void **state)
{
    world *w = *state;
    static const char *const headers[] = {"[]", "x", "{\"alg\":\"ES256\",\"alg\":\"RS256\"}", "{\"alg\":\"RS256\\u0000\"}"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        assert_refused(w, fixture_forge(w->a, headers[i], CLAIMS, "AAAA"), ST_UNAUTHENTICATED, "not a readable JWT");
}

static void registered_claims_must_fit(void **state)
{
    world *w = *state;
    static const struct {
        const char *payload, *part;
    } cases[] = {
        {"{" AUD EXP ROLE "}", "issuer"},
        {"{\"iss\":\"" ISSUER "/\"," AUD EXP ROLE "}", "issuer"},
        {"{\"iss\":[\"" ISSUER "\"]," AUD EXP ROLE "}", "issuer"},
        {"{" ISS EXP ROLE "}", "aud"},
        {"{" ISS "\"aud\":\"other\"," EXP ROLE "}", "aud"},
        {"{" ISS "\"aud\":[]," EXP ROLE "}", "aud"},
        {"{" ISS "\"aud\":[\"other\",7]," EXP ROLE "}", "aud"},
        {"{" ISS AUD ROLE "}", "exp"},
        {"{" ISS AUD "\"exp\":\"2100-01-01\"," ROLE "}", "exp"},
        {"{" ISS AUD "\"exp\":1," ROLE "}", "expired"},
        {"{" ISS AUD EXP "\"nbf\":4102444000," ROLE "}", "not valid yet"},
        {"{" ISS AUD EXP "\"iat\":4102444000," ROLE "}", "not valid yet"},
        {"{" ISS AUD EXP "\"nbf\":true," ROLE "}", "nbf"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(w, sign(w, w->ec, ES256, cases[i].payload), ST_UNAUTHENTICATED, cases[i].part);
    assert_grants(w, sign(w, w->ec, ES256, "{" ISS "\"aud\":[\"other\",\"" AUDIENCE "\"]," EXP ROLE "}"), "23105");
}

static void a_token_that_is_too_long_is_refused_unread(void **state)
{
    const world *w = *state;
    char *longer = arena_alloc(w->a, 1024 * 1024 + 1);
    memset(longer, 'A', 1024 * 1024);
    assert_refused(w, longer, ST_UNAUTHENTICATED, "too long");
    longer[16 * 1024 + 1] = '\0';
    assert_refused(w, longer, ST_UNAUTHENTICATED, "too long");
    longer[16 * 1024] = '\0';
    assert_refused(w, longer, ST_UNAUTHENTICATED, "not a readable JWT");
}

static void a_message_never_repeats_the_token(void **state)
{
    world *w = *state;
    static const char *const payloads[] = {"{\"iss\":\"MARK\"}", "{" ISS "\"aud\":\"MARK\"}",
                                           "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"Raadpleger:MARK-\"}",
                                           "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"Raadpleger:MARK\"}"};
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        const scope *who = NULL;
        const status s = ask(w, sign(w, w->ec, ES256, payloads[i]), &who);
        assert_int_not_equal(s.code, ST_OK);
        assert_null(strstr(s.en, "MARK"));
        assert_null(strstr(s.nl, "MARK"));
    }
}

static void a_store_that_fails_shuts_the_door_without_its_own_words(void **state)
{
    world *w = *state;
    const char *token = sign(w, w->ec, ES256, "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"Raadpleger:0207509031,BROKEN\"}");
    assert_refused(w, token, ST_UNAVAILABLE, "cannot be checked now");
    const scope *who = NULL;
    assert_null(strstr(ask(w, token, &who).en, "secret_table"));
}

static const char *basic(world *w, const char *pair, size_t size)
{
    char *out = NULL;
    size_t length = 0;
    assert_true(cjose_base64_encode((const uint8_t *)pair, size, &out, &length, NULL));
    const char *header = arena_printf(w->a, "Basic %.*s", (int)length, out);
    free(out);
    return header;
}

static void basic_carries_the_token_as_its_password(void **state)
{
    world *w = *state;
    const char *token = sign(w, w->ec, ES256, CLAIMS);
    static const char *const users[] = {"", "anyone", "ünï"};
    for (size_t i = 0; i < sizeof users / sizeof *users; i++) {
        const char *pair = arena_printf(w->a, "%s:%s", users[i], token);
        const scope *who = NULL;
        assert_int_equal(
            scope_from_token(&(credentials){.authorization = basic(w, pair, strlen(pair))}, w->check, w->a, &who).code, ST_OK);
        assert_gemeenten(who, "23105");
    }
}

static void basic_hides_nothing_behind_a_nul_and_no_end_of_user(void **state)
{
    world *w = *state;
    const char *token = sign(w, w->ec, ES256, CLAIMS);
    const char *hidden = arena_printf(w->a, "user:%s%cjunk", token, '\0');
    const char *crowd = arena_printf(w->a, "%020000d:%s", 0, token); /* the token itself is short enough */
    const scope *who = NULL;
    assert_int_equal(
        scope_from_token(&(credentials){.authorization = basic(w, hidden, strlen(hidden) + 5)}, w->check, w->a, &who).code,
        ST_UNAUTHENTICATED);
    const status s = scope_from_token(&(credentials){.authorization = basic(w, crowd, strlen(crowd))}, w->check, w->a, &who);
    assert_int_equal(s.code, ST_UNAUTHENTICATED);
    assert_non_null(strstr(s.en, "too long"));
    assert_null(who);
}

static void the_scheme_is_read_in_any_case(void **state)
{
    world *w = *state;
    const char *token = sign(w, w->ec, ES256, CLAIMS);
    static const char *const schemes[] = {"bearer", "BEARER", "Bearer "};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const scope *who = NULL;
        assert_int_equal(scope_from_token(&(credentials){.authorization = arena_printf(w->a, "%s %s", schemes[i], token)},
                                          w->check, w->a, &who)
                             .code,
                         ST_OK);
    }
}

static void other_credentials_are_refused(void **state)
{
    world *w = *state;
    const char *token = sign(w, w->ec, ES256, CLAIMS);
    const char *colon = arena_printf(w->a, "user:%s:x", token), *turned = arena_printf(w->a, "%s:", token);
    char nul[] = "user:abc\0def";
    const char *const bad[] = {"Bearer",
                               "Bearer ",
                               " ",
                               "Basic",
                               "Basic !",
                               "Basic YWJj" /* no colon */,
                               "Basic YWI6",
                               "Basic YWI6=",
                               token,
                               "Digest abc",
                               "BearerX abc",
                               "Basic Y WI6YWI=",
                               arena_printf(w->a, "Bearer\t%s", token),
                               arena_printf(w->a, "Bearer %s, Basic YWI6YWI=", token),
                               basic(w, colon, strlen(colon)),
                               basic(w, turned, strlen(turned)),
                               basic(w, nul, sizeof nul - 1)};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const scope *who = NULL;
        const status s = scope_from_token(&(credentials){.authorization = bad[i]}, w->check, w->a, &who);
        if (s.code != ST_UNAUTHENTICATED)
            fail_msg("accepted credentials %zu", i);
        assert_null(who);
    }
}

static void settings_that_cannot_work_stop_start_up(void **state)
{
    const world *w = *state;
    const char *file = fixture_file(w->a, "{\"keys\":[]}");
    const token_settings bad[] = {
        {.audience = AUDIENCE, .jwks_url = "https://x.example"},
        {.issuer = ISSUER, .jwks_url = "https://x.example"},
        {.issuer = ISSUER, .audience = AUDIENCE},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_file = file, .jwks_url = "https://x.example"},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_file = file},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_file = "/nowhere/jwks.json"},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_url = "http://x.example/keys"},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_url = "https://user:secret@x.example/keys"},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_url = "file:///etc/passwd"},
        {.issuer = ISSUER, .audience = AUDIENCE, .jwks_url = "https://x.example", .clock_skew_s = 301},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        token_check *check = NULL;
        const status s = token_check_new(&bad[i], &fixture_world, &check);
        if (s.code != ST_BAD_INPUT)
            fail_msg("accepted settings %zu", i);
        assert_true(strlen(s.locator) > 0);
        assert_null(check);
    }
    token_check_free(NULL);
}

static void a_provider_that_is_down_is_a_503_and_no_open_door(void **state)
{
    world *w = *state;
    const token_settings settings = {.issuer = ISSUER, .audience = AUDIENCE, .jwks_url = "http://127.0.0.1:1/keys"};
    token_check *check = NULL;
    assert_int_equal(token_check_new(&settings, &fixture_world, &check).code, ST_OK);
    const scope *who = NULL;
    const char *header = arena_printf(w->a, "Bearer %s", sign(w, w->ec, ES256, CLAIMS));
    assert_int_equal(scope_from_token(&(credentials){.authorization = header}, check, w->a, &who).code, ST_UNAVAILABLE);
    assert_int_equal(scope_from_token(&(credentials){.authorization = NULL}, check, w->a, &who).code,
                     ST_OK); /* public layers keep working */
    token_check_free(check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_header_gives_the_anonymous_scope),
        cmocka_unit_test(both_algorithms_open_the_door),
        cmocka_unit_test(several_organisations_give_the_union_sorted_and_once),
        cmocka_unit_test(capabilities_are_held_per_gemeente),
        cmocka_unit_test(each_role_may_what_the_table_says),
        cmocka_unit_test(the_organisations_are_those_of_the_roles_the_chosen_one_first),
        cmocka_unit_test(a_home_is_the_chosen_organisation_or_the_only_one_that_one_writes_for),
        cmocka_unit_test(a_valid_token_without_a_gemeente_is_forbidden),
        cmocka_unit_test(only_rs256_and_es256_are_listened_to),
        cmocka_unit_test(a_public_key_is_never_a_shared_secret),
        cmocka_unit_test(a_key_is_used_with_its_own_algorithm_only),
        cmocka_unit_test(a_short_rsa_key_is_no_key),
        cmocka_unit_test(another_key_with_our_kid_does_not_sign_for_us),
        cmocka_unit_test(a_key_in_the_header_is_not_looked_at),
        cmocka_unit_test(an_unknown_or_a_missing_kid_is_refused_when_it_is_ambiguous),
        cmocka_unit_test(an_extension_that_we_do_not_know_is_refused),
        cmocka_unit_test(no_byte_of_a_token_can_be_changed),
        cmocka_unit_test(no_byte_can_be_added_or_left_out),
        cmocka_unit_test(a_payload_that_is_no_claims_set_is_refused),
        cmocka_unit_test(a_header_that_is_no_header_is_refused),
        cmocka_unit_test(registered_claims_must_fit),
        cmocka_unit_test(a_token_that_is_too_long_is_refused_unread),
        cmocka_unit_test(a_message_never_repeats_the_token),
        cmocka_unit_test(a_store_that_fails_shuts_the_door_without_its_own_words),
        cmocka_unit_test(basic_carries_the_token_as_its_password),
        cmocka_unit_test(basic_hides_nothing_behind_a_nul_and_no_end_of_user),
        cmocka_unit_test(the_scheme_is_read_in_any_case),
        cmocka_unit_test(other_credentials_are_refused),
        cmocka_unit_test(settings_that_cannot_work_stop_start_up),
        cmocka_unit_test(a_provider_that_is_down_is_a_503_and_no_open_door),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
