/* Runs of stored points as the formats write them. */
#include "gml/crs/coordinates.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

typedef struct caught {
    char chars[64 * 1024];
    size_t used;
} caught;

static bool catch_head(void *context, const out_head *head)
{
    return context && head;
}

static bool catch_bytes(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    assert_true(c->used + count < sizeof c->chars);
    memcpy(c->chars + c->used, bytes, count);
    c->used += count;
    return true;
}

static bool write_wkt(const coordinates *how, const double *points, uint32_t count, caught *into)
{
    output *to = out_new();
    into->used = 0;
    out_open(to, (out_sink){.context = into, .begin = catch_head, .write = catch_bytes});
    const bool written = coordinates_wkt(how, to, (const uint8_t *)points, count);
    out_close(to);
    out_free(to);
    into->chars[into->used] = '\0';
    return written;
}

static void assert_wkt(const coordinates *how, const double *points, uint32_t count, const char *expected)
{
    static caught c;
    assert_true(write_wkt(how, points, count, &c));
    assert_string_equal(c.chars, expected);
}

static void points_stand_between_commas_and_x_before_y(void **state)
{
    static const double points[] = {1.5, -2, 100000.12345, 200000};
    (void)state;
    assert_wkt(&(coordinates){.decimals = 4}, points, 2, "1.5 -2,100000.1235 200000");
    assert_wkt(&(coordinates){.decimals = 4, .yx = true}, points, 1, "1.5 -2");
    assert_wkt(&(coordinates){.decimals = 4}, points, 0, "");
}

static void a_height_is_a_third_number_and_what_is_no_height_is_left_out(void **state)
{
    static const double points[] = {1, 2, 3.25, 4, 5, -6};
    (void)state;
    assert_wkt(&(coordinates){.decimals = 4, .ordinates = 3, .heights = true}, points, 2, "1 2 3.25,4 5 -6");
    assert_wkt(&(coordinates){.decimals = 4, .ordinates = 3}, points, 2, "1 2,4 5");
}

/* More points than are handled in one go. */
static void a_long_run_is_whole(void **state)
{
    static double points[2 * 1000];
    static caught c;
    size_t commas = 0;
    (void)state;
    for (size_t i = 0; i < 2000; i++)
        points[i] = (double)i;
    assert_true(write_wkt(&(coordinates){.decimals = 4}, points, 1000, &c));
    for (size_t i = 0; i < c.used; i++)
        commas += c.chars[i] == ',';
    assert_int_equal(commas, 999);
    assert_memory_equal(c.chars, "0 1,2 3,4 5,", 12);
    assert_non_null(strstr(c.chars, ",510 511,512 513,514 515,"));
    assert_string_equal(c.chars + c.used - 10, ",1998 1999");
}

/* The lowest and the highest far into the run, beyond what is transformed at a time; a height is none of it. */
static void the_extent_of_a_run_holds_every_point_of_it(void **state)
{
    enum { POINTS = 1000 };
    static double points[3 * POINTS];
    double mbr[4];
    (void)state;
    for (size_t i = 0; i < POINTS; i++)
        memcpy(points + 3 * i, (double[3]){(double)(i * 37 % POINTS), (double)(i * 53 % POINTS) - 2000, 9e6}, 3 * sizeof *points);
    crs_measure(NULL, 0, mbr);
    assert_true(coordinates_measure(&(coordinates){.ordinates = 3}, (const uint8_t *)points, POINTS, mbr));
    assert_memory_equal(mbr, ((double[4]){0, -2000, POINTS - 1, POINTS - 2001}), sizeof mbr);
    assert_true(coordinates_measure(&(coordinates){.ordinates = 2}, (const uint8_t *)(double[2]){-7, 5}, 1, mbr));
    assert_memory_equal(mbr, ((double[4]){-7, -2000, POINTS - 1, 5}), sizeof mbr);
    points[3 * 700] = NAN;
    assert_false(coordinates_measure(&(coordinates){.ordinates = 3}, (const uint8_t *)points, POINTS, mbr));
}

static void what_is_no_place_is_refused(void **state)
{
    static const double points[] = {1, 2, NAN, 3};
    static caught c;
    (void)state;
    assert_false(write_wkt(&(coordinates){.decimals = 4}, points, 2, &c));
    assert_null(strstr(c.chars, "nan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_stand_between_commas_and_x_before_y),
        cmocka_unit_test(a_height_is_a_third_number_and_what_is_no_height_is_left_out),
        cmocka_unit_test(a_long_run_is_whole),
        cmocka_unit_test(the_extent_of_a_run_holds_every_point_of_it),
        cmocka_unit_test(what_is_no_place_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
