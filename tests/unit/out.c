#include "base/out.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct caught {
    char text[256 * 1024];
    size_t used;
    int begun, ended;
    bool gone; /* simulates a client that went away */
} caught;

static bool catch_begin(void *context, const out_head *head)
{
    (void)head;
    caught *c = context;
    c->begun++;
    return !c->gone;
}

static bool catch_write(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    memcpy(c->text + c->used, bytes, count);
    c->used += count;
    c->text[c->used] = '\0';
    return !c->gone;
}

static int set_up(void **state)
{
    *state = calloc(1, sizeof(caught));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static output *open_out(caught *c)
{
    output *o = out_new();
    out_open(o, (out_sink){.context = c, .begin = catch_begin, .write = catch_write});
    return o;
}

static void assert_written(caught *c, output *o, const char *expected)
{
    out_close(o);
    assert_string_equal(c->text, expected);
    out_free(o);
}

static void fixed_point_digits_equal_what_printf_rounds(void **state)
{
    static const struct {
        double value;
        int decimals;
        const char *expected;
    } cases[] = {{0, 4, "0"},        {-0.0, 4, "0"},       {150580.9, 4, "150580.9"}, {1.00005, 4, "1.0001"},
                 {-0.00001, 4, "0"}, {-12.5, 4, "-12.5"},  {0.1, 9, "0.1"},           {4.368756131, 9, "4.368756131"},
                 {100, 0, "100"},    {99.99999, 4, "100"}, {700000, 4, "700000"},     {8999999999.0, 1, "8999999999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        caught *c = *state;
        memset(c, 0, sizeof *c);
        output *o = open_out(c);
        out_fixed(o, cases[i].value, cases[i].decimals);
        assert_written(c, o, cases[i].expected);
    }
}

static void doubles_read_back_as_themselves(void **state)
{
    static const double values[] = {0.1, 1e300, -2.5e-7, 12345.678901234567, 3};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        caught *c = *state;
        memset(c, 0, sizeof *c);
        output *o = open_out(c);
        out_double(o, values[i]);
        out_close(o);
        out_free(o);
        assert_true(strtod(c->text, NULL) == values[i]);
    }
}

static void decimals_have_no_exponent_and_lose_nothing(void **state)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {1234.5, "1234.5"},
                 {0.1, "0.1"},
                 {-12.345678, "-12.345678"},
                 {1e-7, "0.0000001"},
                 {1e15, "1000000000000000"},
                 {9007199254740993.0, "9007199254740992"},
                 {0.1 + 0.2, "0.30000000000000004"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        caught *c = *state;
        memset(c, 0, sizeof *c);
        output *o = open_out(c);
        out_decimal(o, cases[i].value);
        assert_written(c, o, cases[i].expected);
    }
    static const double extremes[] = {1.7976931348623157e308, -2.2250738585072014e-308, 5e-324, 9e9, 1e22, 123456789012345680.0};
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++) {
        caught *c = *state;
        memset(c, 0, sizeof *c);
        output *o = open_out(c);
        out_decimal(o, extremes[i]);
        out_close(o);
        out_free(o);
        assert_true(strtod(c->text, NULL) == extremes[i]);
        assert_int_equal(strspn(c->text, "-.0123456789"), c->used);
    }
}

static void xml_never_carries_a_character_that_xml_forbids(void **state)
{
    output *o = open_out(*state);
    out_xml(o, "a&b<c>\"d\" \x01 ° — 😀 \xEF\xBF\xBF\r\n");
    assert_written(*state, o, "a&amp;b&lt;c&gt;&quot;d&quot; \xEF\xBF\xBD ° — 😀 \xEF\xBF\xBD&#13;\n");
}

/* Bytes are checked eight at a time: each of these must be found at any position among plain ones, in texts of every length. */
static void what_must_be_escaped_is_found_at_every_place(void **state)
{
    static const struct {
        const char *found, *xml, *json;
    } cases[] = {{"&", "&amp;", "&"},
                 {"<", "&lt;", "<"},
                 {">", "&gt;", ">"},
                 {"\"", "&quot;", "\\\""},
                 {"\\", "\\", "\\\\"},
                 {"\r", "&#13;", "\\r"},
                 {"\x1f", "\xEF\xBF\xBD", "\\u001f"},
                 {"\x80", "\xEF\xBF\xBD", "\\ufffd"},
                 {"ë", "ë", "ë"},
                 {"€", "€", "€"},
                 {"'", "'", "'"},
                 {"%", "%", "%"},
                 {"=", "=", "="},
                 {"!", "!", "!"},
                 {"#", "#", "#"},
                 {"]", "]", "]"},
                 {" ", " ", " "},
                 {"~", "~", "~"}};
    caught *c = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int before = 0; before < 20; before++)
            for (int after = 0; after < 20; after++) {
                char given[64], expected[160];
                snprintf(given, sizeof given, "%.*s%s%.*s", before, "abcdefghijklmnopqrst", cases[i].found, after,
                         "ABCDEFGHIJKLMNOPQRST");
                snprintf(expected, sizeof expected, "%.*s%s%.*s|%.*s%s%.*s", before, "abcdefghijklmnopqrst", cases[i].xml, after,
                         "ABCDEFGHIJKLMNOPQRST", before, "abcdefghijklmnopqrst", cases[i].json, after, "ABCDEFGHIJKLMNOPQRST");
                c->used = 0;
                output *o = open_out(c);
                out_xml(o, given);
                out_text(o, "|");
                out_json(o, given);
                assert_written(c, o, expected);
            }
}

