/* The caller's own reference of a risk location: unique for his organisation within a gemeente, and in nobody else's way. */
#include "tests/unit/edit_fixture.h"

#include "auth/scope_make.h"

#include "tests/unit/unit.h"

#include <string.h>

/* Somebody of this organisation, who may write for these gemeenten. */
static const scope *client(const place *p, const char *organisation, const known_gemeente *one, const known_gemeente *two)
{
    grant *g = arena_array(p->a, 2, sizeof *g);
    member *m = arena_array(p->a, 1, sizeof *m);
    const unsigned may = CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN;
    g[0] = (grant){one->nis_code, may};
    g[1] = (grant){two ? two->nis_code : NULL, may};
    m[0] = (member){organisation, CAPABILITY_KEEP_QUERIES, true};
    return scope_make((grant_list){g, two ? 2 : 1}, (member_list){m, 1}, (scope_names){"user:x", "integrator"}, p->a);
}

static risicolocatie_row referred(place *p, const known_gemeente *g, const char *reference)
{
    risicolocatie_row row = new_row(p, g, "een");
    row.eigen_kenmerk = slice_of(reference);
    row.kenmerk_van = slice_of("verzonnen"); /* whose it is a client cannot say */
    return row;
}

static status add(place *p, const scope *who, const known_gemeente *g, const char *reference, int64_t *id)
{
    const risicolocatie_row row = referred(p, g, reference);
    return change_row(p, who, INSERT, &row, id);
}

static const char *references(const place *p)
{
    return ask(p, "SELECT group_concat(coalesce(eigen_kenmerk, '-') || ' ' || coalesce(kenmerk_van, '-'), '; ')"
                  " FROM (SELECT * FROM risicolocatie ORDER BY gemeente_nis, id)");
}

static void a_second_row_with_the_same_reference_is_refused(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, NULL);
    int64_t first = 0, none = 0;
    assert_int_equal(add(p, cevi, p->one, "D 1", &first).code, ST_OK);
    const status again = add(p, cevi, p->one, "D 1", &none);
    assert_int_equal(again.code, ST_NOT_PROCESSED);
    assert_string_equal(again.locator, "eigen_kenmerk");
    assert_string_equal(again.nl, arena_printf(p->a,
                                               "het eigen kenmerk 'D 1' hebt u in deze gemeente al gebruikt, voor "
                                               "risicolocatie.%lld: kies een ander (KenmerkBestaat)",
                                               (long long)first));
    assert_int_equal(add(p, cevi, p->one, "D 2", &none).code, ST_OK);
    assert_string_equal(references(p), "D 1 cevi; D 2 cevi");
}

/* Struck off is not gone: its reference stays its own. */
static void a_row_that_was_struck_off_keeps_its_reference(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, NULL);
    risicolocatie_row row = referred(p, p->one, "D 1");
    int64_t none = 0;
    assert_int_equal(change_row(p, cevi, INSERT, &row, &row.id).code, ST_OK);
    assert_int_equal(change_row(p, cevi, STRIKE, &row, &none).code, ST_OK);
    assert_non_null(strstr(add(p, cevi, p->one, "D 1", &none).nl, "(KenmerkBestaat)"));
}

/* Nobody learns what another counts with: neither another program of the gemeente, nor another gemeente. */
static void the_same_reference_of_somebody_else_or_elsewhere_is_in_nobodys_way(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, p->two), *columba = client(p, "columba", p->one, NULL);
    int64_t id = 0;
    assert_int_equal(add(p, cevi, p->one, "1", &id).code, ST_OK);
    assert_int_equal(add(p, columba, p->one, "1", &id).code, ST_OK);
    assert_int_equal(add(p, cevi, p->two, "1", &id).code, ST_OK);
    assert_string_equal(references(p), "1 cevi; 1 columba; 1 cevi");
}

/* Clients send back all that they read, the reference of somebody else too. */
static void a_change_leaves_a_reference_whose_it_is_unless_it_gives_another(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, NULL), *clerk = client(p, "stad", p->one, NULL);
    risicolocatie_row row = referred(p, p->one, "1");
    int64_t none = 0;
    assert_int_equal(add(p, clerk, p->one, "1", &none).code, ST_OK);
    assert_int_equal(change_row(p, cevi, INSERT, &row, &row.id).code, ST_OK);
    assert_int_equal(change_row(p, clerk, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(references(p), "1 stad; 1 cevi");
    row.versie++;
    row.eigen_kenmerk = slice_of("2");
    assert_int_equal(change_row(p, clerk, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(references(p), "1 stad; 2 stad");
    row.versie++;
    row.eigen_kenmerk = slice_of("1");
    assert_non_null(strstr(change_row(p, clerk, UPDATE, &row, &none).en, "(KenmerkBestaat)"));
    row.eigen_kenmerk = slice_of("");
    assert_int_equal(change_row(p, clerk, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(references(p), "1 stad; - -");
}

static void a_row_that_moves_to_another_gemeente_brings_its_reference_along(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, p->two);
    risicolocatie_row row = referred(p, p->two, "1");
    int64_t none = 0;
    assert_int_equal(add(p, cevi, p->one, "1", &none).code, ST_OK);
    assert_int_equal(change_row(p, cevi, INSERT, &row, &row.id).code, ST_OK);
    row.gemeente_nis = slice_of(p->one->nis_code);
    row.gemeente_naam = slice_of(p->one->naam);
    assert_non_null(strstr(change_row(p, cevi, UPDATE, &row, &none).nl, "(KenmerkBestaat)"));
}

static void a_reference_is_one_short_line(void **state)
{
    place *p = *state;
    const scope *cevi = client(p, "cevi", p->one, NULL);
    static const char *const wrong[] = {"a\nb", "a\tb",
                                        "\xE2\x80\x8E"
                                        "1",
                                        "\xFF"};
    int64_t id = 0;
    char *most = arena_alloc(p->a, 203);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(add(p, cevi, p->one, wrong[i], &id).code, ST_BAD_PARAM);
    for (int i = 0; i < 202; i += 2)
        memcpy(most + i, "\xC3\xA9", 3);
    const status longer = add(p, cevi, p->one, most, &id);
    assert_string_equal(longer.locator, "eigen_kenmerk");
    assert_non_null(strstr(longer.nl, "(KenmerkOngeldig)"));
    most[200] = '\0'; /* a hundred characters */
    assert_int_equal(add(p, cevi, p->one, most, &id).code, ST_OK);
    assert_string_equal(ask(p, "SELECT length(eigen_kenmerk) FROM risicolocatie"), "100");
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(a_second_row_with_the_same_reference_is_refused),
        WITH_PLACE(a_row_that_was_struck_off_keeps_its_reference),
        WITH_PLACE(the_same_reference_of_somebody_else_or_elsewhere_is_in_nobodys_way),
        WITH_PLACE(a_change_leaves_a_reference_whose_it_is_unless_it_gives_another),
        WITH_PLACE(a_row_that_moves_to_another_gemeente_brings_its_reference_along),
        WITH_PLACE(a_reference_is_one_short_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
