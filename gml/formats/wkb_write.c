#include "gml/formats/wkb_write.h"

#include <string.h>

enum { LITTLE_ENDIAN_ORDER = 1, WITH_HEIGHT = 1000, CHUNK = 256 };

static uint8_t *more(wkb *w, size_t size)
{
    if (w->room - w->used < size)
        w->bytes = arena_grow(w->arena, w->bytes, &w->room, w->used + size, 1);
    w->used += size;
    return w->bytes + w->used - size;
}

static void put_number(wkb *w, uint32_t number)
{
    memcpy(more(w, sizeof number), &number, sizeof number); /* we are little endian, as the store is (geometry.h) */
}

static void put_head(wkb *w, geometry_class kind, uint32_t parts)
{
    *more(w, 1) = LITTLE_ENDIAN_ORDER;
    put_number(w, (uint32_t)kind + (w->high ? WITH_HEIGHT : 0));
    if (kind != CLASS_POINT)
        put_number(w, parts);
}

static geometry_class class_of(geometry_type type)
{
    static const geometry_class classes[] = {[GEOMETRY_POINT] = CLASS_POINT,
                                             [GEOMETRY_CURVE] = CLASS_LINESTRING,
                                             [GEOMETRY_SURFACE] = CLASS_POLYGON,
                                             [GEOMETRY_MULTIPOINT] = CLASS_MULTIPOINT,
                                             [GEOMETRY_MULTICURVE] = CLASS_MULTILINESTRING,
                                             [GEOMETRY_MULTISURFACE] = CLASS_MULTIPOLYGON};
    return type == GEOMETRY_NONE ? CLASS_COLLECTION : classes[type];
}

static bool begin_geometry(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    wkb *w = context;
    const geometry_class wanted = class_of(w->type), part = (geometry_class)(wanted - (CLASS_MULTIPOINT - CLASS_POINT));
    if (depth == 0 && kind == part && wanted >= CLASS_MULTIPOINT)
        put_head(w, wanted, 1);
    else if (kind != (depth == 0 ? wanted : part))
        return false;
    put_head(w, kind, parts); /* of a line: how many points it has */
    return true;
}

static bool ring_begin(void *context, uint32_t index)
{
    wkb *w = context;
    (void)index;
    w->in_ring = true;
    return true;
}

/* Heights stay as they are: only x and y belong to the system. */
static void put_points(wkb *w, const double *points, const uint8_t *stored, uint32_t count)
{
    const size_t width = w->high ? 3 : 2;
    uint8_t *to = more(w, count * width * sizeof(double));
    if (width == 2) {
        memcpy(to, points, (size_t)count * 2 * sizeof(double));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const double height = geometry_ordinate(stored, i * w->ordinates + 2);
        memcpy(to, points + 2 * i, 2 * sizeof(double));
        memcpy(to + 2 * sizeof(double), &height, sizeof height);
        to += width * sizeof(double);
    }
}

static bool put_chunk(wkb *w, const uint8_t *stored, uint32_t count)
{
    double points[2 * CHUNK];
    for (size_t i = 0; i < count; i++)
        memcpy(points + 2 * i, stored + i * w->ordinates * sizeof(double), 2 * sizeof(double));
    if (!transform_written(w->transform, points, count))
        return false;
    put_points(w, points, stored, count);
    return true;
}

static bool put_run(wkb *w, const uint8_t *stored, uint32_t count)
{
    for (uint32_t done = 0; done < count;) {
        const uint32_t now = count - done < CHUNK ? count - done : CHUNK;
        if (!put_chunk(w, stored + (size_t)done * w->ordinates * sizeof(double), now))
            return false;
        done += now;
    }
    return true;
}

static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    wkb *w = context;
    if (w->in_ring)
        put_number(w, count);
    return put_run(w, xy, count);
}

static bool ring_end(void *context, uint32_t index)
{
    wkb *w = context;
    (void)index;
    w->in_ring = false;
    return true;
}

bool wkb_write(wkb *w, geometry shape)
{
    const geometry_visitor visitor = {w, begin_geometry, ring_begin, run_of_points, ring_end, NULL, true};
    w->used = 0;
    w->in_ring = false;
    w->ordinates = geometry_ordinates(shape);
    w->high = w->heights && geometry_has_heights(shape);
    return geometry_walk(shape, &visitor);
}

bool wkb_empty(const wkb *w)
{
    enum { HEAD = 1 + 2 * sizeof(uint32_t) };
    return w->used <= HEAD;
}
