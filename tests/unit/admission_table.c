/* Who may run and who waits: the rules only, with a clock set by the test. */
#include "server/http/admission_table.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 8, LATER = 10 * ALONE_MS };

static const caller anonymous = {true, 1, 100}, other_anonymous = {true, 1, 101}, gent = {false, 2, 200},
                    colleague = {false, 2, 201}, antwerpen = {false, 3, 300}, brugge = {false, 4, 400}, genk = {false, 5, 500};

static int set_up(void **state)
{
    *state = table_new(WORKERS);
    table_lock(*state);
    return 0;
}

static int tear_down(void **state)
{
    table_unlock(*state);
    table_free(*state);
    return 0;
}

static int admit_at(admission_table *t, const caller *who, int64_t now)
{
    return table_admit(t, who, getpid(), WORKERS, now);
}

/* The number of requests that get in, out of `count` that arrive. */
static int admitted(admission_table *t, const caller *who, int count, int64_t now)
{
    int in = 0;
    for (int i = 0; i < count; i++)
        in += admit_at(t, who, now) >= 0;
    return in;
}

static uint64_t wait_in_line(admission_table *t, const caller *who, int64_t since, bool heavy)
{
    waiting w = {.who = *who, .since = since, .heavy = heavy};
    assert_true(table_wait(t, &w));
    return w.ticket;
}

static uint64_t next(admission_table *t, int64_t now)
{
    waiting w = {0};
    int place = -1;
    return table_choose(t, getpid(), WORKERS, now, false, &w, &place) == CHOSE_ONE ? w.ticket : 0;
}

/* A caller who comes after a pause must not find every worker taken by a caller who was alone in the meantime. */
static void s2_a_caller_alone_leaves_one_worker_to_who_comes(void **state)
{
    assert_int_equal(admitted(*state, &gent, 20, LATER), WORKERS - 1);
    assert_true(admit_at(*state, &antwerpen, LATER) >= 0);
}

static void s2_the_anonymous_together_never_get_the_whole(void **state)
{
    assert_int_equal(admitted(*state, &anonymous, 20, LATER), WORKERS / 2);
    assert_int_equal(admit_at(*state, &other_anonymous, LATER), -1); /* they share one part */
    assert_true(admit_at(*state, &gent, LATER) >= 0);
}

static void s2_beside_others_a_part_is_smaller(void **state)
{
    assert_int_equal(admitted(*state, &brugge, 1, LATER), 1);
    assert_int_equal(admitted(*state, &anonymous, 20, LATER), WORKERS / 4);
    assert_int_equal(admitted(*state, &gent, 20, LATER), WORKERS / 2);
}

static void s2_one_worker_is_left_for_who_has_nothing_running(void **state)
{
    assert_int_equal(admitted(*state, &brugge, 1, LATER), 1);
    assert_int_equal(admitted(*state, &gent, 20, LATER) + admitted(*state, &antwerpen, 20, LATER), WORKERS - 2);
    assert_true(admit_at(*state, &genk, LATER) >= 0);
}

/* A caller's pauses between requests do not make another caller count as alone. */
static void a_caller_counts_for_a_while_after_its_request(void **state)
{
    table_leave(*state, admit_at(*state, &brugge, LATER));
    assert_int_equal(admitted(*state, &gent, 20, LATER + ALONE_MS - 1), WORKERS / 2);
    assert_int_equal(admitted(*state, &gent, 20, LATER + ALONE_MS), WORKERS / 2 - 1);
}

static void s2_who_has_nothing_running_gets_in_at_once_whoever_waits(void **state)
{
    admitted(*state, &anonymous, 20, LATER);
    for (int i = 0; i < LINE_OF_SELF; i++)
        wait_in_line(*state, &anonymous, LATER, false);
    assert_true(admit_at(*state, &gent, LATER) >= 0);
}

static void a_line_of_the_own_part_goes_before_a_newcomer(void **state)
{
    const int place = admit_at(*state, &gent, LATER);
    admitted(*state, &gent, 20, LATER);
    const uint64_t first = wait_in_line(*state, &colleague, LATER, false);
    table_leave(*state, place);
    assert_int_equal(admit_at(*state, &gent, LATER), -1);
    assert_int_equal(next(*state, LATER), first);
}

/* A caller with many requests does not keep others that share its part waiting: they take turns. */
static void s2_users_and_addresses_of_one_part_take_turns(void **state)
{
    uint64_t many[3];
    const int place = admit_at(*state, &anonymous, LATER);
    admitted(*state, &anonymous, 20, LATER);
    for (int i = 0; i < 3; i++)
        many[i] = wait_in_line(*state, &anonymous, LATER, false);
    const uint64_t one = wait_in_line(*state, &other_anonymous, LATER, false);
    const uint64_t order[] = {many[0], one, many[1], many[2]};
    table_leave(*state, place);
    for (size_t i = 0; i < 4; i++) {
        waiting w = {0};
        int now_in = -1;
        assert_int_equal(table_choose(*state, getpid(), WORKERS, LATER, false, &w, &now_in), CHOSE_ONE);
        assert_int_equal(w.ticket, order[i]);
        table_leave(*state, now_in);
    }
}

