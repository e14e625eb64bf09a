#include "data/spatial/spatial.h"

#include "data/model/geometry_build.h"
#include "data/spatial/spatial_measure.h"
#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const char letters[] = {
    [SPATIAL_EQUALS] = 'E',   [SPATIAL_DISJOINT] = 'D', [SPATIAL_TOUCHES] = 'T',    [SPATIAL_WITHIN] = 'W',
    [SPATIAL_OVERLAPS] = 'O', [SPATIAL_CROSSES] = 'X',  [SPATIAL_INTERSECTS] = 'I', [SPATIAL_CONTAINS] = 'C'};

/* The letters of the operators that hold, then "n" or "b": near (DWITHIN) or beyond. */
static void all_that_hold(spatial *s, geometry row, geometry with, double distance, char out[12])
{
    spatial_literal *l = NULL;
    size_t n = 0;
    if (!spatial_literal_new(s, with, &l)) {
        snprintf(out, 12, "none");
        return;
    }
    for (spatial_operator op = SPATIAL_EQUALS; op <= SPATIAL_CONTAINS; op++)
        if (spatial_holds(s, op, row, l, 0))
            out[n++] = letters[op];
    if (spatial_holds(s, SPATIAL_DWITHIN, row, l, distance))
        out[n++] = 'n';
    if (spatial_holds(s, SPATIAL_BEYOND, row, l, distance))
        out[n++] = 'b';
    out[n] = '\0';
    spatial_literal_free(l);
}

typedef struct spatial_case {
    const char *row, *with;
    double distance;
    const char *holds;
} spatial_case;

static void check(spatial *s, const spatial_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        arena *a = arena_new();
        char holds[12];
        all_that_hold(s, from_wkt(cases[i].row, a), from_wkt(cases[i].with, a), cases[i].distance, holds);
        if (strcmp(holds, cases[i].holds) != 0)
            fail_msg("%s and %s: %s, not %s", cases[i].row, cases[i].with, holds, cases[i].holds);
        arena_free(a);
    }
}

#define CHECK(cases) check(*state, cases, sizeof cases / sizeof *cases)

#define SQUARE "POLYGON((0 0,10 0,10 10,0 10,0 0))"
#define RING "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))"
#define BOW_TIE "POLYGON((0 0,10 10,10 0,0 10,0 0))" /* two triangles, left and right */

static void the_row_is_the_left_operand(void **state)
{
    static const spatial_case cases[] = {{"POINT(5 5)", SQUARE, 1, "WIn"},
                                         {SQUARE, "POINT(5 5)", 1, "ICn"},
                                         {"POINT(0 5)", SQUARE, 1, "TIn"},
                                         {SQUARE, "POLYGON((10 10,10 0,0 0,0 10,10 10))", 1, "EWICn"},
                                         {SQUARE, "POLYGON((5 5,15 5,15 15,5 15,5 5))", 1, "OIn"},
                                         {"LINESTRING(-5 5,5 5)", SQUARE, 1, "XIn"},
                                         {SQUARE, "LINESTRING(-5 5,5 5)", 1, "XIn"},
                                         {SQUARE, "POLYGON((10 0,20 0,20 10,10 10,10 0))", 1, "TIn"},
                                         {"POINT(5 5)", RING, 1, "Dn"},
                                         {"POINT(5 5)", RING, 0.5, "Db"}};
    CHECK(cases);
}

/* FES 2.0 §7.8.3.4: DWithin includes the distance itself, Beyond is the rest. */
static void a_distance_includes_its_end(void **state)
{
    static const spatial_case cases[] = {{"POINT(13 14)", SQUARE, 5, "Dn"},    {"POINT(13 14)", SQUARE, 4.999999, "Db"},
                                         {"POINT(5 5)", SQUARE, 0, "WIn"},     {"POINT(13 5)", SQUARE, 3, "Dn"},
                                         {"POINT(13 5)", SQUARE, 0, "Db"},     {"POINT(5 5)", "POINT(5 5)", 0, "EWICn"},
                                         {SQUARE, "POINT(100 100)", 1e9, "Dn"}};
    CHECK(cases);
}

