#include "data/model/case_fold.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

static void texts_equal_but_for_case_fold_to_the_same(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"", ""},
        {"Bodem 17.3°b)", "BODEM 17.3°B)"},
        {"straße", "STRASSE"},
        {"ÉÈÊË", "éèêë"},
        {"caf\xC3\xA9", "CAFE\xCC\x81"}, /* one code point, or two */
        {"\xE2\x84\xAB", "\xC3\xA5"},    /* the sign for ångström */
        {"ΣΊΣΥΦΟΣ", "σίσυφος"},          /* two small sigmas */
        {"ﬁets", "FIETS"},               /* a ligature */
        {"😀 Ĳ", "😀 ĳ"},
        {"K", "\xE2\x84\xAA"}, /* the sign for kelvin */
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (strcmp(case_fold(same[i][0], a), case_fold(same[i][1], a)) != 0)
            fail_msg("%s and %s", same[i][0], same[i][1]);
    }
    arena_free(a);
}

static void other_letters_stay_apart(void **state)
{
    (void)state;
    static const char *const apart[][2] = {{"e", "é"}, {"i", "ı"}, {"a", "b"}, {"ss", "s"}, {"Ø", "O"}, {"a ", "a"}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (strcmp(case_fold(apart[i][0], a), case_fold(apart[i][1], a)) == 0)
            fail_msg("%s and %s", apart[i][0], apart[i][1]);
    arena_free(a);
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *once = case_fold("Ǆ İstanbul ẞ ΐ ᾳ ŉ", a);
    assert_string_equal(case_fold(once, a), once);
    arena_free(a);
}

static void bytes_that_are_no_utf8_are_kept(void **state)
{
    (void)state;
    char *folded = case_fold_malloc("A\xFF\xC3");
    assert_string_equal(folded, "a\xFF\xC3");
    free(folded);
}

/* Sorting them would take quadratic time: here 10 ^ 10 steps. */
static void test_s1_marks_without_end_are_not_put_in_order(void **state)
{
    (void)state;
    enum { EACH = 100000 };
    arena *a = arena_new();
    char *given = arena_alloc(a, 4 * EACH + 2);
    given[0] = 'E';
    for (size_t i = 0; i < EACH; i++) {
        memcpy(given + 1 + 2 * i, "\xCC\x81", 2);          /* above */
        memcpy(given + 1 + 2 * (EACH + i), "\xCC\x96", 2); /* below: it belongs in front */
    }
    const char *folded = case_fold(given, a);
    assert_int_equal(folded[0], 'e');
    assert_string_equal(folded + 1, given + 1);
    size_t count = 0;
    free(case_fold_characters(given, &count));
    assert_int_equal(count, 2 * EACH + 1);
    assert_string_equal(case_fold("E\xCC\x81\xCC\x96", a), case_fold("e\xCC\x96\xCC\x81", a));
    arena_free(a);
}

static void a_folded_character_tells_where_it_begins(void **state)
{
    (void)state;
    size_t count = 0;
    uint32_t *codes = case_fold_characters("Aß\xFF"
                                           "E\xCC\x81",
                                           &count);
    static const uint32_t expected[] = {'a', 's', 's' | CASE_FOLD_INSIDE, CASE_FOLD_NONE | 0xFF, 'e', 0x301};
    assert_int_equal(count, sizeof expected / sizeof *expected); /* not well-formed, so not composed */
    assert_memory_equal(codes, expected, sizeof expected);
    free(codes);
    codes = case_fold_characters("E\xCC\x81", &count);
    assert_int_equal(count, 1);
    assert_int_equal(codes[0], 0xE9);
    free(codes);
}

static void an_accent_goes_and_a_letter_of_its_own_stays(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"Beyoncé", "Beyonce"},
                                           {"e\xCC\x81", "e"},
                                           {"Chișinău", "Chisinau"},
                                           {"København", "København"},
                                           {"ÉÉN", "EEN"},
                                           {"日本", "日本"},
                                           {"", ""}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(accent_fold(pairs[i][0], a), pairs[i][1]);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_accent_goes_and_a_letter_of_its_own_stays),
        cmocka_unit_test(texts_equal_but_for_case_fold_to_the_same),
        cmocka_unit_test(other_letters_stay_apart),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(bytes_that_are_no_utf8_are_kept),
        cmocka_unit_test(test_s1_marks_without_end_are_not_put_in_order),
        cmocka_unit_test(a_folded_character_tells_where_it_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
