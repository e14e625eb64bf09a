#include "server/http/fcgi_read.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum { BODY = 100, WIRE = 512 * 1024 };

typedef struct wire {
    uint8_t bytes[WIRE];
    size_t used;
    arena *arena;
    fcgi_reader reader;
} wire;

static int set_up(void **state)
{
    wire *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    w->arena = arena_new();
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    wire *w = *state;
    arena_free(w->arena);
    free(w);
    return 0;
}

static void add(wire *w, const void *bytes, size_t count)
{
    assert_true(w->used + count <= WIRE);
    memcpy(w->bytes + w->used, bytes, count);
    w->used += count;
}

static void add_record(wire *w, uint8_t type, const void *content, size_t size, uint8_t padding)
{
    add(w, (uint8_t[]){1, type, 0, 1, (uint8_t)(size >> 8), (uint8_t)size, padding, 0}, 8);
    add(w, content, size);
    add(w, (uint8_t[255]){0}, padding);
}

static void add_begin(wire *w)
{
    add_record(w, FCGI_BEGIN_REQUEST, (uint8_t[]){0, 1, 0, 0, 0, 0, 0, 0}, 8, 0);
}

static size_t pair(uint8_t *to, const char *name, const char *content)
{
    const size_t n = strlen(name), c = strlen(content);
    size_t used = 0;
    to[used++] = (uint8_t)n;
    if (c < 128)
        to[used++] = (uint8_t)c;
    else {
        memcpy(to + used, (uint8_t[]){(uint8_t)(c >> 24 | 0x80), (uint8_t)(c >> 16), (uint8_t)(c >> 8), (uint8_t)c}, 4);
        used += 4;
    }
    memcpy(to + used, name, n);
    memcpy(to + used + n, content, c);
    return used + n + c;
}

static void add_parameters(wire *w, const char *length, const char *query)
{
    static uint8_t content[70000];
    size_t used = pair(content, "CONTENT_LENGTH", length);
    used += pair(content + used, "QUERY_STRING", query);
    for (size_t at = 0; at < used; at += 60000)
        add_record(w, FCGI_PARAMS, content + at, used - at < 60000 ? used - at : 60000, 3);
    add_record(w, FCGI_PARAMS, "", 0, 0);
}

static void add_request(wire *w, const char *length, const char *query, const char *body)
{
    add_begin(w);
    add_parameters(w, length, query);
    if (*body)
        add_record(w, FCGI_STDIN, body, strlen(body), 5);
    add_record(w, FCGI_STDIN, "", 0, 0);
}

/* At most `most` bytes at a time. */
static fcgi_progress read_in_pieces(wire *w, size_t most)
{
    fcgi_progress now = FCGI_MORE;
    fcgi_reader_begin(&w->reader, w->arena, BODY + 1);
    for (size_t at = 0; at < w->used && now == FCGI_MORE; at += most)
        now = fcgi_reader_take(&w->reader, w->bytes + at, w->used - at < most ? w->used - at : most);
    return now;
}

static void a_request_reads_the_same_in_pieces_of_any_size(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 64, 1000, WIRE};
    wire *w = *state;
    add_request(w, "11", "service=WFS&request=GetFeature", "hello world");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(read_in_pieces(w, sizes[i]), FCGI_WHOLE);
        assert_string_equal(fcgi_reader_parameter(&w->reader, "QUERY_STRING"), "service=WFS&request=GetFeature");
        assert_null(fcgi_reader_parameter(&w->reader, "HTTP_AUTHORIZATION"));
        assert_string_equal(w->reader.body, "hello world");
        assert_int_equal(w->reader.body_size, 11);
        assert_true(w->reader.input_ended);
    }
}

static void an_empty_parameter_is_none(void **state)
{
    wire *w = *state;
    add_request(w, "", "", "");
    assert_int_equal(read_in_pieces(w, WIRE), FCGI_WHOLE);
    assert_null(fcgi_reader_parameter(&w->reader, "QUERY_STRING"));
    assert_int_equal(w->reader.body_size, 0);
}

