/* What columns of tables and spreadsheets are called. */
#include "gml/formats/sheet.h"
#include "gml/formats/inner_point.h"
#include "tests/unit/unit.h"

#include <string.h>

static void columns_are_lettered_as_spreadsheets_letter_them(void **state)
{
    (void)state;
    static const struct {
        size_t column;
        const char *letters;
    } cases[] = {{0, "A"},      {25, "Z"},     {26, "AA"},     {51, "AZ"},     {52, "BA"},     {675, "YZ"},
                 {676, "ZA"},   {701, "ZZ"},   {702, "AAA"},   {703, "AAB"},   {727, "AAZ"},   {728, "ABA"},
                 {1377, "AZZ"}, {1378, "BAA"}, {16383, "XFD"}, {18277, "ZZZ"}, {18278, "AAAA"}};
    char room[SHEET_LETTERS];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(sheet_letters(cases[i].column, room), cases[i].letters);
    assert_true(strlen(sheet_letters((size_t)-2, room)) < SHEET_LETTERS);
}

/* The names of the two columns of a place beside those of properties, given up to a NULL. */
static void assert_names(const char *const *given, const char *x, const char *y)
{
    property properties[8] = {{.name = "vorm", .type = VALUE_GEOMETRY}};
    const property *all[8] = {&properties[0]};
    size_t count = 1;
    for (; *given; given++, count++) {
        properties[count] = (property){.name = *given, .type = VALUE_STRING};
        all[count] = &properties[count];
    }
    const layer things = {.name = "ding", .properties = properties, .property_count = count};
    const collection what = {.layer = &things, .properties = all, .property_count = count};
    arena *a = arena_new();
    const encoding e = {.what = &what, .arena = a};
    const char *names[2];
    inner_point_names(&e, names);
    assert_string_equal(names[0], x);
    assert_string_equal(names[1], y);
    arena_free(a);
}

static void the_columns_of_a_place_are_called_as_no_property_is(void **state)
{
    (void)state;
    assert_names((const char *const[]){"naam", NULL}, "x", "y");
    assert_names((const char *const[]){"x", NULL}, "punt_x", "punt_y");
    assert_names((const char *const[]){"Y", "naam", NULL}, "punt_x", "punt_y");
    assert_names((const char *const[]){"punt_x", "punt_y", NULL}, "x", "y");
    assert_names((const char *const[]){"x", "y", "punt_x", "punt_y", NULL}, "punt_x_2", "punt_y_2");
    assert_names((const char *const[]){"x", "PUNT_Y", NULL}, "punt_x_2", "punt_y_2");
    assert_names((const char *const[]){"x", "punt_y", "punt_x_2", "punt_y_3", NULL}, "punt_x_4", "punt_y_4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_lettered_as_spreadsheets_letter_them),
        cmocka_unit_test(the_columns_of_a_place_are_called_as_no_property_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
