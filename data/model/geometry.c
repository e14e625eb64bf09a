#include "data/model/geometry.h"

#include <math.h>
#include <string.h>

enum { HEAD = 38, MARK_START = 0x7C, MARK_ENTITY = 0x69, MARK_END = 0xFE, FAMILY = 1000, HEIGHT = 1, MEASURE = 2 };

typedef struct walker {
    const uint8_t *at, *end;
    const geometry_visitor *visitor;
    uint32_t family; /* HEIGHT, MEASURE, both or none: thousands of the class */
    size_t point_bytes;
} walker;

static bool read_u32(walker *w, uint32_t *out)
{
    if (w->end - w->at < 4)
        return false;
    memcpy(out, w->at, 4);
    w->at += 4;
    return true;
}

static bool walk_points(walker *w, uint32_t count)
{
    if ((uint64_t)(w->end - w->at) < (uint64_t)count * w->point_bytes)
        return false;
    const uint8_t *xy = w->at;
    w->at += (size_t)count * w->point_bytes;
    return !w->visitor->coordinates || w->visitor->coordinates(w->visitor->context, xy, count);
}

static bool walk_ring(walker *w, uint32_t index)
{
    const geometry_visitor *v = w->visitor;
    uint32_t points;
    return read_u32(w, &points) && (!v->ring || v->ring(v->context, index)) && walk_points(w, points) &&
           (!v->ring_end || v->ring_end(v->context, index));
}

static bool walk_entity(walker *w, uint8_t mark, unsigned depth);

/* One ring, point run or member of the body of a geometry of this class. */
static bool walk_part(walker *w, uint32_t kind, uint32_t index, unsigned depth)
{
    return kind == CLASS_POLYGON ? walk_ring(w, index) : walk_entity(w, MARK_ENTITY, depth + 1);
}

static bool walk_body(walker *w, uint32_t kind, uint32_t parts, unsigned depth)
{
    if (kind == CLASS_POINT || kind == CLASS_LINESTRING)
        return walk_points(w, parts);
    for (uint32_t i = 0; i < parts; i++)
        if (!walk_part(w, kind, i, depth))
            return false;
    return true;
}

/* Multi-geometries hold simple ones only: two levels, whatever the bytes say. */
static bool walk_entity(walker *w, uint8_t mark, unsigned depth)
{
    const geometry_visitor *v = w->visitor;
    uint32_t kind, parts = 1;
    if (depth > 1 || w->at == w->end || *w->at++ != mark || !read_u32(w, &kind) || kind / FAMILY != w->family)
        return false;
    kind %= FAMILY;
    if (kind < CLASS_POINT || kind > CLASS_COLLECTION || (depth == 1 && kind > CLASS_POLYGON))
        return false;
    if (kind != CLASS_POINT && !read_u32(w, &parts))
        return false;
    return (!v->begin || v->begin(v->context, (geometry_class)kind, parts, depth)) && walk_body(w, kind, parts, depth) &&
           (!v->end || v->end(v->context, (geometry_class)kind, depth));
}

/* 00 01: SpatiaLite geometry, little endian (this program writes nothing else and runs on little-endian machines). */
static bool has_head(geometry g)
{
    return g.size > HEAD + 1 && g.blob[0] == 0x00 && g.blob[1] == 0x01 && g.blob[g.size - 1] == MARK_END;
}

/* Thousands of the whole geometry's class; beyond HEIGHT | MEASURE when it is compressed or not a class at all. */
static uint32_t family_of(geometry g)
{
    uint32_t kind = UINT32_MAX;
    if (has_head(g) && g.size >= HEAD + 1 + sizeof kind)
        memcpy(&kind, g.blob + HEAD + 1, sizeof kind);
    return kind / FAMILY;
}

unsigned geometry_ordinates(geometry g)
{
    const uint32_t family = family_of(g);
    return family > (HEIGHT | MEASURE) ? 2 : 2U + (family & HEIGHT) + (family >> 1);
}

bool geometry_walk(geometry g, const geometry_visitor *v)
{
    const uint32_t family = family_of(g);
    if (!has_head(g) || family > (v->any_dimension ? HEIGHT | MEASURE : 0))
        return false;
    walker w = {g.blob + HEAD, g.blob + g.size - 1, v, family, geometry_ordinates(g) * sizeof(double)};
    return walk_entity(&w, MARK_START, 0) && w.at == w.end;
}

static bool note_class(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)parts;
    if (depth == 0)
        *(geometry_class *)context = kind;
    return true;
}

bool geometry_whole(geometry g, geometry_class *out)
{
    const geometry_visitor v = {.context = out, .begin = note_class, .any_dimension = true};
    return geometry_walk(g, &v);
}

static bool count_points(void *context, const uint8_t *xy, uint32_t count)
{
    (void)xy;
    *(size_t *)context += count;
    return true;
}

size_t geometry_points(geometry g)
{
    size_t points = 0;
    const geometry_visitor v = {.context = &points, .coordinates = count_points, .any_dimension = true};
    return geometry_walk(g, &v) ? points : 0;
}

static bool check_heights(void *context, const uint8_t *xy, uint32_t count)
{
    const unsigned *ordinates = context;
    for (size_t i = 0; i < count; i++)
        if (!isfinite(geometry_ordinate(xy, *ordinates * i + 2)))
            return false;
    return true;
}

bool geometry_has_heights(geometry g)
{
    unsigned ordinates = geometry_ordinates(g);
    const geometry_visitor v = {.context = &ordinates, .coordinates = check_heights, .any_dimension = true};
    return family_of(g) <= (HEIGHT | MEASURE) && (family_of(g) & HEIGHT) && geometry_walk(g, &v);
}

double geometry_ordinate(const uint8_t *xy, size_t index)
{
    double value;
    memcpy(&value, xy + index * sizeof value, sizeof value);
    return value;
}

bool geometry_mbr(geometry g, double out[4])
{
    if (!has_head(g))
        return false;
    memcpy(out, g.blob + 6, 4 * sizeof *out);
    return true;
}
