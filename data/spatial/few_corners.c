/* A point set and an area share a point when an edge meets an edge, when a point of the set lies in the area, or when a point of
 * the area lies in the set: when no edges meet, one point of each run and one of the area decide. */
#include "data/spatial/few_corners.h"

#include "data/spatial/plane.h"

#include <stdlib.h>

typedef struct edge {
    point from, to;
} edge;

struct few_corners {
    edge edges[CORNERS_MOST]; /* of all rings, in no order that matters: what is inside is even-odd */
    size_t count, polygons;
    bool too_many;
    size_t ordinates; /* of the points that it was made of */
    point low, high;  /* corners of its extent */
};

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static bool boxes_apart(point a, point b, point c, point d)
{
    return most(a.x, b.x) < least(c.x, d.x) || most(c.x, d.x) < least(a.x, b.x) || most(a.y, b.y) < least(c.y, d.y) ||
           most(c.y, d.y) < least(a.y, b.y);
}

static point point_at(const uint8_t *xy, size_t ordinates, uint32_t index)
{
    return (point){geometry_ordinate(xy, ordinates * index), geometry_ordinate(xy, ordinates * index + 1)};
}

/* Calls `call` for each edge of a run; for a ring also for the edge that closes it, as GEOS closes an open ring (spatial_geos.c).
 * A point that is repeated makes no edge. */
static void each_edge(void (*call)(void *, point, point), void *context, const uint8_t *xy, size_t ordinates, uint32_t count,
                      bool is_ring)
{
    point at = point_at(xy, ordinates, 0);
    const uint32_t end = is_ring ? count + 1 : count;
    for (uint32_t i = 1; i < end; i++) {
        const point next = point_at(xy, ordinates, i % count);
        if (at.x != next.x || at.y != next.y)
            call(context, at, next);
        at = next;
    }
}

static void add_edge(void *context, point from, point to)
{
    few_corners *f = context;
    f->too_many |= f->count == CORNERS_MOST;
    if (!f->too_many)
        f->edges[f->count++] = (edge){from, to};
}

static bool count_polygon(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    few_corners *f = context;
    (void)parts;
    (void)depth;
    f->polygons += kind == CLASS_POLYGON;
    return kind == CLASS_POLYGON || kind == CLASS_MULTIPOLYGON;
}

static bool add_ring(void *context, const uint8_t *xy, uint32_t count)
{
    few_corners *f = context;
    if (count > 0)
        each_edge(add_edge, f, xy, f->ordinates, count, true);
    return !f->too_many && f->polygons == 1;
}

static void find_extent(few_corners *f)
{
    const point first = f->edges[0].from;
    f->low = f->high = first;
    for (size_t i = 1; i < f->count; i++) { /* each corner is where an edge begins */
        const point p = f->edges[i].from;
        f->low = (point){least(f->low.x, p.x), least(f->low.y, p.y)};
        f->high = (point){most(f->high.x, p.x), most(f->high.y, p.y)};
    }
}

few_corners *few_corners_of(geometry g)
{
    few_corners *f = calloc(1, sizeof *f);
    if (!f)
        abort();
    f->ordinates = geometry_ordinates(g);
    const geometry_visitor v = {.context = f, .begin = count_polygon, .coordinates = add_ring, .any_dimension = true};
    if (!geometry_walk(g, &v) || f->count == 0) {
        free(f);
        return NULL;
    }
    find_extent(f);
    return f;
}

void few_corners_free(few_corners *f)
{
    free(f);
}

/* A row that is being compared with the area. */
typedef struct meeting {
    const few_corners *with;
    size_t ordinates; /* of the row's points */
    bool meets, doubt;
    bool in_ring; /* the runs that come are rings of a polygon */
    bool around;  /* the area's first corner lies inside the rings so far */
} meeting;

