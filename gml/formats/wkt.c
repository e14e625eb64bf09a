#include "gml/formats/wkt.h"

#include "data/model/geometry.h"
#include "gml/formats/piece.h"

static void write_word(const wkt_writer *w, piece written)
{
    out_piece(w->to, written);
}

static piece keyword(geometry_class kind, bool multi)
{
    static const piece single_words[] = {{"POINT ", 6}, {"LINESTRING ", 11}, {"POLYGON ", 8}};
    static const piece multi_words[] = {{"MULTIPOINT ", 11}, {"MULTILINESTRING ", 16}, {"MULTIPOLYGON ", 13}};
    const size_t index = kind >= CLASS_MULTIPOINT ? kind - CLASS_MULTIPOINT : kind - CLASS_POINT;
    return multi ? multi_words[index] : single_words[index];
}

static void write_keyword(wkt_writer *w, geometry_class kind)
{
    w->promote = kind <= CLASS_POLYGON && geometry_type_is_multi(w->layer->geometry_type);
    write_word(w, keyword(kind, w->promote || kind >= CLASS_MULTIPOINT));
    if (w->coordinates.heights)
        write_word(w, (piece){"Z ", 2});
    if (w->promote)
        write_word(w, (piece){"(", 1});
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    wkt_writer *w = context;
    if (kind == CLASS_COLLECTION)
        return false;
    if (depth == 0)
        write_keyword(w, kind);
    else if (w->part++ > 0)
        write_word(w, (piece){",", 1});
    w->part = depth == 0 ? 0 : w->part;
    w->empty[depth] = parts == 0;
    write_word(w, parts == 0 ? (piece){"EMPTY", 5} : (piece){"(", 1});
    return true;
}

static bool ring_begin(void *context, uint32_t index)
{
    wkt_writer *w = context;
    w->in_ring = true;
    if (index)
        write_word(w, (piece){",", 1});
    return true;
}

/* A ring has brackets of its own; those of a point or line are its geometry's. */
static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    const wkt_writer *w = context;
    if (w->in_ring)
        write_word(w, count == 0 ? (piece){"EMPTY", 5} : (piece){"(", 1});
    if (!coordinates_wkt(&w->coordinates, w->to, xy, count))
        return false;
    if (w->in_ring && count > 0)
        write_word(w, (piece){")", 1});
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    wkt_writer *w = context;
    (void)index;
    w->in_ring = false;
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    const wkt_writer *w = context;
    (void)kind;
    if (!w->empty[depth])
        write_word(w, (piece){")", 1});
    if (depth == 0 && w->promote)
        write_word(w, (piece){")", 1});
    return true;
}

wkt_writer wkt_writer_of(const encoding *e, output *to)
{
    return (wkt_writer){
        .to = to, .layer = e->what->layer, .coordinates = {.transform = e->what->transform, .decimals = e->what->crs.decimals}};
}

bool wkt_put(wkt_writer *w, geometry shape)
{
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    coordinates_of(&w->coordinates, shape, w->layer->heights);
    return geometry_walk(shape, &visitor);
}
