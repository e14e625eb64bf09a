/* Points and edges in the plane: what the walks over coordinates share. */
#ifndef SPATIAL_PLANE_H
#define SPATIAL_PLANE_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

typedef struct point {
    double x, y;
} point;

/* On which side of o–a the point b lies: positive left, negative right, 0 on it. */
static inline double cross(point o, point a, point b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/* The same as 1, -1, or 0 when rounding may have decided it: a result beyond this bound has the right sign (J. R. Shewchuk,
 * Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates, 1997, figure 21: 3.33e-16 of the sum;
 * DBL_MIN for products that lose digits near zero). Infinity and NaN are never sure. */
static inline int sure_side(point o, point a, point b)
{
    const double left = (a.x - o.x) * (b.y - o.y), right = (a.y - o.y) * (b.x - o.x);
    const double found = left - right, bound = 4e-16 * (fabs(left) + fabs(right)) + DBL_MIN;
    return found > bound ? 1 : -found > bound ? -1 : 0;
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
