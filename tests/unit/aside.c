/* Requests that wait: kept as bytes, and handed from process to process. */
#include "server/http/aside.h"
#include "server/http/fcgi_keep.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BODY_MOST = 200000, PART = 7 };

/* A connection, and a file in memory that holds this letter. */
static kept_request letter(char c)
{
    kept_request made = {memfd_create("connection", MFD_CLOEXEC), memfd_create("bytes", MFD_CLOEXEC)};
    assert_true(made.connection >= 0 && made.bytes >= 0);
    assert_int_equal(pwrite(made.bytes, &c, 1, 0), 1);
    return made;
}

static void close_both(kept_request r)
{
    close(r.connection);
    close(r.bytes);
}

static void put(aside *a, uint64_t part, uint64_t ticket, char c)
{
    const kept_request given = letter(c);
    assert_true(aside_put(a, part, ticket, given));
    close_both(given);
}

static char take(aside *a, uint64_t part, uint64_t ticket)
{
    kept_request taken;
    char c = '-';
    if (!aside_take(a, part, ticket, &taken))
        return '-';
    assert_int_equal(pread(taken.bytes, &c, 1, 0), 1);
    close_both(taken);
    return c;
}

static void any_of_them_can_be_taken(void **state)
{
    (void)state;
    aside *a = aside_new();
    for (uint64_t i = 1; i <= 5; i++)
        put(a, PART, i, (char)('a' + i));
    assert_int_equal(take(a, PART, 4), 'e');
    assert_int_equal(take(a, PART, 1), 'b');
    assert_int_equal(take(a, PART, 4), '-');
    assert_int_equal(take(a, PART, 9), '-');
    for (uint64_t i = 2; i <= 5; i++)
        assert_int_equal(take(a, PART, i), i == 4 ? '-' : (char)('a' + i));
    aside_free(a);
}

static void as_many_as_may_wait_find_room(void **state)
{
    (void)state;
    enum { MANY = 256 };
    aside *a = aside_new();
    for (uint64_t i = 1; i <= MANY; i++)
        put(a, PART, i, 'x');
    for (uint64_t i = 1; i <= MANY; i++)
        assert_int_equal(take(a, PART, i), 'x');
    aside_free(a);
}

static void what_one_process_puts_there_another_takes(void **state)
{
    (void)state;
    aside *a = aside_new();
    const pid_t other = fork();
    if (other == 0) {
        put(a, PART, 1, 'k');
        _exit(0);
    }
    int how = 1;
    assert_int_equal(waitpid(other, &how, 0), other);
    assert_int_equal(how, 0);
    assert_int_equal(take(a, PART, 1), 'k');
    aside_free(a);
}

static size_t add_record(uint8_t *to, uint8_t type, const void *content, size_t size)
{
    memcpy(to, (uint8_t[FCGI_HEADER]){1, type, 0, 1, (uint8_t)(size >> 8), (uint8_t)size}, FCGI_HEADER);
    memcpy(to + FCGI_HEADER, content, size);
    return FCGI_HEADER + size;
}

/* A request with this body, as it comes. */
static size_t wire_of(uint8_t *wire, const char *body, size_t size)
{
    enum { PIECE = 60000 };
    char parameters[100] = "\016\006CONTENT_LENGTH";
    size_t used = add_record(wire, FCGI_BEGIN_REQUEST, (uint8_t[8]){0, 1}, 8);
    snprintf(parameters + 16, 7, "%06zu", size);
    used += add_record(wire + used, FCGI_PARAMS, parameters, 22);
    used += add_record(wire + used, FCGI_PARAMS, "", 0);
    for (size_t at = 0; at < size; at += PIECE)
        used += add_record(wire + used, FCGI_STDIN, body + at, size - at < PIECE ? size - at : PIECE);
    return used + add_record(wire + used, FCGI_STDIN, "", 0);
}

static void a_request_that_was_kept_is_read_the_same(void **state)
{
    (void)state;
    enum { SIZE = 150000, WIRE = SIZE + 1000 };
    char *body = malloc(SIZE);
    uint8_t *wire = malloc(WIRE), *again = malloc(WIRE);
    arena *a = arena_new();
    fcgi_reader *first = arena_alloc(a, sizeof *first), *second = arena_alloc(a, sizeof *second);
    for (size_t i = 0; i < SIZE; i++)
        body[i] = (char)('a' + i % 26);
    fcgi_reader_begin(first, a, BODY_MOST);
    assert_int_equal(fcgi_reader_take(first, wire, wire_of(wire, body, SIZE)), FCGI_WHOLE);
    const int kept = fcgi_keep(first);
    const ssize_t got = read(kept, again, WIRE);
    assert_true(got > SIZE);
    fcgi_reader_begin(second, a, BODY_MOST);
    assert_int_equal(fcgi_reader_take(second, again, (size_t)got), FCGI_WHOLE);
    assert_string_equal(fcgi_reader_parameter(second, "CONTENT_LENGTH"), "150000");
    assert_int_equal(second->body_size, SIZE);
    assert_memory_equal(second->body, body, SIZE);
    assert_int_equal(second->id, first->id);
    assert_true(second->input_ended);
    assert_int_equal(fcgi_kept_size(first), SIZE + 22);
    close(kept);
    arena_free(a);
    free(again);
    free(wire);
    free(body);
}

/* Of a body over the limit, one byte too many is kept, so that the process that takes it up also sees that it is too long. */
static void a_body_that_is_too_long_stays_so(void **state)
{
    (void)state;
    enum { SIZE = 1000, WIRE = 2000 };
    char body[SIZE] = "x";
    uint8_t wire[WIRE], again[WIRE];
    arena *a = arena_new();
    fcgi_reader *first = arena_alloc(a, sizeof *first), *second = arena_alloc(a, sizeof *second);
    fcgi_reader_begin(first, a, 100);
    assert_int_equal(fcgi_reader_take(first, wire, wire_of(wire, body, SIZE)), FCGI_WHOLE);
    assert_false(first->input_ended);
    const int kept = fcgi_keep(first);
    const ssize_t got = read(kept, again, WIRE);
    fcgi_reader_begin(second, a, 100);
    assert_int_equal(fcgi_reader_take(second, again, (size_t)got), FCGI_WHOLE);
    assert_int_equal(second->body_size, 100);
    assert_false(second->input_ended);
    close(kept);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_of_them_can_be_taken),
        cmocka_unit_test(as_many_as_may_wait_find_room),
        cmocka_unit_test(what_one_process_puts_there_another_takes),
        cmocka_unit_test(a_request_that_was_kept_is_read_the_same),
        cmocka_unit_test(a_body_that_is_too_long_stays_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
