#include "auth/demo_file.h"

#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <unistd.h>

static void a_private_file_is_never_written_over(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *path = fixture_file(a, "first"), *content = NULL;
    bool made = true;
    assert_int_equal(demo_file_make(path, 0600, "second", a, &made).code, ST_OK);
    assert_false(made);
    assert_int_equal(demo_file_read(path, a, &content).code, ST_OK);
    assert_string_equal(content, "first");
    assert_int_not_equal(access(arena_printf(a, "%s.%d", path, (int)getpid()), F_OK), 0); /* no draft is left */
    assert_int_equal(demo_file_replace(path, 0644, "third", a).code, ST_OK);
    assert_int_equal(demo_file_read(path, a, &content).code, ST_OK);
    assert_string_equal(content, "third");
    assert_int_equal(demo_file_make("/nowhere/demo.jwk", 0600, "x", a, &made).code, ST_BAD_INPUT);
    assert_int_equal(demo_file_replace("/nowhere/demo.jwk", 0600, "x", a).code, ST_BAD_INPUT);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_private_file_is_never_written_over)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
