/* A worker's request among those of all workers: entering, becoming heavy, waiting, and that no request is forgotten. */
#include "server/http/admission.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 4 };

static const caller anonymous = {true, 1, 100}, gent = {false, 2, 200}, antwerpen = {false, 3, 300};

/* One worker with a request whose connection is one end of a socket pair. */
typedef struct request {
    int near, far;
    exchange x;
    turn *turn;
} request;

typedef struct fixture {
    admission *all;
    output *to;
    request requests[WORKERS + 2];
} fixture;

static bool keep(void *context, kept_request *out, size_t *bytes)
{
    const request *r = context;
    *out = (kept_request){r->near, memfd_create("bytes", MFD_CLOEXEC)};
    *bytes = 10;
    return true;
}

static void open_request(fixture *f, request *r)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    *r = (request){.near = pair[0], .far = pair[1], .turn = turn_new(f->all, WORKERS)};
    r->x.keeper = (request_keeper){r, keep};
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    f->all = admission_new();
    f->to = out_new();
    for (size_t i = 0; i < WORKERS + 2; i++)
        open_request(f, &f->requests[i]);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < WORKERS + 2; i++) {
        turn_free(f->requests[i].turn);
        close(f->requests[i].near);
        close(f->requests[i].far);
    }
    out_free(f->to);
    admission_free(f->all);
    free(f);
    return 0;
}

static status_code enter(fixture *f, size_t i, const caller *who)
{
    return turn_enter(f->requests[i].turn, *who, &f->requests[i].x, f->to).code;
}

static status_code weigh(fixture *f, size_t i, int64_t features)
{
    return turn_weigh(f->requests[i].turn, features).code;
}

static status_code watch(fixture *f, size_t i)
{
    const store_watch w = turn_watch(f->requests[i].turn);
    return w.stop(w.context);
}

static void as_many_as_allowed_are_heavy_at_once(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(enter(f, i, &gent), ST_OK);
    assert_int_equal(weigh(f, 0, HEAVY_FEATURES), ST_OK);
    assert_int_equal(weigh(f, 1, HEAVY_FEATURES), ST_OK);
    assert_int_equal(weigh(f, 2, HEAVY_FEATURES), ST_BUSY);
    assert_int_equal(weigh(f, 0, HEAVY_FEATURES), ST_OK); /* it already has its heavy place */
}

static void light_ones_are_never_stopped(void **state)
{
    as_many_as_allowed_are_heavy_at_once(state);
    assert_int_equal(weigh(*state, 2, HEAVY_FEATURES - 1), ST_OK);
}

static void the_end_of_a_request_makes_room(void **state)
{
    fixture *f = *state;
    as_many_as_allowed_are_heavy_at_once(state);
    turn_leave(f->requests[0].turn);
    assert_int_equal(weigh(f, 2, HEAVY_FEATURES), ST_OK);
}

static void what_a_dead_worker_held_is_free_again(void **state)
{
    fixture *f = *state;
    const pid_t worker = fork();
    if (worker == 0)
        _exit(enter(f, 0, &gent) == ST_OK && enter(f, 1, &gent) == ST_OK && weigh(f, 0, HEAVY_FEATURES) == ST_OK &&
                      weigh(f, 1, HEAVY_FEATURES) == ST_OK
                  ? 0
                  : 1);
    int how = 1;
    assert_int_equal(waitpid(worker, &how, 0), worker);
    assert_int_equal(how, 0);
    assert_int_equal(enter(f, 2, &gent), ST_OK);
    assert_int_equal(weigh(f, 2, HEAVY_FEATURES), ST_BUSY);
    admission_forget(f->all, worker);
    assert_int_equal(weigh(f, 2, HEAVY_FEATURES), ST_OK);
}

static status_code gone(void *context)
{
    (void)context;
    return ST_CLIENT_GONE;
}

static void a_client_that_left_is_noticed_still(void **state)
{
    fixture *f = *state;
    f->requests[0].x.watch = (store_watch){NULL, gone};
    assert_int_equal(enter(f, 0, &gent), ST_OK);
    assert_int_equal(watch(f, 0), ST_CLIENT_GONE);
}

static void a_long_search_becomes_heavy_and_waits_when_there_is_no_room(void **state)
{
    fixture *f = *state;
    kept_request kept;
    as_many_as_allowed_are_heavy_at_once(state);
    assert_int_equal(watch(f, 2), ST_OK); /* it is still light */
    usleep((HEAVY_MS + 50) * 1000);
    assert_int_equal(watch(f, 2), ST_BUSY);
    assert_true(turn_wait_again(f->requests[2].turn));
    turn_leave(f->requests[2].turn);
    assert_false(turn_next(f->requests[2].turn, false, &kept));
    turn_leave(f->requests[0].turn);
    assert_true(turn_next(f->requests[2].turn, false, &kept));
    assert_int_equal(enter(f, 2, &gent), ST_OK);
    assert_int_equal(weigh(f, 2, HEAVY_FEATURES), ST_OK); /* it already holds its heavy place */
    close(kept.connection);
    close(kept.bytes);
}

