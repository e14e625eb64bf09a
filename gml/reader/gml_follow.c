/* Edges are straight in the CRS in which they are written, and bend in another: ten kilometres along a parallel lie 2.4 m off the
 * straight line between their ends in Lambert 72. So points are put on each edge, close enough that the straight pieces between
 * them lie within APART of it. */
#include "gml/reader/gml_reader.h"

#include <math.h>
#include <string.h>

static const double APART = 0.005; /* metres */

enum { PIECES_MOST = 1000 };

/* Each vertex, and between each two the point half-way. */
static double *with_middles(const gml_run *run)
{
    double *all = arena_array(run->arena, 2 * run->count, 2 * sizeof *all);
    for (size_t i = 0; i < 2 * run->count - 1; i++) {
        const double *const a = run->xy + 2 * (i / 2), *const b = run->xy + 2 * ((i + 1) / 2);
        all[2 * i] = (a[0] + b[0]) / 2;
        all[2 * i + 1] = (a[1] + b[1]) / 2;
    }
    return all;
}

/* Into how many pieces: the bend is as the square of the length. at: a vertex, the middle and the next vertex, transformed. */
static size_t pieces_of(const double *at, double apart)
{
    const double dx = at[2] - (at[0] + at[4]) / 2, dy = at[3] - (at[1] + at[5]) / 2, pieces = ceil(sqrt(hypot(dx, dy) / apart));
    return pieces > PIECES_MOST ? PIECES_MOST : pieces < 1 ? 1 : (size_t)pieces;
}

static status add_edge(gml_reader *r, const xmlNode *element, const double *a, const double *b, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++) {
        const double part = (double)i / (double)pieces;
        TRY(gml_add_point(r, element, a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])));
    }
    return status_ok();
}

status gml_follow_edges(gml_reader *r, const xmlNode *element, const transform *t)
{
    const gml_run given = r->run;
    if (!t || given.count < 2)
        return status_ok();
    double *const moved = with_middles(&given);
    const double apart = APART * crs_metre(r->set, r->srid);
    if (!transform_points(t, moved, 2 * given.count - 1))
        return status_ok(); /* whoever transforms them all says so */
    r->run = (gml_run){.arena = given.arena};
    r->points -= given.count;
    for (size_t i = 0; i + 1 < given.count; i++)
        TRY(add_edge(r, element, given.xy + 2 * i, given.xy + 2 * (i + 1), pieces_of(moved + 4 * i, apart)));
    return gml_add_point(r, element, given.xy[2 * given.count - 2], given.xy[2 * given.count - 1]);
}
