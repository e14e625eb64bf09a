#include "data/spatial/spatial.h"

#include "data/spatial/few_corners.h"
#include "data/spatial/spatial_geos.h"
#include "data/spatial/spatial_mixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES = 2 * 1024 * 1024 };

struct spatial_literal {
    geos *geos;
    GEOSGeometry *whole; /* every point of it, so including the spikes of an area: for Intersects and distances */
    GEOSGeometry *shape; /* for the relations that tell interior and boundary apart; the same as whole when it needed no repair */
    const GEOSPreparedGeometry *near, *related; /* of whole and of shape */
    double extent[4];
    few_corners *corners; /* NULL when it is not an area of few corners, or needed repair */
};

spatial *spatial_new(void)
{
    spatial *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    geos_begin(&s->geos);
    return s;
}

void spatial_free(spatial *s)
{
    if (!s)
        return;
    spatial_forget(s);
    geos_end(&s->geos);
    free(s);
}

void spatial_begin(spatial *s, spatial_watch watch)
{
    geos_watch(&s->geos, watch);
}

spatial_end spatial_ended(const spatial *s)
{
    return s->geos.ended;
}

bool spatial_may_go_on(spatial *s)
{
    return geos_may_go_on(&s->geos);
}

bool spatial_extent(geometry g, double out[4])
{
    return geometry_mbr(g, out);
}

/* NULL: it failed, as geos_made. */
static const GEOSPreparedGeometry *prepared(geos *g, const GEOSGeometry *of)
{
    const GEOSPreparedGeometry *made = of ? GEOSPrepare_r(g->handle, of) : NULL;
    (void)geos_measured(g, made != NULL);
    return made;
}

/* Takes over `read`: keeps it, or frees it when it had to be repaired. */
static void prepare(spatial_literal *l, geometry from, GEOSGeometry *read)
{
    geos *g = l->geos;
    const bool fit = geos_is_fit(g, from, read);
    l->whole = fit ? read : geos_made_fit(g, from, read, false);
    l->shape = fit ? read : l->whole ? geos_made_fit_again(g, read, true) : NULL;
    l->near = prepared(g, l->whole);
    l->related = fit ? l->near : prepared(g, l->shape);
    l->corners = fit ? few_corners_of(from) : NULL;
    if (!fit)
        GEOSGeom_destroy_r(g->handle, read);
}

bool spatial_literal_new(spatial *s, geometry g, spatial_literal **out)
{
    GEOSGeometry *read = geos_read(&s->geos, g);
    if (!read)
        return false;
    spatial_literal *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    l->geos = &s->geos;
    geometry_mbr(g, l->extent);
    geos_limit(&s->geos);
    prepare(l, g, read);
    geos_unlimit(&s->geos);
    if (spatial_ended(s) != SPATIAL_WENT_WELL) {
        spatial_literal_free(l);
        return false;
    }
    *out = l;
    return true;
}

void spatial_literal_free(spatial_literal *l)
{
    if (!l)
        return;
    GEOSContextHandle_t handle = l->geos->handle;
    if (l->related != l->near)
        GEOSPreparedGeom_destroy_r(handle, l->related);
    GEOSPreparedGeom_destroy_r(handle, l->near);
    if (l->shape != l->whole)
        GEOSGeom_destroy_r(handle, l->shape);
    GEOSGeom_destroy_r(handle, l->whole);
    few_corners_free(l->corners);
    free(l);
}

typedef enum answer { NO, YES, UNSURE } answer;

static bool apart(const double a[4], const double b[4])
{
    return a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
}

static bool inside(const double a[4], const double b[4])
{
    return a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
}

/* By a margin: rounding must not decide what GEOS would see as equal. */
static bool surely_further(const double a[4], const double b[4], double distance)
{
    const double dx = fmax(0, fmax(a[0] - b[2], b[0] - a[2])), dy = fmax(0, fmax(a[1] - b[3], b[1] - a[3]));
    return hypot(dx, dy) > distance * (1 + 1e-12);
}