static void an_invalid_row_counts_as_its_even_odd_area(void **state)
{
    static const spatial_case cases[] = {
        {BOW_TIE, "POINT(1 5)", 1, "ICn"},
        {BOW_TIE, "POINT(5 9)", 1, "Db"},
        {BOW_TIE, SQUARE, 1, "WIn"},
        {BOW_TIE, "MULTIPOLYGON(((0 0,5 5,0 10,0 0)),((10 0,10 10,5 5,10 0)))", 1, "EWICn"},
        {BOW_TIE, "POLYGON((-5 4,5 4,5 6,-5 6,-5 4))", 1, "OIn"},
        {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 0,15 0,15 10,5 10,5 0)))", "POINT(7 5)", 1,
         "ICn"}, /* parts overlap: the area is their union */
        {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 0,15 0,15 10,5 10,5 0)))", "POLYGON((0 0,15 0,15 10,0 10,0 0))", 1,
         "EWICn"},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(20 20,30 20,30 30,20 20))", "POINT(5 5)", 1, "ICn"}, /* hole outside */
        {"POLYGON((0 0,20 0,10 0,10 10,0 10,0 0))", SQUARE, 1, "ICn"}, /* the spike only counts for the extent */
        {"POLYGON((0 0,20 0,10 0,10 10,0 10,0 0))", "POINT(15 0)", 1, "In"},
    };
    CHECK(cases);
}

static void an_invalid_literal_counts_as_its_even_odd_area(void **state)
{
    static const spatial_case cases[] = {
        {"POINT(1 5)", BOW_TIE, 1, "WIn"},
        {"POINT(5 9)", BOW_TIE, 1, "Db"},
        {"POLYGON((8 4,9 4,9 6,8 6,8 4))", BOW_TIE, 1, "WIn"},
        {"POLYGON((4 8,6 8,6 9,4 9,4 8))", BOW_TIE, 1, "Db"},
        {BOW_TIE, BOW_TIE, 1, "EWICn"},
        {"POINT(7 5)", "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 0,15 0,15 10,5 10,5 0)))", 1, "WIn"}};
    CHECK(cases);
}

/* A polygon without area is treated as the line that remains. */
static void collapsed_geometries_are_what_is_left_of_them(void **state)
{
    static const spatial_case cases[] = {{"POLYGON((2 2,8 2,2 2,2 2))", SQUARE, 1, "WIn"},
                                         {"POLYGON((2 2,8 2,2 2,2 2))", "POINT(5 2)", 1, "ICn"},
                                         {"POLYGON((20 2,28 2,20 2,20 2))", SQUARE, 1, "Db"},
                                         {"POLYGON((3 3,3 3,3 3,3 3))", SQUARE, 1, "WIn"},
                                         {"POINT(5 2)", "POLYGON((2 2,8 2,2 2,2 2))", 1, "WIn"},
                                         {"LINESTRING(3 3,3 3)", SQUARE, 1, "WIn"},
                                         {SQUARE, "LINESTRING(3 3,3 3)", 1, "ICn"}};
    CHECK(cases);
}

static void collections_count_as_their_parts_together(void **state)
{
    static const spatial_case cases[] = {
        {SQUARE, "GEOMETRYCOLLECTION(POLYGON((0 0,5 0,5 10,0 10,0 0)),POLYGON((5 0,10 0,10 10,5 10,5 0)))", 1, "EWICn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(20 20),POLYGON((-1 -1,11 -1,11 11,-1 11,-1 -1)))", 1, "WIn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(1 1,2 2))", 1, "ICn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(1 1,22 22))", 1, "XIn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(10 5),LINESTRING(10 0,20 0))", 1, "TIn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(30 5),POLYGON((5 5,15 5,15 15,5 15,5 5)))", 1, "OIn"},
        {SQUARE, "GEOMETRYCOLLECTION(POINT(50 50),LINESTRING(40 0,30 0))", 20, "Dn"},
        {"LINESTRING(0 0,10 0)", "GEOMETRYCOLLECTION(LINESTRING(0 0,10 0),POINT(5 0))", 1, "EWICn"},
        {"LINESTRING(0 0,10 0)", "GEOMETRYCOLLECTION(LINESTRING(5 -5,5 5),POINT(9 9))", 1, "XIn"},
        {"GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(1 1,2 2))", SQUARE, 1, "WIn"},
        {"GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(1 1,2 2))", "GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(6 6,7 7))", 1, "In"},
    };
    CHECK(cases);
}

