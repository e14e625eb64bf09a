#include "data/spatial/crossings.h"

#include "data/model/geometry_build.h"
#include "tests/unit/unit.h"

#include <math.h>

static const double SIZE = 1000, WHOLE_TURN = 6.283185307179586;

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static bool go_on(void *context)
{
    ++*(int *)context;
    return true;
}

static bool stop(void *context)
{
    (void)context;
    return false;
}

static crossings_answer answer(const geometry_build *b, geometry_class whole)
{
    int asked = 0;
    return geometry_crossings(geometry_build_blob(b, whole, 31370), (crossings_watch){&asked, go_on});
}

/* The star {points/step}: each edge crosses 2 × (step - 1) others. */
static geometry_build star(arena *a, geometry_class kind, unsigned points, unsigned step, double size)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, kind);
    geometry_build_ring(&b);
    for (unsigned i = 0; i <= points; i++) {
        const double turn = WHOLE_TURN * (i * step % points) / points;
        geometry_build_point(&b, size * cos(turn), size * sin(turn));
    }
    return b;
}

static void an_area_may_cross_itself_so_often(void **state)
{
    const geometry_build few = star(*state, CLASS_POLYGON, 1001, 2, SIZE), many = star(*state, CLASS_POLYGON, 1001, 3, SIZE);
    assert_int_equal(answer(&few, CLASS_POLYGON), CROSSINGS_FEW);
    assert_int_equal(answer(&many, CLASS_POLYGON), CROSSINGS_MANY); /* 2,002 times */
}

/* It has no edge at all. */
static void a_place_that_is_repeated_crosses_nothing(void **state)
{
    geometry_build b = geometry_build_new(*state);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (int i = 0; i < 60; i++)
        geometry_build_point(&b, SIZE, SIZE);
    assert_int_equal(answer(&b, CLASS_POLYGON), CROSSINGS_FEW);
}

static void an_area_of_many_points_may_do_so_less_often(void **state)
{
    const geometry_build few = star(*state, CLASS_POLYGON, 1601, 2, SIZE), many = star(*state, CLASS_POLYGON, 1701, 2, SIZE);
    assert_int_equal(answer(&few, CLASS_POLYGON), CROSSINGS_FEW);
    assert_int_equal(answer(&many, CLASS_POLYGON), CROSSINGS_MANY);
}

static void a_line_may_cross_itself_more_often(void **state)
{
    const geometry_build few = star(*state, CLASS_LINESTRING, 401, 50, SIZE),
                         many = star(*state, CLASS_LINESTRING, 401, 52, SIZE);
    assert_int_equal(answer(&few, CLASS_LINESTRING), CROSSINGS_FEW); /* 19,649 times */
    assert_int_equal(answer(&many, CLASS_LINESTRING), CROSSINGS_MANY);
}

static void it_counts_at_any_scale(void **state)
{
    const double scales[] = {1e-100, 1e-9, 1, 1e9, 1e200};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        const geometry_build line = star(*state, CLASS_LINESTRING, 1001, 500, scales[i]),
                             area = star(*state, CLASS_POLYGON, 1001, 500, scales[i]);
        assert_int_equal(answer(&line, CLASS_LINESTRING), CROSSINGS_MANY);
        assert_int_equal(answer(&area, CLASS_POLYGON), CROSSINGS_MANY);
    }
}

/* Petals that meet in the middle. */
static geometry_build flower(arena *a, unsigned petals)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < petals; i++) {
        const double turn = WHOLE_TURN * i / petals, next = WHOLE_TURN * (i + 0.5) / petals;
        geometry_build_point(&b, 0, 0);
        geometry_build_point(&b, SIZE * cos(turn), SIZE * sin(turn));
        geometry_build_point(&b, SIZE * cos(next), SIZE * sin(next));
    }
    geometry_build_close(&b);
    return b;
}

static void coming_back_to_a_corner_counts(void **state)
{
    const geometry_build few = flower(*state, 1000), many = flower(*state, 1500);
    assert_int_equal(answer(&few, CLASS_POLYGON), CROSSINGS_FEW);
    assert_int_equal(answer(&many, CLASS_POLYGON), CROSSINGS_MANY);
}

/* From the middle to each side and back again. */
static geometry_build fan(arena *a, unsigned rays)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_LINESTRING);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < rays; i++) {
        geometry_build_point(&b, 0, 0);
        geometry_build_point(&b, SIZE * cos(WHOLE_TURN * i / rays), SIZE * sin(WHOLE_TURN * i / rays));
    }
    return b;
}

