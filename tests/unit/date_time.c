#include "data/model/date_time.h"

#include "tests/unit/unit.h"

#include <string.h>

typedef struct moment_case {
    const char *text, *canonical;
} moment_case;

typedef status read_moment(const char *text, const char *locator, arena *a, const char **out);

static void check(read_moment *read, const moment_case *cases, size_t count)
{
    arena *a = arena_new();
    for (size_t i = 0; i < count; i++) {
        const char *out = NULL;
        const status s = read(cases[i].text, "Literal", a, &out);
        if (s.code != ST_OK || strcmp(out, cases[i].canonical) != 0)
            fail_msg("'%s' gives %s %s", cases[i].text, out ? out : "", s.en);
    }
    arena_free(a);
}

static void check_refused(read_moment *read, const char *const *bad, size_t count)
{
    arena *a = arena_new();
    for (size_t i = 0; i < count; i++) {
        const char *out = NULL;
        const status s = read(bad[i], "Literal", a, &out);
        if (s.code != ST_BAD_PARAM || out)
            fail_msg("accepted '%s'", bad[i]);
        assert_string_equal(s.locator, "Literal");
        assert_non_null(strstr(s.en, "2015-06-01"));
    }
    arena_free(a);
}

static void a_date_is_its_day_whatever_the_zone(void **state)
{
    (void)state;
    static const moment_case cases[] = {
        {"2015-06-01", "2015-06-01"},       {" \n2015-06-01\t", "2015-06-01"},  {"1860-12-31Z", "1860-12-31"},
        {"2015-06-01+02:00", "2015-06-01"}, {"2015-06-01-14:00", "2015-06-01"}, {"2016-02-29", "2016-02-29"},
        {"2000-02-29", "2000-02-29"},       {"0001-01-01", "0001-01-01"},       {"9999-12-31", "9999-12-31"}};
    check(date_time_date, cases, sizeof cases / sizeof *cases);
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2015",
        "2015-6-1",
        "2015-06-01T00:00:00",
        "2015-02-29",
        "1900-02-29",
        "2015-04-31",
        "2015-13-01",
        "2015-00-01",
        "2015-01-00",
        "2015-01-32",
        "0000-01-01",
        "-0044-03-15",
        "10000-01-01",
        "2015-06-01+15:00",
        "2015-06-01+14:01",
        "2015-06-01+2:00",
        "2015-06-01 Z",
        "2015-06-01z",
        "01/06/2015",
        "2015-06-01x",
        "2015-06-01+02:60",
        "+2015-06-01",
        "2015-06-01                                                                                                          "};
    check_refused(date_time_date, bad, sizeof bad / sizeof *bad);
}

static void a_time_is_counted_back_to_utc(void **state)
{
    (void)state;
    static const moment_case cases[] = {
        {"2015-06-01T12:30:00Z", "2015-06-01T12:30:00Z"},          {"2015-06-01T12:30:00", "2015-06-01T12:30:00Z"},
        {"2015-06-01T14:30:00+02:00", "2015-06-01T12:30:00Z"},     {"2015-06-01T01:00:00+02:00", "2015-05-31T23:00:00Z"},
        {"2015-12-31T20:00:00-05:30", "2016-01-01T01:30:00Z"},     {"2016-02-28T24:00:00Z", "2016-02-29T00:00:00Z"},
        {"2015-06-01T24:00:00.000+00:00", "2015-06-02T00:00:00Z"}, {"1860-01-01T00:30:00+01:00", "1859-12-31T23:30:00Z"},
        {"2015-06-01T12:30:59-00:00", "2015-06-01T12:30:59Z"},     {" 2015-06-01T00:00:00Z ", "2015-06-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},          {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"}};
    check(date_time_time, cases, sizeof cases / sizeof *cases);
}

