/* A polygon that reaches far beyond Belgium (a zoomed-out map, the world) must not be transformed by its corners: a projection
 * far from its own area fails, or gives nonsense that looks like coordinates. So, as crs_region does with boxes, everything
 * outside a wide window around Belgium is cut off first, because no feature lies there: by the sides of the window one after
 * another (I. Sutherland and G. Hodgman, "Reentrant polygon clipping", 1974). */
#include "gml/reader/gml_reader.h"

#include <string.h>

typedef struct side {
    size_t axis; /* 0: x, 1: y */
    double limit;
    bool above; /* keeps what lies above the limit */
} side;

static bool stays(const side *s, const double *p)
{
    return s->above ? p[s->axis] >= s->limit : p[s->axis] <= s->limit;
}

static void add_point(gml_run *to, const double *p)
{
    memcpy(to->xy + 2 * to->count++, p, 2 * sizeof *p);
}

static void add_crossing(gml_run *to, const side *s, const double *a, const double *b)
{
    const size_t other = 1 - s->axis;
    const double part = (s->limit - a[s->axis]) / (b[s->axis] - a[s->axis]);
    double p[2];
    p[s->axis] = s->limit;
    p[other] = a[other] + part * (b[other] - a[other]);
    add_point(to, p);
}

/* Every edge of a closed ring whose last point does not repeat the first gives two points at most. */
static gml_run cut(const gml_run *ring, const side *s)
{
    gml_run kept = {.arena = ring->arena, .room = 2 * ring->count + 1};
    kept.xy = arena_array(ring->arena, kept.room, 2 * sizeof *kept.xy);
    for (size_t i = 0; i < ring->count; i++) {
        const double *const a = ring->xy + 2 * i, *const b = ring->xy + 2 * ((i + 1) % ring->count);
        if (stays(s, a))
            add_point(&kept, a);
        if (stays(s, a) != stays(s, b))
            add_crossing(&kept, s, a, b);
    }
    return kept;
}

static bool is_inside(const gml_run *ring, const double window[4])
{
    for (size_t i = 0; i < ring->count; i++) {
        const double *const p = ring->xy + 2 * i;
        if (p[0] < window[0] || p[1] < window[1] || p[0] > window[2] || p[1] > window[3])
            return false;
    }
    return true;
}

bool gml_clip_ring(gml_run *ring, const double window[4])
{
    const side sides[] = {{0, window[0], true}, {1, window[1], true}, {0, window[2], false}, {1, window[3], false}};
    if (ring->count == 0 || is_inside(ring, window))
        return true;
    gml_run rest = *ring;
    rest.count--;
    for (size_t i = 0; i < 4 && rest.count > 0; i++)
        rest = cut(&rest, &sides[i]);
    if (rest.count < 3)
        return false;
    add_point(&rest, (double[2]){rest.xy[0], rest.xy[1]});
    *ring = rest;
    return true;
}
