#include "gml/coordinates.h"

#include "data/geometry.h"

#include <string.h>

enum { CHUNK = 256 };

/* Points first … first+n of the run, or the mirror image of that stretch, into `to`. */
static void copy_chunk(double *to, const uint8_t *xy, uint32_t first, uint32_t n, uint32_t count, bool reversed)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t at = reversed ? count - 1 - (first + i) : first + i;
        memcpy(to + 2 * (size_t)i, xy + (size_t)at * 2 * sizeof *to, 2 * sizeof *to);
    }
}

bool coordinates_gml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count)
{
    double points[2 * CHUNK];
    const size_t one = c->yx ? 1 : 0, two = c->yx ? 0 : 1;
    for (uint32_t first = 0; first < count; first += CHUNK) {
        const uint32_t n = count - first < CHUNK ? count - first : CHUNK;
        copy_chunk(points, xy, first, n, count, false);
        if (!transform_written(c->transform, points, n))
            return false;
        for (size_t i = 0; i < n; i++) {
            if (first + i > 0)
                out_bytes(to, " ", 1);
            out_fixed(to, points[2 * i + one], c->decimals);
            out_bytes(to, " ", 1);
            out_fixed(to, points[2 * i + two], c->decimals);
        }
    }
    return true;
}

bool coordinates_json(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed)
{
    double points[2 * CHUNK];
    for (uint32_t first = 0; first < count; first += CHUNK) {
        const uint32_t n = count - first < CHUNK ? count - first : CHUNK;
        copy_chunk(points, xy, first, n, count, reversed);
        if (!transform_written(c->transform, points, n))
            return false;
        for (size_t i = 0; i < n; i++) {
            out_text(to, first + i > 0 ? ",[" : "[");
            out_fixed(to, points[2 * i], c->decimals);
            out_bytes(to, ",", 1);
            out_fixed(to, points[2 * i + 1], c->decimals);
            out_bytes(to, "]", 1);
        }
    }
    return true;
}
