#include "data/store/spatialite/sql_plan.h"
#include "data/model/feature.h"

#include "tests/unit/unit.h"

#include <string.h>

static const property properties[] = {{.name = "naam", .column = "na\"am", .type = VALUE_STRING},
                                      {.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY}};
static const layer places = {.name = "plaats",
                             .table = "plaats",
                             .id_column = "id",
                             .restrict_column = "nis",
                             .hide_column = "geschrapt",
                             .properties = properties,
                             .property_count = 2,
                             .geometry = 1,
                             .geometry_type = GEOMETRY_MULTISURFACE,
                             .srid = 31370};
static const property *const all[] = {&properties[0], &properties[1]};
static const dialect tagged = {.tag = "0123456789abcdef0123456789abcdef"};
static const sql_plan_view caller = {.dialect = &tagged};

static query everything(void)
{
    return (query){.sources = {{.layer = &places, .properties = all, .property_count = 2}}, .source_count = 1, .count = 10};
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
    const sql_plan p = sql_plan_select(&q, &caller, a);
    assert_string_equal(p.sql,
                        "SELECT row.\"id\", row.\"na\"\"am\", row.\"geometry\" FROM (SELECT \"id\" AS page_id FROM "
                        "temp.\"rl_0123456789abcdef0123456789abcdef_plaats_own\""
                        " WHERE \"geschrapt\" IS NOT 1 ORDER BY \"nis\", \"geschrapt\", \"id\" LIMIT ? OFFSET ?) page CROSS JOIN "
                        "temp.\"rl_0123456789abcdef0123456789abcdef_plaats\" row ON row.\"id\" = page.page_id");
    assert_int_equal(p.value_count, 2);
    arena_free(a);
}

static void hidden_rows_among_the_others_have_their_place_by_id(void **state)
{
    (void)state;
    arena *a = arena_new();
    query q = everything();
    q.sources[0].hidden = HIDDEN_INCLUDED;
    const sql_plan p = sql_plan_select(&q, &caller, a);
    assert_string_equal(
        p.sql, "SELECT \"id\", \"na\"\"am\", \"geometry\" FROM temp.\"rl_0123456789abcdef0123456789abcdef_plaats\" WHERE \"id\" "
               "IN (SELECT \"id\" FROM "
               "temp.\"rl_0123456789abcdef0123456789abcdef_plaats_own\" ORDER BY +\"id\" LIMIT ? OFFSET ?) ORDER BY \"id\"");
    arena_free(a);
}

static void the_id_is_always_the_last_sort_key_and_nulls_come_last(void **state)
{
    (void)state;
    arena *a = arena_new();
    const sort_key keys[] = {{&properties[0], 0, true}};
    query q = everything();
    q.sort = keys;
    q.sort_count = 1;
    const sql_plan p = sql_plan_select(&q, &caller, a);
    const char *tail = p.sql + strlen(p.sql) - strlen(" ORDER BY \"na\"\"am\" DESC NULLS LAST, \"id\"");
    assert_string_equal(tail, " ORDER BY \"na\"\"am\" DESC NULLS LAST, \"id\"");
    arena_free(a);
}

static void every_value_is_bound(void **state)
{
    (void)state;
    static const double ring[] = {0, 0, 1, 0, 1, 1};
    static const int64_t ids[40] = {0};
    const region r = {ring, 3, {0, 0, 1, 1}, {0, 0, 1, 1}};
    arena *a = arena_new();
    for (size_t count = 1; count < 40; count++) {
        const filter place = {.kind = FILTER_REGION, .region = &r}, list = {.kind = FILTER_IDS, .ids = ids, .id_count = count};
        const filter *const parts[] = {&place, &list};
        const filter both = {.kind = FILTER_AND, .operands = parts, .operand_count = 2};
        query q = everything();
        q.where = &both;
        const sql_plan select = sql_plan_select(&q, &caller, a), counting = sql_plan_count(&q, &caller, a);
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
    static const int64_t ids[8] = {7, 8, 9};
    const filter three = {.kind = FILTER_IDS, .ids = ids, .id_count = 3}, four = {.kind = FILTER_IDS, .ids = ids, .id_count = 4};
    query q = everything();
    q.where = &three;
    const sql_plan p = sql_plan_count(&q, &caller, a);
    q.where = &four;
    assert_string_equal(p.sql, sql_plan_count(&q, &caller, a).sql);
    assert_int_equal(p.values[3].integer, 9); /* padded with its own last id: no row is added */
    arena_free(a);
}

static void an_empty_id_list_matches_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter none = {.kind = FILTER_IDS};
    query q = everything();
    q.where = &none;
    assert_non_null(strstr(sql_plan_count(&q, &caller, a).sql, "(0)"));
    arena_free(a);
}

