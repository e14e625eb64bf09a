#include "gml/formats/inner_point.h"

#include "base/clock.h"
#include "data/spatial/spatial_measure.h"
#include "gml/formats/table_columns.h"

#define ASK_EVERY_S 0.05

/* GEOS asks many times per feature, and the watch takes a few system calls. */
static bool stop(void *context)
{
    inner_points *p = context;
    const double now = clock_ticks();
    if (!p->watch || p->stopped.code != ST_OK || now - p->asked < ASK_EVERY_S)
        return p->stopped.code != ST_OK;
    p->asked = now;
    p->stopped = p->watch->may_go_on(p->watch->context);
    return p->stopped.code != ST_OK;
}

static void let_go(void *handle)
{
    const inner_points *p = handle;
    spatial_free(p->spatial);
}

inner_points *inner_points_new(const encoding *e)
{
    inner_points *p = arena_alloc(e->arena, sizeof *p);
    *p = (inner_points){.spatial = spatial_new(), .transform = e->what->transform, .watch = e->file, .stopped = status_ok()};
    spatial_begin(p->spatial, (spatial_watch){p, stop});
    arena_defer(e->arena, let_go, p);
    return p;
}

status inner_point_of(inner_points *p, geometry shape, bool *none, double xy[2])
{
    uint8_t point[SPATIAL_POINT_BYTES];
    double box[4];
    geometry_class kind;
    if (!geometry_whole(shape, &kind))
        return encoder_bad_geometry();
    *none = !spatial_interior_point(p->spatial, shape, point);
    TRY(p->stopped);
    if (spatial_ended(p->spatial) != SPATIAL_WENT_WELL)
        return encoder_bad_geometry();
    if (*none)
        return geometry_points(shape) == 0 ? status_ok() : encoder_bad_geometry();
    if (!geometry_mbr((geometry){point, sizeof point}, box) || !transform_points(p->transform, box, 1))
        return encoder_bad_geometry();
    xy[0] = box[0];
    xy[1] = box[1];
    return status_ok();
}

/* The n-th pair of names to try. */
static void nth_names(int n, arena *a, const char *names[2])
{
    const char *before = n > 0 ? "punt_" : "", *behind = n > 1 ? arena_printf(a, "_%d", n) : "";
    names[0] = arena_printf(a, "%sx%s", before, behind);
    names[1] = arena_printf(a, "%sy%s", before, behind);
}

void inner_point_names(const encoding *e, const char *names[2])
{
    const table_columns t = table_columns_of(e->what, e->arena);
    int n = 0;
    nth_names(n, e->arena, names);
    while (table_has_column(&t, names[0]) || table_has_column(&t, names[1]))
        nth_names(++n, e->arena, names);
}
