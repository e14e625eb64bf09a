#include "data/manage/sample_town.h"

#include "data/manage/sample_block.h"
#include "data/manage/sample_shape.h"

#include <math.h>
#include <stdlib.h>

/* Metres: between streets, and how far a column or row of the grid may be off; from the edge of the gemeente. */
enum { COLUMN = 120, COLUMN_OFF = 40, ROW = 90, ROW_OFF = 28, MARGIN = 20 };
enum { KERNELS_MAX = 4, SQUARE_PER_MILLE = 30, PARCELS_PER_BLOCK = 12, NUMBERS = 9999 };
static const double BLOCK_AREA = (double)COLUMN * ROW;

typedef struct kernel {
    double u, v;     /* of the middle, metres in the grid */
    double weight;   /* of the parcels */
    double works[2]; /* direction of the trading estate */
} kernel;

/* A block that may be built, nearest to its kernel first. */
typedef struct candidate {
    double distance; /* 1: at the edge that the kernel was meant to have */
    int32_t i, j;
    uint32_t kernel;
} candidate;

typedef struct plan {
    uint64_t seed;
    const contour *inside;
    sample_point middle, axis; /* of the grid: where it begins, and the direction of its streets */
    kernel kernels[KERNELS_MAX];
    uint32_t kernel_count;
    candidate *found;
    size_t found_count, room;
    arena *arena;
} plan;

/* From -1 to 1; a different one for each (what, i, j). */
static double noise(uint64_t seed, uint64_t what, int64_t i, int64_t j)
{
    random_source r = random_start(seed, what, ((uint64_t)(i + 65536) << 32) + (uint64_t)(j + 65536));
    return 2 * random_unit(&r) - 1;
}

static double smooth(double t)
{
    return t * t * (3 - 2 * t);
}

/* A slow wave: values at every eighth crossing, and a smooth way between them. */
static double wave(uint64_t seed, uint64_t what, int32_t i, int32_t j)
{
    const double ci = floor(i / 8.0), cj = floor(j / 8.0);
    const double s = smooth(i / 8.0 - ci), t = smooth(j / 8.0 - cj);
    const int64_t a = (int64_t)ci, b = (int64_t)cj;
    const double low = noise(seed, what, a, b) * (1 - s) + noise(seed, what, a + 1, b) * s;
    const double high = noise(seed, what, a, b + 1) * (1 - s) + noise(seed, what, a + 1, b + 1) * s;
    return low * (1 - t) + high * t;
}

static double column_at(const plan *p, int32_t i)
{
    return COLUMN * (double)i + COLUMN_OFF / 2.0 * noise(p->seed, 1, i, 0);
}

static double row_at(const plan *p, int32_t j)
{
    return ROW * (double)j + ROW_OFF / 2.0 * noise(p->seed, 2, j, 0);
}

static sample_point on_map(const plan *p, double u, double v)
{
    return (sample_point){p->middle.x + u * p->axis.x - v * p->axis.y, p->middle.y + u * p->axis.y + v * p->axis.x};
}

static sample_point crossing(const plan *p, int32_t i, int32_t j)
{
    const double u = column_at(p, i) + 4 * noise(p->seed, 3, i, j) + 32 * wave(p->seed, 5, i, j);
    const double v = row_at(p, j) + 4 * noise(p->seed, 4, i, j) + 32 * wave(p->seed, 6, i, j);
    return on_map(p, u, v);
}

/* Half of the street: every fifth one is a main road. */
static double half_street(int32_t line)
{
    return line % 5 == 0 ? 8 : 5;
}

static bool is_inside(const contour *inside, const sample_corners *c)
{
    for (int i = 0; i < 4; i++)
        if (contour_inside(inside, c->at[i].x, c->at[i].y) < MARGIN)
            return false;
    return true;
}

static sample_corners block_corners(const plan *p, int32_t i, int32_t j)
{
    const sample_corners whole = {{crossing(p, i, j), crossing(p, i + 1, j), crossing(p, i + 1, j + 1), crossing(p, i, j + 1)}};
    return sample_without_streets(&whole, (double[4]){half_street(j), half_street(i + 1), half_street(j + 1), half_street(i)});
}

static void keep(plan *p, candidate c)
{
    if (p->found_count < p->room)
        p->found[p->found_count++] = c;
}

static double reach_of(const kernel *k, uint32_t parcels)
{
    return sqrt(k->weight * parcels / PARCELS_PER_BLOCK * BLOCK_AREA / 3.14159265358979) + COLUMN;
}

/* Takes the nearest of the kernels that reach it, relative to their reach: so every block is found once. */
static void consider(plan *p, int32_t i, int32_t j, uint32_t from, const double *reach)
{
    candidate best = {INFINITY, i, j, 0};
    for (uint32_t k = 0; k < p->kernel_count; k++) {
        const double u = COLUMN * (i + 0.5) - p->kernels[k].u, v = ROW * (j + 0.5) - p->kernels[k].v;
        const double distance = sqrt(u * u + v * v) / reach[k] * (1 + 0.15 * noise(p->seed, 7, i, j));
        if (distance < best.distance) {
            best.distance = distance;
            best.kernel = k;
        }
    }
    if (best.kernel != from || best.distance > 1.4)
        return;
    const sample_corners c = block_corners(p, i, j);
    if (is_inside(p->inside, &c))
        keep(p, best);
}

