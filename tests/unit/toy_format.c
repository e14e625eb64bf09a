/* Formats of a few lines (tests/toy) in the table of formats, asked through serve(): a failure before the first byte is sent is
 * an error, a later one breaks the answer off, and a format that makes a file first never breaks off. */
#include "server/serve.h"
#include "server/services.h"

#include "data/store/store_driver.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 3, MANY = 200 }; /* MANY: more than the buffer of an answer holds */

static const property name = {.name = "naam", .column = "naam", .type = VALUE_STRING};
static const layer towns = {
    .name = "stad", .table = "stad", .id_column = "id", .properties = &name, .property_count = 1, .geometry = 1, .srid = 31370};

typedef struct toy_store {
    store common;
    int64_t count; /* of rows */
} toy_store;

typedef struct toy_cursor {
    store_cursor common;
    int64_t at, end;
    value shown;
} toy_cursor;

static status toy_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    (void)s, (void)gemeenten, (void)count, (void)watch;
    return status_ok();
}

static void toy_leave(store *s)
{
    (void)s;
}

static void toy_has_taken(store *s, double seconds)
{
    (void)s, (void)seconds;
}

static status toy_count(store *s, const query *q, arena *a, int64_t *out)
{
    (void)q, (void)a;
    *out = ((toy_store *)s)->count;
    return status_ok();
}

static status toy_select(store *s, const query *q, arena *a, store_cursor **out)
{
    toy_cursor *c = arena_alloc(a, sizeof *c);
    *c = (toy_cursor){.common = {s->driver}, .at = q->start, .end = q->start + q->count};
    *out = &c->common;
    return status_ok();
}

static bool toy_next(store_cursor *common, feature *out)
{
    toy_cursor *c = (toy_cursor *)common;
    c->shown = (value){.text = "Gent", .length = 4};
    *out = (feature){++c->at, &c->shown};
    return c->at <= c->end;
}

static status toy_end(const store_cursor *c)
{
    (void)c;
    return status_ok();
}

static const store_driver toy = {.name = "toy",
                                 .enter = toy_enter,
                                 .leave = toy_leave,
                                 .has_taken = toy_has_taken,
                                 .count = toy_count,
                                 .select = toy_select,
                                 .next = toy_next,
                                 .cursor_end = toy_end};

typedef struct fixture {
    arena *arena;
    toy_store store;
    config config;
    catalog layers;
    admission *admission;
    server server;
    int http;
    const char *length; /* Content-Length, NULL for none */
    text body;
    bool whole;
} fixture;

static bool on_head(void *context, const out_head *head)
{
    fixture *f = context;
    f->http = head->http;
    f->length = NULL;
    for (size_t i = 0; i < head->header_count; i++)
        if (strcmp(head->headers[i].name, "Content-Length") == 0)
            f->length = arena_strdup(f->arena, head->headers[i].value);
    return true;
}

static bool on_bytes(void *context, const char *bytes, size_t count)
{
    text_add_bytes(&((fixture *)context)->body, bytes, count);
    return true;
}

static bool on_end(void *context, const char *bytes, size_t count)
{
    ((fixture *)context)->whole = true;
    return on_bytes(context, bytes, count);
}

static void ask(fixture *f, const char *method, const char *format, int64_t count)
{
    arena *a = arena_new();
    output *to = out_new();
    const exchange x = {
        .method = method,
        .path = "/wfs",
        .query = arena_printf(a, "service=WFS&version=2.0.0&request=GetFeature&typeNames=t:stad&outputFormat=%s", format),
        .content_type = "",
        .content_encoding = "",
        .accept = "",
        .accept_language = "",
        .credentials = {.remote_address = "127.0.0.1"},
        .base_url = "http://localhost",
        .id = "-"};
    f->store.count = count;
    f->http = 0;
    f->whole = false;
    f->body = text_new(f->arena);
    out_open(to, (out_sink){.context = f, .begin = on_head, .write = on_bytes, .end = on_end});
    assert_true(serve(&f->server, &x, a, to));
    turn_leave(f->server.turn);
    out_free(to);
    arena_free(a);
}

