#include "gml/crs/crs.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

static int set_up(void **state)
{
    crs_set *set = NULL;
    if (crs_set_new(&set).code != ST_OK)
        return -1;
    *state = set;
    return 0;
}

static int tear_down(void **state)
{
    crs_set_free(*state);
    return 0;
}

static void each_spelling_has_its_own_axis_order(void **state)
{
    static const struct {
        const char *name, *echoed;
        int code;
        bool yx;
    } cases[] = {{"urn:ogc:def:crs:EPSG::31370", "urn:ogc:def:crs:EPSG::31370", 31370, false},
                 {"urn:ogc:def:crs:EPSG:9.1:31370", "urn:ogc:def:crs:EPSG::31370", 31370, false},
                 {"http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/4326", 4326, true},
                 {"urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::4326", 4326, true},
                 {"urn:ogc:def:crs:EPSG::4258", "urn:ogc:def:crs:EPSG::4258", 4258, true},
                 {"urn:ogc:def:crs:EPSG::3812", "urn:ogc:def:crs:EPSG::3812", 3812, false},
                 {"urn:ogc:def:crs:EPSG::3857", "urn:ogc:def:crs:EPSG::3857", 3857, false},
                 {"EPSG:4326", "EPSG:4326", 4326, false},
                 {"epsg:4258", "EPSG:4258", 4258, false},
                 {"http://www.opengis.net/gml/srs/epsg.xml#4326", "http://www.opengis.net/gml/srs/epsg.xml#4326", 4326, false},
                 {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", 4326, false}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        crs c = {0};
        const status s = crs_find(*state, cases[i].name, "srsName", a, &c);
        if (s.code != ST_OK || c.code != cases[i].code || c.yx != cases[i].yx || strcmp(c.name, cases[i].echoed) != 0)
            fail_msg("%s", cases[i].name);
    }
    arena_free(a);
}

static void other_names_are_refused_with_the_locator(void **state)
{
    static const char *const bad[] = {
        "", "EPSG:", "EPSG:99999", "EPSG:4326x", "urn:ogc:def:crs:EPSG", "urn:ogc:def:crs:EPSG::", "EPSG:31370\"><x", "4326"};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        crs c = {0};
        const status s = crs_find(*state, bad[i], "srsName", a, &c);
        if (s.code != ST_BAD_PARAM)
            fail_msg("accepted %s", bad[i]);
        assert_string_equal(s.locator, "srsName");
    }
    arena_free(a);
}

/* cs2cs (PROJ 9.1, "Belgian Lambert 72 to WGS 84", no grid installed): 150000 200000 -> 51.11008609N 4.36875613E. */
static void lambert_72_is_where_proj_puts_it(void **state)
{
    const transform *t = NULL;
    double xy[] = {150000, 200000};
    assert_int_equal(crs_transform(*state, 31370, 4326, &t).code, ST_OK);
    assert_true(transform_points(t, xy, 1));
    assert_true(fabs(xy[0] - 4.36875613) < 2e-6 && fabs(xy[1] - 51.11008609) < 2e-6); /* 0.2 m: a grid may be installed */
    assert_int_equal(crs_transform(*state, 4326, 31370, &t).code, ST_OK);
    assert_true(transform_points(t, xy, 1));
    assert_true(fabs(xy[0] - 150000) < 0.001 && fabs(xy[1] - 200000) < 0.001);
}

static void the_same_system_needs_no_transformation(void **state)
{
    const transform *t = (const transform *)state;
    assert_int_equal(crs_transform(*state, 31370, 31370, &t).code, ST_OK);
    assert_null(t);
}

static void a_box_of_another_system_keeps_its_bent_sides(void **state)
{
    arena *a = arena_new();
    const double box[] = {3.0, 50.8, 5.0, 51.3};
    region r = {0};
    assert_int_equal(crs_region(*state, box, 4326, 31370, a, &r).code, ST_OK);
    assert_true(r.count > 4);
    /* The middle of the southern side lies off the straight line between its ends: following only the corners would lose what
     * lies there. */
    double ends[] = {3.0, 50.8, 5.0, 50.8, 4.0, 50.8};
    const transform *t = NULL;
    assert_int_equal(crs_transform(*state, 4326, 31370, &t).code, ST_OK);
    assert_true(transform_points(t, ends, 3));
    assert_true(fabs((ends[1] + ends[3]) / 2 - ends[5]) > 100);
    assert_true(r.mbr[1] <= ends[5]);
    arena_free(a);
}

