/* The rules of a record: which ones hold and which are broken, and that each breach is reported with its code. */
#include "data/model/rules.h"
#include "data/model/capakey.h"

#include "tests/unit/unit.h"

#include <string.h>

typedef struct example {
    ruled_property of;
    const char *given, *code; /* code: NULL when all is well */
} example;

static ruled_record good_record(void)
{
    ruled_record r = {.box = {100000, 200000, 100010, 200020}};
    static const char *const texts[RULED_TEXTS] = {
        [RULED_STARTDATUM] = "1998-03-31",         [RULED_EINDDATUM] = "2001-01-01",
        [RULED_RUBRIEKENLIJST] = LIST_BEFORE_2015, [RULED_BRON] = "gemeente",
        [RULED_OMV_NUMMER] = "OMV_2023099579",     [RULED_IIOA_NUMMER] = "20230915-0042",
        [RULED_OMSCHRIJVING] = "een\nopmerking"};
    for (int i = 0; i < RULED_TEXTS; i++)
        r.texts[i] = slice_of(texts[i]);
    for (int i = 0; i < RULED_COUNT; i++)
        r.given[i] = true;
    return r;
}

static void assert_breach(const ruled_record *r, ruled_property of, const char *code)
{
    rule_breach breach = {0};
    ruled_property named = RULED_COUNT;
    assert_false(rules_check(r, &breach));
    assert_string_equal(breach.code, code);
    assert_true(rules_find_property(breach.property, &named));
    assert_int_equal(named, of);
    assert_true(breach.nl[0] && breach.en[0] && strcmp(breach.nl, breach.en) != 0);
}

static void a_good_record_breaks_no_rule(void **state)
{
    (void)state;
    rule_breach breach;
    const ruled_record all = good_record(), nothing = {0};
    assert_true(rules_check(&all, &breach));
    assert_true(rules_check(&nothing, &breach)); /* for a change that touches no rule */
}

static void each_value_has_its_rule(void **state)
{
    static const example examples[] = {
        {RULED_STARTDATUM, "", "StartdatumOntbreekt"},
        {RULED_STARTDATUM, "1998-02-30", "DatumOngeldig"},
        {RULED_STARTDATUM, "31/03/1998", "DatumOngeldig"},
        {RULED_EINDDATUM, "", NULL},
        {RULED_EINDDATUM, "1998-03-31", NULL},
        {RULED_EINDDATUM, "1998-03-30", "EinddatumVoorStartdatum"},
        {RULED_EINDDATUM, "2001", "DatumOngeldig"},
        {RULED_RUBRIEKENLIJST, LIST_FROM_2015, "RubriekenlijstPastNietBijStart"},
        {RULED_RUBRIEKENLIJST, "", "RubriekenlijstOnbekend"},
        {RULED_BRON, "migratie", NULL},
        {RULED_BRON, "Gemeente", "BronOnbekend"},
        {RULED_BRON, "", "BronOnbekend"},
        {RULED_OMV_NUMMER, "", NULL},
        {RULED_OMV_NUMMER, "OMV_202309957", "OmvNummerOngeldig"},
        {RULED_OMV_NUMMER, "omv_2023099579", "OmvNummerOngeldig"},
        {RULED_IIOA_NUMMER, "", NULL},
        {RULED_IIOA_NUMMER, "20230915-004", "IioaNummerOngeldig"},
        {RULED_OMSCHRIJVING, "", NULL},
        {RULED_OMSCHRIJVING, "bel\a", "OmschrijvingOngeldig"},
        {RULED_OMSCHRIJVING, "\xFF", "OmschrijvingOngeldig"},
        {RULED_EIGEN_KENMERK, "dossier 12/3", NULL},
        {RULED_EIGEN_KENMERK, "dossier\n12", "KenmerkOngeldig"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        rule_breach breach;
        ruled_record r = good_record();
        r.texts[examples[i].of] = slice_of(examples[i].given);
        if (examples[i].code)
            assert_breach(&r, examples[i].of, examples[i].code);
        else
            assert_true(rules_check(&r, &breach));
    }
}

static void the_list_goes_with_the_start(void **state)
{
    (void)state;
    rule_breach breach;
    ruled_record r = good_record();
    r.given[RULED_EINDDATUM] = false;
    r.texts[RULED_STARTDATUM] = slice_of("2015-06-01");
    assert_breach(&r, RULED_RUBRIEKENLIJST, "RubriekenlijstPastNietBijStart");
    r.texts[RULED_RUBRIEKENLIJST] = slice_of(LIST_FROM_2015);
    assert_true(rules_check(&r, &breach));
    r.texts[RULED_STARTDATUM] = slice_of("2015-05-31");
    assert_breach(&r, RULED_RUBRIEKENLIJST, "RubriekenlijstPastNietBijStart");
    r.given[RULED_STARTDATUM] = false; /* with only the list of the two, the rule does not apply */
    assert_true(rules_check(&r, &breach));
}

static void a_contour_lies_in_flanders_and_in_the_right_crs(void **state)
{
    static const struct {
        double box[4];
        const char *code;
    } places[] = {{{600000, 700000, 600010, 700010}, "CoordinatenstelselVerkeerd"},
                  {{4.1, 50.9, 4.2, 51.0}, "CoordinatenstelselVerkeerd"},
                  {{500000, 6600000, 500010, 6600010}, "CoordinatenstelselVerkeerd"},
                  {{200000, 100000, 200010, 100010}, "CoordinatenstelselVerkeerd"},
                  {{261990, 200000, 262010, 200010}, "GeometrieBuitenVlaanderen"},
                  {{-5, -5, 1000000, 1000000}, "GeometrieBuitenVlaanderen"}};
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ruled_record r = good_record();
        memcpy(r.box, places[i].box, sizeof r.box);
        assert_breach(&r, RULED_GEOMETRY, places[i].code);
    }
}

static void the_list_of_a_start_is_the_one_that_its_rule_takes(void **state)
{
    static const char *const starts[] = {"1860-01-01", "2015-05-31", "2015-06-01", "2026-11-30"};
    rule_breach breach;
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        assert_true(rule_rubriekenlijst(slice_of(starts[i]), slice_of(rule_list_of(slice_of(starts[i]))), &breach));
    assert_string_equal(rule_list_of((slice){NULL, 0}), LIST_FROM_2015);
}

static void a_capakey_has_one_form(void **state)
{
    static const char *const wrong[] = {"",
                                        "40613A0001/00A00",
                                        "40613A0001/00A0000",
                                        "40613a0001/00A000",
                                        "40613A0001-00A000",
                                        "4061A00001/00A000",
                                        "40613A0001/00-000",
                                        "40613A0001/0AA000"};
    (void)state;
    assert_true(capakey_is(slice_of("40613A0001/00A000")) && capakey_is(slice_of("40613Z9999/99_999")));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(capakey_is(slice_of(wrong[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_record_breaks_no_rule), cmocka_unit_test(each_value_has_its_rule),
        cmocka_unit_test(the_list_goes_with_the_start), cmocka_unit_test(the_list_of_a_start_is_the_one_that_its_rule_takes),
        cmocka_unit_test(a_capakey_has_one_form),       cmocka_unit_test(a_contour_lies_in_flanders_and_in_the_right_crs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
