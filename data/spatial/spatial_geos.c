#include "data/spatial/spatial_geos.h"

#include "base/clock.h"
#include "base/heap.h"
#include "data/spatial/crossings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096, RING_POINTS = 4, LINE_POINTS = 2, POINT_BYTES = 2 * sizeof(double), WKB_LITTLE_ENDIAN = 1 };

/* GEOS's callback has no context (geos_c.h, GEOS_interruptRegisterCallback), so here, and only here, a variable has to outlive
 * its function: a worker is one thread and has one spatial. */
static geos **at_work(void)
{
    static geos *one;
    return &one;
}

/* The first reason is kept. */
static void end(geos *g, spatial_end how)
{
    if (g->ended == SPATIAL_WENT_WELL)
        g->ended = how;
}

bool geos_may_go_on(geos *g)
{
    if (g->ended == SPATIAL_WENT_WELL && g->watch.stop && g->watch.stop(g->watch.context))
        end(g, SPATIAL_STOPPED);
    if (g->ended == SPATIAL_WENT_WELL && g->limited && clock_ticks() - g->since > LITERAL_S)
        end(g, SPATIAL_TOO_COMPLEX);
    return g->ended == SPATIAL_WENT_WELL;
}

/* GEOS asks in its inner loops; what is interrupted ends with an error. */
static void on_check(void)
{
    geos *g = *at_work();
    if (g && !geos_may_go_on(g))
        GEOS_interruptRequest();
}

bool geos_said(geos *g, char answer)
{
    if (answer != 0 && answer != 1)
        end(g, SPATIAL_NO_ANSWER);
    return answer == 1;
}

GEOSGeometry *geos_made(geos *g, GEOSGeometry *made)
{
    if (!made)
        end(g, SPATIAL_NO_ANSWER);
    return made;
}

int geos_counted(geos *g, int count)
{
    if (count < 0)
        end(g, SPATIAL_NO_ANSWER);
    return count < 0 ? 0 : count;
}

bool geos_measured(geos *g, int done)
{
    if (done != 1)
        end(g, SPATIAL_NO_ANSWER);
    return done == 1;
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
    g->since = clock_ticks();
    g->limited = true;
}

void geos_unlimit(geos *g)
{
    g->limited = false;
}

void geos_begin(geos *g)
{
    *g = (geos){
        .handle = GEOS_init_r(), .wkb = malloc(ROOM), .room = ROOM}; /* without a handler GEOS prints nothing on the terminal */
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
    bool at_shell, no_shell; /* the current ring is an outer one; that of the current polygon has no points */
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
    w->at_shell = w->no_shell = false;
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
    if (!are_finite(xy, count, w->ordinates) || (w->no_shell && count > 0))
        return false; /* GEOS accepts no hole without a shell */
    w->no_shell |= w->at_shell && count == 0;
    if (w->kind != CLASS_POINT)
        put_u32(w->to, count + missing);
    put_points(w, xy, count);
    for (uint32_t i = 0; i < missing; i++)
        put(w->to, xy, POINT_BYTES);
    w->has_points |= count > 0;
    return true;
}

static bool write_ring(void *context, uint32_t index)
{
    wkb_writer *w = context;
    w->at_shell = index == 0;
    w->no_shell &= !w->at_shell;
    return true;
}

static bool write_ring_end(void *context, uint32_t index)
{
    (void)index;
    ((wkb_writer *)context)->at_shell = false;
    return true;
}

bool geos_is_readable(geos *g, geometry from)
{
    wkb_writer w = {.to = g, .ordinates = geometry_ordinates(from)};
    const geometry_visitor v = {&w, write_begin, write_ring, write_coordinates, write_ring_end, NULL, true};
    g->size = 0;
    return geometry_walk(from, &v) && w.has_points;
}

GEOSGeometry *geos_read(geos *g, geometry from)
{
    return geos_is_readable(g, from) ? geos_made(g, GEOSWKBReader_read_r(g->handle, g->reader, g->wkb, g->size)) : NULL;
}

