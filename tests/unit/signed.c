#include "auth/signed.h"

#include "auth/token_cache.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SKEW = 60 };

#define ES256 "{\"alg\":\"ES256\",\"kid\":\"first\"}"

static const clock_reading noon = {1800000000, 5000};
static const claim_rules rules = {ISSUER, AUDIENCE, SKEW};

/* The provider that fake_fetch simulates; fake_fetch gets no context, so this is a static. */
static struct {
    const char *answer; /* NULL: down */
    int asked;
} provider;

typedef struct world {
    arena *a;
    cjose_jwk_t *first, *second;
    const char *old_set, *new_set, *both;
    key_source *keys;
    signed_check *check;
} world;

static status fake_fetch(const char *url, text *body)
{
    provider.asked++;
    if (!provider.answer)
        return FAIL(UNAVAILABLE, "jwks_url", "plat: %s", "down: %s", url);
    text_add(body, provider.answer);
    return status_ok();
}

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->a = arena_new();
    w->first = fixture_ec(w->a, "first");
    w->second = fixture_ec(w->a, "second");
    const char *first = fixture_public(w->a, w->first, "{}"), *second = fixture_public(w->a, w->second, "{}");
    w->old_set = fixture_set(w->a, first, NULL, NULL);
    w->new_set = fixture_set(w->a, second, NULL, NULL);
    w->both = fixture_set(w->a, first, second, NULL);
    provider.answer = w->old_set;
    provider.asked = 0;
    w->keys = key_source_url("https://provider.example/keys", fake_fetch);
    w->check = signed_check_new(w->keys, &rules);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    signed_check_free(w->check);
    key_source_free(w->keys);
    arena_free(w->a);
    free(w);
    return 0;
}

static clock_reading after(int64_t seconds)
{
    return (clock_reading){noon.wall + seconds, noon.steady + seconds};
}

/* With these members beside iss and aud. */
static const char *token_of(const world *w, const char *members)
{
    const char *claims = arena_printf(w->a, "{" ISS AUD "%s}", members);
    return fixture_sign(w->a, w->first, ES256, claims, strlen(claims));
}

static const char *until(const world *w, int64_t seconds)
{
    return token_of(w, arena_printf(w->a, "\"sub\":\"u-1\",\"exp\":%" PRId64, noon.wall + seconds));
}

static status_code ask(const world *w, const char *token, clock_reading now)
{
    json_t *claims = NULL;
    const status_code code = signed_claims(w->check, token, &now, w->a, &claims).code;
    assert_int_equal(code == ST_OK, claims != NULL);
    return code;
}

static bool knows(const world *w, const char *token, clock_reading now)
{
    return signed_knows(w->check, token, &now);
}

static void a_good_token_is_known_from_its_second_time_on_and_says_the_same(void **state)
{
    const world *w = *state;
    const char *token = until(w, 600);
    assert_false(knows(w, token, noon));
    for (int i = 0; i < 3; i++) {
        json_t *claims = NULL;
        assert_int_equal(signed_claims(w->check, token, &noon, w->a, &claims).code, ST_OK);
        assert_string_equal(json_string_value(json_object_get(claims, "sub")), "u-1");
        assert_true(knows(w, token, noon));
    }
}

/* RFC 7519 §4.1.4, with the allowed clock skew: at exactly that second it has expired, remembered or not. */
static void it_expires_at_the_second(void **state)
{
    const world *w = *state;
    const char *known = until(w, 600);
    assert_int_equal(ask(w, known, noon), ST_OK);
    assert_int_equal(ask(w, known, after(600 + SKEW - 1)), ST_OK);
    assert_true(knows(w, known, after(600 + SKEW - 1)));
    assert_false(knows(w, known, after(600 + SKEW)));
    assert_int_equal(ask(w, known, after(600 + SKEW)), ST_UNAUTHENTICATED);
    const char *fresh = until(w, 601);
    assert_int_equal(ask(w, fresh, after(601 + SKEW)), ST_UNAUTHENTICATED);
    assert_int_equal(ask(w, fresh, after(601 + SKEW - 1)), ST_OK);
}