static void what_is_no_geometry_holds_for_nothing(void **state)
{
    arena *a = arena_new();
    char holds[12];
    const geometry square = from_wkt(SQUARE, a);
    const geometry nothing[] = {{NULL, 0},
                                {square.blob, square.size - 1},
                                {square.blob, 20},
                                from_wkt("POLYGON EMPTY", a),
                                from_wkt("MULTIPOLYGON EMPTY", a),
                                from_wkt("MULTIPOINT EMPTY", a),
                                from_wkt("LINESTRING EMPTY", a)};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        all_that_hold(*state, nothing[i], square, 1e12, holds);
        if (*holds)
            fail_msg("%zu: %s", i, holds);
        all_that_hold(*state, square, nothing[i], 1e12, holds);
        assert_string_equal(holds, "none");
    }
    arena_free(a);
}

static void a_coordinate_that_is_no_number_holds_for_nothing(void **state)
{
    arena *a = arena_new();
    char holds[12];
    const double bad[] = {NAN, INFINITY, -INFINITY};
    const geometry square = from_wkt(SQUARE, a);
    for (size_t i = 0; i < 3; i++) {
        uint8_t *blob = arena_alloc(a, square.size);
        memcpy(blob, square.blob, square.size);
        memcpy(blob + 51 + 16, &bad[i], sizeof bad[i]); /* the second x; the extent stays as it was */
        all_that_hold(*state, (geometry){blob, square.size}, from_wkt("POINT(50 50)", a), 1, holds);
        assert_string_equal(holds, "");
        all_that_hold(*state, (geometry){blob, square.size}, square, 1, holds);
        assert_string_equal(holds, "");
    }
    arena_free(a);
}

/* A stored ring that is not closed, as an old import may have left it, and one that is too short. */
static void an_open_ring_is_closed(void **state)
{
    arena *a = arena_new();
    char holds[12];
    for (uint32_t points = 1; points <= 4; points++) {
        geometry_build open = geometry_build_new(a);
        geometry_build_part(&open, CLASS_POLYGON);
        geometry_build_ring(&open);
        for (uint32_t i = 0; i < points; i++)
            geometry_build_point(&open, i == 1 || i == 2 ? 10 : 0, i >= 2 ? 10 : 0);
        all_that_hold(*state, geometry_build_blob(&open, CLASS_POLYGON, 31370), from_wkt(SQUARE, a), 1, holds);
        assert_string_equal(holds, points == 1 || points == 2 ? "TIn" : points == 3 ? "WIn" : "EWICn");
    }
    arena_free(a);
}

static const char *field(char **line)
{
    char *const from = *line, *end = strpbrk(from, ";\n");
    *line = end ? end + 1 : from + strlen(from);
    if (end)
        *end = '\0';
    return from;
}

/* fixtures/make_spatial_cases.py: 1500 pairs, as shapely answers. */
static void it_agrees_with_shapely(void **state)
{
    char *line = NULL;
    size_t room = 0, lines = 0;
    FILE *cases = fopen(FIXTURES "/spatial_cases.csv", "r");
    assert_non_null(cases);
    for (; getline(&line, &room, cases) > 0; lines++) {
        arena *a = arena_new();
        char holds[12], *rest = line;
        const char *row = field(&rest), *with = field(&rest), *letters_held = field(&rest);
        const double distance = strtod(field(&rest), NULL);
        const char *expected = arena_printf(a, "%s%s", letters_held, *field(&rest) == '1' ? "n" : "b");
        all_that_hold(*state, from_wkt(row, a), from_wkt(with, a), distance, holds);
        if (strcmp(holds, expected) != 0)
            fail_msg("line %zu: %s, not %s", lines + 1, holds, expected);
        arena_free(a);
    }
    fclose(cases);
    free(line);
    assert_int_equal(lines, 1500);
}

