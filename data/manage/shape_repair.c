/* An invalid contour, put right when that changes next to nothing of its area. */
#include "data/manage/shape.h"
#include "data/model/geometry_surface.h"
#include "data/spatial/spatial_valid.h"

#include <math.h>
#include <stdio.h>

enum { SRID = 31370 };

/* One in a hundred. Of a bow, whose halves count against each other, the area as drawn is far from what it encloses: then nobody
 * but whoever drew it can say what was meant. */
static bool is_nearly(const spatial_repair *r)
{
    return r->was > 0 && fabs(r->is - r->was) <= r->was / 100;
}

static geometry blob_of(const shape *s, arena *a)
{
    const size_t size = shape_blob_size(s);
    uint8_t *blob = arena_alloc(a, size);
    shape_to_blob(s, SRID, blob);
    return (geometry){blob, size};
}

static bool put(const spatial_repair *r, shape *s)
{
    double at[2];
    shape_clear(s);
    return geometry_surface(r->repaired, 0, s, at) == SURFACE_FINE;
}

bool shape_repair(shape *s, char *said, size_t room)
{
    arena *a = arena_new();
    spatial *own = spatial_new(); /* unwatched: only commands look at shapes */
    spatial_repair r;
    const geometry drawn = blob_of(s, a);
    const bool offered = spatial_offer_repair(own, drawn, a, &r) && spatial_ended(own) == SPATIAL_WENT_WELL;
    const bool done = offered && is_nearly(&r) && put(&r, s);
    if (offered)
        snprintf(said, room, "%s", r.nl);
    else
        snprintf(said, room, "er is geen herstel voor");
    spatial_free(own);
    arena_free(a);
    return done;
}
