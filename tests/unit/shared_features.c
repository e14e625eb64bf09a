/* The features that an answer has written (server/wfs/shared_features.h). The resulting answers are tested from outside
 * (tests/blackbox/test_joins.py). */
#include "server/wfs/shared_features.h"

#include "tests/unit/unit.h"

static const layer places = {.name = "plaats", .number = 0}, parcels = {.name = "perceel", .number = 1};

static void a_feature_is_new_once_and_counted_afterwards(void **state)
{
    (void)state;
    arena *a = arena_new();
    written *w = written_new(a, 10);
    assert_int_equal(written_add(w, &places, 7), 0);
    assert_int_equal(written_add(w, &places, 7), 1);
    assert_int_equal(written_add(w, &places, 7), 2);
    arena_free(a);
}

static void one_number_in_two_layers_is_two_features(void **state)
{
    (void)state;
    arena *a = arena_new();
    written *w = written_new(a, 10);
    assert_int_equal(written_add(w, &places, 7), 0);
    assert_int_equal(written_add(w, &parcels, 7), 0);
    assert_int_equal(written_add(w, &places, -7), 0);
    assert_int_equal(written_add(w, &places, 0), 0);
    arena_free(a);
}

/* Ids as the sample has them (a NIS code and a number) and neighbours: the table is full, and each one is still found. */
static void a_full_page_forgets_nothing_and_invents_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    written *w = written_new(a, 2 * SHARED_FEATURES_MOST);
    for (int64_t i = 0; i < SHARED_FEATURES_MOST; i++) {
        assert_int_equal(written_add(w, &places, 440210000000 + i), 0);
        assert_int_equal(written_add(w, &parcels, i * 65536), 0);
    }
    for (int64_t i = 0; i < SHARED_FEATURES_MOST; i++)
        assert_int_equal(written_add(w, &places, 440210000000 + i), 1);
    arena_free(a);
}

static void only_a_join_or_a_type_asked_twice_can_repeat(void **state)
{
    (void)state;
    wfs_query queries[2] = {{.query = {.sources = {{.layer = &places}}, .source_count = 1}},
                            {.query = {.sources = {{.layer = &parcels}}, .source_count = 1}}};
    assert_false(shared_features_possible(queries, 1));
    assert_false(shared_features_possible(queries, 2));
    queries[1].query.sources[0].layer = &places;
    assert_true(shared_features_possible(queries, 2));
    queries[0].query.sources[1].layer = &parcels;
    queries[0].query.source_count = 2;
    assert_true(shared_features_possible(queries, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feature_is_new_once_and_counted_afterwards),
        cmocka_unit_test(one_number_in_two_layers_is_two_features),
        cmocka_unit_test(a_full_page_forgets_nothing_and_invents_nothing),
        cmocka_unit_test(only_a_join_or_a_type_asked_twice_can_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
