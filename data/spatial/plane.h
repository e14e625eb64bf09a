/* Points and edges in the plane: what the walks over coordinates share. */
#ifndef SPATIAL_PLANE_H
#define SPATIAL_PLANE_H

#include <stdbool.h>

typedef struct point {
    double x, y;
} point;

/* On which side of o–a the point b lies: positive left, negative right, 0 on it. */
static inline double cross(point o, point a, point b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/* Whether v lies between the two, or on one of them, in either order. */
static inline bool between(double a, double b, double v)
{
    return (a <= v && v <= b) || (b <= v && v <= a);
}

/* Whether p lies in the box that has a and b as corners, or on its edge. */
static inline bool in_box_of(point a, point b, point p)
{
    return between(a.x, b.x, p.x) && between(a.y, b.y, p.y);
}

/* Opposite sides, strictly: a product would underflow for tiny crosses. */
static inline bool opposite(double a, double b)
{
    return (a > 0 && b < 0) || (a < 0 && b > 0);
}

#endif
