#include "gml/formats/winding.h"

#include "data/model/geometry.h"

/* Twice the signed area: positive when counterclockwise. Relative to the first point, so that large coordinates keep their
 * digits. */
static double turn(const uint8_t *xy, uint32_t count, size_t ordinates)
{
    double sum = 0;
    const double x0 = geometry_ordinate(xy, 0), y0 = geometry_ordinate(xy, 1);
    for (size_t i = 1; i + 1 < count; i++) {
        const size_t at = i * ordinates, after = at + ordinates;
        sum += (geometry_ordinate(xy, at) - x0) * (geometry_ordinate(xy, after + 1) - y0) -
               (geometry_ordinate(xy, after) - x0) * (geometry_ordinate(xy, at + 1) - y0);
    }
    return sum;
}

bool ring_is_clockwise(const uint8_t *xy, uint32_t count, size_t ordinates)
{
    return count > 0 && turn(xy, count, ordinates) < 0;
}
