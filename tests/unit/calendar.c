#include "base/calendar.h"
#include "base/belgian_time.h"
#include "data/manage/random.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static void days_and_dates_are_each_others_inverse(void **state)
{
    (void)state;
    char date[CALENDAR_DATE];
    assert_int_equal(calendar_day(1970, 1, 1), 0);
    assert_int_equal(calendar_day(2000, 3, 1), 11017);
    for (int64_t day = calendar_day(1859, 12, 31); day < calendar_day(2101, 1, 1); day++) {
        calendar_date(day, date);
        int year = 0, month = 0, of_month = 0;
        assert_int_equal(sscanf(date, "%d-%d-%d", &year, &month, &of_month), 3);
        assert_int_equal(calendar_day(year, month, of_month), day);
    }
}

static void only_dates_that_exist_are_dates(void **state)
{
    (void)state;
    static const char *const good[] = {"1860-01-01", "2024-02-29", "2000-02-29", "1999-12-31"};
    static const char *const bad[] = {"2023-02-29",  "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10",
                                      "2023-01-00",  "0999-01-01", "2023-1-1",   "01-01-2023", "2023/01/01",
                                      "2023-01-01 ", "",           "2023-01-0x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(calendar_is_date(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (calendar_is_date(bad[i], strlen(bad[i])))
            fail_msg("accepted \"%s\"", bad[i]);
}

static int64_t day_of(const char *date)
{
    int64_t day = 0;
    assert_true(calendar_read(date, &day));
    return day;
}

static void months_later_is_the_same_day_or_the_last_of_the_month(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } all[] = {{"2026-03-15", 6, "2026-09-15"}, {"2025-08-31", 6, "2026-02-28"}, {"2023-08-31", 6, "2024-02-29"},
               {"2026-08-28", 6, "2027-02-28"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-06-30", 6, "2026-12-30"},
               {"2026-01-31", 0, "2026-01-31"}, {"2026-07-31", 18, "2028-01-31"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(calendar_months_later(day_of(all[i].from), all[i].months), day_of(all[i].to));
}

static void a_day_begins_when_it_does_in_belgium(void **state)
{
    (void)state;
    static const struct {
        const char *day, *begins;
    } all[] = {{"2026-01-15", "2026-01-14T23:00:00Z"},
               {"2026-07-15", "2026-07-14T22:00:00Z"}, /* the clock changed on 29 March and 25 October 2026 */
               {"2026-03-29", "2026-03-28T23:00:00Z"},
               {"2026-03-30", "2026-03-29T22:00:00Z"},
               {"2026-10-25", "2026-10-24T22:00:00Z"},
               {"2026-10-26", "2026-10-25T23:00:00Z"},
               {"2027-01-01", "2026-12-31T23:00:00Z"},
               {"1962-02-03", "1962-02-02T23:00:00Z"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char begins[CALENDAR_TIME];
        const int64_t day = day_of(all[i].day);
        calendar_time(belgian_midnight(day), begins);
        assert_string_equal(begins, all[i].begins);
        assert_int_equal(belgian_day(belgian_midnight(day)), day);
        assert_int_equal(belgian_day(belgian_midnight(day) - 1), day - 1);
        assert_int_equal(belgian_day(belgian_midnight(day) + 7200), day);
    }
}

static void a_moment_is_told_as_a_clock_in_belgium_shows_it(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds; /* of the day in UTC */
        const char *day, *shown;
    } all[] = {{39600, "2026-01-15", "2026-01-15 12:00"}, {82800, "2026-07-15", "2026-07-16 01:00"},
               {3599, "2026-03-29", "2026-03-29 01:59"},  {3600, "2026-03-29", "2026-03-29 03:00"},
               {3599, "2026-10-25", "2026-10-25 02:59"},  {3600, "2026-10-25", "2026-10-25 02:00"},
               {82800, "2026-12-31", "2027-01-01 00:00"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char shown[BELGIAN_TIME];
        belgian_time(day_of(all[i].day) * 86400 + all[i].seconds, shown);
        assert_string_equal(shown, all[i].shown);
    }
}

static void a_date_is_read_from_the_begin_of_a_text(void **state)
{
    (void)state;
    static const char *const bad[] = {"",          "2",          "2024",       "2024-",      "2024-02", "2024-02-",
                                      "2024-02-3", "2024-02-30", "0000-01-01", "-024-01-01", "20240229"};
    int64_t day = 7;
    assert_true(calendar_read("2024-02-29T12:00:00Z", &day));
    assert_int_equal(day, calendar_day(2024, 2, 29));
    assert_true(calendar_read("0001-01-01", &day));
    assert_true(calendar_read("9999-12-31", &day));
    assert_int_equal(day, calendar_day(9999, 12, 31));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (calendar_read(bad[i], &day))
            fail_msg("accepted \"%s\"", bad[i]);
    assert_int_equal(day, calendar_day(9999, 12, 31)); /* untouched */
}

static void times_are_utc_to_the_second(void **state)
{
    (void)state;
    char out[CALENDAR_TIME];
    calendar_time(951827696, out);
    assert_string_equal(out, "2000-02-29T12:34:56Z");
    calendar_time(-1, out); /* activities go back to 1860 */
    assert_string_equal(out, "1969-12-31T23:59:59Z");
    calendar_time(-86400, out);
    assert_string_equal(out, "1969-12-31T00:00:00Z");
}

/* The published first outputs of splitmix64 for seed 1234567: the sample must be the same on every machine, for ever. */
static void the_random_series_is_splitmix64(void **state)
{
    (void)state;
    random_source r = {1234567};
    assert_true(random_next(&r) == 6457827717110365317U);
    assert_true(random_next(&r) == 3203168211198807973U);
    assert_true(random_next(&r) == 9817491932198370423U);
}

static void random_numbers_stay_below_their_limit(void **state)
{
    (void)state;
    random_source r = random_start(1, 2, 3);
    unsigned seen = 0;
    for (int i = 0; i < 1000; i++) {
        const uint32_t n = random_below(&r, 7);
        const double u = random_unit(&r);
        assert_true(n < 7 && u >= 0 && u < 1);
        seen |= 1U << n;
    }
    assert_int_equal(seen, 127);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_are_each_others_inverse),
        cmocka_unit_test(only_dates_that_exist_are_dates),
        cmocka_unit_test(a_moment_is_told_as_a_clock_in_belgium_shows_it),
        cmocka_unit_test(a_date_is_read_from_the_begin_of_a_text),
        cmocka_unit_test(times_are_utc_to_the_second),
        cmocka_unit_test(the_random_series_is_splitmix64),
        cmocka_unit_test(random_numbers_stay_below_their_limit),
        cmocka_unit_test(months_later_is_the_same_day_or_the_last_of_the_month),
        cmocka_unit_test(a_day_begins_when_it_does_in_belgium),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
