/* Is a contour valid? Nearly all are, and obviously so: no two edges come near each other. That is quick to check; GEOS judges
 * the rest. */
#include "data/manage/shape.h"

#include "data/spatial/crossings.h"

#include <math.h>

enum { QUICK_POINTS = 512 };

/* m²: above the rounding of these products (4 * 2^-53 * EXTENT²), below what whole centimetres make. A doubtful case goes to
 * GEOS, so a generous value costs time only, never a wrong answer. */
static const double DOUBT = 1e-5, EXTENT = 100000;

typedef struct edge {
    double min[2], max[2];
    const double *from; /* its two ends: four doubles */
    uint32_t ring, index;
} edge;

static double turn(const double *a, const double *b, const double *c)
{
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

static bool same_side(double one, double other)
{
    return (one > DOUBT && other > DOUBT) || (one < -DOUBT && other < -DOUBT);
}

/* Surely without a common point. */
static bool surely_apart(const double *a, const double *b)
{
    return same_side(turn(a, a + 2, b), turn(a, a + 2, b + 2)) || same_side(turn(b, b + 2, a), turn(b, b + 2, a + 2));
}

/* Two edges that meet in a corner: fine unless the second runs back over the first. */
static bool surely_corner(const double *a, const double *b, const double *c)
{
    const double dot = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]);
    return fabs(turn(a, b, c)) > DOUBT || dot > DOUBT;
}

static bool pair_is_fine(const edge *a, const edge *b, const shape_ring *rings)
{
    const uint32_t edges = rings[a->ring].points - 1;
    if (a->ring == b->ring && b->index == (a->index + 1) % edges)
        return surely_corner(a->from, b->from, b->from + 2);
    if (a->ring == b->ring && a->index == (b->index + 1) % edges)
        return surely_corner(b->from, a->from, a->from + 2);
    return a->max[1] < b->min[1] || b->max[1] < a->min[1] || surely_apart(a->from, b->from);
}

/* By the left end. Rings run left and right by turns, so the edges come nearly sorted, or nearly backwards: insertion is quick
 * enough. */
static size_t sorted_edges(const shape *s, edge *edges, const edge **sorted)
{
    size_t count = 0;
    for (uint32_t r = 0; r < s->ring_count; r++)
        for (uint32_t i = 0; i + 1 < s->rings[r].points; i++) {
            const double *p = s->xy + 2 * (size_t)(s->rings[r].first + i);
            edge *e = &edges[count];
            *e = (edge){{p[0] < p[2] ? p[0] : p[2], p[1] < p[3] ? p[1] : p[3]},
                        {p[0] < p[2] ? p[2] : p[0], p[1] < p[3] ? p[3] : p[1]},
                        p,
                        r,
                        i};
            size_t at = count++;
            for (; at > 0 && sorted[at - 1]->min[0] > e->min[0]; at--)
                sorted[at] = sorted[at - 1];
            sorted[at] = e;
        }
    return count;
}

/* A line sweeping from left to right: only edges that are met at the same time can touch. */
static bool edges_apart(const shape *s)
{
    edge edges[QUICK_POINTS];
    const edge *sorted[QUICK_POINTS];
    const size_t count = sorted_edges(s, edges, sorted);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && sorted[j]->min[0] <= sorted[i]->max[0]; j++)
            if (!pair_is_fine(sorted[i], sorted[j], s->rings))
                return false;
    return true;
}

static const double *ring_xy(const shape *s, uint32_t ring)
{
    return s->xy + 2 * (size_t)s->rings[ring].first;
}

/* Even-odd; the point is on no edge. */
static bool is_inside(const double *p, const double *xy, uint32_t points)
{
    bool inside = false;
    for (uint32_t i = 0; i + 1 < points; i++) {
        const double *a = xy + 2 * (size_t)i, *b = a + 2;
        if ((a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0])
            inside = !inside;
    }
    return inside;
}

static bool holds(const shape *s, uint32_t outer, uint32_t inner)
{
    return is_inside(ring_xy(s, inner), ring_xy(s, outer), s->rings[outer].points);
}

/* Rings that are apart: a hole must lie in its exterior, and no other ring may lie in another. */
static bool nested_well(const shape *s, uint32_t one, uint32_t other)
{
    const bool hole_of_it =
        s->rings[one].part == s->rings[other].part && (one == 0 || s->rings[one - 1].part != s->rings[one].part);
    if (hole_of_it)
        return holds(s, one, other);
    return !holds(s, one, other) && !holds(s, other, one);
}

static bool surely_valid(const shape *s)
{
    const bool small = s->points <= QUICK_POINTS && s->box[2] - s->box[0] <= EXTENT && s->box[3] - s->box[1] <= EXTENT;
    if (!small || !edges_apart(s))
        return false;
    for (uint32_t i = 0; i < s->ring_count; i++)
        for (uint32_t j = i + 1; j < s->ring_count; j++)
            if (!nested_well(s, i, j))
                return false;
    return true;
}

static geometry as_stored(const shape *s, arena *a)
{
    const size_t size = shape_blob_size(s);
    uint8_t *blob = arena_alloc(a, size);
    shape_to_blob(s, 0, blob);
    return (geometry){blob, size};
}

/* False also when GEOS could not say; *known says that it could. */
static bool geos_finds_fault(const shape *s, spatial_fault *out, bool *known)
{
    arena *a = arena_new();
    spatial *own = spatial_new(); /* unwatched: only commands look at shapes */
    const bool found = spatial_find_fault(own, as_stored(s, a), out);
    *known = spatial_ended(own) == SPATIAL_WENT_WELL;
    spatial_free(own);
    arena_free(a);
    return found;
}

bool shape_find_fault(const shape *s, spatial_fault *out)
{
    bool known = true;
    return !surely_valid(s) && geos_finds_fault(s, out, &known);
}

bool shape_is_valid(const shape *s)
{
    spatial_fault fault;
    bool known = true;
    return surely_valid(s) || (!geos_finds_fault(s, &fault, &known) && known);
}

static bool go_on(void *context)
{
    (void)context;
    return true;
}

bool shape_crosses_often(const shape *s)
{
    arena *a = arena_new();
    const crossings_answer found = geometry_crossings(as_stored(s, a), (crossings_watch){.may_go_on = go_on});
    arena_free(a);
    return found != CROSSINGS_FEW;
}