static void nobody_is_chosen_while_there_is_no_room(void **state)
{
    admitted(*state, &anonymous, 20, LATER);
    wait_in_line(*state, &anonymous, LATER, false);
    assert_int_equal(next(*state, LATER), 0);
}

static void who_waited_too_long_is_told_so(void **state)
{
    waiting w = {0};
    int place = -1;
    admitted(*state, &anonymous, 20, LATER);
    const uint64_t ticket = wait_in_line(*state, &anonymous, LATER, false);
    assert_int_equal(table_choose(*state, getpid(), WORKERS, LATER + WAIT_MS - 1, false, &w, &place), CHOSE_NONE);
    assert_int_equal(table_choose(*state, getpid(), WORKERS, LATER + WAIT_MS, false, &w, &place), CHOSE_LATE);
    assert_int_equal(w.ticket, ticket);
    assert_int_equal(place, -1);
    assert_int_equal(table_choose(*state, getpid(), WORKERS, LATER + WAIT_MS, false, &w, &place), CHOSE_NONE);
}

static void everybody_goes_when_the_server_stops(void **state)
{
    waiting w = {0};
    int place = -1;
    admitted(*state, &anonymous, 20, LATER);
    wait_in_line(*state, &anonymous, LATER, false);
    assert_int_equal(table_choose(*state, getpid(), WORKERS, LATER, true, &w, &place), CHOSE_LATE);
}

static void the_line_is_bounded_by_user_by_part_and_by_bytes(void **state)
{
    waiting w = {.who = gent, .bytes = 0};
    for (int i = 0; i < LINE_OF_SELF; i++)
        assert_true(table_wait(*state, &w));
    assert_false(table_wait(*state, &w));
    w.who = colleague;
    for (int i = LINE_OF_SELF; i < LINE_OF_PART; i++)
        assert_true(table_wait(*state, &w));
    w.who.self++;
    assert_false(table_wait(*state, &w));
    w = (waiting){.who = antwerpen, .bytes = LINE_BYTES_OF_PART};
    assert_true(table_wait(*state, &w));
    w.bytes = 1;
    assert_false(table_wait(*state, &w));
}

static int heavy(admission_table *t, const caller *who, int64_t now)
{
    const int place = admit_at(t, who, now);
    assert_true(place >= 0);
    return table_make_heavy(t, place, WORKERS, now, false) ? place : -1;
}

/* Three callers with heavy requests hold all but one of four workers: each may still run a light request. */
static void s2_who_has_something_heavy_still_gets_a_light_one_in(void **state)
{
    enum { FOUR = 4 };
    const caller *const callers[] = {&gent, &antwerpen, &anonymous};
    for (size_t i = 0; i < 3; i++)
        assert_true(table_make_heavy(*state, table_admit(*state, callers[i], getpid(), FOUR, LATER), FOUR, LATER, false));
    const int light = table_admit(*state, &gent, getpid(), FOUR, LATER);
    assert_true(light >= 0);
    assert_int_equal(table_admit(*state, &gent, getpid(), FOUR, LATER), -1);
    table_leave(*state, light);
    assert_true(table_admit(*state, &anonymous, getpid(), FOUR, LATER) >= 0);
}

static void of_one_caller_half_of_the_workers_may_be_heavy(void **state)
{
    for (int i = 0; i < WORKERS / 2; i++)
        assert_true(heavy(*state, &gent, LATER) >= 0);
    assert_int_equal(heavy(*state, &gent, LATER), -1);
}

static void of_the_anonymous_one_may_be_heavy(void **state)
{
    assert_true(heavy(*state, &anonymous, LATER) >= 0);
    assert_int_equal(heavy(*state, &other_anonymous, LATER), -1);
}

static void s2_another_callers_heavy_request_finds_room(void **state)
{
    for (int i = 0; i < WORKERS / 2; i++)
        heavy(*state, &gent, LATER);
    assert_true(heavy(*state, &antwerpen, LATER) >= 0);
    assert_int_equal(heavy(*state, &antwerpen, LATER), -1); /* a second one does not, while half of the workers are heavy */
}

