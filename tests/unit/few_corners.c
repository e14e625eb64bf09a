#include "data/spatial/few_corners.h"

#include "data/model/geometry_build.h"
#include "data/spatial/spatial.h"
#include "data/spatial/spatial_measure.h"
#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

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

static sureness meet(const char *area, const char *row)
{
    arena *a = arena_new();
    few_corners *f = few_corners_of(from_wkt(area, a));
    assert_non_null(f);
    const sureness met = few_corners_meet(f, from_wkt(row, a));
    few_corners_free(f);
    arena_free(a);
    return met;
}

#define AREA "POLYGON((0 0,10 0,10 10,0 10,0 0))"
#define WITH_HOLE "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2))"

static void what_is_plain_to_see_is_sure(void **state)
{
    (void)state;
    static const struct {
        const char *area, *row;
        sureness met;
    } cases[] = {
        {AREA, "POINT(5 5)", SURE_YES},
        {AREA, "POINT(11 5)", SURE_NO},
        {AREA, "POINT(-1 10.5)", SURE_NO},
        {AREA, "MULTIPOINT((20 20),(1 9))", SURE_YES},
        {AREA, "LINESTRING(-5 5,15 6)", SURE_YES},                                                   /* through */
        {AREA, "LINESTRING(4 4,6 6)", SURE_YES},                                                     /* inside */
        {AREA, "LINESTRING(-5 5,-1 20,20 20)", SURE_NO},                                             /* around a corner */
        {AREA, "MULTILINESTRING((20 20,30 30),(4 4,6 6))", SURE_YES},                                /* its second part */
        {AREA, "POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5))", SURE_YES},                                /* around the area */
        {AREA, "POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5),(-1 -1,11 -1,11 11,-1 11,-1 -1))", SURE_NO}, /* the area in its hole */
        {AREA, "POLYGON((20 20,30 20,30 30,20 20))", SURE_NO},
        {AREA, "MULTIPOLYGON(((20 20,30 20,30 30,20 20)),((-5 -5,15 -5,15 15,-5 15,-5 -5)))", SURE_YES},
        {AREA, "MULTIPOLYGON(((-5 -5,15 -5,15 15,-5 15,-5 -5)),((-6 -6,16 -6,16 16,-6 16,-6 -6)))", SURE_YES}, /* parts overlap */
        {WITH_HOLE, "POINT(5 5)", SURE_NO},
        {WITH_HOLE, "POINT(1 5)", SURE_YES},
        {WITH_HOLE, "POLYGON((3 3,7 3,7 7,3 3))", SURE_NO},                               /* in the hole */
        {WITH_HOLE, "POLYGON((1 1,9 1,9 9,1 9,1 1))", SURE_YES},                          /* around the hole */
        {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)))", "LINESTRING(5 -5,6 15)", SURE_YES}, /* one part alone */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (meet(cases[i].area, cases[i].row) != cases[i].met)
            fail_msg("%s and %s: %d", cases[i].area, cases[i].row, (int)meet(cases[i].area, cases[i].row));
}

