#include "gml/reader/gml_reader.h"

#include <stdint.h>
#include <string.h>

/* Each further piece of a curve begins where the last one ended, so that point has been added already. */
static void join(gml_run *run, size_t at)
{
    if (at == 0 || at >= run->count)
        return;
    double *const p = run->xy + 2 * at;
    if (p[0] != p[-2] || p[1] != p[-1])
        return;
    memmove(p, p + 2, (run->count - at - 1) * 2 * sizeof *p);
    run->count--;
}

/* Replaces the control points by arcs: after the first point, every two more make an arc. */
static status bend(gml_reader *r, const xmlNode *segment, const gml_context *c, size_t first, bool closed)
{
    const size_t count = r->run.count - first;
    if (count % 2 == 0)
        return GML_FAIL(BAD_PARAM, segment, "bogen hebben een oneven aantal punten; hier zijn er %zu",
                        "arcs have an odd number of points; here are %zu", count);
    double *const controls = arena_array(r->arena, count, 2 * sizeof *controls);
    memcpy(controls, r->run.xy + 2 * first, count * 2 * sizeof *controls);
    r->run.count = first + 1;
    r->points -= count - 1;
    for (size_t i = 0; i + 2 < count; i += 2)
        TRY(gml_add_arc(r, segment, c, controls + 2 * i, closed));
    return status_ok();
}

static status read_segment(gml_reader *r, const xmlNode *segment, const gml_context *around)
{
    gml_context c;
    const size_t first = r->run.count;
    TRY(gml_enter(r, segment, around, &c));
    if (gml_is(segment, "LineStringSegment"))
        TRY(gml_read_run(r, segment, &c, 2, SIZE_MAX));
    else if (gml_is(segment, "ArcString") || gml_is(segment, "Arc")) {
        TRY(gml_read_run(r, segment, &c, 3, gml_is(segment, "Arc") ? 3 : SIZE_MAX));
        TRY(bend(r, segment, &c, first, false));
    } else if (gml_is(segment, "Circle")) {
        TRY(gml_read_run(r, segment, &c, 3, 3));
        TRY(bend(r, segment, &c, first, true));
    } else
        return GML_FAIL(BAD_SYNTAX, segment, "kies voor een lijnstuk uit %s", "for a segment choose from %s",
                        "LineStringSegment, Arc, ArcString, Circle");
    join(&r->run, first);
    return status_ok();
}

static status read_segments(gml_reader *r, const xmlNode *curve, const gml_context *c)
{
    for (const xmlNode *child = gml_first(curve); child; child = gml_next(child)) {
        if (gml_is_remark(child))
            continue;
        if (!gml_is(child, "segments"))
            return gml_no_such(child, curve);
        for (const xmlNode *segment = gml_first(child); segment; segment = gml_next(segment))
            TRY(read_segment(r, segment, c));
    }
    return status_ok();
}

static status read_members(gml_reader *r, const xmlNode *curve, const gml_context *c, const char *member)
{
    for (const xmlNode *child = gml_first(curve); child; child = gml_next(child)) {
        if (gml_is_remark(child))
            continue;
        if (!gml_is(child, member))
            return gml_no_such(child, curve);
        const xmlNode *const base = gml_first(child);
        const size_t first = r->run.count;
        if (!base || gml_next(base))
            return GML_FAIL(BAD_SYNTAX, child, "hier moet één lijn staan%s", "one curve is expected here%s", "");
        TRY(gml_read_curve(r, base, c));
        join(&r->run, first);
    }
    return status_ok();
}

static void reverse(gml_run *run, size_t first)
{
    for (size_t i = first, j = run->count; i + 1 < j; i++) {
        double point[2];
        double *one = run->xy + 2 * i, *other = run->xy + 2 * --j;
        memcpy(point, one, sizeof point);
        memcpy(one, other, sizeof point);
        memcpy(other, point, sizeof point);
    }
}

static status read_orientable(gml_reader *r, const xmlNode *curve, const gml_context *c)
{
    const char *const orientation = gml_attribute(curve, "orientation", r->arena);
    const size_t first = r->run.count;
    TRY(read_members(r, curve, c, "baseCurve"));
    if (orientation && strcmp(orientation, "-") == 0)
        reverse(&r->run, first);
    return status_ok();
}

/* Pieces of one line must agree on their CRS, as the run is transformed as a whole. */
static status enter_curve(gml_reader *r, const xmlNode *curve, const gml_context *around, gml_context *c)
{
    TRY(gml_enter(r, curve, around, c));
    if (c->crs.code != around->crs.code || c->crs.yx != around->crs.yx)
        return GML_FAIL(BAD_PARAM, curve, "de delen van een lijn moeten in hetzelfde coördinatenstelsel staan%s",
                        "the parts of a curve must have the same CRS%s", "");
    return status_ok();
}

static status read_kind(gml_reader *r, const xmlNode *curve, const gml_context *c)
{
    if (gml_is(curve, "LineString") || gml_is(curve, "LinearRing"))
        return gml_read_run(r, curve, c, 2, SIZE_MAX);
    if (gml_is(curve, "Curve"))
        return read_segments(r, curve, c);
    if (gml_is(curve, "CompositeCurve") || gml_is(curve, "Ring"))
        return read_members(r, curve, c, "curveMember");
    if (gml_is(curve, "OrientableCurve"))
        return read_orientable(r, curve, c);
    return gml_no_such(curve, curve->parent ? curve->parent : curve);
}

status gml_read_curve(gml_reader *r, const xmlNode *curve, const gml_context *around)
{
    gml_context c;
    const size_t first = r->run.count;
    TRY(enter_curve(r, curve, around, &c));
    TRY(read_kind(r, curve, &c));
    if (r->run.count - first < 2)
        return GML_FAIL(BAD_PARAM, curve, "een lijn heeft minstens twee punten%s", "a curve has at least two points%s", "");
    return status_ok();
}
