#include "data/model/value_check.h"

#include "data/model/geometry_build.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

static const char *const letters[] = {"A", "B", "C"};
static const property title = {.name = "tekst", .type = VALUE_STRING, .max_length = 5};
static const property note = {.name = "nota", .type = VALUE_STRING};
static const property code = {.name = "code", .type = VALUE_STRING, .required = true, .codes = {(const char **)letters, 3}};
static const property date = {.name = "datum", .type = VALUE_DATE};
static const property moment = {.name = "tijdstip", .type = VALUE_DATETIME};
static const property number = {.name = "getal", .type = VALUE_DECIMAL};
static const property flag = {.name = "vlag", .type = VALUE_BOOLEAN};
static const property contour = {.name = "geometry", .type = VALUE_GEOMETRY};

static value text_value(const char *chars)
{
    return (value){.text = chars, .length = strlen(chars)};
}

static void assert_refused(const property *p, value v, const char *why, const char *words)
{
    rule_breach b = {0};
    if (value_fits(p, &v, &b))
        fail_msg("%s fits", v.null ? "NULL" : p->name);
    assert_string_equal(b.code, why);
    assert_string_equal(b.property, p->name);
    assert_true(*b.nl && *b.en);
    if (!strstr(b.en, words))
        fail_msg("said: %s", b.en);
}

static void assert_fits(const property *p, value v)
{
    rule_breach b = {0};
    if (!value_fits(p, &v, &b))
        fail_msg("%s: %s", p->name, b.en);
}

static void a_text_is_utf8_of_no_more_characters_than_it_may_have(void **state)
{
    (void)state;
    assert_fits(&title, text_value("Łódźé")); /* five characters, nine bytes */
    assert_fits(&title, text_value(""));
    assert_fits(&note, text_value("twee\nregels\tén een tab"));
    assert_refused(&title, text_value("zesses"), "TekstTeLang", "has 6 characters; at most 5");
    assert_refused(&title, text_value("Łódźéé"), "TekstTeLang", "has 6 characters");
    assert_refused(&note, text_value("caf\xE9"), "TekstOngeldig", "not UTF-8");
    assert_refused(&note, text_value("\xED\xA0\x80"), "TekstOngeldig", "not UTF-8"); /* half of a surrogate pair */
    assert_refused(&note, text_value("\x1B[2J"), "TekstOngeldig", "U+001B, as character 1");
    assert_refused(&note,
                   text_value("a\xE2\x80\xAE"
                              "b"),
                   "TekstOngeldig", "U+202E");
    assert_refused(&note, (value){.text = "a\0b", .length = 3}, "TekstOngeldig", "not UTF-8"); /* a NUL would end it elsewhere */
}

static void a_code_is_one_of_its_list(void **state)
{
    (void)state;
    assert_fits(&code, text_value("B"));
    assert_refused(&code, text_value("D"), "CodeOnbekend", "A, B or C");
    assert_refused(&code, text_value("b"), "CodeOnbekend", "A, B or C");
    assert_refused(&code, text_value(""), "CodeOnbekend", "A, B or C");
    assert_refused(&code, (value){.null = true}, "WaardeOntbreekt", "is missing");
    assert_fits(&title, (value){.null = true});
}

static void dates_and_moments_exist_and_are_written_as_the_store_does(void **state)
{
    static const char *const bad_dates[] = {"2015-02-29", "2015-2-9", "15-02-2015", "2015-02-28T00:00:00Z", "", "2015-13-01"};
    static const char *const bad_moments[] = {"2015-02-28",           "2015-02-28T24:00:00Z", "2015-02-28T29:00:00Z",
                                              "2015-02-28T23:60:00Z", "2015-02-29T00:00:00Z", "2015-02-28T23:00:00+01:00",
                                              "2015-02-28 23:00:00Z", "2015-02-28T23:00:0xZ", ""};
    (void)state;
    assert_fits(&date, text_value("1860-02-29"));
    assert_fits(&moment, text_value("2015-02-28T23:59:59Z"));
    assert_fits(&moment, text_value("2015-02-28T00:00:00Z"));
    for (size_t i = 0; i < sizeof bad_dates / sizeof *bad_dates; i++)
        assert_refused(&date, text_value(bad_dates[i]), "DatumOngeldig", "YYYY-MM-DD");
    for (size_t i = 0; i < sizeof bad_moments / sizeof *bad_moments; i++)
        assert_refused(&moment, text_value(bad_moments[i]), "TijdstipOngeldig", "UTC");
}

static void numbers_flags_and_geometries_are_what_they_say(void **state)
{
    (void)state;
    arena *a = arena_new();
    geometry_build b = geometry_build_new(a);
    assert_fits(&number, (value){.real = -0.5});
    assert_refused(&number, (value){.real = (double)NAN}, "GetalOngeldig", "not a number");
    assert_refused(&number, (value){.real = (double)INFINITY}, "GetalOngeldig", "not a number");
    assert_fits(&flag, (value){.integer = 1});
    assert_refused(&flag, (value){.integer = 2}, "WaarheidswaardeOngeldig", "true or false");
    assert_refused(&contour, (value){.shape = {(const uint8_t *)"x", 1}}, "GeometrieLeeg", "is empty");
    geometry_build_part(&b, CLASS_POINT);
    geometry_build_ring(&b);
    geometry_build_point(&b, 1, 2);
    assert_fits(&contour, (value){.shape = geometry_build_blob(&b, CLASS_POINT, 31370)});
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_utf8_of_no_more_characters_than_it_may_have),
        cmocka_unit_test(a_code_is_one_of_its_list),
        cmocka_unit_test(dates_and_moments_exist_and_are_written_as_the_store_does),
        cmocka_unit_test(numbers_flags_and_geometries_are_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
