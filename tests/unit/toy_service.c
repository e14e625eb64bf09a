/* A service in thirty lines: a new one needs only route.h. The test asks it over FastCGI, as nginx does, and the same serve()
 * answers it as all others. */
#include "tests/unit/unit.h"

#include "server/http/route.h"

#include <string.h>

typedef struct toy_state {
    bool asked;
} toy_state;

enum { TOY_HEADERS = 20 };

static status toy_answer(call *c, arena *a, output *to)
{
    toy_state *own = c->own;
    own->asked = true;
    out_type(to, 200, "text/plain; charset=utf-8");
    for (int i = 1; i <= TOY_HEADERS; i++)
        out_header(to, arena_printf(a, "X-Toy-%d", i), arena_printf(a, "%d", i * i));
    if (strcmp(c->x->path, "/toy/broken") == 0)
        return FAIL(NOT_FOUND, "toy", "kapot", "broken");
    if (c->x->body)
        out_bytes(to, c->x->body, c->x->body_size);
    else
        out_text(to, "a toy");
    return status_ok();
}

static void toy_error(const status *s, call *c, arena *a, output *to)
{
    const toy_state *own = c->own;
    out_type(to, status_http(s->code), "text/x-toy");
    out_text(to, arena_printf(a, "toy %s: %s", own->asked ? "failed" : "was not asked", s->en));
}

static const service toy = {.prefix = "/toy",
                            .has_below = true,
                            .methods = METHOD_GET | METHOD_PUT,
                            .own = sizeof(toy_state),
                            .answer = toy_answer,
                            .error = toy_error};

/* --- The server around it --- */

#include "server/http/fcgi.h"
#include "server/http/fcgi_read.h"
#include "server/serve.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static status nothing_answer(call *c, arena *a, output *to)
{
    (void)c, (void)a, (void)to;
    return FAIL(NOT_FOUND, "", "hier is niets", "nothing is here");
}

static const service nothing = {
    .methods = METHOD_GET | METHOD_POST | METHOD_DELETE, .open = true, .answer = nothing_answer, .error = call_error_as_asked};
static const service *const table[] = {&nothing, &toy, NULL};

typedef struct fixture {
    arena *arena;
    admission *admission;
    token_check *check;
    server server;
    int listener;
    fcgi *transport;
    output *to;
    const char *answered; /* head and body */
} fixture;

/* In the abstract namespace (unix(7)), so that nothing is left behind. */
static struct sockaddr_un address(arena *a)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const char *name = arena_printf(a, "risicolaag-toy-%d", (int)getpid());
    memcpy(at.sun_path + 1, name, strlen(name));
    return at;
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    const struct sockaddr_un at = address(f->arena);
    const token_settings no_tokens = {.keys_only = true};
    f->admission = admission_new();
    f->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(f->listener, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(f->listener, 1), 0);
    assert_int_equal(token_check_new(&no_tokens, &(token_world){0}, &f->check).code, ST_OK);
    f->server = (server){.check = f->check, .turn = turn_new(f->admission, 2), .services = table};
    f->transport = fcgi_new(f->listener);
    f->to = out_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    out_free(f->to);
    fcgi_free(f->transport);
    close(f->listener);
    token_check_free(f->check);
    turn_free(f->server.turn);
    admission_free(f->admission);
    arena_free(f->arena);
    free(f);
    return 0;
}

/* FastCGI 1.0 §3.3 and §3.4; texts below 128 bytes. */
static void add_record(text *t, uint8_t type, const char *bytes, size_t size)
{
    text_add_bytes(t, (const char[]){1, (char)type, 0, 1, (char)(size >> 8), (char)size, 0, 0}, FCGI_HEADER);
    text_add_bytes(t, bytes, size);
}

static void add_parameter(text *t, const char *name, const char *content)
{
    text_add_bytes(t, (const char[]){(char)strlen(name), (char)strlen(content)}, 2);
    text_add(t, name);
    text_add(t, content);
}

static void send_request(fixture *f, int to, const char *method, const char *path, const char *token, const char *body)
{
    text parameters = text_new(f->arena), sent = text_new(f->arena);
    add_parameter(&parameters, "REQUEST_METHOD", method);
    add_parameter(&parameters, "SCRIPT_NAME", path);
    add_parameter(&parameters, "CONTENT_LENGTH", body ? arena_printf(f->arena, "%zu", strlen(body)) : "");
    add_parameter(&parameters, "HTTP_AUTHORIZATION", token);
    add_record(&sent, FCGI_BEGIN_REQUEST, "\0\1\0\0\0\0\0\0", 8);
    add_record(&sent, FCGI_PARAMS, parameters.chars, parameters.length);
    add_record(&sent, FCGI_PARAMS, "", 0);
    if (body)
        add_record(&sent, FCGI_STDIN, body, strlen(body));
    add_record(&sent, FCGI_STDIN, "", 0);
    assert_int_equal(write(to, sent.chars, sent.length), sent.length);
}

/* The answer's stream, all of which has been sent by now. */
static const char *receive(arena *a, int from)
{
    enum { ROOM = 128 * 1024 };
    uint8_t *bytes = arena_alloc(a, ROOM);
    size_t size = 0;
    for (ssize_t got = 1; got > 0; size += (size_t)got)
        got = read(from, bytes + size, ROOM - size);
    text t = text_new(a);
    for (size_t at = 0; at + FCGI_HEADER <= size;) {
        const uint8_t *h = bytes + at;
        const size_t length = (size_t)h[4] << 8 | h[5];
        if (h[1] == FCGI_STDOUT)
            text_add_bytes(&t, (const char *)h + FCGI_HEADER, length);
        at += FCGI_HEADER + length + h[6];
    }
    return t.chars;
}