static geometry drawn(unsigned *seed, arena *a)
{
    const int points = 4 + rand_r(seed) % 5, holes = rand_r(seed) % 2, span = 3 + rand_r(seed) % 20;
    char *wkt = arena_strdup(a, "POLYGON(");
    for (int ring = 0; ring <= holes; ring++) {
        const int x = rand_r(seed) % span, y = rand_r(seed) % span;
        wkt = arena_printf(a, "%s%s(%d %d", wkt, ring ? "," : "", x, y);
        for (int i = 1; i < points; i++)
            wkt = arena_printf(a, "%s,%d %d", wkt, rand_r(seed) % span, rand_r(seed) % span);
        wkt = arena_printf(a, "%s,%d %d)", wkt, x, y);
    }
    return from_wkt(arena_printf(a, "%s)", wkt), a);
}

static bool one_holds(spatial *s, spatial_operator op, geometry row, geometry with)
{
    spatial_literal *l = NULL;
    assert_true(spatial_literal_new(s, with, &l));
    const bool holds = spatial_holds(s, op, row, l, 3);
    spatial_literal_free(l);
    return holds;
}

/* Scribbles on a small grid: nearly all invalid. Whatever they mean, the operators must not contradict each other. */
static void scribbles_get_answers_that_agree(void **state)
{
    unsigned seed = 7;
    for (int i = 0; i < 40; i++) {
        arena *a = arena_new();
        const geometry one = drawn(&seed, a), other = drawn(&seed, a);
        const bool meet = one_holds(*state, SPATIAL_INTERSECTS, one, other);
        assert_true(meet == one_holds(*state, SPATIAL_INTERSECTS, other, one));
        assert_true(meet != one_holds(*state, SPATIAL_DISJOINT, one, other));
        assert_true(one_holds(*state, SPATIAL_DWITHIN, one, other) != one_holds(*state, SPATIAL_BEYOND, one, other));
        assert_true(one_holds(*state, SPATIAL_WITHIN, one, other) == one_holds(*state, SPATIAL_CONTAINS, other, one));
        assert_true(!meet || one_holds(*state, SPATIAL_DWITHIN, one, other));
        assert_true(one_holds(*state, SPATIAL_EQUALS, one, one) && one_holds(*state, SPATIAL_WITHIN, one, one));
        arena_free(a);
    }
}

static geometry scaled(unsigned *seed, double scale, arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (int i = 0; i < 8; i++) {
        const double x = rand_r(seed) % 20, y = rand_r(seed) % 20;
        geometry_build_point(&b, x * scale, y * scale);
    }
    geometry_build_close(&b);
    return geometry_build_blob(&b, CLASS_POLYGON, 31370);
}

/* Row A0 of the trial: a row that GEOS gives up on ends the request. So it must not give up on any row, valid or not. */
static void a0_no_row_is_too_odd_for_an_answer(void **state)
{
    static const double scales[] = {1, 1e-300, 1e-20, 1e9, 1e20, 1e100};
    unsigned seed = 3;
    spatial_begin(*state, (spatial_watch){0});
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        arena *a = arena_new();
        for (int n = 0; n < 10; n++) {
            const geometry row = scaled(&seed, scales[i], a), other = scaled(&seed, scales[i], a);
            for (spatial_operator op = SPATIAL_EQUALS; op <= SPATIAL_BEYOND; op++)
                spatial_pair_holds(*state, op, row, other, scales[i]);
            assert_int_equal(spatial_ended(*state), SPATIAL_WENT_WELL);
        }
        arena_free(a);
    }
    spatial_forget(*state);
}

/* Random points joined to one ring: each side crosses a quarter of the others. */
static geometry scribble(unsigned seed, int points, arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (int i = 0; i < points; i++) {
        const double x = rand_r(&seed) % 100000, y = rand_r(&seed) % 100000;
        geometry_build_point(&b, x, y);
    }
    geometry_build_close(&b);
    return geometry_build_blob(&b, CLASS_POLYGON, 31370);
}

/* A star whose points are one line or one ring. */
static geometry star(geometry_class kind, int points, arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, kind);
    geometry_build_ring(&b);
    for (int i = 0; i < points; i++) {
        const double turn = 6.283185307179586 * ((double)i * (points / 2) / points);
        geometry_build_point(&b, 50000 * cos(turn), 50000 * sin(turn));
    }
    if (kind == CLASS_POLYGON)
        geometry_build_close(&b);
    return geometry_build_blob(&b, kind, 31370);
}