/* The distance from a point to the nearest segment of the ring. */
static double off_ring(const region *r, const double *p)
{
    double least = INFINITY;
    for (size_t i = 0; i < r->count; i++) {
        const double *a = r->ring + 2 * i, *b = r->ring + 2 * ((i + 1) % r->count);
        const double dx = b[0] - a[0], dy = b[1] - a[1], square = dx * dx + dy * dy;
        const double part = square > 0 ? fmin(1, fmax(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square)) : 0;
        least = fmin(least, hypot(p[0] - a[0] - part * dx, p[1] - a[1] - part * dy));
    }
    return least;
}

/* Sides of 280 km and of 5 m, along parallels and meridians, and those of the other projections. */
static void the_sides_of_a_box_are_followed_to_a_centimetre(void **state)
{
    static const double centre[2] = {150000, 190000}, sizes[] = {5, 900, 12000, 140000};
    arena *a = arena_new();
    for (size_t k = 1; k < crs_code_count; k++) {
        const transform *there = NULL, *back = NULL;
        assert_int_equal(crs_transform(*state, 31370, crs_codes[k], &there).code, ST_OK);
        assert_int_equal(crs_transform(*state, crs_codes[k], 31370, &back).code, ST_OK);
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            double ends[4] = {centre[0] - sizes[s], centre[1] - sizes[s] / 3, centre[0] + sizes[s], centre[1] + sizes[s] / 3};
            region r = {0};
            assert_true(transform_points(there, ends, 2));
            assert_int_equal(crs_region(*state, ends, crs_codes[k], 31370, a, &r).code, ST_OK);
            for (int i = 0; i <= 1000; i++) {
                const double part = i / 1000.0, x = ends[0] + (ends[2] - ends[0]) * part,
                             y = ends[1] + (ends[3] - ends[1]) * part;
                double on_sides[8] = {x, ends[1], x, ends[3], ends[0], y, ends[2], y};
                assert_true(transform_points(back, on_sides, 4));
                for (size_t side = 0; side < 4; side++)
                    assert_true(off_ring(&r, on_sides + 2 * side) < 0.01);
            }
        }
    }
    arena_free(a);
}

/* Across Belgium in all directions: in UTM, an edge that crosses the 3° meridian bends first one way and then the other. */
static void edges_are_followed_to_a_centimetre_also_where_they_bend_both_ways(void **state)
{
    static const double ends[][4] = {{20000, 30000, 300000, 250000}, {20000, 250000, 300000, 30000},
                                     {63000, 40000, 11000, 260000},  {20000, 100000, 60000, 100000},
                                     {0, 140000, 320000, 170000},    {48000, 20000, 52000, 260000}};
    for (size_t k = 1; k < crs_code_count; k++) {
        const transform *there = NULL, *back = NULL;
        assert_int_equal(crs_transform(*state, 31370, crs_codes[k], &there).code, ST_OK);
        assert_int_equal(crs_transform(*state, crs_codes[k], 31370, &back).code, ST_OK);
        const crs_follow f = crs_follow_of(*state, crs_codes[k], 31370, back);
        for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
            double ab[4];
            memcpy(ab, ends[e], sizeof ab);
            assert_true(transform_points(there, ab, 2));
            const size_t pieces = crs_pieces(&f, ab, ab + 2);
            for (size_t i = 0; i < pieces; i++) {
                double at[6];
                for (size_t j = 0; j < 3; j++) {
                    const double part = ((double)i + (double)j / 2) / (double)pieces;
                    at[2 * j] = ab[0] + (ab[2] - ab[0]) * part;
                    at[2 * j + 1] = ab[1] + (ab[3] - ab[1]) * part;
                }
                assert_true(transform_points(back, at, 3));
                const double dx = at[4] - at[0], dy = at[5] - at[1];
                assert_true(fabs(dx * (at[3] - at[1]) - dy * (at[2] - at[0])) / hypot(dx, dy) < 0.01);
            }
        }
    }
}

static bool in_ring(const region *r, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i < r->count; i++) {
        const double *a = r->ring + 2 * i, *b = r->ring + 2 * ((i + 1) % r->count);
        if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            inside = !inside;
    }
    return inside;
}

/* Rows within the inner box are accepted without an exact test, so it must be inside however finely the true sides are followed.
 */