static void a_long_query_comes_in_several_records(void **state)
{
    wire *w = *state;
    static char query[65001];
    memset(query, 'q', sizeof query - 1);
    add_request(w, "0", query, "");
    assert_int_equal(read_in_pieces(w, 4096), FCGI_WHOLE);
    assert_string_equal(fcgi_reader_parameter(&w->reader, "QUERY_STRING"), query);
}

static void no_more_of_a_body_is_kept_than_was_announced(void **state)
{
    wire *w = *state;
    add_request(w, "4", "", "hello world");
    assert_int_equal(read_in_pieces(w, WIRE), FCGI_WHOLE);
    assert_string_equal(w->reader.body, "hell");
    assert_true(w->reader.input_ended);
}

static void a_body_that_is_too_long_is_not_waited_for(void **state)
{
    wire *w = *state;
    char body[BODY + 50] = "";
    memset(body, 'b', sizeof body - 1);
    add_request(w, "149", "", body);
    assert_int_equal(read_in_pieces(w, 1), FCGI_WHOLE);
    assert_int_equal(w->reader.body_size, BODY + 1);
    assert_false(w->reader.input_ended);
}

static void what_is_no_request_is_broken_off(void **state)
{
    wire *w = *state;
    static const struct {
        const char *why, *bytes;
        size_t size;
    } cases[] = {{"another protocol", "GET / HTTP/1.1\r\n", 16},
                 {"another version", "\2\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0", 16},
                 {"an authorizer's role", "\1\1\0\1\0\10\0\0\0\2\0\0\0\0\0\0", 16},
                 {"a management record", "\1\11\0\0\0\0\0\0", 8},
                 {"parameters before the beginning", "\1\4\0\1\0\0\0\0", 8},
                 {"a beginning without content", "\1\1\0\1\0\0\0\0", 8},
                 {"a beginning that is too long", "\1\1\0\1\0\11\0\0\0\1\0\0\0\0\0\0\0", 17},
                 {"input before the parameters", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\5\0\1\0\0\0\0", 24},
                 {"another request's parameters", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\2\0\0\0\0", 24},
                 {"a second beginning", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\1\0\2\0\10\0\0", 24},
                 {"a request that is taken back", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\2\0\1\0\0\0\0", 24},
                 {"a name longer than the stream", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\1\0\3\0\0\5\0a\1\4\0\1\0\0\0\0", 35},
                 {"half a length", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\1\0\2\0\0\1\200\1\4\0\1\0\0\0\0", 34},
                 {"a NUL in a value", "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\1\0\5\0\0\1\2a\0b\1\4\0\1\0\0\0\0", 37}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t most = 1; most < 50; most += 7) {
            w->used = 0;
            add(w, cases[i].bytes, cases[i].size);
            if (read_in_pieces(w, most) != FCGI_BROKEN)
                fail_msg("accepted: %s", cases[i].why);
        }
}

static void too_many_parameters_are_broken_off(void **state)
{
    wire *w = *state;
    uint8_t content[4 * 600];
    for (size_t i = 0; i < 600; i++)
        memcpy(content + 4 * i, "\1\1ab", 4);
    add_begin(w);
    add_record(w, FCGI_PARAMS, content, sizeof content, 0);
    add_record(w, FCGI_PARAMS, "", 0, 0);
    assert_int_equal(read_in_pieces(w, WIRE), FCGI_BROKEN);
}

static void parameters_without_end_are_broken_off(void **state)
{
    wire *w = *state;
    static uint8_t content[65000];
    add_begin(w);
    for (int i = 0; i < 5; i++)
        add_record(w, FCGI_PARAMS, content, sizeof content, 0);
    assert_int_equal(read_in_pieces(w, WIRE), FCGI_BROKEN);
}

#define ON_THE_WIRE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_THE_WIRE(a_request_reads_the_same_in_pieces_of_any_size),
        ON_THE_WIRE(an_empty_parameter_is_none),
        ON_THE_WIRE(a_long_query_comes_in_several_records),
        ON_THE_WIRE(no_more_of_a_body_is_kept_than_was_announced),
        ON_THE_WIRE(a_body_that_is_too_long_is_not_waited_for),
        ON_THE_WIRE(what_is_no_request_is_broken_off),
        ON_THE_WIRE(too_many_parameters_are_broken_off),
        ON_THE_WIRE(parameters_without_end_are_broken_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
