#include "data/model/like.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

static const like_pattern *compiled(const char *pattern, const char *specials[3], bool ignore_case, arena *a)
{
    const like_pattern *p = NULL;
    const status s = like_compile(pattern, specials[0], specials[1], specials[2], ignore_case, a, &p);
    if (s.code != ST_OK)
        fail_msg("%s: %s", pattern, s.en);
    return p;
}

static bool bytes_match(const void *bytes, size_t size, const char *text)
{
    bool matches = false;
    assert_true(like_matches_bytes(bytes, size, text, &matches));
    return matches;
}

typedef struct like_case {
    const char *pattern, *text;
    bool matches;
} like_case;

static void check_all(const like_case *cases, size_t count, const char *specials[3], bool ignore_case)
{
    arena *a = arena_new();
    for (size_t i = 0; i < count; i++) {
        const like_pattern *p = compiled(cases[i].pattern, specials, ignore_case, a);
        if (like_matches(p, cases[i].text) != cases[i].matches)
            fail_msg("'%s' and '%s': expected %d", cases[i].pattern, cases[i].text, cases[i].matches);
    }
    arena_free(a);
}

static void wild_cards_stand_for_any_number_and_for_one(void **state)
{
    (void)state;
    static const like_case cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "anything", true},
        {"?", "", false},
        {"?", "a", true},
        {"?", "ab", false},
        {"a*", "abc", true},
        {"*c", "abc", true},
        {"*c", "abcd", false},
        {"a*c", "abc", true},
        {"a*c", "ac", true},
        {"a*c", "abcb", false},
        {"*b*", "abc", true},
        {"*b*", "acd", false},
        {"a?c", "abc", true},
        {"a?c", "ac", false},
        {"??*", "a", false},
        {"*??", "ab", true},
        {"*ab", "aab", true},
        {"*aab*b", "aaabb", true},
        {"a**b", "ab", true},
        {"*?*?*", "ab", true},
        {"*?*?*", "a", false},
        {"17.3*", "17.3.2.1.1.1°b)", true},
        {"17.3*", "17x3", false},
        {"53.8.2<*", "53.8.2<17", true},
        {"A*", "abc", false},
    };
    const char *specials[] = {"*", "?", "\\"};
    check_all(cases, sizeof cases / sizeof *cases, specials, false);
}

static void characters_are_code_points_not_bytes(void **state)
{
    (void)state;
    static const like_case cases[] = {
        {"?", "°", true}, {"?", "😀", true}, {"??", "😀", false}, {"a?c", "aéc", true}, {"*°?)", "1°b)", true}};
    const char *specials[] = {"*", "?", "\\"};
    check_all(cases, sizeof cases / sizeof *cases, specials, false);
}

static void any_triple_will_do_and_everything_else_is_literal(void **state)
{
    (void)state;
    static const like_case cases[] = {
        {"€%_.[a-z]$\\", "x%_.[a-z]$\\", true},
        {"€%_.[a-z]$\\", "xy%_.[a-z]$\\", true},
        {"%", "abc", false},
        {"_", "a", false},
        {"\"a", "\"a", true},
        {"😀a", "xa", true},
        {"😀a", "a", false},
        {"#€", "€", true},
        {"#€", "x", false},
        {"##", "#", true},
        {"#b", "b", true},
        {"#😀*", "😀*", true},
        {"#😀*", "a*", false},
    };
    const char *specials[] = {"€", "😀", "#"};
    check_all(cases, sizeof cases / sizeof *cases, specials, false);
    static const like_case backslash[] = {
        {"50\\%", "50%", true}, {"50\\%", "50x", false}, {"a\\_b%", "a_bcd", true}, {"\\\\%", "\\x", true}};
    const char *sql[] = {"%", "_", "\\"};
    check_all(backslash, sizeof backslash / sizeof *backslash, sql, false);
}

