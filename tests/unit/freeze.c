/* A frozen store: requests and permits wait, the operator goes on, and it ends by itself. */
#include "tests/unit/edit_fixture.h"

#include "auth/scope_make.h"
#include "base/clock.h"
#include "data/manage/freeze.h"
#include "data/store/stored_queries.h"

#include "tests/unit/unit.h"

#include <string.h>

#define WORDS "we zetten een nieuwe versie klaar"
enum { DAY_SECONDS = 86400, HOUR = 3600 };

/* Of 1 March 2026, 12:00 in Belgium. */
static int64_t noon(void)
{
    return 1772362800;
}

static void freeze_until(const place *p, int64_t until)
{
    writer *w = NULL;
    arena *a = arena_new();
    assert_int_equal(writer_open(p->settings.location, a, &w).code, ST_OK);
    assert_int_equal(writer_begin(w).code, ST_OK);
    assert_int_equal(writer_freeze(w, &(store_freeze){until, WORDS}).code, ST_OK);
    assert_int_equal(writer_commit(w).code, ST_OK);
    arena_free(a);
}

static void thaw(const place *p)
{
    writer *w = NULL;
    arena *a = arena_new();
    assert_int_equal(writer_open(p->settings.location, a, &w).code, ST_OK);
    assert_int_equal(writer_begin(w).code, ST_OK);
    assert_int_equal(writer_thaw(w).code, ST_OK);
    assert_int_equal(writer_commit(w).code, ST_OK);
    arena_free(a);
}

static status enter(const place *p, edit_origin origin)
{
    edit *e = NULL;
    const status entered = edit_enter(p->store, keeper_of(p, p->one), origin, p->a, &e);
    assert_int_equal(entered.code == ST_OK, e != NULL);
    if (e)
        edit_abandon(e);
    return entered;
}

static void requests_and_permits_wait_and_the_operator_goes_on(void **state)
{
    place *p = *state;
    freeze_until(p, clock_wall() + DAY_SECONDS);
    for (int twice = 0; twice < 2; twice++) {
        const status refused = enter(p, EDIT_ORIGIN_REQUEST);
        assert_int_equal(refused.code, ST_FROZEN);
        assert_int_equal(status_http(refused.code), 503);
        assert_int_equal(refused.retry_s, HOUR);
        assert_non_null(strstr(refused.nl, " (Belgische tijd) kan hier niets gewijzigd worden (Bevroren): " WORDS));
        assert_non_null(strstr(refused.en, " (Belgian time) (Bevroren): " WORDS));
        assert_int_equal(enter(p, EDIT_ORIGIN_PERMITS).code, ST_FROZEN);
        assert_int_equal(enter(p, EDIT_ORIGIN_IMPORT).code, ST_OK);
    }
    assert_string_equal(ask(p, "SELECT count(*) FROM boeking"), "1");
}

static const scope *of_an_organisation(place *p)
{
    static member one = {"0207509031", CAPABILITY_KEEP_QUERIES, true};
    return scope_make((grant_list){0}, (member_list){&one, 1}, (scope_names){"user:ada", "beheerder"}, p->a);
}

static void stored_queries_wait_too(void **state)
{
    place *p = *state;
    bool found = false;
    stored_queries *own = stored_queries_of(p->store, of_an_organisation(p), p->a);
    const stored_definition one = {"urn:proef", "<x/>"};
    assert_int_equal(stored_queries_keep(own, &one, 1).code, ST_OK);
    freeze_until(p, clock_wall() + DAY_SECONDS);
    assert_int_equal(stored_queries_drop(own, "urn:proef", &found).code, ST_FROZEN);
    assert_int_equal(stored_queries_keep(own, &(stored_definition){"urn:nog", "<x/>"}, 1).code, ST_FROZEN);
    assert_string_equal(ask(p, "SELECT count(*) FROM opgeslagen_vraag"), "1");
}