static void s2_who_is_over_its_part_waits_and_another_does_not(void **state)
{
    fixture *f = *state;
    kept_request kept;
    assert_int_equal(enter(f, 0, &anonymous), ST_OK);
    assert_int_equal(enter(f, 1, &anonymous), ST_OK);
    assert_int_equal(enter(f, 2, &anonymous), ST_PUT_ASIDE);
    turn_leave(f->requests[2].turn);
    assert_false(turn_next(f->requests[2].turn, false, &kept));
    assert_int_equal(enter(f, 2, &gent), ST_OK);
    turn_leave(f->requests[0].turn);
    assert_true(turn_next(f->requests[0].turn, false, &kept));
    assert_int_equal(enter(f, 0, &anonymous), ST_OK);
    assert_int_equal(write(kept.connection, "!", 1), 1); /* it is the connection of the request that waited */
    char c = 0;
    assert_int_equal(read(f->requests[2].far, &c, 1), 1);
    close(kept.connection);
    close(kept.bytes);
}

static void who_waits_when_the_server_stops_is_told_to_come_back(void **state)
{
    fixture *f = *state;
    kept_request kept;
    enter(f, 0, &anonymous);
    enter(f, 1, &anonymous);
    assert_int_equal(enter(f, 2, &anonymous), ST_PUT_ASIDE);
    turn_leave(f->requests[2].turn);
    admission_close(f->all);
    assert_true(admission_is_closing(f->all) && admission_has_waiting(f->all));
    assert_true(turn_next(f->requests[2].turn, true, &kept));
    assert_int_equal(enter(f, 2, &anonymous), ST_BUSY);
    close(kept.connection);
    close(kept.bytes);
}

static void answer(int connection)
{
    usleep(200);
    assert_int_equal(write(connection, "!", 1), 1);
}

static void bring(request *r, fixture *f, int connection, const caller *who)
{
    r->near = connection;
    if (turn_enter(r->turn, *who, &r->x, f->to).code != ST_PUT_ASIDE)
        answer(connection); /* 503 is an answer too */
}

/* One process of many: takes a waiting request, or else brings a new one; each request that enters or is taken up is answered by
 * a byte on its connection. */
static void work(fixture *f, int connections[][2], int count)
{
    request r = {.turn = turn_new(f->all, WORKERS)};
    kept_request kept = {-1, -1};
    r.x.keeper = (request_keeper){&r, keep};
    for (int i = 0; i < count || admission_has_waiting(f->all); turn_leave(r.turn)) {
        if (turn_next(r.turn, false, &kept)) {
            answer(kept.connection);
            close(kept.connection);
            close(kept.bytes);
        } else if (i < count) {
            bring(&r, f, connections[i][0], i % 3 ? &anonymous : i % 2 ? &gent : &antwerpen);
            i++;
        }
    }
    turn_free(r.turn);
}

/* Four processes, 160 requests of three callers, far more than may run at once: each is answered exactly once. */
static void s2_no_request_is_forgotten_and_none_is_answered_twice(void **state)
{
    enum { EACH = 40, ALL = EACH * WORKERS };
    fixture *f = *state;
    static int connections[ALL][2];
    pid_t workers[WORKERS];
    for (int i = 0; i < ALL; i++)
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, connections[i]), 0);
    for (int i = 0; i < WORKERS; i++)
        if ((workers[i] = fork()) == 0) {
            work(f, connections + i * EACH, EACH);
            _exit(0);
        }
    for (int i = 0; i < WORKERS; i++) {
        int how = 1;
        assert_int_equal(waitpid(workers[i], &how, 0), workers[i]);
        assert_int_equal(how, 0);
    }
    assert_false(admission_has_waiting(f->all));
    for (int i = 0; i < ALL; i++) {
        char answers[4];
        assert_int_equal(recv(connections[i][1], answers, sizeof answers, MSG_DONTWAIT), 1);
        close(connections[i][0]);
        close(connections[i][1]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(as_many_as_allowed_are_heavy_at_once),
        TEST(light_ones_are_never_stopped),
        TEST(the_end_of_a_request_makes_room),
        TEST(what_a_dead_worker_held_is_free_again),
        TEST(a_client_that_left_is_noticed_still),
        TEST(a_long_search_becomes_heavy_and_waits_when_there_is_no_room),
        TEST(s2_who_is_over_its_part_waits_and_another_does_not),
        TEST(who_waits_when_the_server_stops_is_told_to_come_back),
        TEST(s2_no_request_is_forgotten_and_none_is_answered_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
