/* Rows of CSV, to the byte. tests/blackbox/test_csv.py tests that readers understand them. */
#include "gml/formats/encoder.h"
#include "tests/unit/from_wkt.h"

#include "tests/unit/unit.h"

#include <string.h>

static const property properties[] = {{.name = "tekst", .type = VALUE_STRING}, {.name = "vorm", .type = VALUE_GEOMETRY}};
static const property *const asked[] = {&properties[0], &properties[1]};

typedef struct fixture {
    arena *arena;
    char text[4096];
    size_t used;
    const char *format;
} fixture;

static bool catch_head(void *context, const out_head *head)
{
    return context && head;
}

static bool catch_bytes(void *context, const char *bytes, size_t count)
{
    fixture *f = context;
    assert_true(f->used + count < sizeof f->text);
    memcpy(f->text + f->used, bytes, count);
    f->used += count;
    return true;
}

/* One row: the answer without its first line. */
static const char *row(fixture *f, geometry_type kind, const value values[2], bool *failed)
{
    const layer things = {
        .name = "ding", .properties = properties, .property_count = 2, .geometry = 1, .geometry_type = kind, .srid = 31370};
    const collection what = {.layer = &things,
                             .properties = asked,
                             .property_count = 2,
                             .crs = {.code = 31370, .name = "EPSG:31370", .yx = true, .decimals = 4}};
    const answer said = {.matched = 1, .returned = 1};
    const encoder *csv = NULL;
    output *to = out_new();
    assert_int_equal(encoder_find(f->format, &csv).code, ST_OK);
    f->used = 0;
    out_open(to, (out_sink){.context = f, .begin = catch_head, .write = catch_bytes});
    encoding e = {.answer = &said, .what = &what, .to = to, .arena = f->arena};
    assert_int_equal(csv->begin(&e).code, ST_OK);
    csv->prepare(&e);
    assert_int_equal(csv->begin_query(&e).code, ST_OK);
    *failed = csv->feature(&e, &(feature){.id = 17, .values = values}).code != ST_OK;
    assert_int_equal(csv->end_query(&e).code, ST_OK);
    assert_int_equal(csv->end(&e).code, ST_OK);
    out_close(to);
    out_free(to);
    f->text[f->used] = '\0';
    assert_memory_equal(f->text, "id,tekst,vorm\r\nding.17,", 23);
    return f->text + 15;
}

static void assert_text(fixture *f, const char *given, const char *expected)
{
    bool failed = true;
    const value values[] = {{.null = !given, .text = given}, {.null = true}};
    assert_string_equal(row(f, GEOMETRY_MULTISURFACE, values, &failed), arena_printf(f->arena, "ding.17,%s,\r\n", expected));
    assert_false(failed);
}

static void assert_geometry(fixture *f, geometry_type kind, const char *given, const char *expected)
{
    bool failed = true;
    const value values[] = {{.null = true}, {.shape = from_wkt(given, f->arena)}};
    assert_string_equal(row(f, kind, values, &failed), arena_printf(f->arena, "ding.17,,\"%s\"\r\n", expected));
    assert_false(failed);
}

static int set_up(void **state)
{
    static fixture f;
    f.arena = arena_new();
    f.format = "csv";
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((fixture *)*state)->arena);
    return 0;
}

static void null_is_no_field_and_an_empty_text_is_a_pair_of_quotes(void **state)
{
    assert_text(*state, NULL, "");
    assert_text(*state, "", "\"\"");
}

/* RFC 4180 §2.5 to §2.7 */
static void a_text_stands_in_quotes_when_it_must(void **state)
{
    fixture *f = *state;
    assert_text(f, "17.3.2.1.1.1°b)", "17.3.2.1.1.1°b)");
    assert_text(f, " a;b\xF0\x9F\x8F\xAD' ", " a;b\xF0\x9F\x8F\xAD' ");
    assert_text(f, "a,b", "\"a,b\"");
    assert_text(f, "\"", "\"\"\"\"");
    assert_text(f, "zei \"ja\"", "\"zei \"\"ja\"\"\"");
    assert_text(f, "a\nb", "\"a\nb\"");
    assert_text(f, "\r", "\"'\r\"");
    assert_text(f, "één\ttwee\x01", "\"één\ttwee\x01\"");
}

/* CWE-1236. A text that already looks guarded gets one more apostrophe, so that removing one gives it back. */
static void test_a13_what_looks_like_a_formula_is_guarded(void **state)
{
    fixture *f = *state;
    assert_text(f, "=1+1", "'=1+1");
    assert_text(f, "@SUM(A1,A2)", "\"'@SUM(A1,A2)\"");
    assert_text(f, "-2", "'-2");
    assert_text(f, "+", "'+");
    assert_text(f, "\t=1", "\"'\t=1\"");
    assert_text(f, "\r\n", "\"'\r\n\"");
    assert_text(f, "'=1", "''=1");
    assert_text(f, "'s avonds", "'s avonds");
    assert_text(f, " =1", " =1");
    assert_text(f, "a=1", "a=1");
    assert_text(f, "'", "'");
}