static void look_around(plan *p, uint32_t k, const double *reach)
{
    const double far = 1.4 * reach[k];
    const int32_t i0 = (int32_t)floor((p->kernels[k].u - far) / COLUMN), i1 = (int32_t)ceil((p->kernels[k].u + far) / COLUMN);
    const int32_t j0 = (int32_t)floor((p->kernels[k].v - far) / ROW), j1 = (int32_t)ceil((p->kernels[k].v + far) / ROW);
    for (int32_t j = j0; j < j1; j++)
        for (int32_t i = i0; i < i1; i++)
            consider(p, i, j, k, reach);
}

static int by_distance(const void *one, const void *other)
{
    const candidate *a = one, *b = other;
    if (a->distance != b->distance)
        return a->distance < b->distance ? -1 : 1;
    return a->j != b->j ? (a->j > b->j) - (a->j < b->j) : (a->i > b->i) - (a->i < b->i);
}

static void find_blocks(plan *p, uint32_t parcels)
{
    double reach[KERNELS_MAX];
    double most = 0;
    for (uint32_t k = 0; k < p->kernel_count; k++) {
        reach[k] = reach_of(&p->kernels[k], parcels);
        most += (2.8 * reach[k] / COLUMN + 3) * (2.8 * reach[k] / ROW + 3);
    }
    p->room = (size_t)most;
    p->found = arena_array(p->arena, p->room, sizeof *p->found);
    for (uint32_t k = 0; k < p->kernel_count; k++)
        look_around(p, k, reach);
    qsort(p->found, p->found_count, sizeof *p->found, by_distance);
}

static sample_quarter quarter_of(const plan *p, const candidate *c)
{
    const kernel *k = &p->kernels[c->kernel];
    const double u = COLUMN * (c->i + 0.5) - k->u, v = ROW * (c->j + 0.5) - k->v, length = sqrt(u * u + v * v) + 1;
    if (c->distance < 0.38)
        return QUARTER_CENTRE;
    return c->distance > 0.5 && (u * k->works[0] + v * k->works[1]) / length > 0.75 ? QUARTER_WORKS : QUARTER_HOMES;
}

/* The middle of a kernel and a few blocks elsewhere are squares and greens: nobody's parcel. */
static bool is_square(const plan *p, const candidate *c)
{
    return c->distance < 0.08 || noise(p->seed, 8, c->i, c->j) < SQUARE_PER_MILLE / 500.0 - 1;
}

/* Rows of lots are numbered within a section (a letter), in the order in which they are built. */
static void number_rows(sample_town *t)
{
    for (uint32_t i = 0; i < t->row_count; i++) {
        t->rows[i].section = (char)('A' + i / NUMBERS % 26);
        t->rows[i].number = 1 + i % NUMBERS;
    }
}

static void build_blocks(plan *p, uint32_t parcels, sample_town *t)
{
    for (size_t n = 0; n < p->found_count && t->parcels < parcels; n++) {
        const candidate *c = &p->found[n];
        const sample_corners corners = block_corners(p, c->i, c->j);
        random_source r = random_start(p->seed, 9, ((uint64_t)(c->i + 65536) << 32) + (uint64_t)(c->j + 65536));
        if (is_square(p, c))
            continue;
        sample_block_build(&r, &corners, quarter_of(p, c), p->arena, &t->rows[t->row_count]);
        t->rows[t->row_count].street = 2 * half_street(c->j);
        t->rows[t->row_count + 1].street = 2 * half_street(c->j + 1);
        t->parcels += t->rows[t->row_count].count + t->rows[t->row_count + 1].count;
        t->row_count += 2;
    }
}

static void unit_vector(random_source *r, double out[2])
{
    const double x = 2 * random_unit(r) - 1, y = 2 * random_unit(r) - 1, length = sqrt(x * x + y * y);
    out[0] = length > 0.01 ? x / length : 1;
    out[1] = length > 0.01 ? y / length : 0;
}

/* The gemeente's own place first; then villages. */
static void place_kernels(plan *p, random_source *r, uint32_t parcels)
{
    p->kernel_count = parcels > 800 ? 4 : parcels > 200 ? 3 : parcels > 60 ? 2 : 1;
    for (uint32_t k = 0; k < p->kernel_count; k++) {
        sample_point at = p->middle;
        if (k > 0)
            sample_random_point(r, p->inside, &at.x, &at.y);
        const double dx = at.x - p->middle.x, dy = at.y - p->middle.y;
        p->kernels[k] = (kernel){.u = dx * p->axis.x + dy * p->axis.y, .v = dy * p->axis.x - dx * p->axis.y};
        p->kernels[k].weight = k ? 0.2 : 1 - 0.2 * (p->kernel_count - 1);
        unit_vector(r, p->kernels[k].works);
    }
}

sample_town sample_town_build(uint64_t seed, const contour *inside, double x, double y, uint32_t parcels, arena *a)
{
    random_source r = random_start(seed, 10, 0);
    double axis[2];
    unit_vector(&r, axis);
    plan p = {.seed = seed, .inside = inside, .middle = {x, y}, .axis = {axis[0], axis[1]}, .arena = a};
    place_kernels(&p, &r, parcels);
    find_blocks(&p, parcels);
    sample_town t = {.rows = arena_array(a, 2 * p.found_count + 2, sizeof *t.rows)};
    build_blocks(&p, parcels, &t);
    number_rows(&t);
    return t;
}
