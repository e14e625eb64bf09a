#include "auth/key_source.h"

#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The provider that fake_fetch simulates: a test sets its answer and reads how often it was asked. fake_fetch gets no context, so
 * this is a static. */
static struct {
    const char *answer; /* NULL: down */
    int asked;
} provider;

static const char *old_set, *new_set;
static arena *all;

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
    (void)state;
    all = arena_new();
    cjose_jwk_t *first = fixture_ec(all, "first"), *second = fixture_ec(all, "second");
    old_set = fixture_set(all, fixture_public(all, first, "{}"), NULL, NULL);
    new_set = fixture_set(all, fixture_public(all, second, "{}"), NULL, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(all);
    return 0;
}

static status_code find(key_source *s, const char *kid, int64_t now)
{
    const key *k = NULL;
    const status_code code = key_source_find(s, ALG_ES256, kid, now, &k).code;
    assert_true((code == ST_OK) == (k != NULL));
    return code;
}

static key_source *open_provider(const char *answer)
{
    provider.answer = answer;
    provider.asked = 0;
    return key_source_url("https://provider.example/keys", fake_fetch);
}

static void the_provider_is_asked_once_and_again_after_ten_minutes(void **state)
{
    (void)state;
    key_source *s = open_provider(old_set);
    assert_int_equal(provider.asked, 0);
    for (int64_t now = 5; now < 5 + KEYS_REFRESH; now += 7)
        assert_int_equal(find(s, "first", now), ST_OK);
    assert_int_equal(provider.asked, 1);
    assert_int_equal(find(s, "first", 5 + KEYS_REFRESH), ST_OK);
    assert_int_equal(provider.asked, 2);
    key_source_free(s);
}

static void a_key_that_the_provider_withdrew_is_gone_at_the_next_fetch(void **state)
{
    (void)state;
    key_source *s = open_provider(old_set);
    assert_int_equal(find(s, "first", 0), ST_OK);
    provider.answer = new_set;
    assert_int_equal(find(s, "first", KEYS_REFRESH), ST_UNAUTHENTICATED);
    assert_int_equal(find(s, "second", KEYS_REFRESH), ST_OK);
    key_source_free(s);
}

static void an_unknown_kid_asks_once_a_minute_at_most(void **state)
{
    (void)state;
    key_source *s = open_provider(old_set);
    assert_int_equal(find(s, "first", 0), ST_OK);
    for (int64_t now = 0; now < KEYS_UNKNOWN; now++)
        assert_int_equal(find(s, "second", now), ST_UNAUTHENTICATED);
    assert_int_equal(provider.asked, 1);
    provider.answer = new_set; /* the provider rotates */
    assert_int_equal(find(s, "second", KEYS_UNKNOWN), ST_OK);
    assert_int_equal(provider.asked, 2);
    key_source_free(s);
}

static void a_provider_that_is_down_is_not_asked_for_each_request(void **state)
{
    (void)state;
    key_source *s = open_provider(NULL);
    for (int64_t now = 0; now < KEYS_RETRY; now++)
        assert_int_equal(find(s, "first", now), ST_UNAVAILABLE);
    assert_int_equal(provider.asked, 1);
    assert_int_equal(find(s, "first", KEYS_RETRY), ST_UNAVAILABLE);
    assert_int_equal(provider.asked, 2);
    provider.answer = old_set;
    assert_int_equal(find(s, "first", 2 * KEYS_RETRY), ST_OK);
    key_source_free(s);
}

static void known_keys_outlive_a_provider_that_is_down_by_an_hour_and_no_longer(void **state)
{
    (void)state;
    key_source *s = open_provider(old_set);
    assert_int_equal(find(s, "first", 0), ST_OK);
    provider.answer = NULL;
    for (int64_t now = 1; now < KEYS_EXPIRE; now++) {
        assert_int_equal(find(s, "first", now), ST_OK);
        if (now > KEYS_REFRESH)
            assert_int_equal(find(s, "second", now), ST_UNAVAILABLE); /* perhaps a new key: that cannot be found out now */
    }
    assert_int_equal(provider.asked, 1 + (KEYS_EXPIRE - KEYS_REFRESH) / KEYS_RETRY_WITH_OLD);
    assert_int_equal(find(s, "first", KEYS_EXPIRE), ST_UNAVAILABLE);
    key_source_free(s);
}

