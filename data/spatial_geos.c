#include "data/spatial_geos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096, RING_POINTS = 4, LINE_POINTS = 2, POINT_BYTES = 2 * sizeof(double), WKB_LITTLE_ENDIAN = 1 };

/* GEOS's callback has no context (geos_c.h, GEOS_interruptRegisterCallback), so here, and only here, a variable has to outlive its function: a worker is
 * one thread and has one spatial. */
static geos **at_work(void)
{
    static geos *one;
    return &one;
}

static double seconds_since(struct timespec then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (double)(now.tv_sec - then.tv_sec) + (double)(now.tv_nsec - then.tv_nsec) / 1e9;
}

/* GEOS asks in its inner loops; what is interrupted ends with an error. */
static void on_check(void)
{
    geos *g = *at_work();
    if (!g)
        return;
    if (g->ended == SPATIAL_WENT_WELL && g->watch.stop && g->watch.stop(g->watch.context))
        g->ended = SPATIAL_STOPPED;
    if (g->ended == SPATIAL_WENT_WELL && g->limited && seconds_since(g->since) > LITERAL_S)
        g->ended = SPATIAL_TOO_COMPLEX;
    if (g->ended != SPATIAL_WENT_WELL)
        GEOS_interruptRequest();
}

void geos_watch(geos *g, spatial_watch watch)
{
    *at_work() = g;
    g->watch = watch;
    g->ended = SPATIAL_WENT_WELL;
    GEOS_interruptRegisterCallback(on_check);
}

void geos_limit(geos *g)
{
    clock_gettime(CLOCK_MONOTONIC_COARSE, &g->since);
    g->limited = true;
}

void geos_unlimit(geos *g)
{
    g->limited = false;
}

void geos_begin(geos *g)
{
    *g = (geos){
        .handle = GEOS_init_r(), .wkb = malloc(ROOM), .room = ROOM}; /* without a handler GEOS says nothing on the terminal */
    if (!g->handle || !g->wkb)
        abort();
    g->reader = GEOSWKBReader_create_r(g->handle);
}

void geos_end(geos *g)
{
    GEOSWKBReader_destroy_r(g->handle, g->reader);
    GEOS_finish_r(g->handle);
    free(g->wkb);
    if (*at_work() == g)
        *at_work() = NULL;
}

/* The walk writes Well-Known Binary (OGC 06-103r4 §8), which differs from the store's form in marks and counts. */
typedef struct wkb_writer {
    geos *to;
    geometry_class kind; /* at hand */
    size_t ordinates;    /* per point; GEOS gets x and y */
    bool has_points;
} wkb_writer;

static void put(geos *to, const void *bytes, size_t size)
{
    if (size > to->room - to->size) {
        to->room = 2 * (to->size + size);
        to->wkb = realloc(to->wkb, to->room);
        if (!to->wkb)
            abort(); /* as arena_alloc does */
    }
    memcpy(to->wkb + to->size, bytes, size);
    to->size += size;
}

static void put_u32(geos *to, uint32_t value)
{
    put(to, &value, sizeof value);
}

static bool write_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    wkb_writer *w = context;
    (void)depth;
    w->kind = kind;
    put(w->to, &(uint8_t){WKB_LITTLE_ENDIAN}, 1);
    put_u32(w->to, kind);
    if (kind >= CLASS_POLYGON)
        put_u32(w->to, parts);
    return true;
}

static bool are_finite(const uint8_t *xy, uint32_t count, size_t ordinates)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(geometry_ordinate(xy, i * ordinates)) || !isfinite(geometry_ordinate(xy, i * ordinates + 1)))
            return false;
    return true;
}

static void put_points(const wkb_writer *w, const uint8_t *xy, uint32_t count)
{
    if (w->ordinates == 2)
        put(w->to, xy, (size_t)count * POINT_BYTES);
    for (size_t i = 0; w->ordinates > 2 && i < count; i++)
        put(w->to, xy + i * w->ordinates * sizeof(double), POINT_BYTES);
}

/* GEOS refuses rings that are open or shorter than a triangle and lines of one point; the first point repeated changes no point
 * set. */