/* 40 KB of it kept a worker busy for minutes, where the time limit could not stop it; and after GEOS had found the crossings, for
 * seconds where the watch could not stop it either. */
static void a_literal_that_crosses_itself_without_end_is_refused(void **state)
{
    arena *a = arena_new();
    const geometry hostile[] = {scribble(1, 3000, a), star(CLASS_POLYGON, 501, a), star(CLASS_LINESTRING, 501, a)};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        spatial_literal *l = NULL;
        spatial_begin(*state, (spatial_watch){0});
        assert_false(spatial_literal_new(*state, hostile[i], &l));
        assert_null(l);
        assert_int_equal(spatial_ended(*state), SPATIAL_CROSSES_OFTEN);
    }
    spatial_begin(*state, (spatial_watch){0}); /* the next request is not affected */
    assert_true(one_holds(*state, SPATIAL_INTERSECTS, scribble(2, 10, a), scribble(2, 10, a)));
    assert_int_equal(spatial_ended(*state), SPATIAL_WENT_WELL);
    arena_free(a);
}

/* Every operator needs it repaired first, except a box that it surely meets. */
static void a_row_that_does_so_is_refused_too(void **state)
{
    arena *a = arena_new();
    const geometry row = scribble(1, 3000, a), with = from_wkt("POLYGON((-1 -1, 50 -1, 0 50, -1 -1))", a);
    double area = 0;
    uint8_t point[SPATIAL_POINT_BYTES];
    spatial_begin(*state, (spatial_watch){0});
    assert_false(one_holds(*state, SPATIAL_OVERLAPS, row, from_wkt("POLYGON((-1 -1, 90000 -1, 0 90000, -1 -1))", a)));
    assert_int_equal(spatial_ended(*state), SPATIAL_CROSSES_OFTEN);
    spatial_begin(*state, (spatial_watch){0});
    assert_false(spatial_pair_holds(*state, SPATIAL_INTERSECTS, row, with, 0));
    assert_int_equal(spatial_ended(*state), SPATIAL_CROSSES_OFTEN);
    spatial_begin(*state, (spatial_watch){0});
    assert_false(spatial_area(*state, row, &area));
    assert_int_equal(spatial_ended(*state), SPATIAL_CROSSES_OFTEN);
    spatial_begin(*state, (spatial_watch){0});
    assert_false(spatial_interior_point(*state, row, point));
    assert_int_equal(spatial_ended(*state), SPATIAL_CROSSES_OFTEN);
    spatial_begin(*state, (spatial_watch){0});
    arena_free(a);
}

static bool stop_at_once(void *context)
{
    ++*(int *)context;
    return true;
}

static void work_stops_in_the_middle_when_the_watch_says_so(void **state)
{
    arena *a = arena_new();
    spatial_literal *l = NULL;
    int asked = 0;
    spatial_begin(*state, (spatial_watch){&asked, stop_at_once});
    assert_false(spatial_literal_new(*state, scribble(1, 3000, a), &l));
    assert_int_equal(spatial_ended(*state), SPATIAL_STOPPED);
    assert_int_equal(asked, 1); /* once stopped, the watch is not asked again */
    spatial_begin(*state, (spatial_watch){0});
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_row_is_the_left_operand),
        cmocka_unit_test(a_distance_includes_its_end),
        cmocka_unit_test(an_invalid_row_counts_as_its_even_odd_area),
        cmocka_unit_test(an_invalid_literal_counts_as_its_even_odd_area),
        cmocka_unit_test(collapsed_geometries_are_what_is_left_of_them),
        cmocka_unit_test(collections_count_as_their_parts_together),
        cmocka_unit_test(what_is_no_geometry_holds_for_nothing),
        cmocka_unit_test(a_coordinate_that_is_no_number_holds_for_nothing),
        cmocka_unit_test(an_open_ring_is_closed),
        cmocka_unit_test(it_agrees_with_shapely),
        cmocka_unit_test(scribbles_get_answers_that_agree),
        cmocka_unit_test(a0_no_row_is_too_odd_for_an_answer),
        cmocka_unit_test(a_literal_that_crosses_itself_without_end_is_refused),
        cmocka_unit_test(a_row_that_does_so_is_refused_too),
        cmocka_unit_test(work_stops_in_the_middle_when_the_watch_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
