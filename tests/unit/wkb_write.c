/* Stored geometries as well-known binary: libraries get exactly the stored geometry, or nothing. */
#include "gml/formats/wkb_write.h"

#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static wkb writer(arena *a, geometry_type type, bool heights)
{
    return (wkb){.arena = a, .type = type, .heights = heights};
}

static void a_single_geometry_becomes_what_the_layer_has(void **state)
{
    static const uint8_t head[] = {1, 6, 0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0};
    (void)state;
    arena *a = arena_new();
    wkb w = writer(a, GEOMETRY_MULTISURFACE, false);
    assert_true(wkb_write(&w, from_wkt("POLYGON((0 0,1 0,1 1,0 0))", a)));
    assert_int_equal(w.used, sizeof head + 8 * sizeof(double));
    assert_memory_equal(w.bytes, head, sizeof head);
    assert_false(wkb_empty(&w));
    arena_free(a);
}

static void another_type_than_the_layer_s_is_not_written(void **state)
{
    (void)state;
    arena *a = arena_new();
    wkb w = writer(a, GEOMETRY_MULTISURFACE, false);
    assert_false(wkb_write(&w, from_wkt("POINT(1 2)", a)));
    assert_false(wkb_write(&w, from_wkt("LINESTRING(1 2,3 4)", a)));
    assert_false(wkb_write(&w, from_wkt("MULTIPOINT(1 2,3 4)", a)));
    w = writer(a, GEOMETRY_POINT, false);
    assert_true(wkb_write(&w, from_wkt("POINT(1 2)", a)));
    assert_false(wkb_write(&w, from_wkt("MULTIPOINT(1 2)", a)));
    arena_free(a);
}

static void long_runs_come_whole(void **state)
{
    enum { POINTS = 1000 };
    (void)state;
    arena *a = arena_new();
    text t = text_new(a);
    for (int i = 0; i < POINTS; i++)
        text_addf(&t, "%s%d %d.5", i ? "," : "LINESTRING(", i, -i);
    text_addf(&t, ")");
    wkb w = writer(a, GEOMETRY_MULTICURVE, false);
    assert_true(wkb_write(&w, from_wkt(t.chars, a)));
    double last[2];
    memcpy(last, w.bytes + w.used - sizeof last, sizeof last);
    assert_true(last[0] == POINTS - 1 && last[1] == -(POINTS - 1) - 0.5);
    arena_free(a);
}

static void a_place_that_is_no_number_is_not_written(void **state)
{
    (void)state;
    arena *a = arena_new();
    wkb w = writer(a, GEOMETRY_POINT, false);
    geometry g = from_wkt("POINT(1 2)", a);
    uint8_t *bytes = arena_alloc(a, g.size);
    memcpy(bytes, g.blob, g.size);
    const double nowhere = NAN;
    memcpy(bytes + g.size - 1 - sizeof nowhere, &nowhere, sizeof nowhere);
    assert_false(wkb_write(&w, (geometry){bytes, g.size}));
    for (size_t kept = 0; kept < g.size; kept++)
        assert_false(wkb_write(&w, (geometry){g.blob, kept}));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_geometry_becomes_what_the_layer_has),
        cmocka_unit_test(another_type_than_the_layer_s_is_not_written),
        cmocka_unit_test(long_runs_come_whole),
        cmocka_unit_test(a_place_that_is_no_number_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
