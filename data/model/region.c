#include "data/model/filter.h"

#include <math.h>
#include <string.h>

void region_find_inner(region *r)
{
    const double slack_x = (r->mbr[2] - r->mbr[0]) / 1000, slack_y = (r->mbr[3] - r->mbr[1]) / 1000;
    double *inner = r->inner;
    memcpy(inner, r->mbr, sizeof r->inner);
    for (size_t i = 0; i < r->count; i++) {
        const double *const a = r->ring + 2 * i, *const b = r->ring + 2 * ((i + 1) % r->count);
        const double dx = b[0] - a[0], dy = b[1] - a[1];
        if (dx >= fabs(dy))
            inner[1] = fmax(inner[1], fmax(a[1], b[1]) + slack_y);
        else if (dy >= fabs(dx))
            inner[2] = fmin(inner[2], fmin(a[0], b[0]) - slack_x);
        else if (-dx >= fabs(dy))
            inner[3] = fmin(inner[3], fmin(a[1], b[1]) - slack_y);
        else
            inner[0] = fmax(inner[0], fmax(a[0], b[0]) + slack_x);
    }
}
