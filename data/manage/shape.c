#include "data/manage/shape.h"

#include <float.h>
#include <math.h>
#include <string.h>

shape shape_new(arena *a)
{
    shape s = {.arena = a, .point_room = 256, .ring_room = 16};
    s.xy = arena_array(a, s.point_room, 2 * sizeof *s.xy);
    s.rings = arena_array(a, s.ring_room, sizeof *s.rings);
    shape_clear(&s);
    return s;
}

void shape_clear(shape *s)
{
    s->points = s->ring_count = s->part_count = 0;
    s->box[0] = s->box[1] = DBL_MAX;
    s->box[2] = s->box[3] = -DBL_MAX;
}

/* Twice the room, with what was there; the old place stays in the arena, so all places together are at most twice the last. */
static void *larger(arena *a, const void *old, uint32_t *room, size_t size)
{
    void *place = arena_array(a, (size_t)*room * 2, size);
    memcpy(place, old, (size_t)*room * size);
    *room *= 2;
    return place;
}

void shape_part(shape *s)
{
    s->part_count++;
}

void shape_ring_start(shape *s)
{
    if (s->ring_count == s->ring_room)
        s->rings = larger(s->arena, s->rings, &s->ring_room, sizeof *s->rings);
    s->rings[s->ring_count++] = (shape_ring){s->points, 0, s->part_count - 1};
}

void shape_point(shape *s, double x, double y)
{
    if (s->points == s->point_room)
        s->xy = larger(s->arena, s->xy, &s->point_room, 2 * sizeof *s->xy);
    double *p = s->xy + 2 * (size_t)s->points++;
    p[0] = x;
    p[1] = y;
    s->rings[s->ring_count - 1].points++;
    s->box[0] = x < s->box[0] ? x : s->box[0];
    s->box[1] = y < s->box[1] ? y : s->box[1];
    s->box[2] = x > s->box[2] ? x : s->box[2];
    s->box[3] = y > s->box[3] ? y : s->box[3];
}

void shape_ring_close(shape *s)
{
    const shape_ring *r = &s->rings[s->ring_count - 1];
    const double *first = s->xy + 2 * (size_t)r->first, *last = s->xy + 2 * (size_t)(r->first + r->points - 1);
    if (r->points > 0 && (first[0] != last[0] || first[1] != last[1]))
        shape_point(s, first[0], first[1]);
}

/* Around the ring's first point, not the origin: keeps the products small, so a cm of a parcel is not lost in kilometres. */
static double ring_area(const double *xy, uint32_t points)
{
    double twice = 0;
    for (uint32_t i = 1; i + 1 < points; i++) {
        const double *p = xy + 2 * (size_t)i;
        twice += (p[0] - xy[0]) * (p[3] - xy[1]) - (p[2] - xy[0]) * (p[1] - xy[1]);
    }
    return fabs(twice) / 2;
}

double shape_area(const shape *s)
{
    double area = 0;
    for (uint32_t i = 0; i < s->ring_count; i++) {
        const shape_ring *r = &s->rings[i];
        const bool exterior = i == 0 || s->rings[i - 1].part != r->part;
        const double ring = ring_area(s->xy + 2 * (size_t)r->first, r->points);
        area += exterior ? ring : -ring;
    }
    return area;
}

enum { BLOB_HEAD = 47, BLOB_PART = 9, BLOB_RING = 4, BLOB_TAIL = 1, CLASS_POLYGON = 3, CLASS_MULTIPOLYGON = 6 };

size_t shape_blob_size(const shape *s)
{
    return BLOB_HEAD + BLOB_PART * (size_t)s->part_count + BLOB_RING * (size_t)s->ring_count +
           2 * sizeof(double) * (size_t)s->points + BLOB_TAIL;
}

static uint8_t *put(uint8_t *to, const void *from, size_t size)
{
    memcpy(to, from, size); /* little endian, as the machine is (static assertion below) */
    return to + size;
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the blob is written as the machine keeps it");

static uint8_t *put_u32(uint8_t *to, uint32_t value)
{
    return put(to, &value, sizeof value);
}

static uint8_t *put_part(uint8_t *to, const shape *s, uint32_t *ring)
{
    const uint32_t part = s->rings[*ring].part;
    uint32_t end = *ring;
    while (end < s->ring_count && s->rings[end].part == part)
        end++;
    *to++ = 0x69;
    to = put_u32(to, CLASS_POLYGON);
    to = put_u32(to, end - *ring);
    for (; *ring < end; ++*ring) {
        const shape_ring *r = &s->rings[*ring];
        to = put_u32(to, r->points);
        to = put(to, s->xy + 2 * (size_t)r->first, 2 * sizeof(double) * (size_t)r->points);
    }
    return to;
}

void shape_to_blob(const shape *s, int srid, uint8_t *out)
{
    uint8_t *to = out;
    *to++ = 0x00;
    *to++ = 0x01;
    to = put(to, &(int32_t){srid}, 4);
    to = put(to, s->box, sizeof s->box);
    *to++ = 0x7C;
    to = put_u32(to, CLASS_MULTIPOLYGON);
    to = put_u32(to, s->part_count);
    for (uint32_t ring = 0; ring < s->ring_count;)
        to = put_part(to, s, &ring);
    *to = 0xFE;
}
