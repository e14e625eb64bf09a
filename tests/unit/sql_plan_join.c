/* The SQL of joins: every source is read through its own relation, in an order that finds the tuples quickly. The tuples
 * themselves are tested from outside. */
#include "data/store/spatialite/sql_plan.h"

#include "tests/unit/unit.h"

#include <string.h>

static const property place_properties[] = {{.name = "naam", .column = "naam", .type = VALUE_STRING},
                                            {.name = "nis", .column = "nis", .type = VALUE_STRING},
                                            {.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY}};
static const property town_properties[] = {{.name = "code", .column = "code", .type = VALUE_STRING},
                                           {.name = "geldig", .column = "geldig", .type = VALUE_DATE},
                                           {.name = "geometry", .column = "shape", .type = VALUE_GEOMETRY}};
static const layer places = {.name = "plaats",
                             .table = "plaats",
                             .id_column = "id",
                             .restrict_column = "nis",
                             .hide_column = "weg",
                             .properties = place_properties,
                             .property_count = 3,
                             .geometry = 2,
                             .geometry_type = GEOMETRY_MULTISURFACE,
                             .srid = 31370};
static const layer towns = {.name = "gemeente",
                            .table = "gemeente",
                            .id_column = "id",
                            .properties = town_properties,
                            .property_count = 3,
                            .geometry = 2,
                            .geometry_type = GEOMETRY_MULTISURFACE,
                            .srid = 31370};
static const property *const name_only[] = {&place_properties[0]};
static const dialect tagged = {.tag = "0123456789abcdef0123456789abcdef"};
static const sql_plan_view caller = {.dialect = &tagged};
#define RELATION "temp.\"rl_0123456789abcdef0123456789abcdef_"

static expression of(const property *p, size_t from)
{
    return (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = from};
}

static query join_of(const layer *one, const layer *two, const filter *where)
{
    return (query){.sources = {{.layer = one, .properties = name_only, .property_count = 1}, {.layer = two}},
                   .source_count = 2,
                   .where = where,
                   .count = 10};
}

static filter pair(filter_kind kind, const property *one, const property *two)
{
    return (filter){.kind = kind, .left = of(one, 0), .right = of(two, 1)};
}

static void an_equality_is_on_rows_gathered_without_their_geometry(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter same = pair(FILTER_COMPARE, &place_properties[1], &town_properties[0]);
    const query q = join_of(&places, &towns, &same);
    const sql_plan p = sql_plan_tuples(&q, &caller, a);
    assert_string_equal(p.sql, "SELECT s0.\"id\", s1.\"id\" FROM " RELATION
                               "plaats_own\" s0 CROSS JOIN (SELECT \"id\", \"code\" FROM " RELATION
                               "gemeente_own\" LIMIT -1) s1 WHERE s0.\"weg\" IS NOT 1 AND ((s0.\"nis\") = (s1.\"code\")) ORDER "
                               "BY +s0.\"id\", +s1.\"id\" LIMIT ? OFFSET ?");
    assert_int_equal(p.value_count, 2);
    arena_free(a);
}

static void a_spatial_tie_goes_by_the_box_of_the_next_one(void **state)
{
    (void)state;
    arena *a = arena_new();
    filter near = pair(FILTER_SPATIAL, &town_properties[2], &place_properties[2]);
    near.operation = SPATIAL_DWITHIN;
    near.distance = 25;
    const query q = join_of(&towns, &places, &near);
    const sql_plan p = sql_plan_tuples(&q, &caller, a);
    /* The caller's own rows first: there are fewer of them than public ones. */
    assert_non_null(strstr(p.sql, " FROM " RELATION "plaats_own\" s1 CROSS JOIN " RELATION "gemeente_box\" s0 WHERE "));
    assert_non_null(
        strstr(p.sql, "s0.box_maxx >= box_edge(s1.\"geometry\", ?, ?) AND s0.box_minx <= box_edge(s1.\"geometry\", ?, ?)"));
    assert_non_null(strstr(p.sql, "spatial_pair(s0.\"shape\", s1.\"geometry\", ?, ?)"));
    assert_true(p.values[1].real == 25);
    assert_memory_equal(p.sql, "SELECT s0.\"id\", s1.\"id\"", strlen("SELECT s0.\"id\", s1.\"id\""));
    arena_free(a);
}

