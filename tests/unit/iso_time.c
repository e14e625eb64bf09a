#include "auth/iso_time.h"

#include "tests/unit/unit.h"

static void moments_are_read_in_every_form_that_providers_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double expected;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-22T13:00:00Z", 1795352400},
        {"2026-11-22t13:00:00z", 1795352400},
        {"2026-11-22 13:00:00", 1795352400},
        {"2026-11-22T13:00:00.999999Z", 1795352400},
        {"2026-11-22T14:00:00+01:00", 1795352400},
        {"2026-11-22T11:30:00-01:30", 1795352400},
        {"2026-11-22", 1795305600},
        {"2024-02-29T00:00:00Z", 1709164800},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double found = -1;
        if (!iso_time_read(cases[i].text, &found) || found < cases[i].expected || found > cases[i].expected)
            fail_msg("%s is %f", cases[i].text, found);
    }
}

static void anything_else_is_no_moment(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "soon",
                                      "1795352400",
                                      "2026",
                                      "2026-11",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-02-30",
                                      "2025-02-29",
                                      "2026-11-22T",
                                      "2026-11-22T13",
                                      "2026-11-22T13:00",
                                      "2026-11-22T24:00:00Z",
                                      "2026-11-22T13:60:00Z",
                                      "2026-11-22T13:00:60Z",
                                      "2026-11-22T13:00:00.Z",
                                      "2026-11-22T13:00:00+1:00",
                                      "2026-11-22T13:00:00+01",
                                      "2026-11-22T13:00:00+24:00",
                                      "2026-11-22T13:00:00Z!",
                                      "2026-11-22x13:00:00Z",
                                      " 2026-11-22T13:00:00Z",
                                      "-026-11-22T13:00:00Z",
                                      "1969-12-31T13:00:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double found = -1;
        if (iso_time_read(bad[i], &found))
            fail_msg("%s is %f", bad[i], found);
        assert_true(found < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_in_every_form_that_providers_write),
        cmocka_unit_test(anything_else_is_no_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
