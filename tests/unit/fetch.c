#include "auth/fetch.h"

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A provider on a free loopback port, in a process of its own. */
typedef struct provider {
    pid_t pid;
    int port;
} provider;

static void say(int client, const char *words)
{
    const ssize_t n = write(client, words, strlen(words));
    (void)n; /* a client that hangs up is part of the tests */
}

static void send_much(int client)
{
    say(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"); /* no length: the bytes must be counted */
    char piece[4096];
    memset(piece, 'x', sizeof piece);
    for (int i = 0; i < 256; i++)
        if (send(client, piece, sizeof piece, MSG_NOSIGNAL) < 0)
            return;
}

static void answer(int client)
{
    char request[2048] = "";
    const ssize_t n = read(client, request, sizeof request - 1);
    request[n > 0 ? n : 0] = '\0';
    if (strstr(request, "GET /keys "))
        say(client, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"keys\":[]}");
    else if (strstr(request, "GET /moved "))
        say(client, "HTTP/1.1 302 Found\r\nLocation: /keys\r\nContent-Length: 0\r\n\r\n");
    else if (strstr(request, "GET /much "))
        send_much(client);
    else if (strstr(request, "GET /slow "))
        sleep(FETCH_TOTAL_S + 2);
    else
        say(client, "HTTP/1.1 500 Oops\r\nContent-Length: 6\r\n\r\nsecret");
}

static void serve_forever(int listener)
{
    for (;;) {
        const int client = accept(listener, NULL, NULL);
        if (client < 0)
            _exit(1);
        answer(client);
        close(client);
    }
}

static int set_up(void **state)
{
    provider *p = calloc(1, sizeof *p);
    assert_non_null(p);
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof where;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&where, size), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&where, &size), 0);
    p->port = ntohs(where.sin_port);
    p->pid = fork();
    if (p->pid == 0)
        serve_forever(listener);
    close(listener);
    *state = p;
    return p->pid > 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    provider *p = *state;
    kill(p->pid, SIGKILL);
    waitpid(p->pid, NULL, 0);
    free(p);
    return 0;
}

static status get(const provider *p, const char *path, text *body)
{
    return fetch(arena_printf(body->arena, "http://127.0.0.1:%d%s", p->port, path), body);
}

static void a_document_comes_whole(void **state)
{
    arena *a = arena_new();
    text body = text_new(a);
    assert_int_equal(get(*state, "/keys", &body).code, ST_OK);
    assert_string_equal(body.chars, "{\"keys\":[]}");
    arena_free(a);
}

static void an_error_page_and_a_redirect_are_no_keys(void **state)
{
    static const char *const paths[] = {"/broken", "/moved"};
    arena *a = arena_new();
    for (size_t i = 0; i < 2; i++) {
        text body = text_new(a);
        const status s = get(*state, paths[i], &body);
        assert_int_equal(s.code, ST_UNAVAILABLE);
        assert_non_null(strstr(s.en, i ? "302" : "500"));
        assert_null(strstr(s.en, "secret"));
    }
    arena_free(a);
}

static void a_flood_is_cut_off(void **state)
{
    arena *a = arena_new();
    text body = text_new(a);
    assert_int_equal(get(*state, "/much", &body).code, ST_UNAVAILABLE);
    assert_in_range(body.length, 0, FETCH_LIMIT);
    arena_free(a);
}

static void a_slow_provider_is_given_up(void **state)
{
    arena *a = arena_new();
    text body = text_new(a);
    const time_t start = time(NULL);
    assert_int_equal(get(*state, "/slow", &body).code, ST_UNAVAILABLE);
    assert_in_range(time(NULL) - start, FETCH_TOTAL_S - 1, FETCH_TOTAL_S + 1);
    arena_free(a);
}

static void a_closed_port_fails_at_once(void **state)
{
    (void)state;
    arena *a = arena_new();
    text body = text_new(a);
    assert_int_equal(fetch("http://127.0.0.1:1/keys", &body).code, ST_UNAVAILABLE);
    arena_free(a);
}

static void only_https_or_our_own_machine_is_allowed(void **state)
{
    (void)state;
    static const char *const good[] = {"https://authenticatie.vlaanderen.be/op/v1/keys", "http://127.0.0.1:9000/keys",
                                       "http://[::1]/keys", "http://localhost/keys"};
    static const char *const bad[] = {"",
                                      "keys",
                                      "http://provider.example/keys",
                                      "http://127.0.0.1.example/keys",
                                      "http://127.0.0.1@provider.example/keys",
                                      "https://user@provider.example/keys",
                                      "https://:password@provider.example/keys",
                                      "file:///etc/passwd",
                                      "ftp://127.0.0.1/keys",
                                      "gopher://127.0.0.1/keys"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (fetch_allowed(good[i], "jwks_url").code != ST_OK)
            fail_msg("refused %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (fetch_allowed(bad[i], "jwks_url").code != ST_BAD_INPUT)
            fail_msg("allowed %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_whole),
        cmocka_unit_test(an_error_page_and_a_redirect_are_no_keys),
        cmocka_unit_test(a_flood_is_cut_off),
        cmocka_unit_test(a_closed_port_fails_at_once),
        cmocka_unit_test(only_https_or_our_own_machine_is_allowed),
        cmocka_unit_test(a_slow_provider_is_given_up),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
