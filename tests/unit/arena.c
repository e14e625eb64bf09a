#include "base/arena.h"

#include "tests/unit/unit.h"

static void an_array_grows_with_what_it_holds(void **state)
{
    (void)state;
    arena *a = arena_new();
    size_t room = 0;
    int *items = NULL;
    for (int i = 0; i < 1000; i++) {
        if ((size_t)i == room)
            items = arena_grow(a, items, &room, 0, sizeof *items);
        items[i] = i;
    }
    assert_true(room >= 1000 && room <= 2000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_free(a);
}

static void an_array_grows_to_what_is_asked_at_least(void **state)
{
    (void)state;
    arena *a = arena_new();
    size_t room = 0;
    const char *items = arena_grow(a, NULL, &room, 100, 1);
    assert_int_equal(room, 100);
    items = arena_grow(a, items, &room, 150, 1);
    assert_int_equal(room, 200);
    assert_int_equal(items[199], 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_grows_with_what_it_holds),
        cmocka_unit_test(an_array_grows_to_what_is_asked_at_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
