#include "data/model/geometry.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

typedef struct builder {
    uint8_t bytes[4096];
    size_t size;
} builder;

static void put(builder *b, const void *bytes, size_t count)
{
    memcpy(b->bytes + b->size, bytes, count);
    b->size += count;
}

static void put_byte(builder *b, uint8_t byte)
{
    put(b, &byte, 1);
}

static void put_u32(builder *b, uint32_t number)
{
    put(b, &number, 4);
}

static void put_head(builder *b, uint32_t kind)
{
    static const double mbr[4] = {0, 0, 100, 100};
    b->size = 0;
    put(b, "\x00\x01", 2);
    put_u32(b, 31370);
    put(b, mbr, sizeof mbr);
    put_byte(b, 0x7C);
    put_u32(b, kind);
}

static void put_ring(builder *b, const double *xy, uint32_t points)
{
    put_u32(b, points);
    put(b, xy, (size_t)points * 16);
}

static const double outer[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0}, hole[] = {2, 2, 8, 2, 8, 8, 2, 8, 2, 2},
                    far_off[] = {50, 50, 60, 50, 60, 60, 50, 60, 50, 50};
static const double bow_tie[] = {0, 0, 10, 10, 10, 0, 0, 10, 0, 0};

/* A square with a hole and a square far away. */
static geometry two_parts(builder *b)
{
    put_head(b, CLASS_MULTIPOLYGON);
    put_u32(b, 2);
    put_byte(b, 0x69);
    put_u32(b, CLASS_POLYGON);
    put_u32(b, 2);
    put_ring(b, outer, 5);
    put_ring(b, hole, 5);
    put_byte(b, 0x69);
    put_u32(b, CLASS_POLYGON);
    put_u32(b, 1);
    put_ring(b, far_off, 5);
    put_byte(b, 0xFE);
    return (geometry){b->bytes, b->size};
}

static geometry one_ring(builder *b, const double *xy, uint32_t points)
{
    put_head(b, CLASS_POLYGON);
    put_u32(b, 1);
    put_ring(b, xy, points);
    put_byte(b, 0xFE);
    return (geometry){b->bytes, b->size};
}

static bool meets_box(geometry g, double minx, double miny, double maxx, double maxy)
{
    const double ring[] = {minx, miny, maxx, miny, maxx, maxy, minx, maxy};
    return geometry_meets_ring(g, ring, 4);
}

static void boxes_meet_by_area_edge_and_touch(void **state)
{
    (void)state;
    builder b;
    const geometry g = two_parts(&b);
    assert_true(meets_box(g, 1, 1, 1.5, 1.5)); /* inside the part */
    assert_true(meets_box(g, -5, -5, 70, 70)); /* around everything */
    assert_true(meets_box(g, 9, -5, 9.5, 20)); /* through, no vertex inside */
    assert_true(meets_box(g, 10, 10, 20, 20)); /* touches a corner */
    assert_true(meets_box(g, 10, 3, 20, 4));   /* touches an edge */
    assert_true(meets_box(g, 55, 55, 55, 55)); /* a point in the second part */
    assert_true(meets_box(g, 7.9, 4, 8.5, 5)); /* over the edge of the hole */
    assert_true(meets_box(g, 8, 4, 8, 5));     /* along the edge of the hole */
}

static void boxes_in_holes_and_beside_do_not_meet(void **state)
{
    (void)state;
    builder b;
    const geometry g = two_parts(&b);
    assert_false(meets_box(g, 3, 3, 4, 4));
    assert_false(meets_box(g, 20, 20, 40, 40));
    assert_false(meets_box(g, 10.001, 0, 12, 10));
    assert_false(meets_box(g, 20, 0, 70, 40)); /* within the extent of the whole, between the parts */
}

static void an_invalid_polygon_gets_an_even_odd_answer(void **state)
{
    (void)state;
    builder b;
    const geometry g = one_ring(&b, bow_tie, 5);
    assert_true(meets_box(g, 4, 4.9, 6, 5.1));
    assert_true(meets_box(g, 0.5, 4, 1, 6));
    assert_false(meets_box(g, 4.9, 8, 5.1, 9));
    assert_true(meets_box(g, -1, -1, 11, 11));
}

static void overlapping_parts_do_not_cancel_out(void **state)
{
    (void)state;
    builder b;
    put_head(&b, CLASS_MULTIPOLYGON);
    put_u32(&b, 2);
    for (int i = 0; i < 2; i++) {
        put_byte(&b, 0x69);
        put_u32(&b, CLASS_POLYGON);
        put_u32(&b, 1);
        put_ring(&b, outer, 5);
    }
    put_byte(&b, 0xFE);
    assert_true(meets_box((geometry){b.bytes, b.size}, 4, 4, 5, 5));
}

static void points_and_lines_meet_too(void **state)
{
    (void)state;
    static const double point[] = {5, 5}, line[] = {0, 0, 10, 10};
    builder b;
    put_head(&b, CLASS_POINT);
    put(&b, point, sizeof point);
    put_byte(&b, 0xFE);
    assert_true(meets_box((geometry){b.bytes, b.size}, 5, 5, 6, 6));
    assert_true(meets_box((geometry){b.bytes, b.size}, 4, 4, 6, 6));
    assert_false(meets_box((geometry){b.bytes, b.size}, 6, 5, 7, 6));
    put_head(&b, CLASS_LINESTRING);
    put_ring(&b, line, 2);
    put_byte(&b, 0xFE);
    assert_true(meets_box((geometry){b.bytes, b.size}, 4, 3, 6, 5));
    assert_false(meets_box((geometry){b.bytes, b.size}, 4, 1, 6, 3));
}

