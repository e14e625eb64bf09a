#include "data/model/geometry_surface.h"

#include <math.h>
#include <string.h>

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

double geometry_build_area(const geometry_build *b)
{
    double area = 0;
    for (uint32_t i = 0; i < b->ring_count; i++) {
        const geometry_ring *r = &b->rings[i];
        const bool exterior = i == 0 || b->rings[i - 1].part != r->part;
        const double ring = ring_area(b->xy + 2 * (size_t)r->first, r->points);
        area += exterior ? ring : -ring;
    }
    return area;
}

double geometry_build_area_m2(const geometry_build *b)
{
    return floor(geometry_build_area(b) * 100 + 0.5) / 100;
}

enum { RING_POINTS = 4, CORNERS = 2 };

typedef struct taking {
    geometry_build *to;
    double steps;
    size_t ordinates; /* per point */
    surface_fault fault;
    double at[CORNERS];
} taking;

static bool fails(taking *t, surface_fault why, double x, double y)
{
    t->fault = why;
    t->at[0] = isfinite(x) ? x : 0;
    t->at[1] = isfinite(y) ? y : 0;
    return false;
}

static bool take_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    taking *t = context;
    (void)parts;
    if (kind != CLASS_POLYGON && (kind != CLASS_MULTIPOLYGON || depth > 0))
        return fails(t, SURFACE_OTHER_KIND, 0, 0);
    if (kind == CLASS_POLYGON)
        geometry_build_part(t->to, CLASS_POLYGON);
    return true;
}

static bool take_ring(void *context, uint32_t index)
{
    (void)index;
    geometry_build_ring(((taking *)context)->to);
    return true;
}

static double on_grid(const taking *t, double ordinate)
{
    return t->steps > 0 ? round(ordinate * t->steps) / t->steps : ordinate;
}

static bool is_closed(const taking *t, const uint8_t *xy, uint32_t count)
{
    const size_t last = (size_t)(count - 1) * t->ordinates;
    return count >= RING_POINTS && geometry_ordinate(xy, 0) == geometry_ordinate(xy, last) &&
           geometry_ordinate(xy, 1) == geometry_ordinate(xy, last + 1);
}

static bool take_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    taking *t = context;
    if (count == 0)
        return fails(t, SURFACE_EMPTY, 0, 0);
    for (size_t i = 0; i < count; i++) {
        const double x = geometry_ordinate(xy, i * t->ordinates), y = geometry_ordinate(xy, i * t->ordinates + 1);
        if (!isfinite(x) || !isfinite(y))
            return fails(t, SURFACE_NO_NUMBER, x, y);
        geometry_build_point(t->to, on_grid(t, x), on_grid(t, y));
    }
    return is_closed(t, xy, count) || fails(t, SURFACE_OPEN_RING, geometry_ordinate(xy, 0), geometry_ordinate(xy, 1));
}

surface_fault geometry_surface(geometry g, double steps, geometry_build *out, double at[2])
{
    taking t = {.to = out, .steps = steps, .ordinates = geometry_ordinates(g)};
    const geometry_visitor v = {&t, take_begin, take_ring, take_coordinates, NULL, NULL, true};
    geometry_build_clear(out);
    const bool whole = geometry_walk(g, &v);
    memcpy(at, t.at, sizeof t.at);
    if (t.fault != SURFACE_FINE)
        return t.fault;
    return !whole ? SURFACE_OTHER_KIND : out->points == 0 ? SURFACE_EMPTY : SURFACE_FINE;
}