static void the_inner_box_lies_inside_the_true_sides(void **state)
{
    static const double boxes[][4] = {
        {3.0, 50.8, 5.0, 51.3}, {2.5, 50.6, 6.0, 51.6}, {4.001, 51.0, 4.002, 51.001}, {0, 48, 9, 54}};
    arena *a = arena_new();
    const transform *t = NULL;
    assert_int_equal(crs_transform(*state, 31370, 4326, &t).code, ST_OK);
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        region r = {0};
        assert_int_equal(crs_region(*state, boxes[i], 4326, 31370, a, &r).code, ST_OK);
        assert_true(r.inner[0] < r.inner[2] && r.inner[1] < r.inner[3]);
        assert_true(in_ring(&r, (r.inner[0] + r.inner[2]) / 2, (r.inner[1] + r.inner[3]) / 2));
        for (int step = 0; step <= 400; step++) { /* along the inner box, back in degrees: never outside the box asked for */
            const double part = step % 100 / 100.0, dx = (r.inner[2] - r.inner[0]) * part, dy = (r.inner[3] - r.inner[1]) * part;
            const int side = step / 100 % 4;
            double xy[2] = {side == 0   ? r.inner[0] + dx
                            : side == 1 ? r.inner[2]
                            : side == 2 ? r.inner[2] - dx
                                        : r.inner[0],
                            side == 0   ? r.inner[1]
                            : side == 1 ? r.inner[1] + dy
                            : side == 2 ? r.inner[3]
                                        : r.inner[3] - dy};
            assert_true(transform_points(t, xy, 1));
            assert_true(xy[0] >= boxes[i][0] && xy[0] <= boxes[i][2] && xy[1] >= boxes[i][1] && xy[1] <= boxes[i][3]);
        }
    }
    arena_free(a);
}

static void coordinates_that_a_system_does_not_have_are_refused(void **state)
{
    static const struct {
        int code;
        double box[4];
    } cases[] = {{4326, {3, 50, 4, 91}},
                 {4326, {-181, 50, 4, 51}},
                 {4258, {3, -91, 4, 51}},
                 {3857, {-4e15, 0, 4e15, 1}},
                 {31370, {0, 0, 1e9, 1}}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        region r = {0};
        const status s = crs_region(*state, cases[i].box, cases[i].code, 31370, a, &r);
        assert_int_equal(s.code, ST_BAD_PARAM);
        assert_string_equal(s.locator, "bbox");
    }
    arena_free(a);
}

static void a_box_around_the_world_is_a_box_around_flanders(void **state)
{
    static const struct {
        int code;
        double box[4];
    } cases[] = {{4326, {-180, -90, 180, 90}},
                 {4258, {-180, -90, 180, 90}},
                 {3857, {-2.003e7, -2.003e7, 2.003e7, 2.003e7}},
                 {3812, {-2e7, -2e7, 2e7, 2e7}}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        region r = {0};
        assert_int_equal(crs_region(*state, cases[i].box, cases[i].code, 31370, a, &r).code, ST_OK);
        assert_true(r.count > 0 && r.mbr[0] < 20000 && r.mbr[1] < 150000 && r.mbr[2] > 262000 && r.mbr[3] > 250000);
    }
    arena_free(a);
}

static void a_box_elsewhere_meets_nothing(void **state)
{
    arena *a = arena_new();
    const double box[] = {100, -40, 110, -30};
    region r = {0};
    assert_int_equal(crs_region(*state, box, 4326, 31370, a, &r).code, ST_OK);
    assert_int_equal(r.count, 0);
    assert_true(r.mbr[0] > r.mbr[2]);
    arena_free(a);
}

/* As a worker does, after the parent has measured. */
static void a_set_that_rested_transforms_as_before(void **state)
{
    crs_set *rested = NULL;
    arena *a = arena_new();
    assert_int_equal(crs_set_new(&rested).code, ST_OK);
    for (size_t from = 0; from < crs_code_count; from++) {
        crs_set_rest(rested); /* also when there is nothing to release */
        for (size_t to = 0; to < crs_code_count; to++) {
            const double *window = crs_window(*state, crs_codes[from]);
            double before[] = {(window[0] + window[2]) / 2, (window[1] + window[3]) / 2}, after[] = {before[0], before[1]};
            const transform *one = NULL, *other = NULL;
            assert_int_equal(crs_transform(*state, crs_codes[from], crs_codes[to], &one).code, ST_OK);
            assert_int_equal(crs_transform(rested, crs_codes[from], crs_codes[to], &other).code, ST_OK);
            assert_true(transform_points(one, before, 1) && transform_points(other, after, 1));
            assert_memory_equal(before, after, sizeof before);
        }
        assert_memory_equal(crs_window(rested, crs_codes[from]), crs_window(*state, crs_codes[from]), 4 * sizeof(double));
        assert_int_equal(crs_default(rested, crs_codes[from], a).yx, crs_default(*state, crs_codes[from], a).yx);
    }
    arena_free(a);
    crs_set_free(rested);
}

