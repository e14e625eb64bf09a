/* Row A15: a disk that is full for a while. */
#include "base/log.h"

#include "base/text.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void a15_lines_that_were_lost_are_told_of_when_there_is_room_again(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *path = arena_printf(a, "%s/log", scratch_folder(a));
    const int before = dup(STDERR_FILENO), full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    char found[4096] = "";
    assert_true(before >= 0 && full >= 0);
    dup2(full, STDERR_FILENO);
    log_write("info", "one");
    log_write_request(&(log_request){.id = "-", .operation = "-", .layer = "-"});
    log_write("info", "three");
    const status opened = log_to(path);
    log_write("info", "four");
    log_write("info", "five");
    dup2(before, STDERR_FILENO);
    close(before);
    close(full);
    assert_int_equal(opened.code, ST_OK);
    assert_int_equal(log_lost(), 3);
    FILE *file = fopen(path, "r");
    assert_true(file && fread(found, 1, sizeof found - 1, file) > 0);
    fclose(file);
    const char *told = strstr(found, "3 lines of this log were lost"), *four = strstr(found, "four");
    assert_true(told && four && told < four && strstr(four, "five"));
    assert_null(strstr(four, "lost"));
    arena_free(a);
}

static void a_log_that_cannot_be_opened_is_named(void **state)
{
    (void)state;
    const status opened = log_to("/nergens/log");
    assert_int_equal(opened.code, ST_BAD_INPUT);
    assert_non_null(strstr(opened.en, "/nergens/log"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a15_lines_that_were_lost_are_told_of_when_there_is_room_again),
        cmocka_unit_test(a_log_that_cannot_be_opened_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
