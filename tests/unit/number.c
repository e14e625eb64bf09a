/* Numerals of any length, compared by value. */
#include "base/number.h"

#include "tests/unit/unit.h"

#include <math.h>

static void assert_whole(const char *chars, int64_t wanted)
{
    number n = {0};
    assert_true(number_read(chars, &n));
    assert_true(n.whole);
    assert_true(n.integer == wanted);
}

static void a_whole_value_is_whole_however_it_is_written(void **state)
{
    (void)state;
    static const char *const sevens[] = {
        "7", "+7", "007", "7.", "7.000", "0.7e1", ".7E+1", "70e-1", "700000000000000000000e-20", "0.00007e5"};
    for (size_t i = 0; i < sizeof sevens / sizeof *sevens; i++)
        assert_whole(sevens[i], 7);
    assert_whole("0e99999999999999999999", 0);
    assert_whole("-0", 0);
    assert_whole("9223372036854775807", INT64_MAX);
    assert_whole("-9223372036854775808", INT64_MIN);
    assert_whole("9007199254740993.0", 9007199254740993); /* as a double it would be 9007199254740992 */
    assert_whole("12e17", 1200000000000000000);
}

static void assert_real(const char *chars, double wanted)
{
    number n = {0};
    assert_true(number_read(chars, &n));
    assert_false(n.whole);
    assert_true(n.real == wanted);
}

static void what_is_not_whole_or_too_large_is_the_nearest_double(void **state)
{
    (void)state;
    assert_real("0.5", 0.5);
    assert_real("-1.25e1", -12.5);
    assert_real("9223372036854775808", 9223372036854775808.0);
    assert_real("-9223372036854775809", -9223372036854775808.0);
    assert_real("1e300", 1e300);
    assert_real("1e400", INFINITY);
    assert_real("-1e400", -INFINITY);
}

static void what_is_almost_nothing_is_not_nothing(void **state)
{
    (void)state;
    number n = {0};
    assert_true(number_read("1e-99999999999", &n) && !n.whole && n.real > 0);
    assert_true(number_read("-1e-400", &n) && !n.whole && n.real < 0);
}

static void what_is_no_numeral_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {"",      "+",   "-",    ".",   "e5",  "1e", "1e+", "--1", "+-1",
                                       "1.2.3", "1,5", "0x10", "inf", "nan", " 1", "1 ",  "1a"};
    number n = {.integer = 42};
    char longer[NUMBER_MOST + 2] = {0};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(number_read(none[i], &n));
    for (size_t i = 0; i < NUMBER_MOST + 1; i++)
        longer[i] = '1';
    assert_false(number_read(longer, &n));
    assert_int_equal(n.integer, 42);
    longer[NUMBER_MOST] = '\0';
    assert_true(number_read(longer, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_value_is_whole_however_it_is_written),
        cmocka_unit_test(what_is_not_whole_or_too_large_is_the_nearest_double),
        cmocka_unit_test(what_is_almost_nothing_is_not_nothing),
        cmocka_unit_test(what_is_no_numeral_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