/* On an edge or at a corner, rounding decides: those cases are left to GEOS. */
static void a_touch_is_never_sure(void **state)
{
    (void)state;
    static const char *const rows[] = {"POINT(0 0)",
                                       "POINT(5 10)",
                                       "POINT(10 5)",
                                       "POINT(5 0)",
                                       "LINESTRING(10 5,20 5)",
                                       "LINESTRING(-5 10,15 10)",
                                       "LINESTRING(-5 5,5 15)",
                                       "POLYGON((10 0,20 0,20 10,10 10,10 0))",
                                       "POLYGON((10 10,20 10,20 20,10 10))",
                                       "POLYGON((0 0,10 0,10 10,0 10,0 0))"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (meet(AREA, rows[i]) != NOT_SURE)
            fail_msg("%s", rows[i]);
    assert_int_equal(meet(WITH_HOLE, "POINT(2 5)"), NOT_SURE);
}

static void what_is_no_area_of_few_corners_is_geoss(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const char *const others[] = {"POINT(1 1)", "LINESTRING(0 0,1 1)",
                                         "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))",
                                         "GEOMETRYCOLLECTION(POLYGON((0 0,1 0,1 1,0 0)))"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(few_corners_of(from_wkt(others[i], a)));
    for (int corners = CORNERS_MOST; corners <= CORNERS_MOST + 1; corners++) {
        geometry_build b = geometry_build_new(a);
        geometry_build_part(&b, CLASS_POLYGON);
        geometry_build_ring(&b);
        for (int i = 0; i < corners; i++)
            geometry_build_point(&b, cos(0.09 * i), sin(0.09 * i));
        geometry_build_close(&b);
        few_corners *f = few_corners_of(geometry_build_blob(&b, CLASS_POLYGON, 31370));
        assert_int_equal(f != NULL, corners == CORNERS_MOST);
        few_corners_free(f);
    }
    few_corners_free(NULL);
    arena_free(a);
}

static void a_row_with_very_many_points_is_geoss(void **state)
{
    (void)state;
    arena *a = arena_new();
    few_corners *f = few_corners_of(from_wkt(AREA, a));
    for (int more = 0; more < 2; more++) {
        geometry_build b = geometry_build_new(a);
        geometry_build_part(&b, CLASS_LINESTRING);
        geometry_build_ring(&b);
        for (int i = 0; i < CORNER_PAIRS / 4 + more; i++)
            geometry_build_point(&b, 20 + i, 20);
        assert_int_equal(few_corners_meet(f, geometry_build_blob(&b, CLASS_LINESTRING, 31370)), more ? NOT_SURE : SURE_NO);
    }
    few_corners_free(f);
    arena_free(a);
}

/* Our own random numbers, the same on every machine. */
static unsigned dice(uint64_t *seed, unsigned sides)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*seed >> 33) % sides;
}

/* Points on a small grid, so that points are on edges and edges on edges; often moved by the smallest step of a double. */
typedef struct grid {
    uint64_t seed;
    double origin, step;
    bool nudge;
} grid;

static double ordinate(grid *g)
{
    double at = g->origin + g->step * dice(&g->seed, 9);
    for (unsigned n = g->nudge ? dice(&g->seed, 4) : 0; n > 1; n--)
        at = nextafter(at, dice(&g->seed, 2) ? INFINITY : -INFINITY);
    return at;
}

static void add_run(geometry_build *b, grid *g, geometry_class kind, unsigned points)
{
    geometry_build_ring(b);
    for (unsigned i = 0; i < points; i++) {
        const double x = ordinate(g), y = ordinate(g);
        geometry_build_point(b, x, y);
    }
    if (kind == CLASS_POLYGON)
        geometry_build_close(b);
}

static geometry random_row(grid *g, arena *a)
{
    static const geometry_class kinds[] = {CLASS_POINT, CLASS_LINESTRING, CLASS_POLYGON};
    static const geometry_class multi[] = {CLASS_MULTIPOINT, CLASS_MULTILINESTRING, CLASS_MULTIPOLYGON};
    const unsigned which = dice(&g->seed, 3), parts = 1 + dice(&g->seed, 2);
    geometry_build b = geometry_build_new(a);
    for (unsigned i = 0; i < parts; i++) {
        geometry_build_part(&b, kinds[which]);
        add_run(&b, g, kinds[which], which == 0 ? 1 : which == 1 ? 2 + dice(&g->seed, 3) : 3 + dice(&g->seed, 4));
        if (which == 2 && dice(&g->seed, 3) == 0)
            add_run(&b, g, CLASS_POLYGON, 3);
    }
    return geometry_build_blob(&b, multi[which], 31370);
}