/* What the extents alone decide: for most rows everything. */
static answer by_extents(spatial_operator op, const double row[4], const double with[4], double distance)
{
    switch (op) {
    case SPATIAL_DISJOINT: return apart(row, with) ? YES : UNSURE;
    case SPATIAL_BEYOND: return surely_further(row, with, distance) ? YES : UNSURE;
    case SPATIAL_DWITHIN: return surely_further(row, with, distance) ? NO : UNSURE;
    case SPATIAL_WITHIN: return inside(row, with) ? UNSURE : NO;
    case SPATIAL_CONTAINS: return inside(with, row) ? UNSURE : NO;
    case SPATIAL_EQUALS: return inside(row, with) && inside(with, row) ? UNSURE : NO;
    default: return apart(row, with) ? NO : UNSURE;
    }
}

/* Returns 0, 1 or 2 (GEOS gave up). */
static char relate(geos *g, spatial_operator op, const GEOSGeometry *row, const spatial_literal *with)
{
    switch (op) {
    case SPATIAL_EQUALS: return GEOSEquals_r(g->handle, row, with->shape);
    case SPATIAL_TOUCHES: return GEOSPreparedTouches_r(g->handle, with->related, row);
    case SPATIAL_WITHIN: return GEOSPreparedContains_r(g->handle, with->related, row);
    case SPATIAL_OVERLAPS: return GEOSPreparedOverlaps_r(g->handle, with->related, row);
    case SPATIAL_CROSSES: return GEOSCrosses_r(g->handle, row, with->shape);
    case SPATIAL_CONTAINS: return GEOSContains_r(g->handle, row, with->shape);
    default: return 2;
    }
}

/* The operator with its operands swapped. */
static spatial_operator turned(spatial_operator op)
{
    return op == SPATIAL_WITHIN ? SPATIAL_CONTAINS : op == SPATIAL_CONTAINS ? SPATIAL_WITHIN : op;
}

/* The current row. */
typedef struct row_shape {
    geometry stored;
    GEOSGeometry *read;
} row_shape;

/* Two collections of mixed parts: nothing but Intersects, Disjoint and distances has an answer; no layer holds such rows. */
static bool related(geos *g, spatial_operator op, const GEOSGeometry *row, const spatial_literal *with)
{
    const bool mixed_row = geos_is_collection(g, row), mixed_literal = geos_is_collection(g, with->shape);
    if (mixed_row && mixed_literal)
        return false;
    if (mixed_literal)
        return mixed_holds(g, op, row, with->shape);
    if (mixed_row)
        return mixed_holds(g, turned(op), with->shape, row);
    return geos_said(g, relate(g, op, row, with));
}

/* Returns 0, 1 or 2, as relate does. */
static char near(geos *g, spatial_operator op, const GEOSGeometry *row, const spatial_literal *with, double distance)
{
    if (op == SPATIAL_DWITHIN || op == SPATIAL_BEYOND)
        return GEOSPreparedDistanceWithin_r(g->handle, with->near, row, distance);
    return GEOSPreparedIntersects_r(g->handle, with->near, row);
}

/* Whether they meet, or lie within the distance. A yes can be trusted for any row: an edge meets, or a point is inside. A no for
 * an invalid row cannot: GEOS may have read its rings the other way round, or given up; then its repaired copy decides. */
static bool meets(geos *g, spatial_operator op, row_shape row, const spatial_literal *with, double distance)
{
    const char first = near(g, op, row.read, with, distance);
    if (first == 1)
        return true;
    if (geos_is_fit(g, row.stored, row.read))
        return geos_said(g, first);
    GEOSGeometry *fit = geos_made_fit(g, row.stored, row.read, false);
    const bool met = fit && geos_said(g, near(g, op, fit, with, distance));
    GEOSGeom_destroy_r(g->handle, fit);
    return met;
}

/* The relations need a fit geometry: valid, and not a collection. */
static bool related_when_fit(geos *g, spatial_operator op, row_shape row, const spatial_literal *with)
{
    if (geos_is_fit(g, row.stored, row.read))
        return related(g, op, row.read, with);
    GEOSGeometry *fit = geos_made_fit(g, row.stored, row.read, true);
    const bool holds = fit && related(g, op, fit, with);
    GEOSGeom_destroy_r(g->handle, fit);
    return holds;
}

