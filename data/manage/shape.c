#include "data/manage/shape.h"

#include <math.h>

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
