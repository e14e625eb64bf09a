#include "gml/crs/crs.h"

#include <math.h>

enum { PARTS = 4, LAST = 2 * PARTS };

/* How far at[part] lies to the left of the straight line from at[0] to at[PARTS]. */
static double off_line(const double *at, size_t part)
{
    const double dx = at[LAST] - at[0], dy = at[LAST + 1] - at[1], length = hypot(dx, dy);
    const double x = at[2 * part] - at[0], y = at[2 * part + 1] - at[1];
    return length > 0 ? (dx * y - dy * x) / length : hypot(x, y);
}

/* How far off the line a bow of the same length would be that bends everywhere as much as this edge does where it bends most. At
 * its quarter points a bow is three quarters as far off as in the middle; anything else there means that one half bends more than
 * the other, or that they bend opposite ways (a cubic S bends eight times as much at its ends as it is off at its quarter
 * points). */
static double bow_of(const double *at)
{
    const double first = off_line(at, 1), middle = off_line(at, 2), last = off_line(at, 3);
    return fabs(middle) + 4 * fabs(first - last) + 8 * fabs((first + last) / 2 - 0.75 * middle);
}

void crs_along(const double a[2], const double b[2], double part, double out[2])
{
    out[0] = a[0] + (b[0] - a[0]) * part;
    out[1] = a[1] + (b[1] - a[1]) * part;
}

size_t crs_pieces(const crs_follow *f, const double a[2], const double b[2])
{
    double at[2 * (PARTS + 1)];
    if (fabs(b[0] - a[0]) + fabs(b[1] - a[1]) <= f->short_edge)
        return 1;
    for (size_t i = 0; i <= PARTS; i++)
        crs_along(a, b, (double)i / PARTS, at + 2 * i);
    if (!transform_points(f->transform, at, PARTS + 1))
        return CRS_PIECES_MOST;
    const double pieces = ceil(sqrt(bow_of(at) / f->apart)); /* the deviation grows with the square of the length */
    return pieces > CRS_PIECES_MOST ? CRS_PIECES_MOST : pieces < 1 ? 1 : (size_t)pieces;
}
