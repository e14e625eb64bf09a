/* Names of backups, and which of them are old. */
#include "data/manage/backup_name.h"

#include "base/calendar.h"

#include "tests/unit/unit.h"

#include <string.h>

enum { DAY_S = 86400, HOUR_S = 3600, YEAR_OF_BACKUPS = 400, KEPT_MOST = 23 };

static int64_t noon(int year, int month, int day)
{
    return calendar_day(year, month, day) * DAY_S + 12 * HOUR_S;
}

static void a_name_is_read_as_it_was_made(void **state)
{
    (void)state;
    backup_name back;
    const char *rest = NULL;
    const backup_name made = backup_name_of(noon(2026, 2, 28) + 61);
    assert_string_equal(made.name, "risicolaag-20260228-120101");
    assert_true(backup_name_read("risicolaag-20260228-120101.keys.sqlite", &back, &rest));
    assert_int_equal(back.moment, made.moment);
    assert_string_equal(rest, ".keys.sqlite");
}

static void other_names_are_none_of_ours(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "risicolaag-",
                                        "risicolaag-20260228-12010",
                                        "risicolaag-20260230-120101.sqlite",
                                        "risicolaag-20260228-240101.sqlite",
                                        "risicolaag-00000228-120101.sqlite",
                                        "risicolaag-2026022x-120101.sqlite",
                                        "Risicolaag-20260228-120101.sqlite",
                                        "voor-herstel-20260228-120101.sqlite"};
    backup_name back;
    const char *rest = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (backup_name_read(names[i], &back, &rest))
            fail_msg("%s", names[i]);
}

static size_t kept_of(const backup_name *all, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept += all[i].kept;
    return kept;
}

static bool is_kept(const backup_name *all, size_t count, int64_t moment)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].moment == moment)
            return all[i].kept;
    return false;
}

/* One each day, the last one on Sunday 15 March 2026, removed as they would be: what is kept each time is all there is the next
 * day. */
static void a_year_of_days_leaves_days_weeks_and_months(void **state)
{
    (void)state;
    static backup_name all[YEAR_OF_BACKUPS];
    size_t count = 0;
    for (int day = YEAR_OF_BACKUPS - 1; day >= 0; day--) {
        all[count++] = backup_name_of(noon(2026, 3, 15) - (int64_t)day * DAY_S);
        backup_choose(all, count, (backup_keep){7, 4, 12});
        size_t left = 0;
        for (size_t i = 0; i < count; i++)
            if (all[i].kept)
                all[left++] = all[i];
        count = left;
    }
    assert_true(count <= KEPT_MOST);
    for (int day = 9; day <= 15; day++)
        assert_true(is_kept(all, count, noon(2026, 3, day)));
    assert_true(is_kept(all, count, noon(2026, 3, 8))); /* Sundays: the newest of their weeks */
    assert_true(is_kept(all, count, noon(2026, 3, 1)));
    assert_true(is_kept(all, count, noon(2026, 2, 28))); /* last days of months */
    assert_true(is_kept(all, count, noon(2025, 12, 31)));
    assert_true(is_kept(all, count, noon(2025, 4, 30)));
}

static void several_of_a_day_leave_the_last(void **state)
{
    (void)state;
    backup_name all[] = {backup_name_of(noon(2026, 3, 10)), backup_name_of(noon(2026, 3, 10) + HOUR_S),
                         backup_name_of(noon(2026, 3, 10) - HOUR_S)};
    backup_choose(all, 3, (backup_keep){7, 4, 12});
    assert_int_equal(kept_of(all, 3), 1);
    assert_true(is_kept(all, 3, noon(2026, 3, 10) + HOUR_S));
}

static void the_newest_is_never_old(void **state)
{
    (void)state;
    backup_name all[] = {backup_name_of(noon(2020, 3, 10)), backup_name_of(noon(2020, 3, 11))};
    backup_choose(all, 2, (backup_keep){0, 0, 0});
    assert_int_equal(kept_of(all, 2), 1);
    assert_true(is_kept(all, 2, noon(2020, 3, 11)));
    backup_choose(all, 0, (backup_keep){7, 4, 12});
}

static void how_many_to_keep_is_three_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",        "7",      "7/4",     "7/4/",    "7/4/12/1",
                                        "7/-4/12", "a/4/12", "7/4/12 ", " 7/4/12", "7/4/1001"};
    backup_keep keep = {0};
    assert_true(backup_keep_read("7/4/12", &keep));
    assert_true(keep.days == 7 && keep.weeks == 4 && keep.months == 12);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (backup_keep_read(wrong[i], &keep))
            fail_msg("%s", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_read_as_it_was_made),
        cmocka_unit_test(other_names_are_none_of_ours),
        cmocka_unit_test(a_year_of_days_leaves_days_weeks_and_months),
        cmocka_unit_test(several_of_a_day_leave_the_last),
        cmocka_unit_test(the_newest_is_never_old),
        cmocka_unit_test(how_many_to_keep_is_three_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
