#include "data/manage/kbo.h"

#include "tests/unit/unit.h"

#include <string.h>

static void check_digits_are_97_less_the_remainder(void **state)
{
    (void)state;
    assert_true(kbo_is_valid("0207509031", 10));
    static const char *const bad[] = {"0207509032", "207509031", "02075090311", "2207509031", "02075090a1", "0207.509.031", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (kbo_is_valid(bad[i], strlen(bad[i])))
            fail_msg("accepted \"%s\"", bad[i]);
}

static void made_up_numbers_are_valid_and_carry_the_nis_code(void **state)
{
    (void)state;
    char out[KBO_DIGITS + 1];
    kbo_make_up("44021", out);
    assert_memory_equal(out, "09944021", 8);
    assert_true(kbo_is_valid(out, 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(check_digits_are_97_less_the_remainder),
                                       cmocka_unit_test(made_up_numbers_are_valid_and_carry_the_nis_code)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
