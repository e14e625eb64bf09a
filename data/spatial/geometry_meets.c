/* geometry_meets_ring and ring_meets: three ways to share a point — an edge meets an edge, the geometry lies in the ring, the
 * ring lies in the geometry — found in one walk over the coordinates, ended as soon as the answer is known to be yes. */
#include "data/spatial/ring_edges.h"

typedef struct meeting {
    const ring *ring;
    ring_watch watch;
    size_t ordinates; /* of the geometry's points */
    size_t edges;     /* looked at since the watch was asked */
    bool meets, stopped;
    bool ring_inside; /* parity of crossings of the geometry's edges right of the ring's first point */
    bool closed;      /* inside a polygon's ring: its edges bound an area */
} meeting;

/* A point or an edge of the geometry, and what the ring's edges say of it. */
typedef struct held {
    meeting *m;
    point a, b;
    bool meets, inside;
} held;

/* Counts what is looked at. False: stop. */
static bool may_go_on(meeting *m)
{
    if (++m->edges < RING_ASK_EDGES || !m->watch.may_go_on)
        return !m->stopped;
    m->edges = 0;
    m->stopped |= !m->watch.may_go_on(m->watch.context);
    return !m->stopped;
}

static bool segments_meet(point a, point b, point c, point d)
{
    const double abc = cross(a, b, c), abd = cross(a, b, d), cda = cross(c, d, a), cdb = cross(c, d, b);
    if (opposite(abc, abd) && opposite(cda, cdb))
        return true;
    return (abc == 0 && in_box_of(a, b, c)) || (abd == 0 && in_box_of(a, b, d)) || (cda == 0 && in_box_of(c, d, a)) ||
           (cdb == 0 && in_box_of(c, d, b));
}

/* Whether the ray from p to the right crosses the edge a–b; half-open in y, so that a vertex counts once. */
static bool ray_crosses(point p, point a, point b)
{
    if ((a.y > p.y) == (b.y > p.y))
        return false;
    return p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x);
}

static bool look_at_inside(void *context, point from, point to)
{
    held *h = context;
    h->inside ^= ray_crosses(h->a, from, to);
    return may_go_on(h->m);
}

static bool look_at_edge(void *context, point from, point to)
{
    held *h = context;
    h->meets = segments_meet(h->a, h->b, from, to);
    return !h->meets && may_go_on(h->m);
}

/* The same for a ring of few edges, such as a box has: all of them in turn, which takes half the time of a search. */
static bool point_in_few(const ring *r, point p)
{
    bool inside = false;
    for (size_t i = 0; i < r->count; i++)
        inside ^= ray_crosses(p, ring_point(r, i), ring_point(r, i + 1));
    return inside;
}

static bool edge_meets_few(const ring *r, point a, point b)
{
    for (size_t i = 0; i < r->count; i++)
        if (segments_meet(a, b, ring_point(r, i), ring_point(r, i + 1)))
            return true;
    return false;
}

static bool point_in_ring(meeting *m, point p)
{
    if (m->ring->leaves == 0)
        return point_in_few(m->ring, p);
    held h = {.m = m, .a = p, .b = p};
    ring_edges(m->ring, &(extent){{-INFINITY, p.y}, {INFINITY, p.y}}, look_at_inside, &h);
    return h.inside;
}

static bool edge_meets_ring(meeting *m, point a, point b)
{
    if (m->ring->leaves == 0)
        return edge_meets_few(m->ring, a, b);
    held h = {.m = m, .a = a, .b = b};
    const extent around = extent_of(a, b);
    ring_edges(m->ring, &around, look_at_edge, &h);
    return h.meets;
}

static point point_at(const meeting *m, const uint8_t *xy, uint32_t index)
{
    return (point){geometry_ordinate(xy, m->ordinates * index), geometry_ordinate(xy, m->ordinates * index + 1)};
}

static bool meet_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    meeting *m = context;
    if (count == 0)
        return true;
    point a = point_at(m, xy, 0);
    /* One vertex decides for the run whether it lies in the ring: if another were outside, an edge would meet the ring. */
    m->meets = point_in_ring(m, a) || (count == 1 && edge_meets_ring(m, a, a));
    for (uint32_t i = 1; i < count && !m->meets && may_go_on(m); i++) {
        const point b = point_at(m, xy, i);
        m->meets = edge_meets_ring(m, a, b);
        m->ring_inside ^= m->closed && ray_crosses(ring_point(m->ring, 0), a, b);
        a = b;
    }
    return !m->meets && !m->stopped;
}

static bool meet_ring(void *context, uint32_t index)
{
    (void)index;
    ((meeting *)context)->closed = true;
    return true;
}

static bool meet_ring_end(void *context, uint32_t index)
{
    (void)index;
    ((meeting *)context)->closed = false;
    return true;
}

/* Each polygon of a multi-polygon has an interior of its own: parts that overlap (invalid, but it occurs) must not cancel out. */
static bool meet_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)parts;
    (void)depth;
    if (kind == CLASS_POLYGON)
        ((meeting *)context)->ring_inside = false;
    return true;
}

static bool meet_end(void *context, geometry_class kind, unsigned depth)
{
    meeting *m = context;
    (void)depth;
    m->meets |= kind == CLASS_POLYGON && m->ring_inside;
    return !m->meets;
}

bool ring_meets(const ring *r, geometry g, ring_watch watch)
{
    meeting m = {.ring = r, .watch = watch, .ordinates = geometry_ordinates(g)};
    const geometry_visitor v = {&m, meet_begin, meet_ring, meet_coordinates, meet_ring_end, meet_end, true};
    if (r->count == 0)
        return false;
    geometry_walk(g, &v); /* false also when the walk stopped because the answer is yes */
    return m.meets;
}

bool geometry_meets_ring(geometry g, const double *xy, size_t count)
{
    const ring all = {.xy = xy, .count = count};
    return ring_meets(&all, g, (ring_watch){0});
}