static filter equals(const property *p, const char *word)
{
    return (filter){.kind = FILTER_COMPARE,
                    .left = {.kind = EXPRESSION_PROPERTY, .type = VALUE_STRING, .property = p},
                    .right = {.kind = EXPRESSION_LITERAL, .type = VALUE_STRING, .text = word}};
}

static void no_text_of_a_client_is_in_the_sql(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter f = equals(&properties[0], "x' OR 1=1 --");
    query q = everything();
    q.where = &f;
    const sql_plan p = sql_plan_count(&q, &caller, a);
    assert_null(strstr(p.sql, "1=1"));
    assert_int_equal(p.value_count, 1);
    assert_string_equal(p.values[0].bytes, "x' OR 1=1 --");
    arena_free(a);
}

static void not_turns_unknown_into_true(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter f = equals(&properties[0], "x");
    const filter *const inner[] = {&f};
    const filter no = {.kind = FILTER_NOT, .operands = inner, .operand_count = 1};
    query q = everything();
    q.where = &no;
    assert_non_null(strstr(sql_plan_count(&q, &caller, a).sql, " IS NOT TRUE)"));
    arena_free(a);
}

static size_t deepest(const char *sql)
{
    size_t depth = 0, most = 0;
    for (; *sql; sql++) {
        depth += *sql == '(';
        depth -= *sql == ')';
        most = depth > most ? depth : most;
    }
    return most;
}

static void a_thousand_alternatives_are_not_a_thousand_deep(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    arena *a = arena_new();
    const filter f = equals(&properties[0], "x");
    const filter *parts[MANY];
    for (size_t i = 0; i < MANY; i++)
        parts[i] = &f;
    const filter any = {.kind = FILTER_OR, .operands = parts, .operand_count = MANY};
    query q = everything();
    q.where = &any;
    const sql_plan p = sql_plan_count(&q, &caller, a);
    assert_int_equal(p.value_count, MANY);
    assert_true(deepest(p.sql) < 20);
    arena_free(a);
}

static filter near_box(double minx, double miny, double maxx, double maxy, spatial_operator how)
{
    return (filter){.kind = FILTER_SPATIAL,
                    .operation = how,
                    .distance = 5,
                    .right = {.type = VALUE_GEOMETRY},
                    .extent = {minx, miny, maxx, maxy}};
}

static void the_smallest_extent_leads_and_never_the_common_part(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter large = near_box(0, 0, 100, 100, SPATIAL_INTERSECTS), small = near_box(200, 200, 210, 210, SPATIAL_DWITHIN);
    const filter far = near_box(0, 0, 1, 1, SPATIAL_DISJOINT);
    const filter *const parts[] = {&large, &far, &small};
    const filter every = {.kind = FILTER_AND, .operands = parts, .operand_count = 3},
                 any = {.kind = FILTER_OR, .operands = parts, .operand_count = 3};
    query q = everything();
    q.where = &every;
    const sql_plan p = sql_plan_count(&q, &caller, a);
    assert_non_null(strstr(p.sql, "_box\""));
    assert_true(p.values[0].real == 195 && p.values[1].real == 215); /* five more on each side: DWithin */
    q.where = &any;
    assert_null(strstr(sql_plan_count(&q, &caller, a).sql, "_box\""));
    q.where = &far;
    assert_null(strstr(sql_plan_count(&q, &caller, a).sql, "_box\""));
    arena_free(a);
}

static void a_page_begins_after_a_row_by_what_the_order_looks_at(void **state)
{
    (void)state;
    arena *a = arena_new();
    query q = everything();
    const value keys[] = {{.null = true}};
    const page_after after = {.id = 7, .restricted = "44021", .keys = keys};
    const sort_key sort = {.property = &q.sources[0].layer->properties[0]};
    q.after = &after;
    assert_non_null(strstr(sql_plan_select(&q, &caller, a).sql, "\"nis\" >= ? AND (\"nis\" > ? OR \"id\" > ?)"));
    q.sort = &sort;
    q.sort_count = 1;
    assert_non_null(strstr(sql_plan_select(&q, &caller, a).sql, "IS NULL AND (\"id\" > ?))"));
    arena_free(a);
}

static void hidden_rows_come_only_when_asked_for(void **state)
{
    (void)state;
    arena *a = arena_new();
    query q = everything();
    q.sources[0].hidden = HIDDEN_ONLY;
    assert_non_null(strstr(sql_plan_count(&q, &caller, a).sql, "\"geschrapt\" = 1"));
    q.sources[0].hidden = HIDDEN_INCLUDED;
    assert_null(strstr(sql_plan_count(&q, &caller, a).sql, "geschrapt"));
    arena_free(a);
}

