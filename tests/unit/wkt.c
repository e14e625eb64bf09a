#include "data/manage/wkt.h"
#include "base/text.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

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

static shape read_good(arena *a, const char *chars)
{
    shape s = shape_new(a);
    const status done = wkt_read(chars, strlen(chars), &s);
    if (done.code != ST_OK)
        fail_msg("refused %s: %s", chars, done.en);
    return s;
}

static void polygons_are_read_in_every_spelling(void **state)
{
    static const char *const good[] = {"POLYGON((0 0,4 0,4 3,0 0))",
                                       "polygon ( ( 0 0 , 4 0 , 4 3 , 0 0 ) ) ",
                                       "MULTIPOLYGON(((0 0,4 0,4 3,0 0)))",
                                       "SRID=31370;MultiPolygon (((0 0,4 0,4 3,0 0)))",
                                       "POLYGON((0.0 0e0,4.000 -0,4E0 3,+0 0))",
                                       "\nPOLYGON((0 0,\n4 0,\n4 3,\n0 0))\n",
                                       "POLYGON((0 0,4 0,4 3,-0 0))"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const shape s = read_good(*state, good[i]);
        assert_int_equal(s.part_count, 1);
        assert_int_equal(s.points, 4);
        assert_true(shape_area_m2(&s) == 6);
    }
}

static void parts_and_holes_keep_their_order(void **state)
{
    const shape s = read_good(*state, "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 2,1 1)),((20 0,22 0,22 2,20 2,20 0)))");
    assert_int_equal(s.part_count, 2);
    assert_int_equal(s.ring_count, 3);
    assert_int_equal(s.rings[1].part, 0);
    assert_int_equal(s.rings[2].part, 1);
    assert_true(shape_area_m2(&s) == 81 - 1 + 4);
    assert_true(s.box[0] == 0 && s.box[1] == 0 && s.box[2] == 22 && s.box[3] == 9);
    assert_true(shape_is_valid(&s));
}

static void numbers_are_the_nearest_double(void **state)
{
    static const char *const numbers[] = {"150580.9", "0.1",  "123456789012345", "1234567890123456789",
                                          "0.000001", "1e-7", "-5.005",          "99999.99"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const shape s = read_good(*state, arena_printf(*state, "POLYGON((%s 0,4 0,4 3,%s 0))", numbers[i], numbers[i]));
        assert_true(s.xy[0] == strtod(numbers[i], NULL));
    }
}

static void what_is_no_polygon_is_refused_with_the_reason_and_the_place(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"", "not WKT"},
        {"POINT(1 2)", "a point, line or collection"},
        {"LINESTRING(1 2,3 4)", "a point, line or collection"},
        {"MULTIPOINTZ(1 2 3)", "a point, line or collection"},
        {"GEOMETRYCOLLECTION(POINT(1 2))", "a point, line or collection"},
        {"POLYGON EMPTY", "is empty"},
        {"POLYGON eeeeeeeeeeeeeeeeeeeeeeeee((0 0,4 0,4 3,0 0))", "( is expected"},
        {"eeeeeeeeeeeeeeeeeeeeeeeee POLYGON((0 0,4 0,4 3,0 0))", "not WKT"},
        {"POLYGON Z((0 0 1,4 0 1,4 3 1,0 0 1))", "leave out Z"},
        {"POLYGONZ((0 0 1,4 0 1,4 3 1,0 0 1))", "leave out Z"},
        {"POLYGON((0 0 1,4 0 1,4 3 1,0 0 1))", "leave out Z"},
        {"SRID=3812;POLYGON((0 0,4 0,4 3,0 0))", "SRID must"},
        {"POLYGON((0 0,4 0,4 3))", "not closed"},
        {"POLYGON((0 0,4 0,0 0))", "fewer than 4"},
        {"POLYGON((0 0,nan 0,4 3,0 0))", "number is expected here (character 14)"},
        {"POLYGON((0 0,1e999 0,4 3,0 0))", "number is expected"},
        {"POLYGON((0 0,1000000000000000000000000000000000000000000000000000000000000000000 0,4 3,0 0))",
         "number is expected"}, /* not two numbers */
        {"POLYGON((0 0;4 0,4 3,0 0))", "comma or a )"},
        {"POLYGON(0 0,4 0,4 3,0 0)", "( is expected"},
        {"POLYGON((0 0,4 0,4 3,0 0)", ") is expected"},
        {"POLYGON((0 0,4 0,4 3,0 0)) x", "follows"},
        {"POLYGON((0,0 4,0 4,3 0,0))", "number is expected here (character 11)"},
        {"POLYGONS((0 0,4 0,4 3,0 0))", "not WKT"},
    };
    shape s = shape_new(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const status done = wkt_read(cases[i].text, strlen(cases[i].text), &s);
        assert_int_equal(done.code, ST_BAD_INPUT);
        if (!strstr(done.en, cases[i].said))
            fail_msg("%s: %s", cases[i].text, done.en);
    }
}