static void json_escapes_quotes_and_control_characters(void **state)
{
    output *o = open_out(*state);
    out_json(o, "a\"b\\c\n\x02 °😀");
    assert_written(*state, o, "a\\\"b\\\\c\\n\\u0002 °😀");
}

/* A table loaded from Latin-1, or a text cut between bytes. */
static void text_that_is_no_utf8_still_gives_a_document_that_can_be_read(void **state)
{
    caught *c = *state;
    output *o = open_out(c);
    out_xml(o, "Ge\xEBnt \xC3");
    out_text(o, "|");
    out_json(o, "Ge\xEBnt \xC3");
    assert_written(c, o, "Ge\xEF\xBF\xBDnt \xEF\xBF\xBD|Ge\\ufffdnt \\ufffd");
}

static void an_answer_has_as_many_headers_as_it_needs(void **state)
{
    enum { MANY = 100 };
    static const char *const first = "eerste";
    output *o = open_out(*state);
    out_header(o, first, "0");
    for (size_t i = 1; i < MANY; i++)
        out_header(o, "volgende", i + 1 < MANY ? "" : "laatste");
    assert_int_equal(out_current_head(o)->header_count, MANY);
    assert_ptr_equal(out_current_head(o)->headers[0].name, first);
    assert_string_equal(out_current_head(o)->headers[MANY - 1].value, "laatste");
    out_rewind(o);
    assert_int_equal(out_current_head(o)->header_count, 0);
    out_header(o, first, "opnieuw");
    assert_string_equal(out_current_head(o)->headers[0].value, "opnieuw");
    assert_written(*state, o, "");
}

static void an_early_error_can_take_back_everything(void **state)
{
    caught *c = *state;
    output *o = open_out(c);
    out_text(o, "half an answer");
    assert_false(out_committed(o));
    out_rewind(o);
    assert_int_equal(out_total(o), 0);
    out_text(o, "error");
    assert_written(c, o, "error");
    assert_int_equal(c->begun, 1);
}

static void more_than_the_buffer_commits_and_arrives_whole(void **state)
{
    caught *c = *state;
    output *o = open_out(c);
    for (int i = 0; i < 10000; i++)
        out_text(o, "0123456789");
    assert_true(out_committed(o));
    out_close(o);
    assert_int_equal(c->used, 100000);
    assert_int_equal(out_total(o), 100000);
    out_free(o);
}

static void a_client_that_is_gone_is_noticed_once_and_never_written_to_again(void **state)
{
    caught *c = *state;
    c->gone = true;
    output *o = open_out(c);
    out_text(o, "x");
    out_flush(o);
    assert_true(out_failed(o));
    out_text(o, "y");
    out_close(o);
    assert_int_equal(c->used, 0);
    out_free(o);
}

static bool catch_end(void *context, const char *bytes, size_t count)
{
    catch_write(context, bytes, count);
    ((caught *)context)->ended++;
    return true;
}

/* The sink can distinguish it from a finished one, and so can the client. */
static void an_answer_that_is_broken_off_has_no_end(void **state)
{
    caught *c = *state;
    for (int broken = 0; broken <= 1; broken++) {
        memset(c, 0, sizeof *c);
        output *o = out_new();
        out_open(o, (out_sink){.context = c, .begin = catch_begin, .write = catch_write, .end = catch_end});
        out_text(o, "begin");
        out_flush(o);
        if (broken)
            out_break(o);
        out_text(o, " end");
        out_close(o);
        assert_int_equal(c->ended, !broken);
        assert_string_equal(c->text, broken ? "begin" : "begin end");
        out_free(o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fixed_point_digits_equal_what_printf_rounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(doubles_read_back_as_themselves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decimals_have_no_exponent_and_lose_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(xml_never_carries_a_character_that_xml_forbids, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_must_be_escaped_is_found_at_every_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_escapes_quotes_and_control_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_that_is_no_utf8_still_gives_a_document_that_can_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_has_as_many_headers_as_it_needs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_early_error_can_take_back_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_than_the_buffer_commits_and_arrives_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_is_gone_is_noticed_once_and_never_written_to_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_that_is_broken_off_has_no_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