/* All relations but Disjoint require that the two meet, which is tested quickly. */
static bool by_geos(geos *g, spatial_operator op, row_shape row, const spatial_literal *with, double distance)
{
    const bool met = meets(g, op, row, with, distance);
    switch (op) {
    case SPATIAL_INTERSECTS:
    case SPATIAL_DWITHIN: return met;
    case SPATIAL_DISJOINT:
    case SPATIAL_BEYOND: return !met;
    default: return met && related_when_fit(g, op, row, with);
    }
}

/* The answer without GEOS. Where it is certain, an invalid row needs no repair: its edges are part of the area that it counts as,
 * and so is its even-odd inside (spatial.h). */
static answer by_corners(spatial_operator op, geometry row, const spatial_literal *with)
{
    if (!with->corners || (op != SPATIAL_INTERSECTS && op != SPATIAL_DISJOINT))
        return UNSURE;
    const sureness met = few_corners_meet(with->corners, row);
    if (met == NOT_SURE)
        return UNSURE;
    return (met == SURE_YES) == (op == SPATIAL_INTERSECTS) ? YES : NO;
}

bool spatial_holds(spatial *s, spatial_operator op, geometry row, const spatial_literal *with, double distance)
{
    double extent[4];
    if (!geometry_mbr(row, extent))
        return false;
    answer known = by_extents(op, extent, with->extent, distance);
    if (known == UNSURE)
        known = by_corners(op, row, with);
    if (known != UNSURE)
        return known == YES && geos_is_readable(&s->geos, row);
    const row_shape shape = {row, geos_read(&s->geos, row)};
    const bool holds = shape.read && by_geos(&s->geos, op, shape, with, distance);
    GEOSGeom_destroy_r(s->geos.handle, shape.read);
    return holds;
}

static void let_go(kept_literal *k)
{
    spatial_literal_free(k->literal);
    free(k->blob);
    *k = (kept_literal){0};
}

void spatial_forget(spatial *s)
{
    for (size_t i = 0; i < KEPT; i++)
        let_go(&s->kept[i]);
}

static void to_front(spatial *s, size_t index)
{
    const kept_literal moved = s->kept[index];
    memmove(&s->kept[1], &s->kept[0], index * sizeof moved);
    s->kept[0] = moved;
}

static const spatial_literal *find_kept(spatial *s, geometry g)
{
    for (size_t i = 0; i < KEPT; i++)
        if (s->kept[i].literal && s->kept[i].size == g.size && memcmp(s->kept[i].blob, g.blob, g.size) == 0) {
            to_front(s, i);
            return s->kept[0].literal;
        }
    return NULL;
}

/* NULL when it is not a geometry. A very large one is the only one kept: GEOS needs several times its bytes. */
static const spatial_literal *keep(spatial *s, geometry g)
{
    kept_literal made = {.blob = malloc(g.size), .size = g.size};
    if (!made.blob)
        abort();
    memcpy(made.blob, g.blob, g.size);
    if (!spatial_literal_new(s, g, &made.literal)) {
        free(made.blob);
        return NULL;
    }
    if (g.size > KEPT_BYTES)
        spatial_forget(s);
    let_go(&s->kept[KEPT - 1]);
    s->kept[KEPT - 1] = made;
    to_front(s, KEPT - 1);
    return made.literal;
}

/* Extents settle most pairs before a literal is made. */
static bool settled(spatial *s, spatial_operator op, geometry left, geometry right, double distance, bool *holds)
{
    double one[4], other[4];
    *holds = false;
    if (!geometry_mbr(left, one) || !geometry_mbr(right, other))
        return true;
    const answer known = by_extents(op, one, other, distance);
    *holds = known == YES && geos_is_readable(&s->geos, left) && geos_is_readable(&s->geos, right);
    return known != UNSURE;
}

bool spatial_pair_holds(spatial *s, spatial_operator op, geometry left, geometry right, double distance)
{
    bool holds = false;
    if (settled(s, op, left, right, distance, &holds))
        return holds;
    const bool left_is_larger = left.size > right.size;
    const geometry larger = left_is_larger ? left : right, smaller = left_is_larger ? right : left;
    const spatial_literal *literal = find_kept(s, larger);
    literal = literal ? literal : keep(s, larger);
    return literal && spatial_holds(s, left_is_larger ? turned(op) : op, smaller, literal, distance);
}