/* strncmp, because the sanitizer's strstr reads the whole of a long text at each call. */
static size_t times(const char *sql, const char *part)
{
    const size_t n = strlen(part);
    size_t count = 0;
    for (; *sql; sql++)
        count += *sql == *part && strncmp(sql, part, n) == 0;
    return count;
}

/* Row S1: SQLite's planner takes time quadratic, or worse, in the number of separate conditions. */
static void test_s1_the_planner_weighs_no_more_than_the_first_conditions(void **state)
{
    (void)state;
    enum { CONDITIONS = 500, WEIGHED = 64 };
    arena *a = arena_new();
    const filter one = {.kind = FILTER_NULL,
                        .left = {.kind = EXPRESSION_PROPERTY, .type = VALUE_STRING, .property = &properties[0]}};
    const filter *operands[CONDITIONS];
    for (size_t i = 0; i < CONDITIONS; i++)
        operands[i] = &one;
    query q = everything();
    for (size_t count = WEIGHED; count <= CONDITIONS; count += CONDITIONS - WEIGHED) {
        const filter every = {.kind = FILTER_AND, .operands = operands, .operand_count = count};
        q.where = &every;
        const sql_plan p = sql_plan_count(&q, &caller, a);
        const char *rest = strstr(p.sql, " IS TRUE");
        assert_int_equal(times(p.sql, " IS NULL"), count);
        assert_int_equal(rest != NULL, count > WEIGHED);
        assert_true(!rest || !strstr(rest, " AND "));
    }
    arena_free(a);
}

static void hold_constants(const filter *operator, arena * a)
{
    enum { OPERATORS = 5000, COMPARED = 1000, PAGE = 2 };
    const filter *operands[OPERATORS];
    query q = everything();
    for (size_t i = 0; i < OPERATORS; i++)
        operands[i] = operator;
    for (filter_kind list = FILTER_AND; list <= FILTER_OR; list++) {
        const filter whole = {.kind = list, .operands = operands, .operand_count = OPERATORS};
        q.where = &whole;
        const sql_plan p = sql_plan_select(&q, &caller, a);
        assert_int_equal(question_marks(p.sql), (int)p.value_count);
        assert_true(p.value_count - times(p.sql, "(SELECT ?)") - times(p.sql, ", ?") <= COMPARED + PAGE);
        assert_int_equal(times(p.sql, ", (SELECT"), 0); /* the statement keeps what a function made of a constant */
    }
}

/* Row S1: SQLite compares each constant with all earlier ones. */
static void test_s1_no_more_than_the_first_constants_are_compared(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const double ring[] = {0, 0, 1, 0, 1, 1};
    static const int64_t id = 7;
    const region r = {ring, 3, {0, 0, 1, 1}, {0, 0, 1, 1}};
    const like_pattern *pattern = NULL;
    assert_int_equal(like_compile("a*", "*", "?", "!", false, a, &pattern).code, ST_OK);
    const filter compared = equals(&properties[0], "x"), near = near_box(0, 0, 1, 1, SPATIAL_INTERSECTS),
                 within = {.kind = FILTER_REGION, .region = &r}, one = {.kind = FILTER_IDS, .ids = &id, .id_count = 1},
                 like = {.kind = FILTER_LIKE, .left = compared.left, .like = pattern};
    const filter *const kinds[] = {&compared, &near, &within, &one, &like};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        hold_constants(kinds[i], a);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_cut_on_ids_in_a_total_order),
        cmocka_unit_test(hidden_rows_among_the_others_have_their_place_by_id),
        cmocka_unit_test(the_id_is_always_the_last_sort_key_and_nulls_come_last),
        cmocka_unit_test(every_value_is_bound),
        cmocka_unit_test(few_different_texts_for_many_id_lists),
        cmocka_unit_test(an_empty_id_list_matches_nothing),
        cmocka_unit_test(a_page_begins_after_a_row_by_what_the_order_looks_at),
        cmocka_unit_test(hidden_rows_come_only_when_asked_for),
        cmocka_unit_test(no_text_of_a_client_is_in_the_sql),
        cmocka_unit_test(not_turns_unknown_into_true),
        cmocka_unit_test(a_thousand_alternatives_are_not_a_thousand_deep),
        cmocka_unit_test(the_smallest_extent_leads_and_never_the_common_part),
        cmocka_unit_test(test_s1_the_planner_weighs_no_more_than_the_first_conditions),
        cmocka_unit_test(test_s1_no_more_than_the_first_constants_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