/* An exp may have a fraction of a second; one that no clock reaches never expires. */
static void an_end_of_any_size_is_an_end(void **state)
{
    const world *w = *state;
    const char *half = token_of(w, arena_printf(w->a, "\"exp\":%" PRId64 ".5", noon.wall + 10));
    const char *never = token_of(w, "\"exp\":1e300");
    assert_int_equal(ask(w, half, noon), ST_OK);
    assert_int_equal(ask(w, half, after(10 + SKEW)), ST_OK);
    assert_int_equal(ask(w, half, after(10 + SKEW + 1)), ST_UNAUTHENTICATED);
    assert_int_equal(ask(w, never, noon), ST_OK);
    assert_true(knows(w, never, after(SIGNED_KEPT - 1)));
    assert_false(knows(w, never, after(SIGNED_KEPT)));
    assert_int_equal(ask(w, never, after(SIGNED_KEPT)), ST_OK); /* its signature is checked again */
}

/* nbf is judged at each request: if the wall clock goes back, a remembered token may not be valid yet. */
static void one_for_tomorrow_is_refused_and_is_no_better_for_being_known(void **state)
{
    const world *w = *state;
    const char *token = token_of(w, arena_printf(w->a, "\"exp\":4102444800,\"nbf\":%" PRId64, noon.wall + SKEW + 10));
    assert_int_equal(ask(w, token, after(9)), ST_UNAUTHENTICATED);
    assert_false(knows(w, token, after(9)));
    assert_int_equal(ask(w, token, after(10)), ST_OK);
    assert_int_equal(ask(w, token, (clock_reading){noon.wall + 9, noon.steady + 11}), ST_UNAUTHENTICATED);
}

/* A clock that is set back must not lengthen the life of a remembered result. */
static void a_clock_that_is_set_back_lengthens_nothing(void **state)
{
    const world *w = *state;
    const char *token = until(w, 2 * SIGNED_KEPT);
    assert_int_equal(ask(w, token, noon), ST_OK);
    assert_false(knows(w, token, (clock_reading){noon.wall - 3600, noon.steady + SIGNED_KEPT}));
}

/* Flips each bit of the token, signature included, after the good token is remembered. */
static void a_bit_of_difference_is_another_token(void **state)
{
    const world *w = *state;
    const char *good = until(w, 600);
    const size_t length = strlen(good);
    assert_int_equal(ask(w, good, noon), ST_OK);
    for (size_t i = 0; i < length; i++)
        for (unsigned bit = 1; bit < 128; bit *= 2) {
            char *bad = arena_strdup(w->a, good);
            bad[i] = (char)((unsigned char)bad[i] ^ bit);
            if (!bad[i])
                continue;
            if (knows(w, bad, noon) || ask(w, bad, noon) != ST_UNAUTHENTICATED || knows(w, bad, noon))
                fail_msg("bit %u of byte %zu changed", bit, i);
        }
    assert_int_equal(ask(w, good, noon), ST_OK);
}

static void what_was_refused_is_never_known_as_good(void **state)
{
    const world *w = *state;
    const char *claims = "{" ISS AUD EXP ROLE "}";
    const char *const bad[] = {
        until(w, -SKEW),
        token_of(w, "\"exp\":\"2100-01-01\""),
        fixture_sign(w->a, w->second, ES256, claims, strlen(claims)), /* another key with our kid */
        fixture_forge(w->a, "{\"alg\":\"none\"}", claims, "AAAA"),
        "no.jwt.atall",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int again = 0; again < 2; again++) {
            assert_int_equal(ask(w, bad[i], noon), ST_UNAUTHENTICATED);
            assert_false(knows(w, bad[i], noon));
        }
}

static void a_key_that_is_withdrawn_takes_its_tokens_along(void **state)
{
    const world *w = *state;
    const char *token = until(w, 7200);
    assert_int_equal(ask(w, token, noon), ST_OK);
    provider.answer = w->new_set;
    assert_int_equal(ask(w, token, after(KEYS_REFRESH - 1)), ST_OK);
    assert_int_equal(ask(w, token, after(KEYS_REFRESH)), ST_UNAUTHENTICATED);
    assert_false(knows(w, token, after(KEYS_REFRESH)));
    provider.answer = w->both;
    assert_int_equal(ask(w, token, after(2 * KEYS_REFRESH)), ST_OK);
}