static void a_line_may_come_back_to_a_corner_so_often(void **state)
{
    const geometry_build few = fan(*state, 700), many = fan(*state, 720);
    assert_int_equal(answer(&few, CLASS_LINESTRING), CROSSINGS_FEW);
    assert_int_equal(answer(&many, CLASS_LINESTRING), CROSSINGS_MANY);
}

static void a_long_line_may_go_to_and_fro(void **state)
{
    geometry_build b = geometry_build_new(*state);
    geometry_build_part(&b, CLASS_LINESTRING);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < 20000; i++)
        geometry_build_point(&b, i < 10000 ? i : 20000 - i, i % 2);
    assert_int_equal(answer(&b, CLASS_LINESTRING), CROSSINGS_FEW);
}

static void box(geometry_build *b, double x, double y, double width, double height)
{
    geometry_build_part(b, CLASS_POLYGON);
    geometry_build_ring(b);
    geometry_build_point(b, x, y);
    geometry_build_point(b, x + width, y);
    geometry_build_point(b, x + width, y + height);
    geometry_build_point(b, x, y + height);
    geometry_build_close(b);
}

static void parts_that_fit_together_do_not_cross(void **state)
{
    geometry_build b = geometry_build_new(*state);
    for (unsigned i = 0; i < 10000; i++)
        box(&b, i % 100 * 10, i / 100 * 10, 10, 10);
    assert_int_equal(answer(&b, CLASS_MULTIPOLYGON), CROSSINGS_FEW);
}

static void a_part_that_comes_again_does_not_cross(void **state)
{
    geometry_build b = geometry_build_new(*state);
    for (unsigned i = 0; i < 1000; i++)
        box(&b, 0, 0, 10, 10);
    assert_int_equal(answer(&b, CLASS_MULTIPOLYGON), CROSSINGS_FEW);
}

/* Strips across and strips down: each pair crosses four times. */
static geometry_build lattice(arena *a, unsigned strips)
{
    geometry_build b = geometry_build_new(a);
    for (unsigned i = 0; i < strips; i++) {
        box(&b, -1, i * 10, strips * 10, 5);
        box(&b, i * 10, -1, 5, strips * 10);
    }
    return b;
}

static void parts_may_cross_one_another_so_often(void **state)
{
    const geometry_build few = lattice(*state, 70), many = lattice(*state, 71);
    assert_int_equal(answer(&few, CLASS_MULTIPOLYGON), CROSSINGS_FEW); /* 19,600 times */
    assert_int_equal(answer(&many, CLASS_MULTIPOLYGON), CROSSINGS_MANY);
}

/* To and fro over one line, never twice to the same place. */
static void edges_that_lie_on_each_other_count(void **state)
{
    geometry_build b = geometry_build_new(*state);
    geometry_build_part(&b, CLASS_LINESTRING);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < 300; i++)
        geometry_build_point(&b, i % 2 ? i : -(double)i, 0);
    assert_int_equal(answer(&b, CLASS_LINESTRING), CROSSINGS_MANY);
}

/* Teeth that stand side by side, each in the boxes of all others. */
static geometry_build comb(arena *a, unsigned teeth)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_LINESTRING);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < teeth; i++) {
        geometry_build_point(&b, i, 0);
        geometry_build_point(&b, i + 1e6, 1e6);
    }
    return b;
}

static void a_long_search_asks_and_stops(void **state)
{
    const geometry_build b = comb(*state, 800);
    const geometry g = geometry_build_blob(&b, CLASS_LINESTRING, 31370);
    int asked = 0;
    assert_int_equal(geometry_crossings(g, (crossings_watch){&asked, go_on}), CROSSINGS_FEW);
    assert_true(asked > 10);
    assert_int_equal(geometry_crossings(g, (crossings_watch){NULL, stop}), CROSSINGS_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_that_is_repeated_crosses_nothing),
        cmocka_unit_test(an_area_may_cross_itself_so_often),
        cmocka_unit_test(an_area_of_many_points_may_do_so_less_often),
        cmocka_unit_test(a_line_may_cross_itself_more_often),
        cmocka_unit_test(it_counts_at_any_scale),
        cmocka_unit_test(coming_back_to_a_corner_counts),
        cmocka_unit_test(a_line_may_come_back_to_a_corner_so_often),
        cmocka_unit_test(a_long_line_may_go_to_and_fro),
        cmocka_unit_test(parts_that_fit_together_do_not_cross),
        cmocka_unit_test(a_part_that_comes_again_does_not_cross),
        cmocka_unit_test(parts_may_cross_one_another_so_often),
        cmocka_unit_test(edges_that_lie_on_each_other_count),
        cmocka_unit_test(a_long_search_asks_and_stops),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
