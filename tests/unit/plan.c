#include "data/plan.h"

#include "tests/unit/unit.h"

#include <string.h>

static const property properties[] = {{.name = "naam", .column = "na\"am", .type = VALUE_STRING}, {.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY}};
static const layer places = {.name = "plaats", .table = "plaats", .id_column = "id", .restrict_column = "nis", .hide_column = "geschrapt", .properties = properties,
                             .property_count = 2, .geometry = 1, .geometry_type = GEOMETRY_MULTISURFACE, .srid = 31370};
static const property *const all[] = {&properties[0], &properties[1]};
static const dialect tagged = {"0123456789abcdef0123456789abcdef"};

static query everything(void)
{
    return (query){.layer = &places, .properties = all, .property_count = 2, .count = 10};
}

static int question_marks(const char *sql)
{
    int count = 0;
    for (; *sql; sql++)
        count += *sql == '?';
    return count;
}

static void a_page_is_cut_on_ids_in_a_total_order(void **state)
{
    (void)state;
    arena *a = arena_new();
    const query q = everything();
    const plan p = plan_select(&q, &tagged, a);
    assert_string_equal(p.sql, "SELECT \"id\", \"na\"\"am\", \"geometry\" FROM temp.\"rl_0123456789abcdef0123456789abcdef_plaats\" WHERE \"id\" IN (SELECT \"id\" FROM "
                               "temp.\"rl_0123456789abcdef0123456789abcdef_plaats\" WHERE \"geschrapt\" IS NOT 1 ORDER BY +\"id\" LIMIT ? OFFSET ?) ORDER BY \"id\"");
    assert_int_equal(p.value_count, 2);
    arena_free(a);
}

static void the_id_is_always_the_last_sort_key_and_nulls_come_last(void **state)
{
    (void)state;
    arena *a = arena_new();
    const sort_key keys[] = {{&properties[0], true}};
    query q = everything();
    q.sort = keys;
    q.sort_count = 1;
    const plan p = plan_select(&q, &tagged, a);
    const char *tail = p.sql + strlen(p.sql) - strlen(" ORDER BY \"na\"\"am\" DESC NULLS LAST, \"id\"");
    assert_string_equal(tail, " ORDER BY \"na\"\"am\" DESC NULLS LAST, \"id\"");
    arena_free(a);
}

static void every_value_is_bound(void **state)
{
    (void)state;
    static const double ring[] = {0, 0, 1, 0, 1, 1};
    const region r = {ring, 3, {0, 0, 1, 1}, {0, 0, 1, 1}};
    arena *a = arena_new();
    for (size_t count = 1; count < 40; count++) {
        int64_t ids[40] = {0};
        const id_list list = {ids, count};
        query q = everything();
        q.region = &r;
        q.ids = &list;
        const plan select = plan_select(&q, &tagged, a), counting = plan_count(&q, &tagged, a);
        assert_int_equal(question_marks(select.sql), (int)select.value_count);
        assert_int_equal(question_marks(counting.sql), (int)counting.value_count);
        assert_non_null(strstr(counting.sql, "_id\"")); /* ids narrow more than any box */
    }
    arena_free(a);
}

static void few_different_texts_for_many_id_lists(void **state)
{
    (void)state;
    arena *a = arena_new();
    int64_t ids[8] = {7, 8, 9};
    const id_list three = {ids, 3}, four = {ids, 4};
    query q = everything();
    q.ids = &three;
    const plan p = plan_count(&q, &tagged, a);
    q.ids = &four;
    assert_string_equal(p.sql, plan_count(&q, &tagged, a).sql);
    assert_int_equal(p.values[3].integer, 9); /* padded with its own last id: no row is added */
    arena_free(a);
}

static void an_empty_id_list_matches_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    const id_list none = {0};
    query q = everything();
    q.ids = &none;
    assert_non_null(strstr(plan_count(&q, &tagged, a).sql, " WHERE 0"));
    arena_free(a);
}

static void hidden_rows_come_only_when_asked_for(void **state)
{
    (void)state;
    arena *a = arena_new();
    query q = everything();
    q.hidden = HIDDEN_ONLY;
    assert_non_null(strstr(plan_count(&q, &tagged, a).sql, "\"geschrapt\" = 1"));
    q.hidden = HIDDEN_INCLUDED;
    assert_null(strstr(plan_count(&q, &tagged, a).sql, "geschrapt"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_cut_on_ids_in_a_total_order), cmocka_unit_test(the_id_is_always_the_last_sort_key_and_nulls_come_last),
        cmocka_unit_test(every_value_is_bound),                  cmocka_unit_test(few_different_texts_for_many_id_lists),
        cmocka_unit_test(an_empty_id_list_matches_nothing),      cmocka_unit_test(hidden_rows_come_only_when_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
