#include "data/manage/sample_block.h"

#include <math.h>

enum { CUTS_MAX = 26 }; /* each has a letter of the capakey */

static sample_point between(sample_point a, sample_point b, double t)
{
    return (sample_point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

static double distance(sample_point a, sample_point b)
{
    return sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

static double centimetres(double value)
{
    return floor(value * 100 + 0.5) / 100;
}

static sample_point rounded(sample_point p)
{
    return (sample_point){centimetres(p.x), centimetres(p.y)};
}

/* s along the first side, t away from it; both from 0 to 1. */
static sample_point within(const sample_corners *c, double s, double t)
{
    return between(between(c->at[0], c->at[1], s), between(c->at[3], c->at[2], s), t);
}

sample_corners sample_without_streets(const sample_corners *c, const double half[4])
{
    const double width = distance(between(c->at[0], c->at[3], 0.5), between(c->at[1], c->at[2], 0.5));
    const double height = distance(between(c->at[0], c->at[1], 0.5), between(c->at[3], c->at[2], 0.5));
    const double left = half[3] / width, right = 1 - half[1] / width, low = half[0] / height, high = 1 - half[2] / height;
    return (sample_corners){{within(c, left, low), within(c, right, low), within(c, right, high), within(c, left, high)}};
}

/* How wide a parcel is there, so that none is smaller than 200 m² at this depth, nor larger than 5,000. */
static double usual_width(random_source *r, sample_quarter quarter, double depth)
{
    static const double least[] = {8, 14, 34}, more[] = {7, 14, 26};
    const double width = least[quarter] + more[quarter] * random_unit(r);
    return width * depth < 320 ? 320 / depth : width;
}

/* Places from 0 to 1 where the row is cut; gives the number of parcels. The row is between `shallow` and `deep` metres deep. */
static uint32_t cut(random_source *r, sample_quarter quarter, double length, double shallow, double deep, double *out)
{
    const uint32_t fewest = (uint32_t)ceil(length * 1.3 * deep / 4900);
    uint32_t count = (uint32_t)(length / usual_width(r, quarter, shallow));
    count = count < fewest ? fewest : count;
    count = count < 1 ? 1 : count > CUTS_MAX ? CUTS_MAX : count;
    out[0] = 0;
    for (uint32_t i = 1; i < count; i++)
        out[i] = (i + 0.3 * (random_unit(r) - 0.5)) / count;
    out[count] = 1;
    return count;
}

/* A cut that is close to one of the other row is moved onto it. */
static void meet(const double *others, uint32_t other_count, double near, double *cuts, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = 1; k < other_count; k++)
            if (fabs(cuts[i] - others[k]) < near)
                cuts[i] = others[k];
}

static sample_point *points(sample_point from, sample_point to, const double *cuts, uint32_t count, arena *a)
{
    sample_point *all = arena_array(a, count + 1, sizeof *all);
    for (uint32_t i = 0; i <= count; i++)
        all[i] = rounded(between(from, to, cuts[i]));
    return all;
}

/* Both lists in one, each place once; index[n]: where cut n of that list is in the result. */
static uint32_t merge(const double *a, uint32_t a_count, const double *b, uint32_t b_count, double *out, uint32_t *a_index,
                      uint32_t *b_index)
{
    uint32_t i = 0, k = 0, n = 0;
    while (i <= a_count || k <= b_count) {
        const double next = k > b_count || (i <= a_count && a[i] <= b[k]) ? a[i] : b[k];
        if (i <= a_count && a[i] == next)
            a_index[i++] = n;
        if (k <= b_count && b[k] == next)
            b_index[k++] = n;
        out[n++] = next;
    }
    return n - 1;
}

void sample_block_build(random_source *r, const sample_corners *c, sample_quarter quarter, arena *a, sample_lots out[2])
{
    const double share = 0.46 + 0.08 * random_unit(r);
    const sample_point from = between(c->at[0], c->at[3], share), to = between(c->at[1], c->at[2], share);
    const double length = distance(from, to);
    double cuts[2][CUTS_MAX + 1] = {0}, all[2 * CUTS_MAX + 2];
    uint32_t *index[2];
    for (int side = 0; side < 2; side++) {
        const double one = distance(from, c->at[side ? 3 : 0]), other = distance(to, c->at[side ? 2 : 1]);
        out[side] = (sample_lots){.quarter = quarter, .mirrored = side == 1};
        out[side].count = cut(r, quarter, length, fmin(one, other), fmax(one, other), cuts[side]);
        index[side] = arena_array(a, out[side].count + 1, sizeof *index[side]);
    }
    meet(cuts[0], out[0].count, 2 / length, cuts[1], out[1].count);
    const uint32_t count = merge(cuts[0], out[0].count, cuts[1], out[1].count, all, index[0], index[1]);
    const sample_point *back = points(from, to, all, count, a);
    for (int side = 0; side < 2; side++) {
        out[side].back = back;
        out[side].cut = index[side];
        out[side].front = points(c->at[side ? 3 : 0], c->at[side ? 2 : 1], cuts[side], out[side].count, a);
    }
}

static void put(shape *out, sample_point p)
{
    shape_point(out, p.x, p.y);
}

/* Counterclockwise, whichever side of its front the row lies on. */
void sample_town_draw(const sample_lots *row, uint32_t from, uint32_t to, shape *out)
{
    const uint32_t corners = to - from + 1, behind = row->cut[to] - row->cut[from] + 1;
    shape_part(out);
    shape_ring_start(out);
    for (uint32_t i = 0; i < corners; i++)
        put(out, row->front[row->mirrored ? to - i : from + i]);
    for (uint32_t i = 0; i < behind; i++)
        put(out, row->back[row->mirrored ? row->cut[from] + i : row->cut[to] - i]);
    shape_ring_close(out);
}

static void draw_box(const sample_corners *c, const double s[2], const double t[2], shape *out)
{
    shape_part(out);
    shape_ring_start(out);
    put(out, rounded(within(c, s[0], t[0])));
    put(out, rounded(within(c, s[1], t[0])));
    put(out, rounded(within(c, s[1], t[1])));
    put(out, rounded(within(c, s[0], t[1])));
    shape_ring_close(out);
}

static sample_corners counterclockwise(const sample_lots *row, sample_point front_from, sample_point front_to,
                                       sample_point back_to, sample_point back_from)
{
    return row->mirrored ? (sample_corners){{front_to, front_from, back_from, back_to}}
                         : (sample_corners){{front_from, front_to, back_to, back_from}};
}

void sample_town_draw_part(random_source *r, const sample_lots *row, uint32_t parcel, shape *out)
{
    const sample_corners c = counterclockwise(row, row->front[parcel], row->front[parcel + 1], row->back[row->cut[parcel + 1]],
                                              row->back[row->cut[parcel]]);
    const double s[2] = {0.06 + 0.3 * random_unit(r), 0.6 + 0.34 * random_unit(r)},
                 t[2] = {0.05 + 0.4 * random_unit(r), 0.6 + 0.35 * random_unit(r)};
    draw_box(&c, s, t, out);
}

/* From half a metre before the row to well before the row across the street. */
void sample_town_draw_street(random_source *r, const sample_lots *row, shape *out)
{
    const sample_point from = row->front[0], to = row->front[row->count];
    const sample_point back_from = row->back[0], back_to = row->back[row->cut[row->count]];
    const double length = distance(from, to), deep[2] = {distance(from, back_from), distance(to, back_to)};
    const sample_corners across = counterclockwise(row, between(from, back_from, -row->street / deep[0]),
                                                   between(to, back_to, -row->street / deep[1]), to, from);
    const double piece = fmin(0.8, (10 + 30 * random_unit(r)) / length), s = (1 - piece) * random_unit(r),
                 edge = 0.5 / row->street;
    draw_box(&across, (double[2]){s, s + piece}, (double[2]){0.2, 1 - edge}, out);
}
