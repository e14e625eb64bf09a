/* A line sweeping from left to right: only edges that it meets at the same time can meet each other. */
#include "data/spatial/crossings.h"

#include "base/heap.h"
#include "data/spatial/plane.h"

#include <math.h>
#include <stdlib.h>

enum { ASK_PAIRS = 65536 };

typedef struct edge {
    point from, to;
    uint32_t part;
} edge;

typedef struct part {
    size_t points, meetings;
    bool is_area;
} part;

typedef struct search {
    edge *edges;
    part *parts;
    size_t edge_count, edge_room, part_count, part_room;
    size_t crossings; /* of the whole */
    size_t returns;   /* of its lines: pairs of visits to one corner */
    size_t pairs;     /* checked since the watch was last asked */
    crossings_watch watch;
    crossings_answer answer;
    size_t ordinates; /* of the geometry's points */
} search;

static bool same(point a, point b)
{
    return a.x == b.x && a.y == b.y;
}

static void add_part(search *s, bool is_area)
{
    if (s->part_count == s->part_room)
        s->parts = heap_grow(s->parts, &s->part_room, sizeof *s->parts);
    s->parts[s->part_count++] = (part){.is_area = is_area};
}

/* A point that is repeated makes no edge. */
static void add_edge(search *s, point from, point to)
{
    if (same(from, to))
        return;
    if (s->edge_count == s->edge_room)
        s->edges = heap_grow(s->edges, &s->edge_room, sizeof *s->edges);
    s->edges[s->edge_count++] = (edge){from, to, (uint32_t)(s->part_count - 1)};
    s->parts[s->part_count - 1].points++;
}

static bool add_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)parts;
    (void)depth;
    if (kind == CLASS_LINESTRING || kind == CLASS_POLYGON)
        add_part(context, kind == CLASS_POLYGON);
    return true;
}

static point point_at(const search *s, const uint8_t *xy, uint32_t index)
{
    return (point){geometry_ordinate(xy, s->ordinates * index), geometry_ordinate(xy, s->ordinates * index + 1)};
}

/* A ring that is not closed counts as closed, as it does for GEOS (spatial_geos.c). */
static bool add_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    search *s = context;
    if (count < 2)
        return true;
    const point first = point_at(s, xy, 0);
    point before = first;
    for (uint32_t i = 1; i < count; i++) {
        const point next = point_at(s, xy, i);
        add_edge(s, before, next);
        before = next;
    }
    if (s->parts[s->part_count - 1].is_area)
        add_edge(s, before, first);
    return true;
}

static int compare(double a, double b)
{
    return (a > b) - (a < b);
}

static int by_corner(const void *one, const void *other)
{
    const edge *a = one, *b = other;
    const int parts = (a->part > b->part) - (a->part < b->part), x = compare(a->from.x, b->from.x);
    return parts ? parts : x ? x : compare(a->from.y, b->from.y);
}

static double left(const edge *e)
{
    return e->from.x < e->to.x ? e->from.x : e->to.x;
}

static double right(const edge *e)
{
    return e->from.x < e->to.x ? e->to.x : e->from.x;
}

static int by_left(const void *one, const void *other)
{
    return compare(left(one), left(other));
}

/* A corner is where an edge begins: each once. */
static void count_corners(search *s)
{
    size_t before = 0; /* visits to the current corner */
    qsort(s->edges, s->edge_count, sizeof *s->edges, by_corner);
    for (size_t i = 1; i < s->edge_count; i++) {
        part *of = &s->parts[s->edges[i].part];
        before = by_corner(&s->edges[i - 1], &s->edges[i]) == 0 ? before + 1 : 0;
        of->meetings += of->is_area && before > 0;
        s->returns += of->is_area ? 0 : before;
    }
}

static bool within(double side, const edge *e, point p)
{
    return side == 0 && in_box_of(e->from, e->to, p) && !same(p, e->from) && !same(p, e->to);
}

static bool apart_in_height(const edge *a, const edge *b)
{
    return (a->from.y < b->from.y && a->from.y < b->to.y && a->to.y < b->from.y && a->to.y < b->to.y) ||
           (a->from.y > b->from.y && a->from.y > b->to.y && a->to.y > b->from.y && a->to.y > b->to.y);
}

static bool cut(const edge *a, const edge *b)
{
    if (apart_in_height(a, b))
        return false;
    const double a_from = cross(b->from, b->to, a->from), a_to = cross(b->from, b->to, a->to);
    const double b_from = cross(a->from, a->to, b->from), b_to = cross(a->from, a->to, b->to);
    if (!isfinite(a_from + a_to + b_from + b_to))
        return true; /* not known, for coordinates beyond 1e150 */
    return (opposite(a_from, a_to) && opposite(b_from, b_to)) || within(a_from, b, a->from) || within(a_to, b, a->to) ||
           within(b_from, a, b->from) || within(b_to, a, b->to);
}

static bool is_too_much(const part *p)
{
    return p->is_area && (p->meetings > AREA_CROSSINGS_MOST || p->meetings * (p->points + 2 * p->meetings) > AREA_WORK_MOST);
}

static bool any_too_much(const search *s)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (is_too_much(&s->parts[i]))
            return true;
    return s->crossings > CROSSINGS_MOST || s->returns > LINE_RETURNS_MOST;
}

static void count_pair(search *s, const edge *a, const edge *b)
{
    part *of = &s->parts[a->part];
    of->meetings += a->part == b->part;
    s->crossings++;
    if (is_too_much(of) || s->crossings > CROSSINGS_MOST)
        s->answer = CROSSINGS_MANY;
}

static void ask(search *s)
{
    if (++s->pairs < ASK_PAIRS)
        return;
    s->pairs = 0;
    if (!s->watch.may_go_on(s->watch.context))
        s->answer = CROSSINGS_UNKNOWN;
}

static void sweep_from(search *s, size_t first)
{
    const edge *a = &s->edges[first];
    const double until = right(a);
    for (size_t i = first + 1; i < s->edge_count && s->answer == CROSSINGS_FEW && left(&s->edges[i]) <= until; i++) {
        if (cut(a, &s->edges[i]))
            count_pair(s, a, &s->edges[i]);
        ask(s);
    }
}

static void count_all(search *s)
{
    count_corners(s);
    if (any_too_much(s)) {
        s->answer = CROSSINGS_MANY;
        return;
    }
    qsort(s->edges, s->edge_count, sizeof *s->edges, by_left);
    for (size_t i = 0; i < s->edge_count && s->answer == CROSSINGS_FEW; i++)
        sweep_from(s, i);
}

/* A few edges cannot cross too often, however they lie: most geometries skip the rest. */
static bool is_small(geometry g)
{
    enum { SMALL = 50 }; /* × 49 / 2 pairs, and as many corners */
    return geometry_points(g) <= SMALL;
}

crossings_answer geometry_crossings(geometry g, crossings_watch watch)
{
    search s = {.watch = watch, .ordinates = geometry_ordinates(g)};
    const geometry_visitor v = {.context = &s, .begin = add_begin, .coordinates = add_coordinates, .any_dimension = true};
    if (!is_small(g) && geometry_walk(g, &v) && s.edge_count > 1)
        count_all(&s);
    free(s.edges);
    free(s.parts);
    return s.answer;
}