static void it_ends_at_its_moment_or_when_the_operator_says_so(void **state)
{
    place *p = *state;
    freeze_until(p, clock_wall() - 1);
    assert_int_equal(enter(p, EDIT_ORIGIN_REQUEST).code, ST_OK);
    freeze_until(p, clock_wall() + DAY_SECONDS);
    assert_int_equal(enter(p, EDIT_ORIGIN_REQUEST).code, ST_FROZEN);
    thaw(p);
    assert_int_equal(enter(p, EDIT_ORIGIN_REQUEST).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(*) FROM kenmerk WHERE naam LIKE 'bevroren%'"), "0");
}

static void who_comes_back_in_time_is_told_the_seconds(void **state)
{
    (void)state;
    const store_freeze f = {noon(), WORDS};
    assert_int_equal(freeze_check(&f, noon() - 90).retry_s, 90);
    assert_int_equal(freeze_check(&f, noon() - 1).retry_s, 1);
    assert_int_equal(freeze_check(&f, noon() - HOUR - 1).retry_s, HOUR);
    assert_int_equal(freeze_check(&f, noon()).code, ST_OK);
    assert_string_equal(freeze_check(&f, noon() - 1).nl,
                        "tot 2026-03-01 12:00 (Belgische tijd) kan hier niets gewijzigd worden (Bevroren): " WORDS);
    assert_int_equal(freeze_check(&(store_freeze){0}, noon()).code, ST_OK);
}

/* Somebody wrote it with another program. */
static void a_moment_that_cannot_be_read_is_no_end(void **state)
{
    place *p = *state;
    freeze_until(p, clock_wall() + DAY_SECONDS);
    (void)ask(p, "UPDATE kenmerk SET waarde = 'morgen' WHERE naam = 'bevroren_tot'");
    assert_int_equal(enter(p, EDIT_ORIGIN_REQUEST).code, ST_INTERNAL);
    assert_int_equal(enter(p, EDIT_ORIGIN_IMPORT).code, ST_OK);
    thaw(p);
    assert_int_equal(enter(p, EDIT_ORIGIN_REQUEST).code, ST_OK);
}

static int64_t read_until(const place *p, const char *until)
{
    store_freeze f = {0};
    assert_int_equal(freeze_read(until, " " WORDS " ", noon(), p->a, &f).code, ST_OK);
    assert_string_equal(f.text, WORDS);
    return f.until - noon();
}

static void a_moment_is_a_day_in_belgium_or_has_its_zone(void **state)
{
    static const char *const wrong[] = {"",
                                        "2026-03-02T12:00:00",
                                        "2026-02-30",
                                        "02/03/2026",
                                        "2026-03-02T12:00:00+99:00",
                                        "2026-03-01",
                                        "2026-04-01T12:00:01+01:00",
                                        "2026-03-01T12:00:00+01:00"};
    place *p = *state;
    store_freeze f = {0};
    assert_int_equal(read_until(p, "2026-03-02"), DAY_SECONDS / 2);
    assert_int_equal(read_until(p, "2026-03-30"), 29 * DAY_SECONDS - DAY_SECONDS / 2 - HOUR); /* summer began */
    assert_int_equal(read_until(p, "2026-03-01T12:00:10+01:00"), 10);
    assert_int_equal(read_until(p, "2026-03-01T11:01:00Z"), 60);
    assert_int_equal(read_until(p, "2026-04-01T11:00:00Z"), FREEZE_SECONDS_MOST);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (freeze_read(wrong[i], WORDS, noon(), p->a, &f).code != ST_BAD_INPUT)
            fail_msg("accepted \"%s\"", wrong[i]);
}

static void the_text_is_one_line_that_people_can_read(void **state)
{
    static const char *const wrong[] = {NULL, "", "  ", "twee\nregels", "\x1b[31m", "\xff"};
    place *p = *state;
    store_freeze f = {0};
    char words[FREEZE_TEXT_MOST + 2];
    memset(words, 'x', sizeof words);
    words[sizeof words - 1] = '\0';
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(freeze_read("2026-03-02", wrong[i], noon(), p->a, &f).code, ST_BAD_INPUT);
    assert_int_equal(freeze_read("2026-03-02", words, noon(), p->a, &f).code, ST_BAD_INPUT);
    assert_int_equal(freeze_read("2026-03-02", words + 1, noon(), p->a, &f).code, ST_OK);
    assert_int_equal(freeze_read(NULL, words + 1, noon(), p->a, &f).code, ST_BAD_INPUT);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(requests_and_permits_wait_and_the_operator_goes_on), WITH_PLACE(stored_queries_wait_too),
        WITH_PLACE(it_ends_at_its_moment_or_when_the_operator_says_so), WITH_PLACE(a_moment_that_cannot_be_read_is_no_end),
        WITH_PLACE(a_moment_is_a_day_in_belgium_or_has_its_zone),       WITH_PLACE(the_text_is_one_line_that_people_can_read),
        cmocka_unit_test(who_comes_back_in_time_is_told_the_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
