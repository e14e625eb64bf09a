#include "base/hex.h"

#include "tests/unit/unit.h"

#include <string.h>

static void bytes_are_written_as_two_digits_each(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0x00, 0x0f, 0xa0, 0xff};
    char out[] = "?????????";
    hex_write(bytes, sizeof bytes, out);
    assert_string_equal(out, "000fa0ff");
    hex_write(bytes, 0, out);
    assert_string_equal(out, "");
}

static void random_names_are_as_long_as_asked_and_never_the_same(void **state)
{
    (void)state;
    char one[33], other[33];
    assert_true(random_hex(one, 32) && random_hex(other, 32));
    assert_int_equal(strlen(one), 32);
    assert_int_equal(strspn(one, "0123456789abcdef"), 32);
    assert_string_not_equal(one, other);
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    (void)state;
    char out[RANDOM_HEX_MOST + 3] = "";
    assert_true(random_hex(out, RANDOM_HEX_MOST));
    assert_false(random_hex(out, RANDOM_HEX_MOST + 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_written_as_two_digits_each),
        cmocka_unit_test(random_names_are_as_long_as_asked_and_never_the_same),
        cmocka_unit_test(a_name_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