static sureness edges_meet(point a, point b, const edge *e)
{
    if (boxes_apart(a, b, e->from, e->to))
        return SURE_NO;
    const int from = sure_side(a, b, e->from), to = sure_side(a, b, e->to);
    if (from != 0 && from == to)
        return SURE_NO;
    const int one = sure_side(e->from, e->to, a), other = sure_side(e->from, e->to, b);
    if (one != 0 && one == other)
        return SURE_NO;
    return from != 0 && to != 0 && one != 0 && other != 0 ? SURE_YES : NOT_SURE;
}

/* Whether the ray from p to the right crosses the edge a–b; half-open in y, so that a corner counts once. A point on the edge may
 * count as inside or outside: nothing is sure then. */
static sureness ray_crosses(point p, point a, point b)
{
    const bool in_box = in_box_of(a, b, p), over = (a.y > p.y) != (b.y > p.y);
    if (!in_box && (!over || p.x > most(a.x, b.x)))
        return SURE_NO;
    if (!in_box && p.x < least(a.x, b.x))
        return SURE_YES;
    const int side = a.y < b.y ? sure_side(a, b, p) : sure_side(b, a, p);
    if (side == 0)
        return NOT_SURE;
    return over && side > 0 ? SURE_YES : SURE_NO;
}

/* Whether a point of the row lies in the area. */
static void look_inside(meeting *m, point p)
{
    bool inside = false, sure = true;
    for (size_t i = 0; i < m->with->count && sure; i++) {
        const sureness crosses = ray_crosses(p, m->with->edges[i].from, m->with->edges[i].to);
        inside ^= crosses == SURE_YES;
        sure = crosses != NOT_SURE;
    }
    m->meets |= sure && inside;
    m->doubt |= !sure;
}

static void look_around(meeting *m, point a, point b)
{
    const sureness crosses = ray_crosses(m->with->edges[0].from, a, b);
    m->around ^= crosses == SURE_YES;
    m->doubt |= crosses == NOT_SURE;
}

static void meet_edge(void *context, point a, point b)
{
    meeting *m = context;
    if (m->in_ring)
        look_around(m, a, b);
    if (boxes_apart(a, b, m->with->low, m->with->high))
        return;
    for (size_t i = 0; i < m->with->count && !m->meets; i++) {
        const sureness meets = edges_meet(a, b, &m->with->edges[i]);
        m->meets |= meets == SURE_YES;
        m->doubt |= meets == NOT_SURE;
    }
}

static bool meet_run(void *context, const uint8_t *xy, uint32_t count)
{
    meeting *m = context;
    if (count == 0)
        return true;
    look_inside(m, point_at(xy, m->ordinates, 0));
    if (!m->meets)
        each_edge(meet_edge, m, xy, m->ordinates, count, m->in_ring);
    return !m->meets;
}

static bool meet_ring(void *context, uint32_t index)
{
    (void)index;
    ((meeting *)context)->in_ring = true;
    return true;
}

static bool meet_ring_end(void *context, uint32_t index)
{
    (void)index;
    ((meeting *)context)->in_ring = false;
    return true;
}

/* Each polygon has an inside of its own: parts that overlap must not cancel out. */
static bool meet_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)kind;
    (void)parts;
    (void)depth;
    ((meeting *)context)->around = false;
    return true;
}

static bool meet_end(void *context, geometry_class kind, unsigned depth)
{
    meeting *m = context;
    (void)depth;
    m->meets |= kind == CLASS_POLYGON && m->around && !m->doubt;
    return !m->meets;
}

sureness few_corners_meet(const few_corners *f, geometry row)
{
    meeting m = {.with = f, .ordinates = geometry_ordinates(row)};
    const geometry_visitor v = {&m, meet_begin, meet_ring, meet_run, meet_ring_end, meet_end, true};
    if (geometry_points(row) > CORNER_PAIRS / f->count)
        return NOT_SURE;
    const bool whole = geometry_walk(row, &v);
    if (m.meets)
        return SURE_YES;
    return whole && !m.doubt ? SURE_NO : NOT_SURE;
}
