#include "data/manage/facts.h"

#include "tests/unit/unit.h"

#include <geos_c.h>
#include <math.h>

typedef struct map {
    arena *arena;
    fact_list facts;
} map;

static int set_up(void **state)
{
    arena *a = arena_new();
    map *m = arena_alloc(a, sizeof *m);
    m->arena = a;
    *state = m;
    return facts_read(a, &m->facts).code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(((map *)*state)->arena);
    return 0;
}

static void the_program_carries_285_gemeenten_in_order(void **state)
{
    const map *m = *state;
    assert_int_equal(m->facts.gemeente_count, 285);
    for (size_t i = 1; i < 285; i++)
        assert_true(strcmp(m->facts.gemeenten[i - 1].nis_code, m->facts.gemeenten[i].nis_code) < 0);
}

static void every_gemeente_holds_its_own_point(void **state)
{
    const map *m = *state;
    for (size_t i = 0; i < m->facts.gemeente_count; i++) {
        const fact_gemeente *g = &m->facts.gemeenten[i];
        if (contour_inside(&g->contour, g->site.x, g->site.y) < 100)
            fail_msg("%s lies %.1f m inside its contour", g->naam, contour_inside(&g->contour, g->site.x, g->site.y));
    }
}

static GEOSGeometry *polygon(GEOSContextHandle_t geos, const contour *c)
{
    const unsigned points = (unsigned)c->count + 1;
    GEOSCoordSequence *xy = GEOSCoordSeq_create_r(geos, points, 2);
    for (unsigned i = 0; i < points; i++)
        GEOSCoordSeq_setXY_r(geos, xy, i, c->xy[i % c->count][0], c->xy[i % c->count][1]);
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, xy), NULL, 0);
}

/* The union has one part, no holes, and the summed area of all contours. */
static void contours_leave_no_gap_and_do_not_overlap(void **state)
{
    const map *m = *state;
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry **all = arena_array(m->arena, m->facts.gemeente_count, sizeof(GEOSGeometry *));
    double sum = 0, together = 0, area = 0;
    for (size_t i = 0; i < m->facts.gemeente_count; i++) {
        all[i] = polygon(geos, &m->facts.gemeenten[i].contour);
        assert_int_equal(GEOSisValid_r(geos, all[i]), 1);
        assert_int_equal(GEOSArea_r(geos, all[i], &area), 1);
        sum += area;
    }
    GEOSGeometry *whole = GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, all, (unsigned)m->facts.gemeente_count);
    GEOSGeometry *joined = GEOSUnaryUnion_r(geos, whole);
    assert_int_equal(GEOSGeomTypeId_r(geos, joined), GEOS_POLYGON);
    assert_int_equal(GEOSGetNumInteriorRings_r(geos, joined), 0);
    assert_int_equal(GEOSArea_r(geos, joined, &together), 1);
    assert_true(fabs(sum - together) < 1);
    assert_true(sum > 13597.8e6 && sum < 20000e6); /* all of Flanders, plus what the hull adds */
    GEOSGeom_destroy_r(geos, joined);
    GEOSGeom_destroy_r(geos, whole);
    GEOS_finish_r(geos);
}

static void two_gemeenten_at_one_place_are_refused(void **state)
{
    const map *m = *state;
    const contour_site sites[2] = {{1000, 1000, 1e6}, {1000, 1000, 2e6}};
    contour out[2];
    assert_int_equal(contours_compute(sites, 2, m->arena, out).code, ST_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_carries_285_gemeenten_in_order),
        cmocka_unit_test(every_gemeente_holds_its_own_point),
        cmocka_unit_test(contours_leave_no_gap_and_do_not_overlap),
        cmocka_unit_test(two_gemeenten_at_one_place_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
