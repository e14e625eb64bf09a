#include "data/spatial/convex.h"

#include "data/spatial/spatial_cover.h"
#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>

static bool is_convex(const char *wkt)
{
    convex c;
    arena *a = arena_new();
    const bool found = convex_of(from_wkt(wkt, a), &c);
    arena_free(a);
    return found;
}

static void what_goes_around_once_without_turning_back_is_convex(void **state)
{
    (void)state;
    assert_true(is_convex("POLYGON((0 0,10 0,10 10,0 10,0 0))"));
    assert_true(is_convex("MULTIPOLYGON(((0 10,10 10,10 0,0 0,0 10)))"));
    assert_false(is_convex("POLYGON((0 0,10 0,5 5,10 10,0 10,0 0))"));
    assert_false(is_convex("POLYGON((0 0,6 9,-5 3,5 3,-6 9,0 0))"));
    assert_false(is_convex("POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 2))"));
    assert_false(is_convex("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))"));
    assert_false(is_convex("POLYGON((0 0,10 0,0 0,0 0))"));
}

static double common(spatial *s, geometry of, geometry with)
{
    double shared = 0, whole = 0;
    spatial_cover *c = NULL;
    assert_true(spatial_cover_new(s, of, &c));
    spatial_cover_measure(c, with, &shared, &whole);
    assert_int_equal(spatial_ended(s), SPATIAL_WENT_WELL);
    spatial_cover_free(c);
    return shared;
}

static double at_random(unsigned *seed, double most)
{
    return most * (double)rand_r(seed) / RAND_MAX;
}

/* Around a centre, at every angle another distance: valid, and rarely convex. With a hole when asked. */
static geometry star(unsigned *seed, int corners, double least, bool hole, arena *a)
{
    text t = text_new(a);
    const double x = 104000 + at_random(seed, 60), y = 194000 + at_random(seed, 60);
    double first[2] = {0, 0};
    text_add(&t, "POLYGON((");
    for (int i = 0; i < corners; i++) {
        const double angle = 2 * M_PI * i / corners, r = least + at_random(seed, 40 - least);
        const double px = x + r * cos(angle), py = y + r * sin(angle);
        text_addf(&t, "%.3f %.3f,", px, py);
        if (i == 0) {
            first[0] = px;
            first[1] = py;
        }
    }
    text_addf(&t, "%.3f %.3f)", first[0], first[1]);
    if (hole)
        text_addf(&t, ",(%.3f %.3f,%.3f %.3f,%.3f %.3f,%.3f %.3f)", x - 2, y - 2, x + 2, y - 2, x, y + 2, x - 2, y - 2);
    text_add(&t, ")");
    return from_wkt(t.chars, a);
}

/* From the one side it is cut off, from the other GEOS computes it. */
static void what_is_cut_off_is_what_geos_finds(void **state)
{
    unsigned seed = 7;
    int cut = 0;
    for (int i = 0; i < 2000; i++) {
        convex c;
        arena *a = arena_new();
        const geometry square = star(&seed, 3 + i % 4, 39, false, a), other = star(&seed, 7 + i % 9, 6, i % 2, a);
        if (convex_of(square, &c) && !convex_of(other, &c)) {
            const double one = common(*state, other, square), two = common(*state, square, other);
            if (fabs(one - two) > 1e-6)
                fail_msg("%d: %.9f and %.9f", i, one, two);
            cut += two > 1;
        }
        arena_free(a);
    }
    assert_true(cut > 500);
}

static void areas_that_touch_have_nothing_in_common(void **state)
{
    arena *a = arena_new();
    const geometry
        one = from_wkt(
            "POLYGON((104000.123 194000.456,104010.789 194003.123,104007.001 194013.37,103996.3 194010.7,104000.123 194000.456))",
            a),
        two = from_wkt(
            "POLYGON((104010.789 194003.123,104000.123 194000.456,104003.5 193990.25,104014.2 193992.9,104010.789 194003.123))",
            a);
    assert_true(common(*state, one, two) < 1e-7 && common(*state, two, one) < 1e-7);
    assert_true(fabs(common(*state, one, one) - 121.9) < 30);
    arena_free(a);
}

static int set_up(void **state)
{
    *state = spatial_new();
    return 0;
}

static int tear_down(void **state)
{
    spatial_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_around_once_without_turning_back_is_convex),
        cmocka_unit_test_setup_teardown(what_is_cut_off_is_what_geos_finds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(areas_that_touch_have_nothing_in_common, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
