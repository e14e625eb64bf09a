/* PEILDATUM: a day is asked to its end in Belgium, a moment with any zone; nothing of what is to come. */
#include "data/model/peildatum.h"

#include "tests/unit/unit.h"

#include <string.h>

static const int64_t noon = INT64_C(1782907200000); /* 2026-07-01T12:00:00Z */

static const char *read(const char *given, arena *a)
{
    const char *moment = "nu";
    const status done = peildatum_moment(given, noon, a, &moment);
    if (done.code != ST_OK)
        fail_msg("%s: %s", given, done.en);
    return moment ? moment : "nu";
}

static void a_day_ends_where_the_next_one_begins_in_belgium(void **state)
{
    static const char *const cases[][2] = {{"2026-01-15", "2026-01-15T22:59:59.999Z"}, {"2026-06-30", "2026-06-30T21:59:59.999Z"},
                                           {"2026-03-28", "2026-03-28T22:59:59.999Z"}, /* that night the clock goes forward */
                                           {"2026-03-29", "2026-03-29T21:59:59.999Z"}, {"2025-10-25", "2025-10-25T21:59:59.999Z"},
                                           {"2025-10-26", "2025-10-26T22:59:59.999Z"}, {"2025-12-31", "2025-12-31T22:59:59.999Z"},
                                           {"2024-02-29", "2024-02-29T22:59:59.999Z"}};
    arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read(cases[i][0], a), cases[i][1]);
    arena_free(a);
}

static void of_today_is_the_layer_as_it_is(void **state)
{
    arena *a = arena_new();
    const char *moment = "nu";
    (void)state;
    assert_string_equal(read("2026-07-01", a), "nu");
    /* 22:00 in UTC is midnight there in summer. */
    assert_int_equal(peildatum_moment("2026-07-02", noon + 10 * 3600000 - 1, a, &moment).code, ST_BAD_PARAM);
    assert_int_equal(peildatum_moment("2026-07-02", noon + 10 * 3600000, a, &moment).code, ST_OK);
    assert_null(moment);
    assert_int_equal(peildatum_moment("2026-07-01", noon + 10 * 3600000, a, &moment).code, ST_OK);
    assert_string_equal(moment, "2026-07-01T21:59:59.999Z");
    arena_free(a);
}

static void a_moment_is_kept_to_the_millisecond(void **state)
{
    static const char *const cases[][2] = {
        {"2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"},         {"2026-03-01T10:00:00", "2026-03-01T10:00:00.000Z"},
        {"2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00.000Z"},    {"2026-03-01T10:00:00.5-02:00", "2026-03-01T12:00:00.500Z"},
        {"2026-03-01T10:00:00.0456789Z", "2026-03-01T10:00:00.045Z"}, {"2026-03-01T10:00:00.9999Z", "2026-03-01T10:00:00.999Z"},
        {"2026-03-01T24:00:00Z", "2026-03-02T00:00:00.000Z"},         {"2026-07-01T12:00:00.000Z", "2026-07-01T12:00:00.000Z"}};
    arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read(cases[i][0], a), cases[i][1]);
    arena_free(a);
}

static void what_is_no_day_or_is_to_come_is_refused(void **state)
{
    static const char *const wrong[] = {"2026-07-02",
                                        "2026-01-15+01:00",
                                        "2026-01-15-12:00",
                                        "2026-01-15Z",
                                        " 2026-01-15 01:00",
                                        "9999-12-31",
                                        "2026-02-29",
                                        "2026-3-1",
                                        "01-03-2026",
                                        "gisteren",
                                        "T",
                                        "",
                                        "2026-03-01T",
                                        "2026-03-01T10:00:00 02:00",
                                        "2026",
                                        "-2026-01-01",
                                        "2026-03-01;DROP"};
    arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *moment = NULL;
        const status refused = peildatum_moment(wrong[i], noon, a, &moment);
        if (refused.code != ST_BAD_PARAM || strcmp(refused.locator, "peildatum") != 0)
            fail_msg("'%s' was read as %s", wrong[i], moment ? moment : "now");
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_ends_where_the_next_one_begins_in_belgium),
        cmocka_unit_test(of_today_is_the_layer_as_it_is),
        cmocka_unit_test(a_moment_is_kept_to_the_millisecond),
        cmocka_unit_test(what_is_no_day_or_is_to_come_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
