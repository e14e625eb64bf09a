#include "server/http/kvp.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const kvp *parse(arena *a, const char *query)
{
    const kvp *k = NULL;
    const status s = kvp_parse(query, a, &k);
    if (s.code != ST_OK)
        fail_msg("refused \"%s\": %s", query, s.en);
    return k;
}

static void names_are_in_any_case_and_values_are_decoded(void **state)
{
    (void)state;
    arena *a = arena_new();
    const kvp *k = parse(a, "SeRvIcE=WFS&typenames=a%3Ab&x=1+2%2B3&leeg=&=niets&&y=%C2%B0");
    assert_string_equal(kvp_get(k, "SERVICE"), "WFS");
    assert_string_equal(kvp_get(k, "typeNames"), "a:b");
    assert_string_equal(kvp_get(k, "x"), "1 2+3");
    assert_string_equal(kvp_get(k, "y"), "°");
    assert_null(kvp_get(k, "leeg"));
    assert_null(kvp_get(k, "afwezig"));
    arena_free(a);
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00b", "a=%FF", "%E2%82=1", "a=1&A=2"};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const kvp *k = NULL;
        const status s = kvp_parse(bad[i], a, &k);
        if (s.code != ST_BAD_PARAM)
            fail_msg("accepted \"%s\"", bad[i]);
        assert_null(k);
    }
    arena_free(a);
}

static void the_same_value_twice_does_no_harm(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_int_equal(parse(a, "typename=a&TYPENAME=a")->count, 1);
    arena_free(a);
}

static void length_and_number_have_limits(void **state)
{
    (void)state;
    arena *a = arena_new();
    const kvp *k = NULL;
    char *query = calloc(1, KVP_BYTES + 16);
    memset(query, 'x', KVP_BYTES + 1);
    assert_int_equal(kvp_parse(query, a, &k).code, ST_TOO_LARGE);
    char *to = query;
    for (int i = 0; i <= KVP_PAIRS; i++)
        to += sprintf(to, "p%d=1&", i);
    assert_int_equal(kvp_parse(query, a, &k).code, ST_BAD_PARAM);
    free(query);
    arena_free(a);
}

static void a_link_says_the_same_with_another_page(void **state)
{
    (void)state;
    arena *a = arena_new();
    const kvp *k = parse(a, "service=WFS&STARTINDEX=10&sortBy=a%26b%3D%20%C2%B0");
    const char *link = kvp_with(k, "startIndex", "20", a);
    assert_string_equal(link, "service=WFS&sortBy=a%26b%3D%20%C2%B0&startIndex=20");
    assert_string_equal(kvp_get(parse(a, link), "sortby"), "a&b= °");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_in_any_case_and_values_are_decoded),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(the_same_value_twice_does_no_harm),
        cmocka_unit_test(length_and_number_have_limits),
        cmocka_unit_test(a_link_says_the_same_with_another_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
