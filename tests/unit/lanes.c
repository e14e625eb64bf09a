/* Heavy requests leave room for light ones. */
#include "server/lanes.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct fixture {
    lanes *all;
    output *to;
    arena *requests[3];
    lane *lane[3];
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    f->all = lanes_new();
    f->to = out_new();
    for (size_t i = 0; i < 3; i++) {
        f->requests[i] = arena_new();
        f->lane[i] = lane_new(f->all, 2, (store_watch){0}, f->to, f->requests[i]);
    }
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < 3; i++)
        arena_free(f->requests[i]);
    out_free(f->to);
    lanes_free(f->all);
    free(f);
    return 0;
}

static void as_many_as_allowed_are_heavy_at_once(void **state)
{
    fixture *f = *state;
    assert_int_equal(lane_weigh(f->lane[0], LANE_FEATURES).code, ST_OK);
    assert_int_equal(lane_weigh(f->lane[1], LANE_FEATURES).code, ST_OK);
    assert_int_equal(lane_weigh(f->lane[2], LANE_FEATURES).code, ST_BUSY);
    assert_int_equal(lane_weigh(f->lane[0], LANE_FEATURES).code, ST_OK); /* it has its place already */
}

static void light_ones_are_never_refused(void **state)
{
    fixture *f = *state;
    as_many_as_allowed_are_heavy_at_once(state);
    assert_int_equal(lane_weigh(f->lane[2], LANE_FEATURES - 1).code, ST_OK);
}

static void the_end_of_a_request_makes_room(void **state)
{
    fixture *f = *state;
    as_many_as_allowed_are_heavy_at_once(state);
    arena_reset(f->requests[0]);
    assert_int_equal(lane_weigh(f->lane[2], LANE_FEATURES).code, ST_OK);
}

static void what_a_dead_worker_held_is_free_again(void **state)
{
    fixture *f = *state;
    const pid_t worker = fork();
    if (worker == 0)
        _exit(lane_weigh(f->lane[0], LANE_FEATURES).code == ST_OK && lane_weigh(f->lane[1], LANE_FEATURES).code == ST_OK ? 0 : 1);
    int how = 1;
    assert_int_equal(waitpid(worker, &how, 0), worker);
    assert_int_equal(how, 0);
    assert_int_equal(lane_weigh(f->lane[2], LANE_FEATURES).code, ST_BUSY);
    lanes_clear(f->all, worker);
    assert_int_equal(lane_weigh(f->lane[2], LANE_FEATURES).code, ST_OK);
}

static status_code gone(void *context)
{
    (void)context;
    return ST_CLIENT_GONE;
}

static void a_client_that_left_is_noticed_still(void **state)
{
    fixture *f = *state;
    const store_watch watch = lane_watch(lane_new(f->all, 2, (store_watch){NULL, gone}, f->to, f->requests[0]));
    assert_int_equal(watch.stop(watch.context), ST_CLIENT_GONE);
}

static void sleep_until_heavy(void)
{
    usleep((LANE_MS + 50) * 1000);
}

static void a_long_search_becomes_heavy_and_gives_way_when_there_is_no_room(void **state)
{
    fixture *f = *state;
    const store_watch watch = lane_watch(f->lane[2]);
    assert_int_equal(watch.stop(watch.context), ST_OK);
    as_many_as_allowed_are_heavy_at_once(state);
    assert_int_equal(watch.stop(watch.context), ST_OK); /* it is light still */
    sleep_until_heavy();
    assert_int_equal(watch.stop(watch.context), ST_BUSY);
    arena_reset(f->requests[0]);
    assert_int_equal(watch.stop(watch.context), ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_many_as_allowed_are_heavy_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(light_ones_are_never_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_end_of_a_request_makes_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_dead_worker_held_is_free_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_left_is_noticed_still, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_search_becomes_heavy_and_gives_way_when_there_is_no_room, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