static uint32_t points_missing(geometry_class kind, const uint8_t *xy, uint32_t count, size_t ordinates)
{
    if (count == 0 || kind == CLASS_POINT)
        return 0;
    if (kind == CLASS_LINESTRING)
        return count < LINE_POINTS ? LINE_POINTS - count : 0;
    const uint32_t opened = memcmp(xy, xy + (size_t)(count - 1) * ordinates * sizeof(double), POINT_BYTES) != 0;
    return count + opened < RING_POINTS ? RING_POINTS - count : opened;
}

static bool write_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    wkb_writer *w = context;
    const uint32_t missing = points_missing(w->kind, xy, count, w->ordinates);
    if (!are_finite(xy, count, w->ordinates))
        return false;
    if (w->kind != CLASS_POINT)
        put_u32(w->to, count + missing);
    put_points(w, xy, count);
    for (uint32_t i = 0; i < missing; i++)
        put(w->to, xy, POINT_BYTES);
    w->has_points |= count > 0;
    return true;
}

static bool go_on(void *context, uint32_t index)
{
    (void)context;
    (void)index;
    return true;
}

static bool write_end(void *context, geometry_class kind, unsigned depth)
{
    (void)context;
    (void)kind;
    (void)depth;
    return true;
}

bool geos_is_readable(geos *g, geometry from)
{
    wkb_writer w = {.to = g, .ordinates = geometry_ordinates(from)};
    const geometry_visitor v = {&w, write_begin, go_on, write_coordinates, go_on, write_end, true};
    g->size = 0;
    return geometry_walk(from, &v) && w.has_points;
}

GEOSGeometry *geos_read(geos *g, geometry from)
{
    return geos_is_readable(g, from) ? GEOSWKBReader_read_r(g->handle, g->reader, g->wkb, g->size) : NULL;
}

typedef struct pieces {
    GEOSGeometry **items;
    unsigned count, room;
} pieces;

static void add_piece(pieces *p, GEOSGeometry *piece)
{
    if (p->count == p->room) {
        p->room = p->room ? 2 * p->room : 16;
        p->items = realloc(p->items, p->room * sizeof(GEOSGeometry *));
        if (!p->items)
            abort();
    }
    if (piece)
        p->items[p->count++] = piece;
}

static void add_pieces(geos *g, pieces *p, const GEOSGeometry *from, bool main_parts)
{
    const int parts = GEOSGetNumGeometries_r(g->handle, from), dimension = GEOSGeom_getDimensions_r(g->handle, from);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->handle, from, i);
        if (!main_parts || GEOSGeom_getDimensions_r(g->handle, part) == dimension)
            add_piece(p, GEOSGeom_clone_r(g->handle, part));
    }
}

/* Takes the pieces; NULL when they cannot be joined. */
static GEOSGeometry *join_pieces(geos *g, pieces *p)
{
    GEOSGeometry *all = GEOSGeom_createCollection_r(g->handle, GEOS_GEOMETRYCOLLECTION, p->items, p->count);
    free(p->items);
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(g->handle, all) : NULL;
    GEOSGeom_destroy_r(g->handle, all);
    return joined;
}

bool geos_is_collection(geos *g, const GEOSGeometry *of)
{
    return GEOSGeomTypeId_r(g->handle, of) == GEOS_GEOMETRYCOLLECTION;
}

bool geos_is_fit(geos *g, const GEOSGeometry *of)
{
    return !geos_is_collection(g, of) && GEOSisValid_r(g->handle, of) == 1;
}

GEOSGeometry *geos_made_fit(geos *g, const GEOSGeometry *from, bool main_parts)
{
    pieces p = {0};
    const int parts = GEOSGetNumGeometries_r(g->handle, from);
    for (int i = 0; i < parts; i++) {
        GEOSGeometry *valid = GEOSMakeValid_r(g->handle, GEOSGetGeometryN_r(g->handle, from, i)); /* linework */
        if (valid)
            add_pieces(g, &p, valid, main_parts);
        GEOSGeom_destroy_r(g->handle, valid);
    }
    GEOSGeometry *joined = join_pieces(g, &p);
    if (joined && GEOSisEmpty_r(g->handle, joined) == 0)
        return joined;
    GEOSGeom_destroy_r(g->handle, joined);
    return GEOSGeom_clone_r(g->handle, from);
}