/* Metres between two places in a system, roughly: a degree of longitude is counted as one of latitude. */
static double apart(const crs_set *set, int code, const double *a, const double *b)
{
    const bool degrees = crs_window(set, code)[2] <= 180;
    return fmax(fabs(a[0] - b[0]), fabs(a[1] - b[1])) * (degrees ? 111e3 : 1);
}

static double random_between(unsigned *seed, double least, double most)
{
    *seed = *seed * 1664525U + 1013904223U;
    return least + (most - least) * (*seed / 4294967296.0);
}

/* All over Belgium and in one square kilometre, so that squares are made, reused and evicted by others. */
static void what_is_written_is_where_proj_puts_it(void **state)
{
    enum { POINTS = 20000 };
    unsigned seed = 1;
    double worst = 0;
    for (size_t k = 1; k < crs_code_count; k++) {
        const transform *t = NULL;
        assert_int_equal(crs_transform(*state, 31370, crs_codes[k], &t).code, ST_OK);
        for (int i = 0; i < POINTS; i++) {
            const double most = i % 2 ? 300000 : 101000;
            double fast[] = {random_between(&seed, i % 2 ? 0 : 100000, most), random_between(&seed, i % 2 ? 0 : 100000, most)};
            double exact[] = {fast[0], fast[1]};
            assert_true(transform_written(t, fast, 1) && transform_points(t, exact, 1));
            worst = fmax(worst, apart(*state, crs_codes[k], fast, exact));
        }
    }
    if (worst > 1e-4)
        fail_msg("%g m from where PROJ puts it", worst);
}

/* On the lines between squares, very far away, and with coordinates that are no place at all. */
static void what_is_written_knows_no_edges(void **state)
{
    static const double edges[][2] = {{100000, 200000}, {102000, 198000}, {0, 0},    {-1, -1},
                                      {-2000, 4000},    {1e9, 1e9},       {-3e8, 5}, {1.9e6, -3e6}};
    static const double nowhere[][2] = {{NAN, 0}, {0, NAN}, {INFINITY, 0}, {0, -INFINITY}};
    for (size_t k = 1; k < crs_code_count; k++) {
        const transform *t = NULL;
        assert_int_equal(crs_transform(*state, 31370, crs_codes[k], &t).code, ST_OK);
        for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
            double fast[] = {edges[i][0], edges[i][1]}, exact[] = {edges[i][0], edges[i][1]};
            const bool written = transform_written(t, fast, 1), possible = transform_points(t, exact, 1);
            if (written != possible || (possible && apart(*state, crs_codes[k], fast, exact) > 1e-4))
                fail_msg("%g %g to %d: %g %g, not %g %g", edges[i][0], edges[i][1], crs_codes[k], fast[0], fast[1], exact[0],
                         exact[1]);
        }
        for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
            double xy[] = {nowhere[i][0], nowhere[i][1]};
            if (transform_written(t, xy, 1))
                fail_msg("%g %g became %g %g in %d", nowhere[i][0], nowhere[i][1], xy[0], xy[1], crs_codes[k]);
        }
    }
}

/* Squares in metres are useless when transforming from degrees. */
static void from_degrees_proj_itself_writes(void **state)
{
    const transform *t = NULL;
    assert_int_equal(crs_transform(*state, 4326, 31370, &t).code, ST_OK);
    double fast[] = {4.35, 50.85}, exact[] = {4.35, 50.85};
    assert_true(transform_written(t, fast, 1) && transform_points(t, exact, 1));
    assert_memory_equal(fast, exact, sizeof fast);
}

#define WITH_PROJ(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PROJ(each_spelling_has_its_own_axis_order),
        WITH_PROJ(other_names_are_refused_with_the_locator),
        WITH_PROJ(lambert_72_is_where_proj_puts_it),
        WITH_PROJ(the_same_system_needs_no_transformation),
        WITH_PROJ(a_box_of_another_system_keeps_its_bent_sides),
        WITH_PROJ(the_sides_of_a_box_are_followed_to_a_centimetre),
        WITH_PROJ(edges_are_followed_to_a_centimetre_also_where_they_bend_both_ways),
        WITH_PROJ(the_inner_box_lies_inside_the_true_sides),
        WITH_PROJ(coordinates_that_a_system_does_not_have_are_refused),
        WITH_PROJ(a_box_around_the_world_is_a_box_around_flanders),
        WITH_PROJ(a_box_elsewhere_meets_nothing),
        WITH_PROJ(what_is_written_is_where_proj_puts_it),
        WITH_PROJ(what_is_written_knows_no_edges),
        WITH_PROJ(from_degrees_proj_itself_writes),
        WITH_PROJ(a_set_that_rested_transforms_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
