/* Whoever may write everywhere may do so in an emergency alone: he says why, and the journal keeps it. */
#include "tests/unit/edit_fixture.h"

#include "auth/scope_make.h"

#include "tests/unit/unit.h"

#include <string.h>

/* As OVAM: everything may be read, nothing written but in an emergency; `own` besides may be written. */
static const scope *guardian(const place *p, const known_gemeente *own)
{
    grant *g = arena_array(p->a, 3, sizeof *g);
    const unsigned may = CAPABILITY_READ_ALL | CAPABILITY_WRITE_ALL;
    g[0] = (grant){p->one->nis_code, may};
    g[1] = (grant){p->two->nis_code, may};
    g[2] = (grant){own ? own->nis_code : NULL, CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    member *m = arena_array(p->a, 1, sizeof *m);
    m[0] = (member){"OVO000001", 0, true};
    return scope_make((grant_list){g, own ? 3 : 2}, (member_list){m, 1}, (scope_names){"user:ada", "ovam"}, p->a);
}

static status change(place *p, const scope *who, step what, const risicolocatie_row *row, const char *why, int64_t *id)
{
    edit *e = NULL;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e));
    edit_note_emergency(e, why);
    TRY(take_step(p, e, what, row, NULL, id));
    return edit_commit(e);
}

static const char *last_booking(const place *p)
{
    return ask(p, "SELECT rol || '|' || organisatie || '|' || coalesce(nood, '-') FROM boeking ORDER BY id DESC LIMIT 1");
}

static void without_a_word_about_an_emergency_nothing_is_written(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &row.id).code, ST_OK);
    const step steps[] = {UPDATE, STRIKE, RESTORE};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const status refused = change(p, guardian(p, NULL), steps[i], &row, i ? " \n" : NULL, &id);
        assert_int_equal(refused.code, ST_FORBIDDEN);
        assert_string_equal(refused.nl, "u mag voor gemeente 11001 alleen in nood schrijven: zeg dat dit een noodingreep is, en "
                                        "waarom (NoodOntbreekt)");
    }
    assert_string_equal(ask(p, "SELECT count(*) FROM boeking"), "2");
}

static void an_emergency_is_booked_with_its_text(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change(p, guardian(p, NULL), INSERT, &row, "tankwagen gekanteld op de E17", &row.id).code, ST_OK);
    assert_string_equal(last_booking(p), "ovam|OVO000001|tankwagen gekanteld op de E17");
    assert_int_equal(change(p, guardian(p, NULL), STRIKE, &row, "vergissing bij de vorige", &id).code, ST_OK);
    assert_string_equal(last_booking(p), "ovam|OVO000001|vergissing bij de vorige");
}

/* Somebody who may write here anyway is not in an emergency, whatever he says. */
static void what_is_allowed_anyway_is_no_emergency(void **state)
{
    place *p = *state;
    int64_t id = 0;
    const risicolocatie_row mine = new_row(p, p->one, "een"), theirs = new_row(p, p->two, "twee");
    assert_int_equal(change(p, guardian(p, p->one), INSERT, &mine, "voor alle zekerheid", &id).code, ST_OK);
    assert_string_equal(last_booking(p), "ovam|OVO000001|-");
    assert_int_equal(change(p, guardian(p, p->one), INSERT, &theirs, NULL, &id).code, ST_FORBIDDEN);
    assert_int_equal(change(p, guardian(p, p->one), INSERT, &theirs, "nood", &id).code, ST_OK);
    assert_string_equal(last_booking(p), "ovam|OVO000001|nood");
}

/* The word opens nothing for those who may not write in emergencies. */
static void the_word_alone_gives_no_right(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row theirs = new_row(p, p->two, "twee");
    const status refused = change(p, keeper_of(p, p->one), INSERT, &theirs, "nood", &id);
    assert_int_equal(refused.code, ST_FORBIDDEN);
    assert_null(strstr(refused.nl, "nood"));
    assert_int_equal(change_row(p, keeper_of(p, p->two), INSERT, &theirs, &theirs.id).code, ST_OK);
    assert_int_equal(change(p, keeper_of(p, p->one), STRIKE, &theirs, "nood", &id).code, ST_NOT_FOUND);
}

static void the_text_is_a_text(void **state)
{
    place *p = *state;
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, p->one, "een");
    char *longer = arena_alloc(p->a, 1002);
    memset(longer, 'x', 1001);
    longer[1001] = '\0';
    assert_string_equal(change(p, guardian(p, NULL), INSERT, &row, "bel\a", &id).locator, "nood");
    assert_string_equal(change(p, guardian(p, NULL), INSERT, &row, longer, &id).locator, "nood");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), "0");
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(without_a_word_about_an_emergency_nothing_is_written),
        WITH_PLACE(an_emergency_is_booked_with_its_text),
        WITH_PLACE(what_is_allowed_anyway_is_no_emergency),
        WITH_PLACE(the_word_alone_gives_no_right),
        WITH_PLACE(the_text_is_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
