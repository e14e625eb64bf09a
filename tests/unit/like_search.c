#include "tests/unit/like_oracle.h"
#include "tests/unit/unit.h"

#include "base/text.h"

static const like_pattern *compiled(const char *pattern, const char *specials[3], bool ignore_case, arena *a)
{
    const like_pattern *p = NULL;
    assert_int_equal(like_compile(pattern, specials[0], specials[1], specials[2], ignore_case, a, &p).code, ST_OK);
    return p;
}

static const char *repeated(const char *what, size_t times, arena *a)
{
    text t = text_new(a);
    while (times-- > 0)
        text_add(&t, what);
    return t.chars;
}

/* Letters that fold to two or three code points, combine, or are not UTF-8, in patterns that fill one word of the automaton or
 * several. */
static void it_agrees_with_the_matcher_that_it_replaces(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "b", "s", "ß", "S", "ΐ", "\xCC\x81", "é", "\xFF", "😀", "*", "?", "?"};
    static const size_t lengths[] = {3, 8, 90, 300};
    unsigned seed = 11;
    const char *specials[] = {"*", "?", "\\"};
    for (int i = 0; i < 6000; i++) {
        arena *a = arena_new();
        const size_t longest = lengths[(size_t)rand_r(&seed) % 4], first = (size_t)rand_r(&seed) % 8;
        text pattern = text_new(a), given = text_new(a);
        for (size_t n = (size_t)rand_r(&seed) % longest; n > 0; n--)
            text_add(&given, letters[first % 3 ? (size_t)rand_r(&seed) % 10 : (size_t)rand_r(&seed) % 3]);
        for (size_t n = (size_t)rand_r(&seed) % (longest / 2 + 2); n > 0; n--) {
            const char *letter = letters[(size_t)rand_r(&seed) % 12];
            text_add(&pattern, first % 2 && *letter != '*' ? "?" : strcmp(letter, "\xFF") == 0 ? "a" : letter);
        }
        for (int ignore = 0; ignore < 2; ignore++) {
            const like_pattern *p = compiled(pattern.chars, specials, ignore, a);
            if (like_matches(p, given.chars) != oracle_matches(p, given.chars, ignore))
                fail_msg("'%s' and '%s'", pattern.chars, given.chars);
        }
        arena_free(a);
    }
}

/* As in the trial of November 2026: pattern × text is 5 × 10 ^ 8 here, which took half a second for each row. */
static void test_s1_a_long_pattern_passes_a_long_text_once(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *specials[] = {"*", "?", "\\"};
    const char *const letters = repeated("a", 4900, a), *const chars = repeated("a", 100000, a);
    for (int ignore = 0; ignore < 2; ignore++)
        for (int i = 0; i < 3; i++)
            assert_false(like_matches(compiled(arena_printf(a, "*%sb*", letters), specials, ignore, a), chars));
    assert_false(like_matches(compiled(arena_printf(a, "*%s?%sb*", letters, letters), specials, true, a), chars));
    assert_true(like_matches(compiled(arena_printf(a, "*%s?%s", letters, letters), specials, true, a), chars));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_the_matcher_that_it_replaces),
        cmocka_unit_test(test_s1_a_long_pattern_passes_a_long_text_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
