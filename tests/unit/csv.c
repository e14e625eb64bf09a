#include "data/manage/csv.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static csv_reader *reader(arena *a, const char *chars)
{
    return csv_open_memory(chars, strlen(chars), a);
}

static void expect(csv_reader *r, csv_record *c, size_t count, const char *const *fields)
{
    bool more = false;
    assert_int_equal(csv_next(r, c, &more).code, ST_OK);
    assert_true(more);
    assert_int_equal(c->count, count);
    for (size_t i = 0; i < count; i++)
        if (!slice_is(c->fields[i], fields[i]))
            fail_msg("field %zu is \"%.*s\", not \"%s\"", i, (int)c->fields[i].length, c->fields[i].at, fields[i]);
}

static void expect_end(csv_reader *r, csv_record *c)
{
    bool more = true;
    assert_int_equal(csv_next(r, c, &more).code, ST_OK);
    assert_false(more);
}

static void quoted_fields_hold_separators_newlines_and_quotes(void **state)
{
    csv_record c;
    csv_reader *r = reader(*state, "a;\"b;c\";\"d\"\"e\"\r\n\"x\r\ny\";;\n");
    expect(r, &c, 3, (const char *const[]){"a", "b;c", "d\"e"});
    expect(r, &c, 3, (const char *const[]){"x\r\ny", "", ""});
    expect_end(r, &c);
}

static void a_byte_order_mark_and_blank_lines_are_passed_over(void **state)
{
    csv_record c;
    csv_reader *r = reader(*state, "\xEF\xBB\xBF"
                                   "a;b\r\n\r\n\n1;2");
    expect(r, &c, 2, (const char *const[]){"a", "b"});
    assert_int_equal(csv_field_place(r, 0).column, 1);
    expect(r, &c, 2, (const char *const[]){"1", "2"});
    assert_int_equal(csv_field_place(r, 0).line, 4);
    expect_end(r, &c);
}

static void places_are_lines_and_characters_as_an_editor_shows_them(void **state)
{
    csv_record c;
    csv_reader *r = reader(*state, "k1;k2\n\"\xC3\xA9\xC3\xA9\n\xF0\x9F\x8F\xAD\";\xC2\xB0;z\n");
    expect(r, &c, 2, (const char *const[]){"k1", "k2"});
    expect(r, &c, 3, (const char *const[]){"\xC3\xA9\xC3\xA9\n\xF0\x9F\x8F\xAD", "\xC2\xB0", "z"});
    assert_int_equal(csv_field_place(r, 0).line, 2);
    assert_int_equal(csv_field_place(r, 0).column, 1);
    assert_int_equal(csv_field_place(r, 1).line, 3); /* after the newline within the first field */
    assert_int_equal(csv_field_place(r, 1).column, 4);
    assert_int_equal(csv_field_place(r, 2).column, 6);
}

static void what_is_no_csv_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text;
        uint64_t line, column;
    } cases[] = {{"a;b\n1;\"open\nfield", 2, 3}, {"a;\"b\"c\n", 1, 6}, {"a;b\"c\n", 1, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        csv_record c;
        bool more = true;
        status s = status_ok();
        csv_reader *r = reader(*state, cases[i].text);
        while (s.code == ST_OK && more)
            s = csv_next(r, &c, &more);
        assert_int_equal(s.code, ST_BAD_INPUT);
        assert_int_equal(csv_where(r).line, cases[i].line);
        assert_int_equal(csv_where(r).column, cases[i].column);
        assert_int_equal(csv_next(r, &c, &more).code, ST_OK);
        assert_false(more);
    }
}

static char *temporary(arena *a, const char *bytes, size_t length)
{
    char *path = arena_strdup(a, "/tmp/unit_csv_XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
    return path;
}

/* Larger than the reader's first buffer, so that records span every refill. */
static void a_file_reads_the_same_as_memory_whatever_the_buffer(void **state)
{
    arena *a = *state;
    text t = text_new(a);
    for (int i = 0; i < 40000; i++)
        text_addf(&t, "%d;\"regel \"\"%d\"\"\n%.*s\";slot\r\n", i, i, i % 90,
                  "..........................................................................................");
    char *path = temporary(a, t.chars, t.length);
    csv_reader *file = NULL, *memory = csv_open_memory(t.chars, t.length, a);
    assert_int_equal(csv_open(path, a, &file).code, ST_OK);
    unlink(path);
    csv_record one, other;
    bool more = true;
    for (int i = 0; i < 40000; i++) {
        assert_int_equal(csv_next(file, &one, &more).code, ST_OK);
        assert_int_equal(csv_next(memory, &other, &more).code, ST_OK);
        assert_int_equal(one.count, 3);
        for (size_t f = 0; f < 3; f++) {
            assert_int_equal(one.fields[f].length, other.fields[f].length);
            assert_memory_equal(one.fields[f].at, other.fields[f].at, one.fields[f].length);
        }
        assert_int_equal(csv_field_place(file, 2).line, 2 * i + 2);
    }
    expect_end(file, &one);
    assert_int_equal(csv_bytes_read(file), t.length);
}

static void utf16_is_named_as_such(void **state)
{
    csv_reader *r = NULL;
    char *path = temporary(*state,
                           "\xFF\xFE"
                           "a\0",
                           4);
    const status s = csv_open(path, *state, &r);
    unlink(path);
    assert_int_equal(s.code, ST_BAD_INPUT);
    assert_non_null(strstr(s.nl, "UTF-16"));
}

int main(void)
{
#define WITH_ARENA(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ARENA(quoted_fields_hold_separators_newlines_and_quotes),
        WITH_ARENA(a_byte_order_mark_and_blank_lines_are_passed_over),
        WITH_ARENA(places_are_lines_and_characters_as_an_editor_shows_them),
        WITH_ARENA(what_is_no_csv_is_refused_with_its_place),
        WITH_ARENA(a_file_reads_the_same_as_memory_whatever_the_buffer),
        WITH_ARENA(utf16_is_named_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