static void an_answer_that_is_no_key_set_counts_as_down(void **state)
{
    (void)state;
    static const char *const answers[] = {"", "<html>", "{\"keys\":[]}", "{\"keys\":7}", "[]"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        key_source *s = open_provider(answers[i]);
        assert_int_equal(find(s, "first", 0), ST_UNAVAILABLE);
        assert_int_equal(find(s, "first", 1), ST_UNAVAILABLE);
        assert_int_equal(provider.asked, 1);
        key_source_free(s);
    }
}

static void a_changed_file_is_seen_within_a_second(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *path = fixture_file(a, old_set);
    key_source *s = key_source_file(path);
    assert_int_equal(key_source_load(s, 10).code, ST_OK);
    usleep(20000); /* a file system's clock ticks every few milliseconds */
    fixture_rewrite(path, new_set);
    assert_int_equal(find(s, "first", 10), ST_OK); /* the file is not checked twice in one second */
    assert_int_equal(find(s, "first", 11), ST_UNAUTHENTICATED);
    assert_int_equal(find(s, "second", 11), ST_OK);
    key_source_free(s);
    arena_free(a);
}

static void a_file_that_became_unreadable_takes_its_keys_with_it(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *path = fixture_file(a, old_set);
    key_source *s = key_source_file(path);
    assert_int_equal(find(s, "first", 1), ST_OK);
    fixture_rewrite(path, "{");
    assert_int_equal(find(s, "first", 2), ST_UNAVAILABLE);
    assert_int_equal(find(s, "first", 3), ST_UNAVAILABLE);
    unlink(path);
    assert_int_equal(find(s, "first", 4), ST_UNAVAILABLE);
    fixture_rewrite(path, old_set);
    assert_int_equal(find(s, "first", 5), ST_OK);
    key_source_free(s);
    arena_free(a);
}

static key_set read_set(arena *a, const char *json, status_code expected)
{
    key_set set = {0};
    assert_int_equal(key_set_read(json, strlen(json), a, &set).code, expected);
    return set;
}