static void times_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "2015-06-01",
                                      "2015-06-01T",
                                      "2015-06-01T12:30Z",
                                      "2015-06-01 12:30:00",
                                      "2015-06-01T24:00:01Z",
                                      "2015-06-01T24:00:00.1Z",
                                      "2015-06-01T25:00:00Z",
                                      "2015-06-01T12:60:00Z",
                                      "2015-06-01T12:30:60Z",
                                      "2015-02-29T00:00:00Z",
                                      "2015-06-01T12:30:00.Z",
                                      "2015-06-01T12:30:00,5Z",
                                      "2015-06-01T12:30:00+0200",
                                      "2015-06-01T12:30:00ZZ",
                                      "0001-01-01T00:00:00+01:00",
                                      "9999-12-31T24:00:00Z",
                                      "2015-06-01T-1:00:00Z",
                                      "2015-06-01T12:30:00+14:30"};
    check_refused(date_time_time, bad, sizeof bad / sizeof *bad);
}

static const char *time_of(const char *text, arena *a)
{
    const char *out = "";
    assert_int_equal(date_time_time(text, "Literal", a, &out).code, ST_OK);
    return out;
}

/* Between the stored whole seconds, ordered by value, however many digits they have. */
static void fractions_sort_as_text_by_their_value(void **state)
{
    (void)state;
    static const char *const ascending[] = {"2015-06-01T11:59:59.999999999999Z",
                                            "2015-06-01T12:00:00Z",
                                            "2015-06-01T12:00:00.0001Z",
                                            "2015-06-01T14:00:00.09+02:00",
                                            "2015-06-01T12:00:00.1Z",
                                            "2015-06-01T12:00:00.15Z",
                                            "2015-06-01T12:00:00.2Z",
                                            "2015-06-01T12:00:00.999Z",
                                            "2015-06-01T12:00:01.000Z",
                                            "2015-06-01T12:00:01.5Z"};
    arena *a = arena_new();
    for (size_t i = 1; i < sizeof ascending / sizeof *ascending; i++)
        if (strcmp(time_of(ascending[i - 1], a), time_of(ascending[i], a)) >= 0)
            fail_msg("%s and %s", ascending[i - 1], ascending[i]);
    assert_string_equal(time_of("2015-06-01T12:00:00.500Z", a), time_of("2015-06-01T13:00:00.5+01:00", a));
    assert_string_equal(time_of("2015-06-01T12:00:00.000Z", a), "2015-06-01T12:00:00Z");
    arena_free(a);
}

static void a_day_runs_from_midnight_to_midnight(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_string_equal(date_time_day_start("2015-06-01", a), "2015-06-01T00:00:00Z");
    assert_string_equal(date_time_day_end("2015-06-01", a), "2015-06-02T00:00:00Z");
    assert_string_equal(date_time_day_end("1860-12-31", a), "1861-01-01T00:00:00Z");
    assert_string_equal(date_time_day_end("2016-02-28", a), "2016-02-29T00:00:00Z");
    assert_true(strcmp(date_time_day_end("9999-12-31", a), "9999-12-31T23:59:59Z.999") > 0);
    arena_free(a);
}

static void a_moment_falls_in_a_belgian_day(void **state)
{
    (void)state;
    static const moment_case all[] = {{"2020-01-01T22:59:59Z.9", "2020-01-01"}, {"2020-01-01T23:00:00Z", "2020-01-02"},
                                      {"2020-06-01T22:00:00Z", "2020-06-02"},   {"2020-06-01T21:59:59Z", "2020-06-01"},
                                      {"1962-02-02T23:30:00Z", "1962-02-03"},   {"0001-01-01T00:00:00Z", "0001-01-01"},
                                      {"9999-12-31T23:30:00Z", "9999-12-31"}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(date_time_belgian_day(all[i].text, a), all[i].canonical);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_its_day_whatever_the_zone),   cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(a_time_is_counted_back_to_utc),         cmocka_unit_test(times_that_do_not_exist_are_refused),
        cmocka_unit_test(fractions_sort_as_text_by_their_value), cmocka_unit_test(a_day_runs_from_midnight_to_midnight),
        cmocka_unit_test(a_moment_falls_in_a_belgian_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