static void ask_as(fixture *f, const char *method, const char *path, const char *token, const char *body)
{
    const struct sockaddr_un at = address(f->arena);
    const int client = socket(AF_UNIX, SOCK_STREAM, 0);
    const front in_front = {0};
    exchange x;
    assert_int_equal(connect(client, (const struct sockaddr *)&at, sizeof at), 0);
    send_request(f, client, method, path, token, body);
    assert_true(fcgi_accept(f->transport, &in_front, f->arena, &x));
    out_open(f->to, fcgi_sink(f->transport));
    assert_true(serve(&f->server, &x, f->arena, f->to));
    fcgi_finish(f->transport);
    turn_leave(f->server.turn);
    f->answered = receive(f->arena, client);
    close(client);
}

static void ask(fixture *f, const char *method, const char *path, const char *body)
{
    ask_as(f, method, path, "", body);
}

static void assert_has(const fixture *f, const char *part)
{
    if (!strstr(f->answered, part))
        fail_msg("\"%s\" is not in:\n%s", part, f->answered);
}

static void assert_lacks(const fixture *f, const char *part)
{
    if (strstr(f->answered, part))
        fail_msg("\"%s\" is in:\n%s", part, f->answered);
}

/* --- Tests --- */

static void a_service_answers_at_its_path_and_below_with_all_its_headers(void **state)
{
    static const char *const paths[] = {"/toy", "/toy/", "/toy/below"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ask(f, "GET", paths[i], NULL);
        assert_has(f, "Status: 200 OK\r\n");
        for (int h = 1; h <= TOY_HEADERS; h++)
            assert_has(f, arena_printf(f->arena, "\r\nX-Toy-%d: %d\r\n", h, h * h));
        assert_has(f, "\r\n\r\na toy");
    }
}

static void the_body_of_a_put_reaches_the_service_that_takes_it(void **state)
{
    fixture *f = *state;
    ask(f, "PUT", "/toy/1", "{\"een\":1}");
    assert_has(f, "Status: 200 OK\r\n");
    assert_has(f, "\r\n\r\n{\"een\":1}");
}

static void other_methods_are_refused_with_those_that_are_answered(void **state)
{
    static const char *const others[] = {"POST", "PATCH", "DELETE", "PROPFIND", "put"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ask(f, others[i], "/toy", "x");
        assert_has(f, "Status: 405 Method Not Allowed\r\n");
        assert_has(f, "\r\nAllow: GET, HEAD, PUT, OPTIONS\r\n");
        assert_has(f, "\r\n\r\ntoy was not asked: only the methods GET, HEAD, PUT and OPTIONS are allowed here");
    }
}

static void a_preflight_names_the_methods_of_the_path(void **state)
{
    fixture *f = *state;
    ask(f, "OPTIONS", "/toy/1", NULL);
    assert_has(f, "Status: 204 No Content\r\n");
    assert_has(f, "\r\nAccess-Control-Allow-Methods: GET, HEAD, PUT, OPTIONS\r\n");
    ask(f, "OPTIONS", "/elders", NULL);
    assert_has(f, "\r\nAccess-Control-Allow-Methods: GET, HEAD, POST, DELETE, OPTIONS\r\n");
}

static void what_fails_is_told_in_the_services_own_form_and_nothing_of_the_answer_is_left(void **state)
{
    fixture *f = *state;
    ask(f, "GET", "/toy/broken", NULL);
    assert_has(f, "Status: 404 Not Found\r\n");
    assert_has(f, "\r\nContent-Type: text/x-toy\r\n");
    assert_has(f, "\r\n\r\ntoy failed: broken");
    assert_lacks(f, "X-Toy-");
}

static void who_is_refused_is_told_how_to_log_in_whatever_the_form(void **state)
{
    fixture *f = *state;
    ask_as(f, "PUT", "/toy", "Bearer onzin", "x");
    assert_has(f, "Status: 401 Unauthorized\r\n");
    assert_has(f, "\r\nWWW-Authenticate: Bearer ");
    assert_has(f, "\r\n\r\ntoy was not asked: ");
}

static void the_paths_of_nobody_are_the_first_services(void **state)
{
    static const char *const paths[] = {"/", "/toys", "/to", "/elders/toy"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ask(f, "DELETE", paths[i], "x");
        assert_has(f, "Status: 404 Not Found\r\n");
        assert_has(f, "nothing is here");
    }
}

/* The caller was let in without a check of who it is. */
static void a_service_that_is_open_gets_no_rows(void **state)
{
    fixture *f = *state;
    const call c = {.server = &f->server, .turn = f->server.turn, .service = &nothing};
    rows *seen = NULL;
    assert_int_equal(call_rows(&c, f->arena, &seen).code, ST_INTERNAL);
    assert_null(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_service_answers_at_its_path_and_below_with_all_its_headers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_body_of_a_put_reaches_the_service_that_takes_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_methods_are_refused_with_those_that_are_answered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_preflight_names_the_methods_of_the_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_fails_is_told_in_the_services_own_form_and_nothing_of_the_answer_is_left, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_is_refused_is_told_how_to_log_in_whatever_the_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_paths_of_nobody_are_the_first_services, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_service_that_is_open_gets_no_rows, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