static void case_is_ignored_when_asked(void **state)
{
    (void)state;
    static const like_case cases[] = {
        {"BODEM*", "bodemattest", true},
        {"*ÉÉN*", "maar één keer", true},
        {"STRASSE", "straße", true},
        {"stra?e", "STRAßE", true},
        {"?", "ß", true},
        {"??", "ß", false},
        {"s?", "ß", true},
        {"*s", "ß", true},
        {"caf\xC3\xA9", "CAFE\xCC\x81", true},
        {"caf?", "CAFE\xCC\x81", true},
        {"e*", "\xC3\xA9t\xC3\xA9", false},
        {"\\E", "e", true},
        {"caf", "café", false},
        {"*ß*x", "STRASSE x", true},
    };
    const char *specials[] = {"*", "?", "\\"};
    check_all(cases, sizeof cases / sizeof *cases, specials, true);
}

/* A wild card that is a letter is case-sensitive. */
static void special_letters_are_not_folded(void **state)
{
    (void)state;
    static const like_case cases[] = {{"Xabc", "anything abc", true}, {"xabc", "xABC", true}, {"xabc", "yabc", false}};
    const char *specials[] = {"X", "Y", "Z"};
    check_all(cases, sizeof cases / sizeof *cases, specials, true);
}

static void bad_specials_are_refused_with_words(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *wild_card, *single_char, *escape_char, *says;
    } bad[] = {
        {"a", "", "?", "\\", "wildCard"},
        {"a", "**", "?", "\\", "wildCard"},
        {"a", "*", "", "\\", "singleChar"},
        {"a", "*", "?", "", "escapeChar"},
        {"a", NULL, "?", "\\", "wildCard"},
        {"a", "*", NULL, "\\", "singleChar"},
        {"a", "*", "?", NULL, "escapeChar"},
        {"a", "*", "*", "\\", "differ"},
        {"a", "*", "?", "?", "differ"},
        {"a", "*", "?", "*", "differ"},
        {"a\\", "*", "?", "\\", "missing"},
        {"\\\\\\", "*", "?", "\\", "missing"},
        {"a", "\xFF", "?", "\\", "wildCard"},
        {"\xC3", "*", "?", "\\", "UTF-8"},
        {"a", "*", "a much longer one", "\\", "singleChar"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const like_pattern *p = NULL;
        const status s = like_compile(bad[i].pattern, bad[i].wild_card, bad[i].single_char, bad[i].escape_char, false, a, &p);
        if (s.code != ST_BAD_PARAM || !strstr(s.en, bad[i].says) || p)
            fail_msg("%zu: %s", i, s.en);
        assert_string_equal(s.locator, "PropertyIsLike");
    }
    arena_free(a);
}

static char *repeated(arena *a, const char *what, size_t times)
{
    char *text = arena_alloc(a, strlen(what) * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * strlen(what), what, strlen(what));
    return text;
}

static void a_pattern_too_long_is_refused(void **state)
{
    (void)state;
    arena *a = arena_new();
    const like_pattern *p = NULL;
    assert_int_equal(like_compile(repeated(a, "é", LIKE_PATTERN_MAX), "*", "?", "\\", true, a, &p).code, ST_OK);
    assert_int_equal(like_compile(repeated(a, "é", LIKE_PATTERN_MAX + 1), "*", "?", "\\", true, a, &p).code, ST_BAD_PARAM);
    arena_free(a);
}

/* With back-tracking over every wild card this would take longer than the universe has lasted. */
static void no_pattern_takes_exponential_time(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *specials[] = {"*", "?", "\\"};
    const char *pattern = arena_printf(a, "%sb", repeated(a, "*a", 500)), *text = repeated(a, "a", 5000);
    assert_false(like_matches(compiled(pattern, specials, false, a), text));
    assert_false(like_matches(compiled(pattern, specials, true, a), text));
    assert_true(like_matches(compiled(repeated(a, "*a", 500), specials, false, a), text));
    arena_free(a);
}

