#include "data/spatial/ring_edges.h"

#include <stdlib.h>
#include <string.h>

enum { LEAF_EDGES = 8 };

extent extent_of(point a, point b)
{
    return (extent){{fmin(a.x, b.x), fmin(a.y, b.y)}, {fmax(a.x, b.x), fmax(a.y, b.y)}};
}

static extent both(extent a, extent b)
{
    return (extent){extent_of(a.low, b.low).low, extent_of(a.high, b.high).high};
}

/* Of a leaf without edges: it meets nothing, and widens nothing. */
static extent nothing(void)
{
    return (extent){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
}

static size_t end_of_leaf(const ring *r, size_t leaf)
{
    const size_t end = (leaf + 1) * LEAF_EDGES;
    return end < r->count ? end : r->count;
}

static void sort(ring *r)
{
    for (size_t leaf = 0; leaf < r->leaves; leaf++) {
        extent all = nothing();
        for (size_t i = leaf * LEAF_EDGES; i < end_of_leaf(r, leaf); i++)
            all = both(all, extent_of(ring_point(r, i), ring_point(r, i + 1)));
        r->extents[r->leaves + leaf] = all;
    }
    for (size_t node = r->leaves - 1; node > 0; node--)
        r->extents[node] = both(r->extents[2 * node], r->extents[2 * node + 1]);
}

ring *ring_new(const double *xy, size_t count)
{
    size_t leaves = 1;
    while (leaves * LEAF_EDGES < count)
        leaves *= 2;
    ring *r = malloc(sizeof *r);
    double *copy = calloc(count + 1, 2 * sizeof *copy);
    extent *extents = calloc(2 * leaves, sizeof *extents);
    if (!r || !copy || !extents)
        abort(); /* as arena_alloc does */
    memcpy(copy, xy, count * 2 * sizeof *xy);
    *r = (ring){copy, count, leaves, extents};
    sort(r);
    return r;
}

void ring_free(ring *r)
{
    if (!r)
        return;
    free(r->extents);
    free((void *)r->xy);
    free(r);
}

typedef struct search {
    const ring *in;
    const extent *near;
    edge_call *call;
    void *context;
} search;

static bool call_edges(const search *s, size_t from, size_t end)
{
    bool more = true;
    for (size_t i = from; i < end && more; i++)
        more = s->call(s->context, ring_point(s->in, i), ring_point(s->in, i + 1));
    return more;
}

/* Written so that what is no number is not apart from anything. */
static bool apart(const extent *a, const extent *b)
{
    return a->high.x < b->low.x || b->high.x < a->low.x || a->high.y < b->low.y || b->high.y < a->low.y;
}

static bool search_node(const search *s, size_t node)
{
    if (apart(&s->in->extents[node], s->near))
        return true;
    if (node < s->in->leaves)
        return search_node(s, 2 * node) && search_node(s, 2 * node + 1);
    const size_t leaf = node - s->in->leaves;
    return call_edges(s, leaf * LEAF_EDGES, end_of_leaf(s->in, leaf));
}

bool ring_edges(const ring *r, const extent *near, edge_call *call, void *context)
{
    const search s = {r, near, call, context};
    return search_node(&s, 1);
}
