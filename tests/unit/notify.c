#include "base/notify.h"

#include "base/arena.h"
#include "tests/unit/unit.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A supervisor at this name (@: abstract). */
static int supervisor(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    memcpy(address.sun_path, name, strlen(name));
    if (name[0] == '@')
        address.sun_path[0] = 0;
    else
        unlink(name);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))),
                     0);
    setenv("NOTIFY_SOCKET", name, 1);
    return fd;
}

static const char *heard(int fd, char words[static 100])
{
    const ssize_t got = recv(fd, words, 99, 0);
    words[got < 0 ? 0 : got] = 0;
    return words;
}

static void a_supervisor_hears_what_is_said(void **state)
{
    (void)state;
    char words[100], name[60];
    snprintf(name, sizeof name, "@risicolaag-test-%d", (int)getpid());
    const int fd = supervisor(name);
    notify_say("READY=1");
    assert_string_equal(heard(fd, words), "READY=1");
    notify_stopping(80);
    assert_string_equal(heard(fd, words), "STOPPING=1\nEXTEND_TIMEOUT_USEC=80000000");
    notify_reloading();
    assert_memory_equal(heard(fd, words), "RELOADING=1\nMONOTONIC_USEC=", 27);
    close(fd);
    snprintf(name, sizeof name, "/tmp/risicolaag-test-%d", (int)getpid());
    const int other = supervisor(name);
    notify_say("WATCHDOG=1");
    assert_string_equal(heard(other, words), "WATCHDOG=1");
    close(other);
    notify_say("READY=1"); /* nobody listens any more */
    unlink(name);
}

static void a_supervisor_that_cannot_be_told_is_no_trouble(void **state)
{
    (void)state;
    static const char *const names[] = {"", "@", "/", "relative", "/nergens/notify"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        setenv("NOTIFY_SOCKET", names[i], 1);
        notify_say("READY=1");
    }
    arena *a = arena_new();
    setenv("NOTIFY_SOCKET", arena_printf(a, "/%0200d", 0), 1);
    notify_say("READY=1");
    unsetenv("NOTIFY_SOCKET");
    notify_say("READY=1");
    assert_int_equal(access("relative", F_OK), -1);
    arena_free(a);
}

static int interval(const char *microseconds, const char *pid)
{
    microseconds ? setenv("WATCHDOG_USEC", microseconds, 1) : unsetenv("WATCHDOG_USEC");
    pid ? setenv("WATCHDOG_PID", pid, 1) : unsetenv("WATCHDOG_PID");
    return notify_interval_s(10);
}

static void the_watchdog_is_told_twice_as_often_as_it_waits(void **state)
{
    (void)state;
    char own[20];
    snprintf(own, sizeof own, "%d", (int)getpid());
    assert_int_equal(interval(NULL, NULL), 10);
    assert_int_equal(interval("onzin", NULL), 10);
    assert_int_equal(interval("-5", NULL), 10);
    assert_int_equal(interval("8000000", own), 4);
    assert_int_equal(interval("8000000", NULL), 4);
    assert_int_equal(interval("8000000", "1"), 10);
    assert_int_equal(interval("1", own), 1);
    assert_int_equal(interval("9000000000000", own), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_supervisor_hears_what_is_said),
        cmocka_unit_test(a_supervisor_that_cannot_be_told_is_no_trouble),
        cmocka_unit_test(the_watchdog_is_told_twice_as_often_as_it_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
