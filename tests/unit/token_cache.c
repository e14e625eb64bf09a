#include "auth/token_cache.h"

#include "auth/breaker.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const clock_reading noon = {1800000000, 5000};

static clock_reading after(int64_t seconds)
{
    return (clock_reading){noon.wall + seconds, noon.steady + seconds};
}

static digest hash(const char *token)
{
    return digest_of(token, strlen(token));
}

static cached ask(token_cache *c, const char *token, clock_reading now)
{
    const digest d = hash(token);
    json_t *claims = NULL;
    const cached found = token_cache_find(c, &d, &now, &claims);
    assert_int_equal(found == CACHED_ACTIVE, claims != NULL);
    json_decref(claims);
    return found;
}

static void keep(token_cache *c, const char *token, clock_reading now, int64_t seconds, double end)
{
    const digest d = hash(token);
    json_t *claims = json_object();
    token_cache_keep_active(c, &d, claims, &now, seconds, end);
    json_decref(claims);
}

static void refuse(token_cache *c, const char *token, clock_reading now, int64_t seconds)
{
    const digest d = hash(token);
    token_cache_keep_refused(c, &d, &now, seconds);
}

static void an_answer_is_good_for_its_time_and_never_past_the_end(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    keep(c, "long", noon, 60, HUGE_VAL);
    keep(c, "short", noon, 60, (double)noon.wall + 10);
    assert_int_equal(ask(c, "other", noon), CACHED_NOTHING);
    assert_int_equal(ask(c, "long", after(59)), CACHED_ACTIVE);
    assert_int_equal(ask(c, "long", after(60)), CACHED_NOTHING);
    assert_int_equal(ask(c, "short", after(9)), CACHED_ACTIVE);
    assert_int_equal(ask(c, "short", after(10)), CACHED_NOTHING);
    token_cache_free(c);
}

/* A clock that is set back must not lengthen anything: the monotonic clock counts too. */
static void a_clock_that_is_set_back_lengthens_nothing(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    keep(c, "t", noon, 60, (double)noon.wall + 100);
    assert_int_equal(ask(c, "t", (clock_reading){noon.wall - 3600, noon.steady + 60}), CACHED_NOTHING);
    token_cache_free(c);
}

static void a_refusal_is_kept_apart_and_briefly(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    refuse(c, "bad", noon, 10);
    assert_int_equal(ask(c, "bad", after(9)), CACHED_REFUSED);
    assert_int_equal(ask(c, "bad", after(10)), CACHED_NOTHING);
    token_cache_free(c);
}

static void guessing_pushes_no_good_answer_out(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    char token[32];
    keep(c, "good", noon, 60, HUGE_VAL);
    for (int i = 0; i < 20000; i++) {
        snprintf(token, sizeof token, "guess %d", i);
        refuse(c, token, noon, 10);
    }
    assert_int_equal(ask(c, "good", noon), CACHED_ACTIVE);
    assert_int_equal(ask(c, "guess 19999", noon), CACHED_REFUSED);
    assert_int_equal(ask(c, "guess 0", noon), CACHED_NOTHING);
    token_cache_free(c);
}

static void of_a_full_cache_the_one_longest_not_asked_for_goes(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    char token[32];
    int kept = 0;
    keep(c, "asked for", noon, 600, HUGE_VAL);
    for (int i = 0; i < 20000; i++) {
        snprintf(token, sizeof token, "token %d", i);
        keep(c, token, noon, 600, HUGE_VAL);
        assert_int_equal(ask(c, "asked for", noon), CACHED_ACTIVE);
    }
    for (int i = 0; i < 20000; i++) {
        snprintf(token, sizeof token, "token %d", i);
        kept += ask(c, token, noon) == CACHED_ACTIVE;
    }
    assert_true(kept > CACHE_ACTIVE_SETS * CACHE_WAYS / 2 && kept < CACHE_ACTIVE_SETS * CACHE_WAYS);
    token_cache_free(c);
    token_cache_free(NULL);
}

static void a_new_answer_takes_the_place_of_the_old_one(void **state)
{
    (void)state;
    token_cache *c = token_cache_new();
    keep(c, "t", noon, 60, HUGE_VAL);
    keep(c, "t", after(30), 60, (double)noon.wall + 40);
    assert_int_equal(ask(c, "t", after(39)), CACHED_ACTIVE);
    assert_int_equal(ask(c, "t", after(40)), CACHED_NOTHING);
    token_cache_free(c);
}

static void after_a_failure_nobody_asks_and_then_one_at_a_time(void **state)
{
    (void)state;
    breaker b = {0};
    assert_true(breaker_may(&b, 100));
    assert_true(breaker_may(&b, 100)); /* no failure: any number may */
    breaker_went_wrong(&b, 100);
    assert_false(breaker_may(&b, 100));
    assert_false(breaker_may(&b, 100 + BREAKER_PAUSE - 1));
    assert_true(breaker_may(&b, 100 + BREAKER_PAUSE));
    assert_false(breaker_may(&b, 100 + BREAKER_PAUSE)); /* one is trying */
    assert_false(breaker_may(&b, 100 + BREAKER_PAUSE + BREAKER_TRIAL - 1));
    assert_true(breaker_may(&b, 100 + BREAKER_PAUSE + BREAKER_TRIAL)); /* the worker that tried has died */
    breaker_went_well(&b);
    assert_true(breaker_may(&b, 120));
    assert_true(breaker_may(&b, 120));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_good_for_its_time_and_never_past_the_end),
        cmocka_unit_test(a_clock_that_is_set_back_lengthens_nothing),
        cmocka_unit_test(a_refusal_is_kept_apart_and_briefly),
        cmocka_unit_test(guessing_pushes_no_good_answer_out),
        cmocka_unit_test(of_a_full_cache_the_one_longest_not_asked_for_goes),
        cmocka_unit_test(a_new_answer_takes_the_place_of_the_old_one),
        cmocka_unit_test(after_a_failure_nobody_asks_and_then_one_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
