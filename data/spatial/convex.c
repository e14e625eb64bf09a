#include "data/spatial/convex.h"

#include "base/heap.h"

#include <stdlib.h>

enum { POINTS_MOST = 4096 };

typedef struct ring_of {
    size_t first, count;
    bool hole;
} ring_of;

struct convex_rings {
    point *points;
    size_t count, room;
    ring_of *rings;
    size_t ring_count, ring_room;
    bool begins; /* the next ring is the outer one of its polygon */
    point *cut[2];
    size_t cut_room[2];
};

/* Twice its area: positive when it goes anticlockwise. Counted from its first corner, so that little is lost of small ones. */
static double twice_area(const point *p, size_t count)
{
    double sum = 0;
    for (size_t i = 2; i < count; i++)
        sum += cross(p[0], p[i - 1], p[i]);
    return sum;
}

/* --- Reading --- */

static bool begin_part(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    convex_rings *r = context;
    (void)parts;
    (void)depth;
    r->begins = kind == CLASS_POLYGON;
    return kind == CLASS_POLYGON || kind == CLASS_MULTIPOLYGON;
}

/* Whether its last point repeats the first one. */
static bool is_closed(const uint8_t *xy, uint32_t count)
{
    return count >= 4 && geometry_ordinate(xy, 0) == geometry_ordinate(xy, 2 * (size_t)(count - 1)) &&
           geometry_ordinate(xy, 1) == geometry_ordinate(xy, 2 * (size_t)(count - 1) + 1);
}

static bool add_ring(void *context, const uint8_t *xy, uint32_t count)
{
    convex_rings *r = context;
    if (!is_closed(xy, count) || r->count + count > POINTS_MOST)
        return false;
    if (r->ring_count == r->ring_room)
        r->rings = heap_grow(r->rings, &r->ring_room, sizeof *r->rings);
    r->rings[r->ring_count++] = (ring_of){r->count, count - 1, !r->begins};
    r->begins = false;
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (r->count == r->room)
            r->points = heap_grow(r->points, &r->room, sizeof *r->points);
        r->points[r->count++] = (point){geometry_ordinate(xy, 2 * (size_t)i), geometry_ordinate(xy, 2 * (size_t)i + 1)};
    }
    return true;
}

convex_rings *convex_rings_of(geometry g)
{
    convex_rings *r = calloc(1, sizeof *r);
    if (!r)
        abort(); /* as arena_alloc does */
    const geometry_visitor v = {.context = r, .begin = begin_part, .coordinates = add_ring};
    if (geometry_walk(g, &v) && r->ring_count > 0)
        return r;
    convex_rings_free(r);
    return NULL;
}

void convex_rings_free(convex_rings *r)
{
    if (!r)
        return;
    free(r->points);
    free(r->rings);
    free(r->cut[0]);
    free(r->cut[1]);
    free(r);
}

double convex_rings_area(const convex_rings *r)
{
    double area = 0;
    for (size_t i = 0; i < r->ring_count; i++) {
        const double of = fabs(twice_area(r->points + r->rings[i].first, r->rings[i].count)) / 2;
        area += r->rings[i].hole ? -of : of;
    }
    return area;
}

/* --- Being convex --- */

static int sign_of(double v)
{
    return (v > 0) - (v < 0);
}

/* Every turn goes the same way, and the ring goes around once: x turns back twice. Straight on counts as no turn. */
static bool is_convex(const point *p, size_t count)
{
    int turn = 0, last = 0, first = 0, changes = 0;
    for (size_t i = 0; i < count; i++) {
        const point a = p[i], b = p[(i + 1) % count], c = p[(i + 2) % count];
        const int side = sure_side(a, b, c), along = sign_of(b.x - a.x);
        if ((a.x == b.x && a.y == b.y) || side == 0 || (turn && side != turn))
            return false;
        turn = side;
        changes += along && last && along != last;
        first = first ? first : along;
        last = along ? along : last;
    }
    changes += first && last && first != last;
    return changes == 2;
}

typedef struct one_ring {
    point points[CONVEX_MOST];
    size_t count, rings, polygons;
} one_ring;

static bool begin_one(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    one_ring *r = context;
    (void)parts;
    (void)depth;
    r->polygons += kind == CLASS_POLYGON;
    return r->polygons <= 1 && (kind == CLASS_POLYGON || kind == CLASS_MULTIPOLYGON);
}

static bool read_one(void *context, const uint8_t *xy, uint32_t count)
{
    one_ring *r = context;
    if (++r->rings > 1 || !is_closed(xy, count) || count - 1 > CONVEX_MOST)
        return false;
    for (uint32_t i = 0; i + 1 < count; i++)
        r->points[r->count++] = (point){geometry_ordinate(xy, 2 * (size_t)i), geometry_ordinate(xy, 2 * (size_t)i + 1)};
    return true;
}

bool convex_of(geometry g, convex *out)
{
    one_ring r = {.count = 0};
    const geometry_visitor v = {.context = &r, .begin = begin_one, .coordinates = read_one};
    if (!geometry_walk(g, &v) || r.rings != 1 || !is_convex(r.points, r.count))
        return false;
    const double twice = twice_area(r.points, r.count);
    *out = (convex){.count = r.count, .area = fabs(twice) / 2};
    for (size_t i = 0; i < r.count; i++)
        out->corners[i] = r.points[twice > 0 ? i : r.count - 1 - i];
    return true;
}

/* --- Cutting --- */

static point *room_for(convex_rings *r, int which, size_t count)
{
    while (r->cut_room[which] < count)
        r->cut[which] = heap_grow(r->cut[which], &r->cut_room[which], sizeof *r->cut[which]);
    return r->cut[which];
}

static point at_line(point p, point q, double dp, double dq)
{
    const double t = dp / (dp - dq);
    return (point){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
}

/* What lies to the left of a–b, or on it. out: room for twice as many. */
static size_t cut_off(const point *in, size_t count, point a, point b, point *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const point p = in[i], q = in[(i + 1) % count];
        const double dp = cross(a, b, p), dq = cross(a, b, q);
        if (dp >= 0)
            out[kept++] = p;
        if (opposite(dp, dq))
            out[kept++] = at_line(p, q, dp, dq);
    }
    return kept;
}

static double ring_in(const convex *c, convex_rings *r, const ring_of *ring)
{
    const point *now = r->points + ring->first;
    size_t count = ring->count;
    for (size_t i = 0; i < c->count && count > 0; i++) {
        point *out = room_for(r, (int)(i % 2), 2 * count);
        count = cut_off(now, count, c->corners[i], c->corners[(i + 1) % c->count], out);
        now = out;
    }
    return fabs(twice_area(now, count)) / 2;
}

double convex_common(const convex *c, convex_rings *with)
{
    double area = 0;
    for (size_t i = 0; i < with->ring_count; i++) {
        const double of = ring_in(c, with, &with->rings[i]);
        area += with->rings[i].hole ? -of : of;
    }
    return area;
}
