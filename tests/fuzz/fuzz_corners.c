/* Any bytes as an area of few corners and a row: the answer whether they share a point must be that of GEOS. GEOS is asked about
 * the same area with a small one far away, which few_corners.h leaves to it. Byte 0 chooses a grid and the number of corners,
 * byte 1 the row; each byte after that is an ordinate on the grid, moved by the smallest step of a double if its high bits say
 * so. */
#include "data/model/geometry_build.h"
#include "data/spatial/spatial.h"
#include "data/spatial/spatial_measure.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdlib.h>

enum { STEPS = 32, FAR_OFF = 4096 };

typedef struct input {
    const uint8_t *at, *end;
    double origin, step;
} input;

static uint8_t next(input *in)
{
    return in->at < in->end ? *in->at++ : 0;
}

static double ordinate(input *in)
{
    const uint8_t byte = next(in);
    const double at = in->origin + in->step * (byte % STEPS);
    switch (byte / STEPS) {
    case 5: return nextafter(at, -INFINITY);
    case 6: return nextafter(at, INFINITY);
    case 7: return at + in->step / 3;
    default: return at;
    }
}

static void add_run(geometry_build *b, input *in, geometry_class kind, unsigned points)
{
    geometry_build_ring(b);
    for (unsigned i = 0; i < points; i++) {
        const double x = ordinate(in), y = ordinate(in);
        geometry_build_point(b, x, y);
    }
    if (kind == CLASS_POLYGON)
        geometry_build_close(b);
}

static void add_far_area(geometry_build *b, const input *in)
{
    const double far_off = in->origin + FAR_OFF * in->step;
    geometry_build_part(b, CLASS_POLYGON);
    geometry_build_ring(b);
    geometry_build_point(b, far_off, in->origin);
    geometry_build_point(b, far_off, in->origin + in->step);
    geometry_build_point(b, far_off + in->step, in->origin);
    geometry_build_close(b);
}

static void make_areas(input *in, unsigned how, arena *a, geometry *alone, geometry *with_another)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    add_run(&b, in, CLASS_POLYGON, 3 + how % 8);
    if (how & 8)
        add_run(&b, in, CLASS_POLYGON, 3 + how % 3);
    *alone = geometry_build_blob(&b, CLASS_POLYGON, 31370);
    add_far_area(&b, in);
    *with_another = geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370);
}

/* Its edges alone, from the same bytes. */
static geometry make_edges(input in, unsigned how, arena *a)
{
    const unsigned which = how % 4;
    geometry_build b = geometry_build_new(a);
    for (unsigned i = 0; i <= how / 4 % 4; i++) {
        geometry_build_part(&b, CLASS_LINESTRING);
        add_run(&b, &in, CLASS_POLYGON, which + 1 + how / 16 % 8);
        if (which < 3)
            continue;
        geometry_build_part(&b, CLASS_LINESTRING);
        add_run(&b, &in, CLASS_POLYGON, 3);
    }
    return geometry_build_blob(&b, CLASS_MULTILINESTRING, 31370);
}

static geometry make_row(input *in, unsigned how, arena *a)
{
    static const geometry_class kinds[] = {CLASS_POINT, CLASS_LINESTRING, CLASS_POLYGON, CLASS_POLYGON};
    static const geometry_class whole[] = {CLASS_MULTIPOINT, CLASS_MULTILINESTRING, CLASS_MULTIPOLYGON, CLASS_MULTIPOLYGON};
    const unsigned which = how % 4;
    geometry_build b = geometry_build_new(a);
    for (unsigned i = 0; i <= how / 4 % 4; i++) {
        geometry_build_part(&b, kinds[which]);
        add_run(&b, in, kinds[which], which == 0 ? 1 : which + 1 + how / 16 % 8);
        if (which == 3)
            add_run(&b, in, CLASS_POLYGON, 3);
    }
    return geometry_build_blob(&b, whole[which], 31370);
}

typedef struct question {
    geometry row, edges; /* edges: of the row, for rows of polygons */
    bool of_polygons;
    double reach; /* how far GEOS may move a corner */
} question;

/* GEOS makes an invalid row valid before it answers, with corners where edges cross that are rounded to doubles. So it may say
 * that the row touches what lies a few of those beside it, or the reverse. */
static bool may_differ(spatial *s, const question *q, const spatial_literal *geos)
{
    bool valid = false;
    return q->of_polygons && spatial_is_valid(s, q->row, &valid) && !valid &&
           spatial_holds(s, SPATIAL_DWITHIN, q->edges, geos, q->reach);
}

static void hold_same(spatial *s, const question *q, const spatial_literal *ours, const spatial_literal *geos)
{
    const bool met = spatial_holds(s, SPATIAL_INTERSECTS, q->row, ours, 0),
               apart = spatial_holds(s, SPATIAL_DISJOINT, q->row, ours, 0);
    const bool met_by_geos = spatial_holds(s, SPATIAL_INTERSECTS, q->row, geos, 0);
    if (spatial_ended(s) != SPATIAL_WENT_WELL)
        return;
    hold(apart == !met, "few corners say Disjoint where they do not say Intersects");
    hold(met == met_by_geos || may_differ(s, q, geos), "few corners say what GEOS says");
}

static question make_question(input *in, unsigned how, arena *a)
{
    const bool of_polygons = how % 4 >= 2;
    const geometry edges = of_polygons ? make_edges(*in, how, a) : (geometry){0};
    return (question){make_row(in, how, a), edges, of_polygons, 2e-14 * (fabs(in->origin) + STEPS * in->step)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double origins[] = {0, 200000, 153000.37, -1}, steps[] = {1, 0.01, 0.1, 1e-7};
    if (size < 2)
        return 0;
    input in = {data + 2, data + size, origins[data[0] / 16 % 4], steps[data[0] / 64]};
    arena *a = arena_new();
    spatial *s = spatial_new();
    spatial_literal *ours = NULL, *geos = NULL;
    geometry alone, with_another;
    make_areas(&in, data[0] % 16, a, &alone, &with_another);
    spatial_begin(s, (spatial_watch){0});
    bool valid = false; /* an invalid area is left to GEOS in both forms */
    if (spatial_is_valid(s, alone, &valid) && valid && spatial_literal_new(s, alone, &ours) &&
        spatial_literal_new(s, with_another, &geos)) {
        const question q = make_question(&in, data[1], a);
        hold_same(s, &q, ours, geos);
    }
    spatial_literal_free(ours);
    spatial_literal_free(geos);
    spatial_free(s);
    arena_free(a);
    return 0;
}
