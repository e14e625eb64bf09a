#include "gml/crs/coordinates.h"

#include "base/digits.h"

#include <string.h>

enum { CHUNK = 256, HEIGHT_DECIMALS = 4 };

_Static_assert(3 * DIGITS_ROOM + 4 <= OUT_ROOM, "a point of three ordinates fits");

typedef struct chunk {
    double points[2 * CHUNK], heights[CHUNK];
    uint32_t count;
} chunk;

void coordinates_of(coordinates *c, geometry g, bool heights)
{
    c->ordinates = geometry_ordinates(g);
    c->heights = heights && geometry_has_heights(g);
}

static void take_each(const coordinates *c, const uint8_t *xy, uint32_t first, uint32_t count, bool reversed, chunk *to)
{
    const size_t ordinates = c->ordinates ? c->ordinates : 2;
    for (uint32_t i = 0; i < to->count; i++) {
        const uint32_t at = reversed ? count - 1 - (first + i) : first + i;
        memcpy(to->points + 2 * (size_t)i, xy + at * ordinates * sizeof(double), 2 * sizeof(double));
        to->heights[i] = c->heights ? geometry_ordinate(xy, at * ordinates + 2) : 0;
    }
}

/* Takes as many points as fit, from number `first` of the run (or of its mirror image, when reversed), and transforms them. */
static bool take_chunk(const coordinates *c, const uint8_t *xy, uint32_t first, uint32_t count, bool reversed, chunk *to)
{
    const size_t ordinates = c->ordinates ? c->ordinates : 2;
    to->count = count - first < CHUNK ? count - first : CHUNK;
    if (ordinates == 2 && !reversed) /* nearly always */
        memcpy(to->points, xy + (size_t)first * 2 * sizeof(double), (size_t)to->count * 2 * sizeof(double));
    else
        take_each(c, xy, first, count, reversed, to);
    return transform_written(c->transform, to->points, to->count);
}

/* The points are numbers: take_chunk has seen to that. So no fmin, which minds NaN and is a call for every ordinate. */
static void widen(double mbr[4], const double point[2])
{
    for (size_t i = 0; i < 2; i++) {
        mbr[i] = point[i] < mbr[i] ? point[i] : mbr[i];
        mbr[i + 2] = point[i] > mbr[i + 2] ? point[i] : mbr[i + 2];
    }
}

bool coordinates_measure(const coordinates *c, const uint8_t *xy, uint32_t count, double mbr[4])
{
    chunk part;
    for (uint32_t first = 0; first < count; first += CHUNK) {
        if (!take_chunk(c, xy, first, count, false, &part))
            return false;
        for (size_t i = 0; i < part.count; i++)
            widen(mbr, part.points + 2 * i);
    }
    return true;
}

/* Writes one point, starting with its ordinate number `one`. */
static char *put_point(const coordinates *c, char *at, const chunk *part, size_t i, size_t one, char between)
{
    at = digits_fixed(at, part->points[2 * i + one], c->decimals);
    *at++ = between;
    at = digits_fixed(at, part->points[2 * i + 1 - one], c->decimals);
    if (!c->heights)
        return at;
    *at++ = between;
    return digits_fixed(at, part->heights[i], HEIGHT_DECIMALS);
}

/* The separators between two points, and between the numbers of a point. */
typedef struct marks {
    char points, numbers;
} marks;

static void write_points(const coordinates *c, output *to, const chunk *part, bool first, size_t one, marks between)
{
    for (size_t i = 0; i < part->count; i++) {
        char *at = out_room(to);
        if (!first || i > 0)
            *at++ = between.points;
        out_written(to, put_point(c, at, part, i, one, between.numbers));
    }
}

/* Writes the run, each point starting with its ordinate number `one`. */
static bool write_run(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, size_t one, marks between)
{
    chunk part;
    for (uint32_t first = 0; first < count; first += CHUNK) {
        if (!take_chunk(c, xy, first, count, false, &part))
            return false;
        write_points(c, to, &part, first == 0, one, between);
    }
    return true;
}

bool coordinates_gml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count)
{
    return write_run(c, to, xy, count, c->yx ? 1 : 0, (marks){' ', ' '});
}

bool coordinates_wkt(const coordinates *c, output *to, const uint8_t *xy, uint32_t count)
{
    return write_run(c, to, xy, count, 0, (marks){',', ' '});
}

bool coordinates_gml2(const coordinates *c, output *to, const uint8_t *xy, uint32_t count)
{
    return write_run(c, to, xy, count, 0, (marks){' ', ','});
}

static void write_arrays(const coordinates *c, output *to, const chunk *part, bool first)
{
    for (size_t i = 0; i < part->count; i++) {
        char *at = out_room(to);
        if (!first || i > 0)
            *at++ = ',';
        *at++ = '[';
        at = put_point(c, at, part, i, c->yx ? 1 : 0, ',');
        *at++ = ']';
        out_written(to, at);
    }
}

static void write_commas(const coordinates *c, output *to, const chunk *part, bool first)
{
    for (size_t i = 0; i < part->count; i++) {
        char *at = out_room(to);
        if (!first || i > 0)
            *at++ = ' ';
        out_written(to, put_point(c, at, part, i, 0, ','));
    }
}

bool coordinates_kml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed)
{
    chunk part;
    for (uint32_t first = 0; first < count; first += CHUNK) {
        if (!take_chunk(c, xy, first, count, reversed, &part))
            return false;
        write_commas(c, to, &part, first == 0);
    }
    return true;
}

bool coordinates_json(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed)
{
    chunk part;
    for (uint32_t first = 0; first < count; first += CHUNK) {
        if (!take_chunk(c, xy, first, count, reversed, &part))
            return false;
        write_arrays(c, to, &part, first == 0);
    }
    return true;
}
