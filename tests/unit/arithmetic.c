/* Arithmetic of filters: whole numbers stay whole as long as they fit, and what has no result gives none. */
#include "data/model/arithmetic.h"

#include "tests/unit/unit.h"

#include <math.h>

static number of(int64_t n)
{
    return (number){.whole = true, .integer = n};
}

static void whole_numbers_stay_whole_while_they_fit(void **state)
{
    (void)state;
    static const struct {
        char operation;
        int64_t left, right, result;
    } cases[] = {{'+', 2, 3, 5},   {'-', 2, 3, -1},  {'*', -4, 3, -12},       {'d', 7, 2, 3},
                 {'d', -7, 2, -3}, {'%', -7, 2, -1}, {'%', INT64_MAX, 10, 7}, {'+', INT64_MAX - 1, 1, INT64_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const number left = of(cases[i].left), right = of(cases[i].right);
        number result = {0};
        assert_true(arithmetic(cases[i].operation, &left, &right, &result) && result.whole);
        assert_int_equal(result.integer, cases[i].result);
    }
}

static void what_does_not_fit_or_has_a_fraction_is_real(void **state)
{
    (void)state;
    const number most = of(INT64_MAX), least = of(INT64_MIN), one = of(1), minus = of(-1), seven = of(7), two = of(2);
    number result = {0};
    assert_true(arithmetic('+', &most, &one, &result) && !result.whole && result.real == 9223372036854775808.0);
    assert_true(arithmetic('d', &least, &minus, &result) && !result.whole && result.real == 9223372036854775808.0);
    assert_true(arithmetic('/', &seven, &two, &result) && !result.whole && result.real == 3.5);
    assert_true(arithmetic('^', &two, &minus, &result) && result.real == 0.5);
}

static void what_has_no_finite_result_has_none(void **state)
{
    (void)state;
    const number zero = of(0), one = of(1), minus = of(-1), half = {.real = 0.5}, large = {.real = 1e308};
    number result = {0};
    for (const char *operation = "/%d"; *operation; operation++)
        assert_false(arithmetic(*operation, &one, &zero, &result));
    assert_false(arithmetic('^', &minus, &half, &result));
    assert_false(arithmetic('^', &zero, &minus, &result));
    assert_false(arithmetic('*', &large, &large, &result));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_numbers_stay_whole_while_they_fit),
                                       cmocka_unit_test(what_does_not_fit_or_has_a_fraction_is_real),
                                       cmocka_unit_test(what_has_no_finite_result_has_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