static void the_bytes_alone_match_wherever_they_lie(void **state)
{
    (void)state;
    arena *a = arena_new();
    size_t size = 0;
    const char *specials[] = {"*", "?", "\\"};
    const void *bytes = like_bytes(compiled("a*°", specials, true, a), &size);
    char *unaligned = arena_alloc(a, size + 1);
    memcpy(unaligned + 1, bytes, size);
    assert_true(bytes_match(unaligned + 1, size, "ABC°"));
    assert_false(bytes_match(unaligned + 1, size, "bc°"));
    assert_false(bytes_match(unaligned + 1, size, NULL));
    arena_free(a);
}

static void bytes_that_are_no_pattern_match_nothing(void **state)
{
    (void)state;
    static const uint32_t no_pattern[] = {1, 'a'};
    assert_false(bytes_match(NULL, 0, "a"));
    assert_false(bytes_match("", 0, ""));
    assert_false(bytes_match(no_pattern, sizeof no_pattern, "a"));
    arena *a = arena_new();
    size_t size = 0;
    const char *specials[] = {"*", "?", "\\"};
    const void *bytes = like_bytes(compiled("*", specials, false, a), &size);
    for (size_t n = 0; n < size; n++)
        assert_false(bytes_match(bytes, n, "a"));
    arena_free(a);
}

/* Stored text may hold anything; such a byte is one character and equals no literal. */
static void text_that_is_no_utf8_still_gets_an_answer(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *specials[] = {"*", "?", "\\"};
    assert_true(like_matches(compiled("a?b", specials, false, a), "a\xFF"
                                                                  "b"));
    assert_true(like_matches(compiled("a?B", specials, true, a), "a\xFF"
                                                                 "b"));
    assert_false(like_matches(compiled("aÿb", specials, false, a), "a\xFF"
                                                                   "b"));
    arena_free(a);
}

/* The expected answer, computed the slow way. */
static bool slow(const char *pattern, const char *text)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '*')
        return slow(pattern + 1, text) || (*text && slow(pattern, text + 1));
    return *text && (*pattern == '?' || *pattern == *text) && slow(pattern + 1, text + 1);
}

static const char *drawn(arena *a, unsigned *seed, const char *letters, size_t longest)
{
    const size_t n = (size_t)rand_r(seed) % (longest + 1);
    char *text = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i++)
        text[i] = letters[(size_t)rand_r(seed) % strlen(letters)];
    return text;
}

static void it_agrees_with_the_plain_definition(void **state)
{
    (void)state;
    unsigned seed = 5;
    const char *specials[] = {"*", "?", "\\"};
    for (int i = 0; i < 20000; i++) {
        arena *a = arena_new();
        const char *pattern = drawn(a, &seed, "ab*?", 7), *text = drawn(a, &seed, "ab", 8);
        for (int ignore = 0; ignore < 2; ignore++)
            if (like_matches(compiled(pattern, specials, ignore, a), text) != slow(pattern, text))
                fail_msg("'%s' and '%s'", pattern, text);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wild_cards_stand_for_any_number_and_for_one),
        cmocka_unit_test(characters_are_code_points_not_bytes),
        cmocka_unit_test(any_triple_will_do_and_everything_else_is_literal),
        cmocka_unit_test(case_is_ignored_when_asked),
        cmocka_unit_test(special_letters_are_not_folded),
        cmocka_unit_test(bad_specials_are_refused_with_words),
        cmocka_unit_test(a_pattern_too_long_is_refused),
        cmocka_unit_test(no_pattern_takes_exponential_time),
        cmocka_unit_test(the_bytes_alone_match_wherever_they_lie),
        cmocka_unit_test(bytes_that_are_no_pattern_match_nothing),
        cmocka_unit_test(text_that_is_no_utf8_still_gets_an_answer),
        cmocka_unit_test(it_agrees_with_the_plain_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
