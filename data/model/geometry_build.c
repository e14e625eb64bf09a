#include "data/model/geometry_build.h"

#include <float.h>
#include <string.h>

geometry_build geometry_build_new(arena *a)
{
    geometry_build b = {.arena = a, .point_room = 256, .ring_room = 16};
    b.xy = arena_array(a, b.point_room, 2 * sizeof *b.xy);
    b.rings = arena_array(a, b.ring_room, sizeof *b.rings);
    geometry_build_clear(&b);
    return b;
}

void geometry_build_clear(geometry_build *b)
{
    b->points = b->ring_count = b->part_count = 0;
    b->box[0] = b->box[1] = DBL_MAX;
    b->box[2] = b->box[3] = -DBL_MAX;
}

void geometry_build_part(geometry_build *b, geometry_class kind)
{
    b->kind = kind;
    b->part_count++;
}

void geometry_build_ring(geometry_build *b)
{
    if (b->ring_count == b->ring_room)
        b->rings = arena_grow(b->arena, b->rings, &b->ring_room, 0, sizeof *b->rings);
    b->rings[b->ring_count++] = (geometry_ring){b->points, 0, b->part_count - 1, b->kind};
}

void geometry_build_point(geometry_build *b, double x, double y)
{
    if (b->points == b->point_room)
        b->xy = arena_grow(b->arena, b->xy, &b->point_room, 0, 2 * sizeof *b->xy);
    double *p = b->xy + 2 * (size_t)b->points++;
    p[0] = x;
    p[1] = y;
    b->rings[b->ring_count - 1].points++;
    b->box[0] = x < b->box[0] ? x : b->box[0];
    b->box[1] = y < b->box[1] ? y : b->box[1];
    b->box[2] = x > b->box[2] ? x : b->box[2];
    b->box[3] = y > b->box[3] ? y : b->box[3];
}

void geometry_build_close(geometry_build *b)
{
    const geometry_ring *r = &b->rings[b->ring_count - 1];
    const double *first = b->xy + 2 * (size_t)r->first, *last = b->xy + 2 * (size_t)(r->first + r->points - 1);
    if (r->points > 0 && (first[0] != last[0] || first[1] != last[1]))
        geometry_build_point(b, first[0], first[1]);
}

enum { HEAD = 39, CLASS = 4, COUNT = 4, MARK = 1, POINT = 2 * sizeof(double) };

_Static_assert(sizeof(geometry_class) == 4, "a class takes four bytes in memory as in the blob");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the blob is written as the machine keeps it");

static uint8_t *put(uint8_t *to, const void *from, size_t size)
{
    memcpy(to, from, size);
    return to + size;
}

static uint8_t *put_u32(uint8_t *to, uint32_t value)
{
    return put(to, &value, sizeof value);
}

/* How many runs the part has that begins with this one. */
static uint32_t runs_of_part(const geometry_build *b, uint32_t ring)
{
    uint32_t end = ring;
    while (end < b->ring_count && b->rings[end].part == b->rings[ring].part)
        end++;
    return end - ring;
}

/* A point has no count, a polygon counts its rings and their points. */
static uint8_t *put_body(uint8_t *to, const geometry_build *b, uint32_t *ring)
{
    const uint32_t runs = runs_of_part(b, *ring);
    const geometry_class kind = b->rings[*ring].kind;
    if (kind == CLASS_POLYGON)
        to = put_u32(to, runs);
    for (const uint32_t end = *ring + runs; *ring < end; ++*ring) {
        const geometry_ring *r = &b->rings[*ring];
        if (kind != CLASS_POINT)
            to = put_u32(to, r->points);
        to = put(to, b->xy + 2 * (size_t)r->first, POINT * (size_t)r->points);
    }
    return to;
}

static uint8_t *put_parts(uint8_t *to, const geometry_build *b)
{
    to = put_u32(to, b->part_count);
    for (uint32_t ring = 0; ring < b->ring_count;) {
        *to++ = 0x69;
        to = put_u32(to, b->rings[ring].kind);
        to = put_body(to, b, &ring);
    }
    return to;
}

/* Adds up the parts one by one: their classes may differ in a collection. */
static size_t parts_size(const geometry_build *b, size_t around_each)
{
    size_t size = POINT * (size_t)b->points;
    for (uint32_t i = 0; i < b->ring_count; i++) {
        const bool first = i == 0 || b->rings[i - 1].part != b->rings[i].part;
        const geometry_class kind = b->rings[i].kind;
        size += (first ? around_each + (kind == CLASS_POLYGON ? COUNT : 0) : 0) + (kind != CLASS_POINT ? COUNT : 0);
    }
    return size;
}

size_t geometry_build_size(const geometry_build *b, geometry_class whole)
{
    return HEAD + CLASS + (whole > CLASS_POLYGON ? COUNT + parts_size(b, MARK + CLASS) : parts_size(b, 0)) + MARK;
}

void geometry_build_write(const geometry_build *b, geometry_class whole, int srid, uint8_t *out)
{
    uint8_t *to = out;
    uint32_t ring = 0;
    *to++ = 0x00;
    *to++ = 0x01;
    to = put(to, &(int32_t){srid}, 4);
    to = put(to, b->box, sizeof b->box);
    *to++ = 0x7C;
    to = put_u32(to, whole);
    to = whole > CLASS_POLYGON ? put_parts(to, b) : put_body(to, b, &ring);
    *to = 0xFE;
}

geometry geometry_build_blob(const geometry_build *b, geometry_class whole, int srid)
{
    const size_t size = geometry_build_size(b, whole);
    uint8_t *blob = arena_alloc(b->arena, size);
    geometry_build_write(b, whole, srid, blob);
    return (geometry){blob, size};
}