typedef struct pieces {
    GEOSGeometry **items;
    unsigned count;
    size_t room;
} pieces;

static void add_piece(pieces *p, GEOSGeometry *piece)
{
    if (p->count == p->room)
        p->items = heap_grow(p->items, &p->room, sizeof *p->items);
    if (piece)
        p->items[p->count++] = piece;
}

int geos_parts(geos *g, const GEOSGeometry *of)
{
    return geos_counted(g, GEOSGetNumGeometries_r(g->handle, of));
}

static void add_pieces(geos *g, pieces *p, const GEOSGeometry *from, bool main_parts)
{
    const int parts = geos_parts(g, from), dimension = GEOSGeom_getDimensions_r(g->handle, from);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->handle, from, i);
        if (!main_parts || GEOSGeom_getDimensions_r(g->handle, part) == dimension)
            add_piece(p, geos_made(g, GEOSGeom_clone_r(g->handle, part)));
    }
}

/* Owns and frees the pieces; NULL when they cannot be joined. */
static GEOSGeometry *join_pieces(geos *g, pieces *p)
{
    GEOSGeometry *all = geos_made(g, GEOSGeom_createCollection_r(g->handle, GEOS_GEOMETRYCOLLECTION, p->items, p->count));
    free(p->items);
    GEOSGeometry *joined = all ? geos_made(g, GEOSUnaryUnion_r(g->handle, all)) : NULL;
    GEOSGeom_destroy_r(g->handle, all);
    return joined;
}

bool geos_is_collection(geos *g, const GEOSGeometry *of)
{
    return geos_counted(g, GEOSGeomTypeId_r(g->handle, of)) == GEOS_GEOMETRYCOLLECTION;
}

static bool may_go_on(void *context)
{
    return geos_may_go_on(context);
}

/* False: GEOS must not work on it, and the request has ended. */
static bool crosses_little(geos *g, geometry from)
{
    const crossings_answer found = geometry_crossings(from, (crossings_watch){g, may_go_on});
    if (found == CROSSINGS_MANY)
        end(g, SPATIAL_CROSSES_OFTEN);
    return found == CROSSINGS_FEW;
}

/* Lines are valid however often they cross; a valid area never crosses itself. */
static bool is_of_lines(geometry from)
{
    geometry_class kind = CLASS_POINT;
    return geometry_whole(from, &kind) && (kind == CLASS_LINESTRING || kind == CLASS_MULTILINESTRING);
}

/* Where GEOS cannot say whether it is valid, repairing it decides. */
bool geos_is_fit(geos *g, geometry from, const GEOSGeometry *read)
{
    return !geos_is_collection(g, read) && GEOSisValid_r(g->handle, read) == 1 && (!is_of_lines(from) || crosses_little(g, from));
}

GEOSGeometry *geos_made_fit(geos *g, geometry from, const GEOSGeometry *read, bool main_parts)
{
    return crosses_little(g, from) ? geos_made_fit_again(g, read, main_parts) : NULL;
}

GEOSGeometry *geos_made_fit_again(geos *g, const GEOSGeometry *read, bool main_parts)
{
    pieces p = {0};
    const int parts = geos_parts(g, read);
    for (int i = 0; i < parts; i++) {
        GEOSGeometry *valid = geos_made(g, GEOSMakeValid_r(g->handle, GEOSGetGeometryN_r(g->handle, read, i))); /* linework */
        if (valid)
            add_pieces(g, &p, valid, main_parts);
        GEOSGeom_destroy_r(g->handle, valid);
    }
    return join_pieces(g, &p);
}

GEOSGeometry *geos_read_fit(geos *g, geometry from)
{
    GEOSGeometry *read = geos_read(g, from);
    if (!read || geos_is_fit(g, from, read))
        return read;
    GEOSGeometry *fit = geos_made_fit(g, from, read, true);
    GEOSGeom_destroy_r(g->handle, read);
    return fit;
}
