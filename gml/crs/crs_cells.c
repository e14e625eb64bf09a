/* PROJ takes 0.6 µs for a vertex, and a request of 500 features has ten thousand. Over two kilometres every transformation on
 * offer is quadratic to a few hundredths of a millimetre, so each square is measured once (9 points), tried (16 points in
 * between), and from then on costs some twenty multiplications a vertex. A square that fails the trial (the edge of a datum
 * grid's mesh runs through it) is left to PROJ, vertex by vertex. */
#include "gml/crs/crs_cells.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 4096, NODES = 9, TRIALS = 16 };

static const double side = 2000, tolerance = 1e-5, farthest = 1e8; /* metres */

/* c[i][j] is the coefficient of u^i v^j; u and v run from -1 to 1 over the cell */
typedef struct polynomial {
    double c[3][3];
} polynomial;

typedef struct cell {
    int32_t column, row;
    enum { CELL_UNKNOWN, CELL_QUADRATIC, CELL_EXACT } state;
    polynomial x, y;
} cell;

struct crs_cells {
    crs_exactly exactly;
    void *context;
    double tolerance; /* in the target's units */
    cell cells[CELLS];
};

crs_cells *crs_cells_new(crs_exactly exactly, void *context, double unit)
{
    crs_cells *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->exactly = exactly;
    c->context = context;
    c->tolerance = tolerance * unit;
    return c;
}

void crs_cells_free(crs_cells *c)
{
    free(c);
}

static double value_at(const polynomial *p, double u, double v)
{
    const double a = p->c[0][0] + v * (p->c[0][1] + v * p->c[0][2]);
    const double b = p->c[1][0] + v * (p->c[1][1] + v * p->c[1][2]);
    const double c = p->c[2][0] + v * (p->c[2][1] + v * p->c[2][2]);
    return a + u * (b + u * c);
}

/* Turns the values at -1, 0 and 1, stored `step` apart, into the coefficients, in place. */
static void solve(double *values, size_t step)
{
    const double low = values[0], middle = values[step], high = values[2 * step];
    values[0] = middle;
    values[step] = (high - low) / 2;
    values[2 * step] = (high + low) / 2 - middle;
}

static void fit(polynomial *p, const double *nodes)
{
    double *flat = &p->c[0][0];
    for (size_t i = 0; i < NODES; i++)
        flat[i] = nodes[2 * i];
    for (size_t i = 0; i < 3; i++)
        solve(flat + 3 * i, 1);
    for (size_t j = 0; j < 3; j++)
        solve(flat + j, 3);
}

/* The points `at` (from -1 to 1 over the cell) in the source system. */
static void place(const cell *l, const double (*at)[2], size_t count, double *xy)
{
    for (size_t i = 0; i < count; i++) {
        xy[2 * i] = (l->column + 0.5 + at[i][0] / 2) * side;
        xy[2 * i + 1] = (l->row + 0.5 + at[i][1] / 2) * side;
    }
}

static bool stands_trial(const crs_cells *c, const cell *l)
{
    static const double at[TRIALS][2] = {{-.9, -.9}, {-.9, -.5}, {-.9, .5}, {-.9, .9}, {-.5, -.9}, {-.5, -.5},
                                         {-.5, .5},  {-.5, .9},  {.5, -.9}, {.5, -.5}, {.5, .5},   {.5, .9},
                                         {.9, -.9},  {.9, -.5},  {.9, .5},  {.9, .9}};
    double exact[2 * TRIALS];
    place(l, at, TRIALS, exact);
    c->exactly(c->context, exact, TRIALS);
    for (size_t i = 0; i < TRIALS; i++)
        if (!(fabs(value_at(&l->x, at[i][0], at[i][1]) - exact[2 * i]) <= c->tolerance && /* false for NaN too */
              fabs(value_at(&l->y, at[i][0], at[i][1]) - exact[2 * i + 1]) <= c->tolerance))
            return false;
    return true;
}

static void make(const crs_cells *c, cell *l)
{
    static const double at[NODES][2] = {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 0}, {0, 1}, {1, -1}, {1, 0}, {1, 1}};
    double nodes[2 * NODES];
    place(l, at, NODES, nodes);
    c->exactly(c->context, nodes, NODES);
    fit(&l->x, nodes);
    fit(&l->y, nodes + 1);
    l->state = stands_trial(c, l) ? CELL_QUADRATIC : CELL_EXACT;
}

static const cell *find(crs_cells *c, int32_t column, int32_t row)
{
    cell *l = &c->cells[((uint32_t)column * 64 + (uint32_t)row) %
                        CELLS]; /* 64 rows of 64 columns: cells share a place only when 128 km apart */
    if (l->state == CELL_UNKNOWN || l->column != column || l->row != row) {
        *l = (cell){.column = column, .row = row};
        make(c, l);
    }
    return l;
}

void crs_cells_transform(crs_cells *c, double *xy, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double *p = xy + 2 * i;
        if (!(fabs(p[0]) < farthest && fabs(p[1]) < farthest)) {
            c->exactly(c->context, p, 1);
            continue;
        }
        const double column = floor(p[0] / side), row = floor(p[1] / side);
        const cell *l = find(c, (int32_t)column, (int32_t)row);
        if (l->state == CELL_EXACT) {
            c->exactly(c->context, p, 1);
            continue;
        }
        const double u = (p[0] / side - column) * 2 - 1, v = (p[1] / side - row) * 2 - 1;
        p[0] = value_at(&l->x, u, v);
        p[1] = value_at(&l->y, u, v);
    }
}