static void test_a13_the_exact_format_alters_nothing(void **state)
{
    fixture *f = *state;
    f->format = "text/csv; guard=off";
    assert_text(f, "=1+1", "=1+1");
    assert_text(f, "@SUM(A1,A2)", "\"@SUM(A1,A2)\"");
    assert_text(f, "'=1", "'=1");
    f->format = "csv";
}

static void bytes_that_are_no_utf_8_are_replaced(void **state)
{
    fixture *f = *state;
    assert_text(f, "\xFF", "\"\xEF\xBF\xBD\"");
    assert_text(f, "a\xC3", "\"a\xEF\xBF\xBD\"");
    assert_text(f, "\xE2\x82,\"\xE2\x82\xAC", "\"\xEF\xBF\xBD\xEF\xBF\xBD,\"\"\xE2\x82\xAC\"");
}

static void a_geometry_is_wkt_with_x_first_whatever_the_axis_order(void **state)
{
    fixture *f = *state;
    assert_geometry(f, GEOMETRY_POINT, "POINT(1 2)", "POINT (1 2)");
    assert_geometry(f, GEOMETRY_MULTIPOINT, "MULTIPOINT(1 2, 3 4)", "MULTIPOINT ((1 2),(3 4))");
    assert_geometry(f, GEOMETRY_MULTICURVE, "MULTILINESTRING((1 2,3 4),(5 6,7 8,9 0))",
                    "MULTILINESTRING ((1 2,3 4),(5 6,7 8,9 0))");
    assert_geometry(f, GEOMETRY_MULTISURFACE, "MULTIPOLYGON(((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1)),((20 20,21 20,21 21,20 20)))",
                    "MULTIPOLYGON (((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1)),((20 20,21 20,21 21,20 20)))");
}

static void a_single_geometry_in_a_layer_of_several_is_one_of_one_part(void **state)
{
    fixture *f = *state;
    assert_geometry(f, GEOMETRY_MULTIPOINT, "POINT(1 2)", "MULTIPOINT ((1 2))");
    assert_geometry(f, GEOMETRY_MULTICURVE, "LINESTRING(1 2,3 4)", "MULTILINESTRING ((1 2,3 4))");
    assert_geometry(f, GEOMETRY_MULTISURFACE, "POLYGON((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1))",
                    "MULTIPOLYGON (((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1)))");
}

static void a_geometry_without_parts_is_empty(void **state)
{
    fixture *f = *state;
    assert_geometry(f, GEOMETRY_MULTISURFACE, "MULTIPOLYGON EMPTY", "MULTIPOLYGON EMPTY");
    assert_geometry(f, GEOMETRY_MULTICURVE, "LINESTRING EMPTY", "MULTILINESTRING (EMPTY)");
}

static void bytes_that_are_no_geometry_fail(void **state)
{
    bool failed = false;
    const value values[] = {{.null = true}, {.shape = {(const uint8_t *)"\x00\x01", 2}}};
    row(*state, GEOMETRY_MULTISURFACE, values, &failed);
    assert_true(failed);
}

/* A reader that looks columns up by name would lose one of two with the same name. */
static void a_property_that_is_called_id_leaves_its_name_to_nobody_else(void **state)
{
    fixture *f = *state;
    static const property own = {.name = "id", .type = VALUE_INTEGER}, *const both[] = {&own};
    const layer things = {.name = "ding", .properties = &own, .property_count = 1, .geometry = 1};
    const collection what = {.layer = &things, .properties = both, .property_count = 1};
    const value values[] = {{.integer = 5}};
    output *to = out_new();
    const encoder *csv = NULL;
    assert_int_equal(encoder_find(f->format, &csv).code, ST_OK);
    f->used = 0;
    out_open(to, (out_sink){.context = f, .begin = catch_head, .write = catch_bytes});
    encoding e = {.answer = &(answer){.matched = 1}, .what = &what, .to = to, .arena = f->arena};
    csv->prepare(&e);
    assert_int_equal(csv->begin_query(&e).code, ST_OK);
    assert_int_equal(csv->feature(&e, &(feature){.id = 17, .values = values}).code, ST_OK);
    out_close(to);
    out_free(to);
    f->text[f->used] = '\0';
    assert_string_equal(f->text, "gml_id,id\r\nding.17,5\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(null_is_no_field_and_an_empty_text_is_a_pair_of_quotes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_stands_in_quotes_when_it_must, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a13_what_looks_like_a_formula_is_guarded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a13_the_exact_format_alters_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_utf_8_are_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_geometry_is_wkt_with_x_first_whatever_the_axis_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_single_geometry_in_a_layer_of_several_is_one_of_one_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_geometry_without_parts_is_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_geometry_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_property_that_is_called_id_leaves_its_name_to_nobody_else, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