static void what_is_far_away_goes_by_no_box(void **state)
{
    (void)state;
    arena *a = arena_new();
    filter apart = pair(FILTER_SPATIAL, &place_properties[2], &town_properties[2]);
    const filter *const inner[] = {&apart};
    const filter no = {.kind = FILTER_NOT, .operands = inner, .operand_count = 1};
    apart.operation = SPATIAL_DISJOINT;
    query q = join_of(&places, &towns, &apart);
    assert_null(strstr(sql_plan_tuples(&q, &caller, a).sql, "_box"));
    apart.operation = SPATIAL_INTERSECTS;
    q.where = &no; /* nor does a condition that they must not meet */
    assert_null(strstr(sql_plan_tuples(&q, &caller, a).sql, "_box"));
    arena_free(a);
}

static void ids_are_looked_up_where_no_other_row_is_touched(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const int64_t ids[] = {7};
    const filter same = pair(FILTER_COMPARE, &place_properties[1], &town_properties[0]);
    const filter one = {.kind = FILTER_IDS, .ids = ids, .id_count = 1, .left = {.source = 0}};
    const filter *const parts[] = {&same, &one};
    const filter both = {.kind = FILTER_AND, .operands = parts, .operand_count = 2};
    const query q = join_of(&places, &towns, &both);
    assert_non_null(strstr(sql_plan_tuples(&q, &caller, a).sql, RELATION "plaats_id\" s0"));
    arena_free(a);
}

static void the_conditions_on_one_type_are_behind_its_gathering(void **state)
{
    (void)state;
    arena *a = arena_new();
    const filter same = pair(FILTER_COMPARE, &place_properties[1], &town_properties[0]);
    const filter named = {
        .kind = FILTER_COMPARE, .left = of(&place_properties[0], 0), .right = {.text = "x", .type = VALUE_STRING}};
    const filter dated = {
        .kind = FILTER_COMPARE, .left = of(&town_properties[1], 1), .right = {.text = "2025-01-01", .type = VALUE_DATE}};
    const filter *const parts[] = {&same, &named, &dated};
    const filter all = {.kind = FILTER_AND, .operands = parts, .operand_count = 3};
    const query q = join_of(&places, &towns, &all);
    const sql_plan p = sql_plan_count(&q, &caller, a);
    assert_non_null(strstr(p.sql, "gemeente_own\" WHERE ((\"geldig\") = (?)) LIMIT -1) s1"));
    assert_string_equal(p.values[0].bytes, "2025-01-01"); /* in the order of the marks */
    assert_string_equal(p.values[1].bytes, "x");
    assert_int_equal(p.value_count, 2);
    arena_free(a);
}

static void a_text_without_regard_to_case_is_folded_once_per_row(void **state)
{
    (void)state;
    arena *a = arena_new();
    filter same = pair(FILTER_COMPARE, &place_properties[0], &place_properties[0]);
    same.left.fold = same.right.fold = true;
    const query q = join_of(&places, &places, &same);
    assert_non_null(strstr(sql_plan_tuples(&q, &caller, a).sql, "fold(\"naam\") AS \"fold 0\""));
    assert_non_null(strstr(sql_plan_tuples(&q, &caller, a).sql, "((fold(s0.\"naam\")) = (s1.\"fold 0\"))"));
    arena_free(a);
}

static void a_feature_is_read_by_its_id_through_the_same_relation(void **state)
{
    (void)state;
    arena *a = arena_new();
    const query q = join_of(&places, &towns, NULL);
    const sql_plan p = sql_plan_feature(&q.sources[0], &caller, a);
    assert_string_equal(p.sql, "SELECT \"id\", \"naam\" FROM " RELATION "plaats\" WHERE \"id\" = ?");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_equality_is_on_rows_gathered_without_their_geometry),
        cmocka_unit_test(a_spatial_tie_goes_by_the_box_of_the_next_one),
        cmocka_unit_test(what_is_far_away_goes_by_no_box),
        cmocka_unit_test(ids_are_looked_up_where_no_other_row_is_touched),
        cmocka_unit_test(the_conditions_on_one_type_are_behind_its_gathering),
        cmocka_unit_test(a_text_without_regard_to_case_is_folded_once_per_row),
        cmocka_unit_test(a_feature_is_read_by_its_id_through_the_same_relation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
