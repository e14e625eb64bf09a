#include "data/manage/contour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Corners closer than this are one corner: the same corner computed from each of its three cells differs by rounding only. */
static const double SAME_PLACE = 0.5;
/* Octagon of 3 km around each point, in whole metres: no rounding, and no cosine that differs between machines. */
enum { AROUND = 3000, AROUND_SHORT = 1243, CORNERS = 8, CELL_CORNERS = 512 };

typedef struct polygon {
    double xy[CELL_CORNERS][2];
    size_t count;
} polygon;

static int by_x_then_y(const void *one, const void *other)
{
    const double *a = one, *b = other;
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

/* Twice the area of the triangle; positive when counterclockwise. */
static double turn(const double *a, const double *b, const double *c)
{
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

static void hull_push(polygon *hull, size_t floor, const double *p)
{
    while (hull->count >= floor + 2 && turn(hull->xy[hull->count - 2], hull->xy[hull->count - 1], p) <= 0)
        hull->count--;
    if (hull->count == CELL_CORNERS)
        abort(); /* rounded to 100 m, Flanders' hull has only some tens of points */
    memcpy(hull->xy[hull->count++], p, sizeof *hull->xy);
}

/* Andrew's monotone chain (1979). Whole metres, so the turns are exact. */
static void convex_hull(double (*points)[2], size_t count, polygon *hull)
{
    qsort(points, count, sizeof *points, by_x_then_y);
    hull->count = 0;
    for (size_t i = 0; i < count; i++)
        hull_push(hull, 0, points[i]);
    const size_t floor = hull->count - 1;
    for (size_t i = count - 1; i-- > 0;)
        hull_push(hull, floor, points[i]);
    hull->count--; /* the first point was added again at the end */
}

static void hull_of_sites(const contour_site *sites, size_t count, arena *a, polygon *hull)
{
    static const double offsets[CORNERS][2] = {{AROUND, AROUND_SHORT},  {AROUND_SHORT, AROUND},   {-AROUND_SHORT, AROUND},
                                               {-AROUND, AROUND_SHORT}, {-AROUND, -AROUND_SHORT}, {-AROUND_SHORT, -AROUND},
                                               {AROUND_SHORT, -AROUND}, {AROUND, -AROUND_SHORT}};
    double(*points)[2] = arena_array(a, count * CORNERS, sizeof *points);
    for (size_t i = 0; i < count * CORNERS; i++) {
        points[i][0] = sites[i / CORNERS].x + offsets[i % CORNERS][0];
        points[i][1] = sites[i / CORNERS].y + offsets[i % CORNERS][1];
    }
    convex_hull(points, count * CORNERS, hull);
}

/* Keeps what lies where nx*x + ny*y <= limit (I. Sutherland, G. Hodgman 1974, one edge). */
static void clip(polygon *p, double nx, double ny, double limit)
{
    polygon kept;
    kept.count = 0;
    for (size_t i = 0; i < p->count; i++) {
        const double *from = p->xy[i], *to = p->xy[(i + 1) % p->count];
        const double d_from = nx * from[0] + ny * from[1] - limit, d_to = nx * to[0] + ny * to[1] - limit;
        if (d_from <= 0)
            memcpy(kept.xy[kept.count++], from, sizeof *kept.xy);
        if ((d_from < 0 && d_to > 0) || (d_from > 0 && d_to < 0)) {
            const double t = d_from / (d_from - d_to);
            kept.xy[kept.count][0] = from[0] + t * (to[0] - from[0]);
            kept.xy[kept.count++][1] = from[1] + t * (to[1] - from[1]);
        }
    }
    memcpy(p->xy, kept.xy, kept.count * sizeof *kept.xy);
    p->count = kept.count;
}

static double distance2(const contour_site *a, const contour_site *b)
{
    return (a->x - b->x) * (a->x - b->x) + (a->y - b->y) * (a->y - b->y);
}

/* A heavy site must not swallow a light neighbour's point: weight(j) - weight(i) < distance², with room to spare. Lowering a
 * weight can make another pair unfit, so this repeats until nothing changes; weights only go down and never below the lightest,
 * so it ends. */
static status make_weights(const contour_site *sites, size_t count, double *weights)
{
    for (size_t i = 0; i < count; i++)
        weights[i] = sites[i].area_m2 / 3.14159265358979;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++) {
                const double room = 0.6 * distance2(&sites[i], &sites[j]);
                if (i != j && room < 1)
                    return FAIL(BAD_INPUT, "gemeenten", "twee gemeenten liggen op dezelfde plaats",
                                "two gemeenten lie at the same place");
                if (i != j && weights[j] > weights[i] + room) {
                    weights[j] = weights[i] + room;
                    changed = true;
                }
            }
    }
    return status_ok();
}