/* Another client's token with a new kid makes the keys be read again: from then on the withdrawn key is refused for everybody. */
static void keys_that_were_read_for_another_token_count_for_all(void **state)
{
    const world *w = *state;
    const char *token = until(w, 7200), *claims = "{" ISS AUD EXP ROLE "}";
    const char *rotated = fixture_sign(w->a, w->second, "{\"alg\":\"ES256\",\"kid\":\"second\"}", claims, strlen(claims));
    assert_int_equal(ask(w, token, noon), ST_OK);
    provider.answer = w->new_set;
    assert_int_equal(ask(w, rotated, after(KEYS_UNKNOWN)), ST_OK);
    assert_true(knows(w, rotated, after(KEYS_UNKNOWN)));
    assert_int_equal(ask(w, token, after(KEYS_UNKNOWN)), ST_UNAUTHENTICATED);
    assert_int_equal(provider.asked, 2);
}

/* Keys that could not be refreshed for an hour are dropped, and so are the tokens that they verified. */
static void a_provider_that_is_down_for_long_shuts_the_door_for_known_tokens_too(void **state)
{
    const world *w = *state;
    const char *token = until(w, 2 * KEYS_EXPIRE);
    assert_int_equal(ask(w, token, noon), ST_OK);
    provider.answer = NULL;
    assert_int_equal(ask(w, token, after(KEYS_EXPIRE - 1)), ST_OK);
    assert_int_equal(ask(w, token, after(KEYS_EXPIRE)), ST_UNAVAILABLE);
    assert_false(knows(w, token, after(KEYS_EXPIRE)));
}

static void a_key_file_that_changes_or_goes_counts_a_second_later(void **state)
{
    const world *w = *state;
    const char *path = fixture_file(w->a, w->old_set), *token = until(w, 7200);
    key_source *keys = key_source_file(path);
    signed_check *check = signed_check_new(keys, &rules);
    json_t *claims = NULL;
    clock_reading now = noon;
    assert_int_equal(signed_claims(check, token, &now, w->a, &claims).code, ST_OK);
    fixture_rewrite(path, w->both);
    now = after(1);
    assert_int_equal(signed_claims(check, token, &now, w->a, &claims).code, ST_OK);
    fixture_rewrite(path, w->new_set);
    now = after(2);
    assert_int_equal(signed_claims(check, token, &now, w->a, &claims).code, ST_UNAUTHENTICATED);
    fixture_rewrite(path, "{}");
    now = after(3);
    assert_int_equal(signed_claims(check, token, &now, w->a, &claims).code, ST_UNAVAILABLE);
    signed_check_free(check);
    key_source_free(keys);
}

/* Whatever is sent, the keys are not fetched more often than without remembered tokens. */
static void garbage_does_not_have_the_keys_read(void **state)
{
    const world *w = *state;
    for (int64_t second = 0; second < 2 * KEYS_REFRESH; second += 60) {
        assert_int_equal(ask(w, "no.jwt.atall", after(second)), ST_UNAUTHENTICATED);
        assert_false(knows(w, "opaque", after(second)));
    }
    assert_int_equal(provider.asked, 0);
}

static void what_is_kept_has_a_bound(void **state)
{
    const world *w = *state;
    const int places = CACHE_ACTIVE_SETS * CACHE_WAYS, many = places + places / 2;
    const char **tokens = arena_array(w->a, (size_t)many, sizeof *tokens);
    int known = 0;
    for (int i = 0; i < many; i++) {
        tokens[i] = until(w, 600 + i);
        assert_int_equal(ask(w, tokens[i], noon), ST_OK);
    }
    for (int i = 0; i < many; i++) {
        known += knows(w, tokens[i], noon);
        assert_int_equal(ask(w, tokens[i], noon), ST_OK); /* evicted or not, the answer is the same */
    }
    assert_in_range(known, 1, places);
    const char *longer = token_of(w, arena_printf(w->a, "\"exp\":4102444800,\"x\":\"%0*d\"", SIGNED_KEPT_LENGTH, 0));
    assert_int_equal(ask(w, longer, noon), ST_OK);
    assert_false(knows(w, longer, noon));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_token_is_known_from_its_second_time_on_and_says_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_expires_at_the_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_end_of_any_size_is_an_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_for_tomorrow_is_refused_and_is_no_better_for_being_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_clock_that_is_set_back_lengthens_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bit_of_difference_is_another_token, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_refused_is_never_known_as_good, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_that_is_withdrawn_takes_its_tokens_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_that_were_read_for_another_token_count_for_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_provider_that_is_down_for_long_shuts_the_door_for_known_tokens_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_file_that_changes_or_goes_counts_a_second_later, set_up, tear_down),
        cmocka_unit_test_setup_teardown(garbage_does_not_have_the_keys_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_kept_has_a_bound, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
