#include "auth/limiter.h"

#include "auth/shared.h"
#include "auth/shared_inside.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOW = 6000000 }; /* the beginning of a window */

static int set_up(void **state)
{
    *state = auth_shared_new();
    return 0;
}

static int tear_down(void **state)
{
    auth_shared_free(*state);
    auth_shared_free(NULL);
    return 0;
}

static limiter *of(void **state)
{
    return &((auth_shared *)*state)->limiter;
}

static void count(limiter *l, limited what, const char *who, int64_t now, int times)
{
    for (int i = 0; i < times; i++)
        limiter_count(l, what, who, now);
}

static void failures_are_counted_per_subject_and_kind(void **state)
{
    limiter *l = of(state);
    count(l, LIMITED_WRONG_KEY, "a", NOW, 3);
    count(l, LIMITED_WRONG_KEY, "b", NOW, 1);
    count(l, LIMITED_WRONG_TOKEN, "a", NOW, 2);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW), 3);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "b", NOW), 1);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "c", NOW), 0);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, "a", NOW), 2);
    assert_int_equal(limiter_counted(l, LIMITED_WAITING, "a", NOW), 0);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, NULL, NOW), 0); /* a server that passes no address */
}

static void a_new_window_begins_at_nothing(void **state)
{
    limiter *l = of(state);
    count(l, LIMITED_WRONG_KEY, "a", NOW, 5);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW + LIMITER_WINDOW - 1), 5);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW + LIMITER_WINDOW), 0);
    count(l, LIMITED_WRONG_KEY, "a", NOW + LIMITER_WINDOW, 1);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW + LIMITER_WINDOW), 1);
}

static void each_kind_has_its_own_window(void **state)
{
    limiter *l = of(state);
    count(l, LIMITED_FIRST_TRY, "a", NOW, 2);
    assert_int_equal(limiter_counted(l, LIMITED_FIRST_TRY, "a", NOW), 2);
    assert_int_equal(limiter_counted(l, LIMITED_FIRST_TRY, "a", NOW + LIMITER_SECOND), 0);
    assert_int_equal(limiter_counted(l, LIMITED_NEXT_TRY, "a", NOW), 0);
    count(l, LIMITED_GOOD, "a", NOW, 1);
    assert_int_equal(limiter_counted(l, LIMITED_GOOD, "a", NOW + LIMITER_DAY - 1), 1);
    assert_int_equal(limiter_counted(l, LIMITED_GOOD, "a", NOW + LIMITER_DAY), 0);
}

static void a_count_stops_at_the_most_and_does_not_begin_again(void **state)
{
    limiter *l = of(state);
    count(l, LIMITED_WRONG_KEY, "a", NOW, LIMITER_MOST + 10);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW), LIMITER_MOST);
}

static void an_ipv6_client_cannot_hide_in_its_own_network(void **state)
{
    limiter *l = of(state);
    count(l, LIMITED_WRONG_TOKEN, "2001:db8:1:2:aaaa::1", NOW, 1);
    count(l, LIMITED_WRONG_TOKEN, "2001:db8:1:2:bbbb:cccc:dddd:eeee", NOW, 1);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, "2001:db8:1:2::", NOW), 2);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, "2001:db8:1:3::1", NOW), 0);
    count(l, LIMITED_WRONG_TOKEN, "::ffff:192.0.2.1", NOW, 1);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, "::ffff:192.0.2.2", NOW), 0);
    count(l, LIMITED_WRONG_TOKEN, "192.0.2.1", NOW, 1);
    assert_int_equal(limiter_counted(l, LIMITED_WRONG_TOKEN, "192.0.2.2", NOW), 0);
}

/* A flood of addresses takes no memory and does not reset the count of one that keeps failing. */
static void a_flood_of_subjects_stays_within_the_table(void **state)
{
    limiter *l = of(state);
    char name[32];
    unsigned found = 0;
    for (int i = 0; i < 5 * LIMITER_SETS * LIMITER_WAYS; i++) {
        snprintf(name, sizeof name, "198.51.100.%d", i);
        limiter_count(l, LIMITED_WRONG_TOKEN, name, NOW);
    }
    count(l, LIMITED_WRONG_TOKEN, "203.0.113.7", NOW, 30);
    found = limiter_counted(l, LIMITED_WRONG_TOKEN, "203.0.113.7", NOW);
    assert_int_equal(found, 30);
}

static void all_workers_count_together(void **state)
{
    limiter *l = of(state);
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            count(l, LIMITED_WRONG_KEY, "a", NOW, 20);
            _exit(0);
        }
    while (wait(NULL) > 0) {
    }
    const unsigned found = limiter_counted(l, LIMITED_WRONG_KEY, "a", NOW);
    assert_true(found > 70 && found <= 80); /* two workers in one slot may lose an attempt, but never crash or hang */
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(each_kind_has_its_own_window),
        WITH_TABLE(failures_are_counted_per_subject_and_kind),
        WITH_TABLE(a_new_window_begins_at_nothing),
        WITH_TABLE(a_count_stops_at_the_most_and_does_not_begin_again),
        WITH_TABLE(an_ipv6_client_cannot_hide_in_its_own_network),
        WITH_TABLE(a_flood_of_subjects_stays_within_the_table),
        WITH_TABLE(all_workers_count_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
