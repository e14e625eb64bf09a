#include "server/wfs/answer_file.h"

#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <string.h>
#include <time.h>

typedef struct caught {
    size_t used;
    bool begun, ended;
    int cut; /* a file to truncate when the first bytes arrive; -1: none */
} caught;

static bool catch_begin(void *context, const out_head *head)
{
    ((caught *)context)->begun = true;
    return head != NULL;
}

static bool catch_write(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    (void)bytes;
    c->used += count;
    return c->cut < 0 || ftruncate(c->cut, 0) == 0;
}

static bool catch_end(void *context, const char *bytes, size_t count)
{
    ((caught *)context)->ended = true;
    return catch_write(context, bytes, count);
}

static status_code client_has_gone(void *context)
{
    (void)context;
    return ST_CLIENT_GONE;
}

static answer_file *make(answer_file_settings how, arena *a)
{
    answer_file *made = NULL;
    how.folder = scratch_folder(a);
    assert_int_equal(answer_file_make(&how, a, &made).code, ST_OK);
    return made;
}

static void put(const answer_file *f, size_t count)
{
    char *bytes = calloc(1, count);
    assert_int_equal(write(answer_file_sink(f)->file, bytes, count), (ssize_t)count);
    free(bytes);
}

static void wait(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000 * 1000}, NULL);
}

/* may_go_on looks a hundred times a second. */
static status_code asked(const answer_file *f)
{
    wait(25);
    return answer_file_sink(f)->may_go_on(answer_file_sink(f)->context).code;
}

static void an_answer_may_take_so_much_of_the_disk_and_no_more(void **state)
{
    (void)state;
    arena *a = arena_new();
    answer_file *f = make((answer_file_settings){.most = 100, .limit_s = 60}, a);
    int64_t size = -1;
    put(f, 100);
    assert_int_equal(asked(f), ST_OK);
    assert_int_equal(answer_file_size(f, &size).code, ST_OK);
    assert_int_equal(size, 100);
    put(f, 1);
    assert_int_equal(asked(f), ST_NOT_PROCESSED);
    assert_int_equal(answer_file_size(f, &size).code, ST_NOT_PROCESSED);
    arena_free(a);
}

static void a_client_who_has_gone_ends_the_making(void **state)
{
    (void)state;
    arena *a = arena_new();
    answer_file *f = make((answer_file_settings){.most = 100, .limit_s = 60, .watch = {NULL, client_has_gone}}, a);
    wait(150); /* the watch is asked ten times a second */
    assert_int_equal(asked(f), ST_CLIENT_GONE);
    arena_free(a);
}

static void making_has_a_time_limit(void **state)
{
    (void)state;
    arena *a = arena_new();
    answer_file *f = make((answer_file_settings){.most = 100, .limit_s = -1}, a);
    assert_int_equal(asked(f), ST_TIMEOUT);
    arena_free(a);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    arena *a = arena_new();
    answer_file *f = NULL;
    assert_int_equal(answer_file_make(&(answer_file_settings){.folder = "/bestaat/niet", .most = 1}, a, &f).code, ST_UNAVAILABLE);
    assert_null(f);
    arena_free(a);
}

static status send(answer_file *f, caught *c)
{
    output *to = out_new();
    out_open(to, (out_sink){.context = c, .begin = catch_begin, .write = catch_write, .end = catch_end});
    const status sent = answer_file_send(f, to);
    out_close(to);
    out_free(to);
    return sent;
}

static void all_of_it_is_sent(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {.cut = -1};
    answer_file *f = make((answer_file_settings){.most = 1000000, .limit_s = 60}, a);
    put(f, 200001);
    assert_int_equal(send(f, &c).code, ST_OK);
    assert_int_equal(c.used, 200001);
    assert_true(c.ended);
    arena_free(a);
}

/* As the admission does (server/http/admission.c): an answer that has not begun makes room for others. */
static status_code others_first_until_it_has_begun(void *context)
{
    return ((caught *)context)->begun ? ST_OK : ST_BUSY;
}

static void a_file_that_is_made_is_sent_and_not_made_again(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {.cut = -1};
    answer_file *f =
        make((answer_file_settings){.most = 1000000, .limit_s = 60, .watch = {&c, others_first_until_it_has_begun}}, a);
    put(f, 30000); /* less than the buffer of an output */
    wait(150);     /* the watch is asked ten times a second */
    assert_int_equal(send(f, &c).code, ST_OK);
    assert_int_equal(c.used, 30000);
    assert_true(c.ended);
    arena_free(a);
}

/* Its head has already given the number of bytes. */
static void a_file_that_ends_too_soon_breaks_the_answer_off(void **state)
{
    (void)state;
    arena *a = arena_new();
    answer_file *f = make((answer_file_settings){.most = 1000000, .limit_s = 60}, a);
    caught c = {.cut = answer_file_sink(f)->file};
    put(f, 200001);
    assert_int_equal(send(f, &c).code, ST_UNAVAILABLE);
    assert_true(c.used < 200001);
    assert_false(c.ended);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_may_take_so_much_of_the_disk_and_no_more),
        cmocka_unit_test(a_client_who_has_gone_ends_the_making),
        cmocka_unit_test(making_has_a_time_limit),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
        cmocka_unit_test(all_of_it_is_sent),
        cmocka_unit_test(a_file_that_is_made_is_sent_and_not_made_again),
        cmocka_unit_test(a_file_that_ends_too_soon_breaks_the_answer_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
