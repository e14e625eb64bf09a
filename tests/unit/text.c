#include "base/text.h"

#include "tests/unit/unit.h"

#include <string.h>

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const char *const bad[] = {"", " 1", "1 ", "1x", "nan", "inf", "0x10", "1e999", "--1", "1,5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double d = 42;
        assert_false(text_to_double(bad[i], &d));
        assert_true(d == 42);
    }
    double d = 0;
    assert_true(text_to_double("-12.5e1", &d));
    assert_true(d == -125);
}

static void integers_keep_64_bits(void **state)
{
    (void)state;
    int64_t n = 0;
    assert_true(text_to_int64("9223372036854775807", &n));
    assert_true(n == INT64_MAX);
    assert_false(text_to_int64("9223372036854775808", &n));
    assert_false(text_to_int64("+1", &n));
    assert_false(text_to_int64("1.0", &n));
}

static void utf8_is_checked_strictly(void **state)
{
    (void)state;
    static const char *const good[] = {"", "abc", "° — 😀", "\xED\x9F\xBF"};
    static const char *const bad[] = {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "a\xFF"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(text_is_utf8(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
    assert_false(text_is_utf8("a\0b", 3));
}

static void a_text_is_whole_whatever_is_in_it(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const char good[] = "° — 😀";
    assert_ptr_equal(text_whole(good, strlen(good), a), good);
    assert_string_equal(text_whole("a\0b", 3, a), "a\xEF\xBF\xBD"
                                                  "b");
    assert_string_equal(text_whole("\0", 1, a), "\xEF\xBF\xBD");
    assert_string_equal(text_whole("\xE2\x82", 2, a), "\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_string_equal(text_whole("é\xFF", 3, a), "é\xEF\xBF\xBD");
    arena_free(a);
}

static void splitting_keeps_empty_items(void **state)
{
    (void)state;
    arena *a = arena_new();
    const text_list list = text_split(a, "a,,b", ',');
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[1], "");
    assert_int_equal(text_split(a, "", ',').count, 0);
    arena_free(a);
}

static void items_lose_the_blanks_round_them(void **state)
{
    (void)state;
    arena *a = arena_new();
    const text_list list = text_items(a,
                                      " a b\t,\r\n c,\xC2\xA0"
                                      "d\xE2\x80\x8B,\xEF\xBB\xBF, ",
                                      ',');
    const char *const wanted[] = {"a b", "c", "d", "", ""};
    assert_int_equal(list.count, 5);
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.items[i], wanted[i]);
    assert_int_equal(text_items(a, " \t\n", ',').count, 0);
    assert_string_equal(text_items(a, "\xE2\x80\x99", ',').items[0],
                        "\xE2\x80\x99"); /* an apostrophe whose first byte is also that of a blank */
    assert_string_equal(text_items(a, "\xE2\x80", ',').items[0], "\xE2\x80");
    arena_free(a);
}

static void words_are_never_empty(void **state)
{
    (void)state;
    arena *a = arena_new();
    const text_list words = text_words(a, "  a\t\n b,,c , d\xC2\xA0 ", ",");
    const char *const wanted[] = {"a", "b", "c", "d"};
    assert_int_equal(words.count, 4);
    for (size_t i = 0; i < words.count; i++)
        assert_string_equal(words.items[i], wanted[i]);
    assert_int_equal(text_words(a, "a,b", "").count, 1);
    assert_int_equal(text_words(a, " ,", ",").count, 0);
    arena_free(a);
}

static void a_cut_message_ends_at_a_whole_character(void **state)
{
    (void)state;
    char longer[STATUS_TEXT * 2] = "x";
    for (size_t i = 1; i + 2 < sizeof longer; i += 2)
        memcpy(longer + i, "é", 3);
    const status s = FAIL(BAD_PARAM, "count", "%s", "%s", longer);
    assert_true(text_is_utf8(s.nl, strlen(s.nl)));
    assert_true(text_is_utf8(s.en, strlen(s.en)));
    assert_string_equal(status_ows_code(s.code), "InvalidParameterValue");
}

/* "%.60s" counts bytes: it may cut a client's character in two, in the middle of the message. */
static void a_message_repeats_a_clients_text_as_clean_text(void **state)
{
    (void)state;
    const status torn = FAIL(BAD_PARAM, "", "'%.4s' is niets", "'%.4s' is nothing", "abc€");
    assert_string_equal(torn.en, "'abc' is nothing");
    const status control = FAIL(BAD_PARAM, "a\x01", "%s", "%s",
                                "a\x01"
                                "b\nc\x7F\xEF\xBF\xBF"
                                "d\xFF°");
    assert_string_equal(control.nl, "a b c d°");
    assert_string_equal(control.locator, "a ");
}

static char order[4];

static void note(void *what)
{
    strncat(order, what, 1);
}

static void deferred_calls_run_last_first(void **state)
{
    (void)state;
    arena *a = arena_new();
    char one[] = "1", two[] = "2";
    arena_defer(a, note, one);
    arena_defer(a, note, two);
    arena_reset(a);
    assert_string_equal(order, "21");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(integers_keep_64_bits),
        cmocka_unit_test(utf8_is_checked_strictly),
        cmocka_unit_test(a_text_is_whole_whatever_is_in_it),
        cmocka_unit_test(splitting_keeps_empty_items),
        cmocka_unit_test(items_lose_the_blanks_round_them),
        cmocka_unit_test(words_are_never_empty),
        cmocka_unit_test(a_cut_message_ends_at_a_whole_character),
        cmocka_unit_test(deferred_calls_run_last_first),
        cmocka_unit_test(a_message_repeats_a_clients_text_as_clean_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