/* The same area twice: alone, and with a small one far away, so that GEOS decides. */
static void random_areas(grid *g, arena *a, geometry *alone, geometry *with_another)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    add_run(&b, g, CLASS_POLYGON, 3 + dice(&g->seed, 3));
    if (dice(&g->seed, 4) == 0)
        add_run(&b, g, CLASS_POLYGON, 3);
    *alone = geometry_build_blob(&b, CLASS_POLYGON, 31370);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    geometry_build_point(&b, g->origin + 1e4 * g->step, g->origin);
    geometry_build_point(&b, g->origin + 1e4 * g->step, g->origin + g->step);
    geometry_build_point(&b, g->origin + 1e4 * g->step + g->step, g->origin);
    geometry_build_close(&b);
    *with_another = geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370);
}

typedef struct tally {
    int pairs, sure_yes, sure_no, given_up; /* given_up: by GEOS */
} tally;

static void hold_pair(spatial *s, grid *g, tally *t)
{
    arena *a = arena_new();
    geometry alone, with_another;
    random_areas(g, a, &alone, &with_another);
    const geometry row = random_row(g, a);
    spatial_literal *ours = NULL, *geos = NULL;
    spatial_begin(s, (spatial_watch){0});
    bool valid = false; /* an invalid area is left to GEOS in both forms */
    const bool made = spatial_is_valid(s, alone, &valid) && valid && spatial_literal_new(s, alone, &ours) &&
                      spatial_literal_new(s, with_another, &geos);
    const bool met = made && spatial_holds(s, SPATIAL_INTERSECTS, row, ours, 0);
    const bool apart = made && spatial_holds(s, SPATIAL_DISJOINT, row, ours, 0);
    const bool met_by_geos = made && spatial_holds(s, SPATIAL_INTERSECTS, row, geos, 0);
    const bool answered = spatial_ended(s) == SPATIAL_WENT_WELL;
    if (made && answered && (met_by_geos != met || apart == met))
        fail_msg("origin %g, step %g, before seed %llu: %d", g->origin, g->step, (unsigned long long)g->seed, met);
    few_corners *f = made ? few_corners_of(alone) : NULL;
    const sureness sure = f ? few_corners_meet(f, row) : NOT_SURE;
    t->pairs += made;
    t->given_up += !answered;
    t->sure_yes += sure == SURE_YES;
    t->sure_no += sure == SURE_NO;
    few_corners_free(f);
    spatial_literal_free(ours);
    spatial_literal_free(geos);
    arena_free(a);
}

/* On whole numbers everything touches; elsewhere the smallest step of a double decides. GEOS gives up on the last grids. */
static void it_says_what_geos_says_where_edges_nearly_meet(void **state)
{
    enum { PAIRS = 400, PLAIN = 6 };
    static const grid grids[] = {{1, 0, 1, false},        {2, 0, 1, true},           {3, 200000, 0.01, false},
                                 {4, 200000, 0.01, true}, {5, 153000.37, 0.1, true}, {6, 1e-9, 1e-9, true},
                                 {7, 1e15, 0.125, true},  {8, 0, 1e-100, true},      {9, -1e100, 1e99, true}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        grid g = grids[i];
        tally t = {0};
        for (int tries = 0; t.pairs < PAIRS && tries < 10 * PAIRS; tries++)
            hold_pair(*state, &g, &t);
        if (i < PLAIN) /* all three results occur often */
            assert_true(t.sure_yes > PAIRS / 10 && t.sure_no > PAIRS / 10 && t.pairs - t.sure_yes - t.sure_no > 0 &&
                        t.given_up == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_plain_to_see_is_sure),
        cmocka_unit_test(a_touch_is_never_sure),
        cmocka_unit_test(what_is_no_area_of_few_corners_is_geoss),
        cmocka_unit_test(a_row_with_very_many_points_is_geoss),
        cmocka_unit_test(it_says_what_geos_says_where_edges_nearly_meet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