/* In coordinates relative to the site itself, which keeps the products small. */
static void make_cell(const contour_site *sites, size_t count, const double *weights, size_t self, polygon *cell)
{
    const contour_site *s = &sites[self];
    for (size_t i = 0; i < cell->count; i++) {
        cell->xy[i][0] -= s->x;
        cell->xy[i][1] -= s->y;
    }
    for (size_t j = 0; j < count; j++)
        if (j != self) {
            const double nx = sites[j].x - s->x, ny = sites[j].y - s->y;
            clip(cell, nx, ny, (nx * nx + ny * ny + weights[self] - weights[j]) / 2);
        }
    for (size_t i = 0; i < cell->count; i++) {
        cell->xy[i][0] += s->x;
        cell->xy[i][1] += s->y;
    }
}

typedef struct corners {
    double (*xy)[2];
    size_t count;
} corners;

/* The corner that all cells use for this place. */
static const double *shared_corner(corners *known, const double *p)
{
    for (size_t i = 0; i < known->count; i++)
        if (fabs(known->xy[i][0] - p[0]) < SAME_PLACE && fabs(known->xy[i][1] - p[1]) < SAME_PLACE)
            return known->xy[i];
    double *corner = known->xy[known->count++];
    corner[0] = floor(p[0] * 10 + 0.5) / 10;
    corner[1] = floor(p[1] * 10 + 0.5) / 10;
    return corner;
}

static void share_corners(corners *known, const polygon *cell, arena *a, contour *out)
{
    out->xy = arena_array(a, cell->count, sizeof *out->xy);
    out->count = 0;
    const double *previous = shared_corner(known, cell->xy[cell->count - 1]);
    for (size_t i = 0; i < cell->count; i++) {
        const double *corner = shared_corner(known, cell->xy[i]);
        if (corner != previous)
            memcpy(out->xy[out->count++], corner, sizeof *out->xy);
        previous = corner;
    }
}

status contours_compute(const contour_site *sites, size_t count, arena *a, contour *out)
{
    polygon hull;
    double *weights = arena_array(a, count, sizeof *weights);
    corners known = {arena_array(a, count * 64, sizeof *known.xy), 0}; /* on average 6 corners a cell, each shared by 3 */
    TRY(make_weights(sites, count, weights));
    hull_of_sites(sites, count, a, &hull);
    if (hull.count + count >= CELL_CORNERS) /* every clip adds one corner at most */
        return FAIL(BAD_INPUT, "gemeenten", "te veel gemeenten voor schematische contouren: %zu",
                    "too many gemeenten for schematic contours: %zu", count);
    for (size_t i = 0; i < count; i++) {
        polygon cell = hull;
        make_cell(sites, count, weights, i, &cell);
        share_corners(&known, &cell, a, &out[i]);
    }
    return status_ok();
}

double contour_inside(const contour *c, double x, double y)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < c->count; i++) {
        const double *from = c->xy[i], *to = c->xy[(i + 1) % c->count];
        const double ex = to[0] - from[0], ey = to[1] - from[1];
        const double distance = (ex * (y - from[1]) - ey * (x - from[0])) / sqrt(ex * ex + ey * ey);
        nearest = distance < nearest ? distance : nearest;
    }
    return nearest;
}