static void keys_of_another_use_or_kind_are_passed_over(void **state)
{
    (void)state;
    arena *a = arena_new();
    const cjose_jwk_t *ec = fixture_ec(a, "k");
    static const char *const members[] = {
        "{\"use\":\"enc\"}", "{\"alg\":\"ES512\"}", "{\"alg\":\"RS256\"}", "{\"alg\":\"HS256\"}", "{\"key_ops\":[\"sign\"]}",
        "{\"key_ops\":[]}",  "{\"crv\":\"P-384\"}", "{\"kty\":\"RSA\"}",   "{\"kty\":\"oct\"}",   "{\"kty\":null}",
        "{\"kid\":7}",       "{\"x\":\"AAAA\"}",    "{\"x\":null}",        "{\"use\":[\"sig\"]}", "{\"kty\":\"ec\"}",
        "{\"y\":\"\"}",      "{\"crv\":null}",
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        read_set(a, fixture_set(a, fixture_public(a, ec, members[i]), NULL, NULL), ST_BAD_INPUT);
    const key_set good = read_set(
        a, fixture_set(a, fixture_public(a, ec, "{\"use\":\"sig\",\"alg\":\"ES256\",\"key_ops\":[\"verify\"]}"), "7", "{}"),
        ST_OK);
    assert_int_equal(good.count, 1);
    arena_free(a);
}

/* The library stops the process (an assertion) at a padding sign within a number; found by the fuzz target. */
static void a_key_with_a_badly_written_number_is_passed_over(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const char *const ec[] = {"{\"x\":\"MKBCTNIcKUSDii11y=s3526iDZ8AiTo7Tu6KPAqv7D4\"}", "{\"y\":\"=\"}", "{\"x\":\"A\"}",
                                     "{\"y\":\"A B\"}"};
    static const char *const rsa[] = {"{\"e\":\"A=AB\"}", "{\"e\":\"\"}", "{\"e\":\"AQABAQABAQAB\"}", "{\"n\":\"AQAB=AQAB\"}",
                                      "{\"e\":null}"};
    const cjose_jwk_t *curve = fixture_ec(a, "k"), *number = fixture_rsa(a, 2048, "k");
    for (size_t i = 0; i < sizeof ec / sizeof *ec; i++)
        read_set(a, fixture_set(a, fixture_public(a, curve, ec[i]), NULL, NULL), ST_BAD_INPUT);
    for (size_t i = 0; i < sizeof rsa / sizeof *rsa; i++)
        read_set(a, fixture_set(a, fixture_public(a, number, rsa[i]), NULL, NULL), ST_BAD_INPUT);
    arena_free(a);
}

static void a_key_is_measured_to_the_bit(void **state)
{
    (void)state;
    arena *a = arena_new();
    read_set(a, fixture_set(a, fixture_public(a, fixture_rsa(a, 2047, "k"), "{}"), NULL, NULL), ST_BAD_INPUT);
    const key_set set = read_set(a, fixture_set(a, fixture_public(a, fixture_rsa(a, 2048, "k"), "{}"), NULL, NULL), ST_OK);
    assert_int_equal(set.items[0].signature_size, 256);
    arena_free(a);
}

/* The library derives the length of the key from the length of the text. */
static void zeros_in_front_do_not_make_a_key_longer(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *public = fixture_public(a, fixture_rsa(a, 1536, "k"), "{}");
    const char *n = strstr(public, "\"n\":\"") + 5;
    const char *padded = arena_printf(a, "%.*s%0256d%s", (int)(n - public), public, 0, n);
    for (char *c = strstr(padded, "\"n\":\"") + 5; *c == '0'; c++)
        *c = 'A'; /* a zero in Base64 */
    read_set(a, fixture_set(a, padded, NULL, NULL), ST_BAD_INPUT);
    arena_free(a);
}

static void a_private_key_in_the_set_is_held_as_a_public_one(void **state)
{
    (void)state;
    arena *a = arena_new();
    const cjose_jwk_t *ec = fixture_ec(a, "k");
    char *private = cjose_jwk_to_json(ec, true, NULL);
    assert_non_null(strstr(private, "\"d\""));
    const key_set set = read_set(a, fixture_set(a, private, NULL, NULL), ST_OK);
    char *held = cjose_jwk_to_json(set.items[0].jwk, true, NULL);
    assert_null(strstr(held, "\"d\""));
    free(private);
    free(held);
    arena_free(a);
}

static void two_keys_with_one_kid_are_no_key(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *one = fixture_public(a, fixture_ec(a, "k"), "{}"), *two = fixture_public(a, fixture_ec(a, "k"), "{}");
    const key_set set = read_set(a, fixture_set(a, one, two, NULL), ST_OK);
    assert_int_equal(set.count, 2);
    assert_null(key_set_find(&set, ALG_ES256, "k"));
    assert_null(key_set_find(&set, ALG_ES256, NULL));
    arena_free(a);
}

static void a_set_is_bounded_in_size_and_number(void **state)
{
    (void)state;
    arena *a = arena_new();
    char *longer = arena_alloc(a, KEYS_LIMIT + 2);
    memset(longer, ' ', KEYS_LIMIT + 1);
    memcpy(longer, old_set, strlen(old_set));
    read_set(a, longer, ST_BAD_INPUT);
    longer[KEYS_LIMIT] = '\0';
    read_set(a, longer, ST_OK);
    text t = text_new(a);
    text_add(&t, "{\"keys\":[0");
    for (int i = 0; i < KEYS_COUNT; i++)
        text_add(&t, ",0");
    text_add(&t, "]}");
    const status s = key_set_read(t.chars, t.length, a, &(key_set){0});
    assert_non_null(strstr(s.en, "at most 64"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_provider_is_asked_once_and_again_after_ten_minutes),
        cmocka_unit_test(a_key_that_the_provider_withdrew_is_gone_at_the_next_fetch),
        cmocka_unit_test(an_unknown_kid_asks_once_a_minute_at_most),
        cmocka_unit_test(a_provider_that_is_down_is_not_asked_for_each_request),
        cmocka_unit_test(known_keys_outlive_a_provider_that_is_down_by_an_hour_and_no_longer),
        cmocka_unit_test(an_answer_that_is_no_key_set_counts_as_down),
        cmocka_unit_test(a_changed_file_is_seen_within_a_second),
        cmocka_unit_test(a_file_that_became_unreadable_takes_its_keys_with_it),
        cmocka_unit_test(keys_of_another_use_or_kind_are_passed_over),
        cmocka_unit_test(a_key_with_a_badly_written_number_is_passed_over),
        cmocka_unit_test(a_key_is_measured_to_the_bit),
        cmocka_unit_test(zeros_in_front_do_not_make_a_key_longer),
        cmocka_unit_test(a_private_key_in_the_set_is_held_as_a_public_one),
        cmocka_unit_test(two_keys_with_one_kid_are_no_key),
        cmocka_unit_test(a_set_is_bounded_in_size_and_number),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
