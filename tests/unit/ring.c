#include "data/spatial/ring.h"

#include "data/model/geometry_build.h"
#include "data/spatial/spatial.h"
#include "data/spatial/spatial_measure.h"
#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SLIM = 3000, ROWS = 2000 };

static int set_up(void **state)
{
    *state = spatial_new();
    spatial_begin(*state, (spatial_watch){0});
    return 0;
}

static int tear_down(void **state)
{
    spatial_free(*state);
    return 0;
}

/* A parallel of latitude across the land, there and back: an arc a hundred thousand metres to either side, without a height. */
static double *slim_arc(arena *a)
{
    double *xy = arena_array(a, SLIM, 2 * sizeof *xy);
    for (size_t i = 0; i < SLIM; i++) {
        const double x = -1e5 + 2e5 * (double)(i < SLIM / 2 ? i : SLIM - i) / (SLIM / 2.0);
        xy[2 * i] = 150000 + x;
        xy[2 * i + 1] = 200000 - x * x / 1e7;
    }
    return xy;
}

static void add_square(geometry_build *b, double x, double y, double side)
{
    geometry_build_part(b, CLASS_POLYGON);
    geometry_build_ring(b);
    geometry_build_point(b, x, y);
    geometry_build_point(b, x + side, y);
    geometry_build_point(b, x + side, y + side);
    geometry_build_point(b, x, y + side);
    geometry_build_close(b);
}

static geometry square(double x, double y, double side, arena *a)
{
    geometry_build b = geometry_build_new(a);
    add_square(&b, x, y, side);
    return geometry_build_blob(&b, CLASS_POLYGON, 31370);
}

typedef struct asked {
    int times;
    bool may_go_on;
} asked;

static bool ask(void *context)
{
    asked *said = context;
    said->times++;
    return said->may_go_on;
}

/* 2,000 squares along the ring, where it is flat and where it slopes, as one geometry, of which none touches it: held against
 * 3,000 edges each they would be thirty million pairs, and some four hundred questions. */
static void a_row_looks_at_the_edges_near_it_alone(void **state)
{
    (void)state;
    arena *a = arena_new();
    ring *r = ring_new(slim_arc(a), SLIM);
    asked said = {.may_go_on = true};
    geometry_build b = geometry_build_new(a);
    for (int i = 0; i < ROWS; i++) {
        const double x = -99000 + 198000.0 * i / ROWS;
        add_square(&b, 150000 + x, 200000 - x * x / 1e7 + (i % 2 ? 20 : -60), 30);
    }
    assert_false(ring_meets(r, geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370), (ring_watch){&said, ask}));
    assert_in_range(said.times, 1, 10);
    add_square(&b, 150000, 199990, 30);
    assert_true(ring_meets(r, geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370), (ring_watch){&said, ask}));
    ring_free(r);
    arena_free(a);
}

/* A row of very many points across all of a ring. */
static geometry to_and_fro(arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_LINESTRING);
    geometry_build_ring(&b);
    for (int i = 0; i < 200; i++)
        geometry_build_point(&b, i % 2 ? 0 : 400000, i % 2 ? 150000 : 300000);
    return geometry_build_blob(&b, CLASS_LINESTRING, 31370);
}

/* A comb, so that the row runs between its teeth without touching one: all of its edges are near all of the ring's. */
static double *comb(size_t count, arena *a)
{
    double *xy = arena_array(a, count, 2 * sizeof *xy);
    for (size_t i = 0; i < count; i++) {
        const double x = 4e5 * (double)i / (double)count;
        xy[2 * i] = x;
        xy[2 * i + 1] = i == 0 || i + 1 == count ? 1e6 : 150000 + x * 0.375 + (i % 2 ? 10 : 1e5);
    }
    return xy;
}

static void a_long_search_asks_and_stops(void **state)
{
    (void)state;
    arena *a = arena_new();
    ring *r = ring_new(comb(SLIM, a), SLIM);
    asked goes = {.may_go_on = true}, stops = {.may_go_on = false};
    assert_false(ring_meets(r, to_and_fro(a), (ring_watch){&goes, ask}));
    assert_true(goes.times > 3);
    (void)ring_meets(r, to_and_fro(a), (ring_watch){&stops, ask});
    assert_int_equal(stops.times, 1);
    assert_false(ring_meets(r, to_and_fro(a), (ring_watch){0}));
    ring_free(r);
    arena_free(a);
}