/* Six of eight are heavy: four of Gent's, one of Antwerpen's, one anonymous. */
static void s2_who_has_more_than_its_part_or_is_nobody_makes_way_for_a_heavy_one(void **state)
{
    int of_gent = -1;
    for (int i = 0; i < WORKERS / 2; i++)
        of_gent = heavy(*state, &gent, LATER);
    const int of_antwerpen = heavy(*state, &antwerpen, LATER), of_nobody = heavy(*state, &anonymous, LATER);
    assert_int_equal(heavy(*state, &brugge, LATER), -1);
    assert_false(table_must_yield(*state, of_gent, WORKERS));
    wait_in_line(*state, &brugge, LATER, true);
    assert_true(table_must_yield(*state, of_gent, WORKERS));
    assert_true(table_must_yield(*state, of_nobody, WORKERS));
    assert_false(table_must_yield(*state, of_antwerpen, WORKERS));
}

/* More workers than the processors can use do not make anybody's part larger while others are active. */
static void s2_parts_go_by_the_processors_when_those_are_fewer(void **state)
{
    (void)state;
    enum { TWO = 2, MANY = 32 };
    admission_table *t = table_new(TWO);
    int of_gent = 0, of_nobody = 0;
    table_lock(t);
    assert_int_equal(table_admit(t, &gent, getpid(), MANY, 0), 0);
    while (table_admit(t, &gent, getpid(), MANY, 0) >= 0)
        of_gent++;
    assert_int_equal(of_gent + 1, 2 * TWO); /* alone: as many as the processors can use */
    table_forget(t, getpid());
    of_gent = 0;
    assert_true(table_admit(t, &brugge, getpid(), MANY, LATER) >= 0);
    for (int i = 0; i < MANY; i++) {
        of_gent += table_admit(t, &gent, getpid(), MANY, LATER) >= 0;
        of_nobody += table_admit(t, &anonymous, getpid(), MANY, LATER) >= 0;
    }
    table_unlock(t);
    table_free(t);
    assert_int_equal(of_gent, TWO);
    assert_int_equal(of_nobody, TWO);
}

static void who_made_way_is_not_back_before_the_other(void **state)
{
    const uint64_t nobodys = wait_in_line(*state, &anonymous, LATER, true), brugges = wait_in_line(*state, &brugge, LATER, true);
    assert_int_equal(next(*state, LATER), brugges);
    assert_int_equal(next(*state, LATER), nobodys);
}

/* Also when it held the lock: the table stays usable. */
static void what_a_worker_held_that_died_is_free_again(void **state)
{
    table_unlock(*state);
    const pid_t worker = fork();
    if (worker == 0) {
        table_lock(*state);
        _exit(admitted(*state, &gent, 20, LATER) == WORKERS - 1 ? 0 : 1);
    }
    int how = 1;
    assert_int_equal(waitpid(worker, &how, 0), worker);
    assert_int_equal(how, 0);
    table_lock(*state);
    assert_int_equal(admit_at(*state, &gent, LATER), -1);
    table_forget(*state, worker);
    assert_int_equal(admitted(*state, &gent, 20, LATER), WORKERS - 1);
}

static void with_one_worker_nobody_waits(void **state)
{
    const int place = table_admit(*state, &anonymous, getpid(), 1, LATER);
    assert_true(place >= 0 && table_make_heavy(*state, place, 1, LATER, false));
    table_leave(*state, place);
    assert_true(table_admit(*state, &gent, getpid(), 1, LATER) >= 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(s2_a_caller_alone_leaves_one_worker_to_who_comes),
        TEST(s2_the_anonymous_together_never_get_the_whole),
        TEST(s2_beside_others_a_part_is_smaller),
        TEST(s2_one_worker_is_left_for_who_has_nothing_running),
        TEST(a_caller_counts_for_a_while_after_its_request),
        TEST(s2_who_has_nothing_running_gets_in_at_once_whoever_waits),
        TEST(a_line_of_the_own_part_goes_before_a_newcomer),
        TEST(s2_users_and_addresses_of_one_part_take_turns),
        TEST(nobody_is_chosen_while_there_is_no_room),
        TEST(who_waited_too_long_is_told_so),
        TEST(everybody_goes_when_the_server_stops),
        TEST(the_line_is_bounded_by_user_by_part_and_by_bytes),
        TEST(s2_who_has_something_heavy_still_gets_a_light_one_in),
        TEST(of_one_caller_half_of_the_workers_may_be_heavy),
        TEST(of_the_anonymous_one_may_be_heavy),
        TEST(s2_another_callers_heavy_request_finds_room),
        TEST(s2_who_has_more_than_its_part_or_is_nobody_makes_way_for_a_heavy_one),
        TEST(s2_parts_go_by_the_processors_when_those_are_fewer),
        TEST(who_made_way_is_not_back_before_the_other),
        TEST(what_a_worker_held_that_died_is_free_again),
        TEST(with_one_worker_nobody_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