static const char *lines(arena *a, int count)
{
    text t = text_new(a);
    for (int i = 1; i <= count; i++)
        text_addf(&t, "%4000d\n", i);
    text_add(&t, "whole\n");
    return t.chars;
}

static int set_up(void **state)
{
    static const endpoint own = {"/wfs", "t", "http://toy"};
    fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->arena = arena_new();
    f->store.common.driver = &toy;
    f->config = (config){.store = {.query_timeout_s = 60},
                         .page = 2 * MANY,
                         .endpoints = &own,
                         .endpoint_count = 1,
                         .tmp = scratch_folder(f->arena),
                         .answer_mb = 1};
    f->layers = (catalog){&towns, 1};
    f->admission = admission_new();
    f->server = (server){.site = {.config = &f->config, .catalog = &f->layers},
                         .store = &f->store.common,
                         .turn = turn_new(f->admission, 2),
                         .services = services};
    *state = f;
    return crs_set_new(&f->server.site.crs).code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    crs_set_free(f->server.site.crs);
    turn_free(f->server.turn);
    admission_free(f->admission);
    arena_free(f->arena);
    free(f);
    return 0;
}

static void a_format_of_a_few_lines_answers_a_request(void **state)
{
    fixture *f = *state;
    ask(f, "GET", "toy-stream", FEW);
    assert_int_equal(f->http, 200);
    assert_true(f->whole);
    assert_string_equal(f->body.chars, lines(f->arena, FEW));
    assert_null(f->length);
    ask(f, "GET", "toy-stream", MANY);
    assert_string_equal(f->body.chars, lines(f->arena, MANY));
}

static void what_fails_before_the_first_byte_is_an_error(void **state)
{
    fixture *f = *state;
    ask(f, "GET", "toy-fails", FEW);
    assert_int_equal(f->http, 500);
    assert_true(f->whole);
    assert_non_null(strstr(f->body.chars, "the toy is broken"));
    assert_null(strstr(f->body.chars, "1\n"));
}

static void what_fails_after_it_breaks_the_answer_off(void **state)
{
    fixture *f = *state;
    ask(f, "GET", "toy-fails", MANY);
    assert_int_equal(f->http, 200);
    assert_false(f->whole);
    assert_null(strstr(f->body.chars, "whole"));
}

static void a_format_that_makes_a_file_first_says_how_long_it_is(void **state)
{
    static const int counts[] = {0, FEW, MANY};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ask(f, "GET", "toy-file", counts[i]);
        assert_int_equal(f->http, 200);
        assert_true(f->whole);
        assert_string_equal(f->body.chars, lines(f->arena, counts[i]));
        assert_non_null(f->length);
        assert_int_equal(strtoul(f->length, NULL, 10), f->body.length);
    }
}

static void a_file_that_cannot_be_made_is_an_error_and_never_a_part(void **state)
{
    fixture *f = *state;
    f->config.tmp = "/bestaat/niet";
    ask(f, "GET", "toy-file", MANY);
    assert_int_equal(f->http, 503);
    assert_true(f->whole);
    assert_null(f->length);
    assert_null(strstr(f->body.chars, "1\n"));
}

/* RFC 9110 §8.6: a length there would have to equal that of the answer to GET. */
static void the_head_alone_makes_no_file(void **state)
{
    fixture *f = *state;
    f->config.tmp = "/bestaat/niet";
    ask(f, "HEAD", "toy-file", MANY);
    assert_int_equal(f->http, 200);
    assert_null(f->length);
    assert_int_equal(f->body.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_format_of_a_few_lines_answers_a_request, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_fails_before_the_first_byte_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_fails_after_it_breaks_the_answer_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_format_that_makes_a_file_first_says_how_long_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_made_is_an_error_and_never_a_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_head_alone_makes_no_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
