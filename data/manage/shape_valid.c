/* Is a contour valid? Nearly all are, and obviously so: no two edges come near each other. That is quick to check; GEOS judges
 * the rest. */
#include "data/manage/shape.h"

#include "data/spatial/crossings.h"

#include <geos_c.h>
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

static GEOSGeometry *geos_ring(GEOSContextHandle_t geos, const shape *s, uint32_t ring)
{
    GEOSCoordSequence *points = GEOSCoordSeq_copyFromBuffer_r(geos, ring_xy(s, ring), s->rings[ring].points, 0, 0);
    return points ? GEOSGeom_createLinearRing_r(geos, points) : NULL; /* takes the points, also when it fails */
}

static GEOSGeometry *geos_part(GEOSContextHandle_t geos, const shape *s, arena *a, uint32_t *ring)
{
    const uint32_t first = *ring;
    while (*ring < s->ring_count && s->rings[*ring].part == s->rings[first].part)
        ++*ring;
    const uint32_t holes = *ring - first - 1;
    GEOSGeometry **inner = arena_array(a, holes + 1, sizeof(GEOSGeometry *));
    for (uint32_t i = 0; i < holes; i++)
        inner[i] = geos_ring(geos, s, first + 1 + i);
    return GEOSGeom_createPolygon_r(geos, geos_ring(geos, s, first), inner, holes);
}

static bool geos_is_valid(const shape *s)
{
    GEOSContextHandle_t geos = GEOS_init_r(); /* without a handler: GEOS says nothing on the terminal */
    arena *a = arena_new();
    GEOSGeometry **parts = arena_array(a, s->part_count, sizeof(GEOSGeometry *));
    uint32_t ring = 0;
    for (uint32_t i = 0; i < s->part_count; i++)
        parts[i] = geos_part(geos, s, a, &ring);
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, s->part_count);
    const bool valid = all && GEOSisValid_r(geos, all) == 1;
    GEOSGeom_destroy_r(geos, all);
    GEOS_finish_r(geos);
    arena_free(a);
    return valid;
}

bool shape_is_valid(const shape *s)
{
    return surely_valid(s) || geos_is_valid(s);
}

static bool go_on(void *context)
{
    (void)context;
    return true;
}

bool shape_crosses_often(const shape *s)
{
    arena *a = arena_new();
    const size_t size = shape_blob_size(s);
    uint8_t *blob = arena_alloc(a, size);
    shape_to_blob(s, 0, blob);
    const crossings_answer found = geometry_crossings((geometry){blob, size}, (crossings_watch){.may_go_on = go_on});
    arena_free(a);
    return found != CROSSINGS_FEW;
}
