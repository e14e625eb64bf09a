/* Digits written without printf, compared with those of printf. */
#include "base/digits.h"

#include "tests/unit/unit.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TURNS = 200000 };

static void check_integer(int64_t number)
{
    char written[DIGITS_ROOM] = "", expected[DIGITS_ROOM];
    *digits_integer(written, number) = '\0';
    snprintf(expected, sizeof expected, "%" PRId64, number);
    assert_string_equal(written, expected);
}

static uint64_t random_bits(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 11 ^ *seed << 32;
}

static void integers_are_written_as_printf_writes_them(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int64_t power = 1; power < INT64_MAX / 10; power *= 10)
        for (int64_t beside = -1; beside <= 1; beside++) {
            check_integer(power + beside);
            check_integer(-power + beside);
        }
    check_integer(INT64_MAX);
    check_integer(INT64_MIN);
    for (int i = 0; i < TURNS; i++)
        check_integer((int64_t)random_bits(&seed) >> random_bits(&seed) % 63);
}

/* Rounds in the same way, and then works on the text. */
static void expect_fixed(char expected[64], double number, int decimals)
{
    const uint64_t scaled = (uint64_t)(fabs(number) * pow(10, decimals) + 0.5);
    char digits[32];
    snprintf(digits, sizeof digits, "%0*" PRIu64, decimals + 1, scaled);
    const int whole = (int)strlen(digits) - decimals;
    int n = snprintf(expected, 64, "%s%.*s.%s", number < 0 && scaled ? "-" : "", whole, digits, digits + whole);
    while (expected[n - 1] == '0')
        n--;
    expected[expected[n - 1] == '.' ? n - 1 : n] = '\0';
}

static void check_fixed(double number, int decimals)
{
    char written[DIGITS_ROOM] = "", expected[64];
    *digits_fixed(written, number, decimals) = '\0';
    expect_fixed(expected, number, decimals);
    assert_string_equal(written, expected);
}

static void fixed_digits_are_those_of_the_rounded_integer(void **state)
{
    (void)state;
    uint64_t seed = 2;
    static const double edges[] = {0,         -0.0,         0.5,     9.9999,     99.99999, 99999999.99994, 99999999.99995,
                                   100000000, 8999999999.9, 0.00005, 0.00004999, 1e-9,     5e-10};
    for (int decimals = 0; decimals <= 9; decimals++) {
        for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
            check_fixed(edges[i], decimals);
            check_fixed(-edges[i], decimals);
        }
        for (int i = 0; i < TURNS / 10; i++) /* from whole numbers of ten digits to fractions with many zeros in front */
            check_fixed((double)(int64_t)random_bits(&seed) / pow(10, 10 + (int)(random_bits(&seed) % 16)), decimals);
    }
}

static void a_number_that_is_no_place_is_written_so_that_it_reads_back(void **state)
{
    (void)state;
    static const double numbers[] = {9e9, -9e9, 1e22, 1.7976931348623157e308, -123456789012345.678};
    char written[DIGITS_ROOM];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        *digits_fixed(written, numbers[i], 4) = '\0';
        assert_true(strtod(written, NULL) == numbers[i]);
    }
    *digits_fixed(written, NAN, 4) = '\0';
    assert_true(isnan(strtod(written, NULL)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_written_as_printf_writes_them),
        cmocka_unit_test(fixed_digits_are_those_of_the_rounded_integer),
        cmocka_unit_test(a_number_that_is_no_place_is_written_so_that_it_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