static void a_shape_without_end_stops_at_the_limit(void **state)
{
    text t = text_new(*state);
    shape s = shape_new(*state);
    text_add(&t, "POLYGON((0 0");
    for (int i = 0; i < WKT_POINTS_MAX; i++)
        text_add_bytes(&t, ",1 1", 4);
    text_add(&t, ",0 0))");
    const status done = wkt_read(t.chars, t.length, &s);
    assert_non_null(strstr(done.en, "1,000,000"));
}

/* Quick test and GEOS together: the same answer, whichever of the two gives it. */
static void validity_is_that_of_simple_features(void **state)
{
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", true},
        {"POLYGON((0 0,10 10,10 0,0 10,0 0))", false},                                             /* bow tie */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))", true},                        /* hole */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(12 2,14 2,14 4,12 4,12 2))", false},                  /* hole outside */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 0,10 0,10 10,0 10,0 0))", false},                   /* ring twice */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 0,5 2,2 5,0 0))", true},                            /* hole touches in a point */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2),(3 3,4 3,4 4,3 4,3 3))", false}, /* hole in a hole */
        {"POLYGON((0 0,10 0,10 0,10 10,0 10,0 0))", true},                                         /* repeated point */
        {"POLYGON((0 0,10 0,5 0,5 5,0 5,0 0))", false},                                            /* back over its own edge */
        {"POLYGON((0 0,5 0,10 0,10 10,0 10,0 0))", true},                                          /* point halfway an edge */
        {"POLYGON((0 0,10 0,10 10,5 0,0 10,0 0))", false}, /* corner touches an edge: interior in two */
        {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((6 0,9 0,9 4,6 4,6 0)))", true},
        {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 0,9 0,9 4,2 4,2 0)))", false},                      /* parts overlap */
        {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((2 2,4 2,4 4,2 4,2 2)))", false},                      /* part in a part */
        {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1)),((2 2,4 2,4 4,2 4,2 2)))", true}, /* island in a hole */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const shape s = read_good(*state, cases[i].text);
        if (shape_is_valid(&s) != cases[i].valid)
            fail_msg("wrong about %s", cases[i].text);
    }
}

/* SpatiaLite BLOB-Geometry, byte by byte. */
static void the_blob_is_spatialites(void **state)
{
    const shape s = read_good(*state, "POLYGON((1 2,4 2,4 3,1 2))");
    uint8_t blob[256];
    assert_int_equal(shape_blob_size(&s), 47 + 9 + 4 + 4 * 16 + 1);
    shape_to_blob(&s, 31370, blob);
    static const uint8_t head[] = {0x00, 0x01, 0x8A, 0x7A, 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F};
    static const uint8_t middle[] = {0x7C, 6, 0, 0, 0, 1, 0, 0, 0, 0x69, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0};
    assert_memory_equal(blob, head, sizeof head);
    assert_memory_equal(blob + 38, middle, sizeof middle);
    assert_int_equal(blob[shape_blob_size(&s) - 1], 0xFE);
}

int main(void)
{
#define WITH_ARENA(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ARENA(polygons_are_read_in_every_spelling),
        WITH_ARENA(parts_and_holes_keep_their_order),
        WITH_ARENA(numbers_are_the_nearest_double),
        WITH_ARENA(what_is_no_polygon_is_refused_with_the_reason_and_the_place),
        WITH_ARENA(a_shape_without_end_stops_at_the_limit),
        WITH_ARENA(validity_is_that_of_simple_features),
        WITH_ARENA(the_blob_is_spatialites),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