static void a_ring_of_no_points_meets_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    static const double one[] = {5, 5};
    ring *none = ring_new(one, 0), *point = ring_new(one, 1);
    assert_false(ring_meets(none, square(0, 0, 10, a), (ring_watch){0}));
    assert_true(ring_meets(point, square(0, 0, 10, a), (ring_watch){0}));
    assert_false(ring_meets(point, square(6, 0, 10, a), (ring_watch){0}));
    ring_free(none);
    ring_free(point);
    ring_free(NULL);
    arena_free(a);
}

/* Numbers of our own, the same on every machine. */
static unsigned dice(uint64_t *seed, unsigned sides)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*seed >> 33) % sides;
}

/* A star of whole numbers around a place, so that rows touch its corners and edges: valid, as its corners go around. */
static size_t star(uint64_t *seed, double *xy)
{
    const size_t count = 17 + dice(seed, 60);
    for (size_t i = 0; i < count; i++) {
        const double way = 2 * M_PI * (double)i / (double)count, far = 8 + dice(seed, 20);
        xy[2 * i] = round(30 + far * cos(way));
        xy[2 * i + 1] = round(30 + far * sin(way));
    }
    return count;
}

static geometry area(const double *xy, size_t count, arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (size_t i = 0; i < count; i++)
        geometry_build_point(&b, xy[2 * i], xy[2 * i + 1]);
    geometry_build_close(&b);
    return geometry_build_blob(&b, CLASS_POLYGON, 31370);
}

static geometry random_row(uint64_t *seed, arena *a)
{
    static const geometry_class kinds[] = {CLASS_POINT, CLASS_LINESTRING, CLASS_POLYGON};
    const unsigned which = dice(seed, 3), x = dice(seed, 60), y = dice(seed, 60), size = 1 + dice(seed, 12);
    const unsigned points = which == 0 ? 1 : which + 1 + dice(seed, 3);
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, kinds[which]);
    geometry_build_ring(&b);
    for (unsigned i = 0; i < points; i++) {
        const unsigned dx = dice(seed, size), dy = dice(seed, size);
        geometry_build_point(&b, x + dx, y + dy);
    }
    if (which == 2)
        geometry_build_close(&b);
    return geometry_build_blob(&b, kinds[which], 31370);
}

typedef struct tally {
    int by_geos, met;
} tally;

static void hold_rows(spatial *s, uint64_t *seed, tally *t)
{
    arena *a = arena_new();
    double xy[160];
    const size_t count = star(seed, xy);
    ring *r = ring_new(xy, count);
    const geometry whole = area(xy, count, a);
    spatial_literal *geos = NULL;
    bool valid = false;
    assert_true(spatial_is_valid(s, whole, &valid));
    assert_true(!valid || spatial_literal_new(s, whole, &geos));
    for (int i = 0; i < 20; i++) {
        const geometry row = random_row(seed, a);
        const bool meets = ring_meets(r, row, (ring_watch){0});
        t->met += meets;
        t->by_geos += geos != NULL;
        assert_int_equal(meets, geometry_meets_ring(row, xy, count));
        if (geos && spatial_holds(s, SPATIAL_INTERSECTS, row, geos, 0) != meets)
            fail_msg("before seed %llu: %d", (unsigned long long)*seed, meets);
    }
    spatial_literal_free(geos);
    ring_free(r);
    arena_free(a);
}

static void it_says_what_every_edge_says_and_geos(void **state)
{
    enum { RINGS = 500 };
    uint64_t seed = 1;
    tally t = {0};
    for (int i = 0; i < RINGS; i++)
        hold_rows(*state, &seed, &t);
    assert_int_equal(spatial_ended(*state), SPATIAL_WENT_WELL);
    assert_true(t.by_geos > 20 * RINGS / 10 && t.met > 20 * RINGS / 10 && t.met < 20 * RINGS * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_looks_at_the_edges_near_it_alone),
        cmocka_unit_test(a_long_search_asks_and_stops),
        cmocka_unit_test(a_ring_of_no_points_meets_nothing),
        cmocka_unit_test(it_says_what_every_edge_says_and_geos),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