static bool take_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)kind;
    (void)parts;
    (void)depth;
    ++*(int *)context;
    return true;
}

static bool take_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    for (size_t i = 0; i < (size_t)count * 2; i++)
        *(int *)context += isfinite(geometry_ordinate(xy, i)) ? 0 : 1;
    return true;
}

static bool walks(geometry g)
{
    int seen = 0;
    const geometry_visitor v = {.context = &seen, .begin = take_begin, .coordinates = take_coordinates, .any_dimension = true};
    return geometry_walk(g, &v);
}

static void a_cut_or_changed_blob_is_refused_and_never_read_beyond(void **state)
{
    (void)state;
    builder b;
    const geometry whole = two_parts(&b);
    assert_true(walks(whole));
    for (size_t size = 0; size < whole.size; size++) { /* with an end mark, so that only the counts can show that it is cut off */
        uint8_t copy[4096];
        memcpy(copy, whole.blob, size);
        if (size)
            copy[size - 1] = 0xFE;
        assert_false(walks((geometry){copy, size}));
    }
}

static void a_count_that_promises_more_than_there_is_is_refused(void **state)
{
    (void)state;
    static const uint32_t counts[] = {6, 0x10000000, 0xFFFFFFFF};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        builder b;
        put_head(&b, CLASS_POLYGON);
        put_u32(&b, 1);
        put_u32(&b, counts[i]);
        put(&b, outer, sizeof outer);
        put_byte(&b, 0xFE);
        assert_false(walks((geometry){b.bytes, b.size}));
    }
}

/* A square whose points have two more ordinates, with values outside the square. */
static geometry with_more(builder *b, uint32_t family, uint32_t part_family)
{
    static const double xy[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0}, more[] = {500, NAN};
    put_head(b, family + CLASS_MULTIPOLYGON);
    put_u32(b, 1);
    put_byte(b, 0x69);
    put_u32(b, part_family + CLASS_POLYGON);
    put_u32(b, 1);
    put_u32(b, 5);
    for (size_t i = 0; i < 5; i++) {
        put(b, xy + 2 * i, 2 * sizeof *xy);
        put(b, more, (family == 3000 ? 2 : 1) * sizeof *more);
    }
    put_byte(b, 0xFE);
    return (geometry){b->bytes, b->size};
}

static void heights_and_measures_do_not_count_for_places(void **state)
{
    (void)state;
    static const struct {
        uint32_t family;
        unsigned ordinates;
        bool heights;
    } kinds[] = {{1000, 3, true}, {2000, 3, false}, {3000, 4, true}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        builder b;
        const geometry g = with_more(&b, kinds[i].family, kinds[i].family);
        assert_int_equal(geometry_ordinates(g), kinds[i].ordinates);
        assert_int_equal(geometry_has_heights(g), kinds[i].heights);
        assert_int_equal(geometry_points(g), 5);
        assert_true(walks(g) && meets_box(g, 1, 1, 2, 2) && meets_box(g, -1, -1, 11, 11) && meets_box(g, 10, 10, 20, 20));
        assert_false(meets_box(g, 11, 11, 600, 600));
    }
}

static void a_visitor_that_knows_two_ordinates_gets_no_more(void **state)
{
    (void)state;
    int seen = 0;
    builder b;
    const geometry_visitor v = {.context = &seen, .begin = take_begin, .coordinates = take_coordinates};
    assert_true(geometry_walk(two_parts(&b), &v));
    assert_false(geometry_walk(with_more(&b, 1000, 1000), &v));
}

static void parts_with_other_ordinates_than_the_whole_are_refused(void **state)
{
    (void)state;
    static const uint32_t families[] = {0, 1000, 2000, 3000, 1000000};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        builder b;
        assert_int_equal(walks(with_more(&b, 1000, families[i])), families[i] == 1000);
        assert_false(walks(with_more(&b, 1000000, families[i]))); /* compressed */
        assert_false(walks(with_more(&b, 4000, families[i])));
    }
}

static void the_extent_is_read_from_the_head(void **state)
{
    (void)state;
    builder b;
    double mbr[4];
    assert_true(geometry_mbr(two_parts(&b), mbr));
    assert_true(mbr[0] == 0 && mbr[3] == 100);
    assert_false(geometry_mbr((geometry){(const uint8_t *)"\x01", 1}, mbr));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_meet_by_area_edge_and_touch),
        cmocka_unit_test(boxes_in_holes_and_beside_do_not_meet),
        cmocka_unit_test(an_invalid_polygon_gets_an_even_odd_answer),
        cmocka_unit_test(overlapping_parts_do_not_cancel_out),
        cmocka_unit_test(points_and_lines_meet_too),
        cmocka_unit_test(a_cut_or_changed_blob_is_refused_and_never_read_beyond),
        cmocka_unit_test(a_count_that_promises_more_than_there_is_is_refused),
        cmocka_unit_test(heights_and_measures_do_not_count_for_places),
        cmocka_unit_test(a_visitor_that_knows_two_ordinates_gets_no_more),
        cmocka_unit_test(parts_with_other_ordinates_than_the_whole_are_refused),
        cmocka_unit_test(the_extent_is_read_from_the_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
