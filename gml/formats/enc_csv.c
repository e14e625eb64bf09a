/* CSV (RFC 4180): a row of names, then a row per feature: id, the properties, the geometry as WKT (OGC 06-103r4 §7), x before y
 * as in GeoJSON.
 *
 * NULL is an empty field, an empty text is "". Nothing else is quoted without need. Two formats: the usual one guards texts that
 * a spreadsheet would take for a formula (base/formula.h), because people open such files with one; the exact one alters no
 * value, for programs. Numbers and geometry are never guarded.
 */
#include "base/formula.h"
#include "base/text.h"
#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/encoder.h"
#include "gml/formats/piece.h"

#include <string.h>

typedef struct csv_writer {
    encoding *e;
    coordinates coordinates;
    piece member_open; /* up to the number of the id */
    bool guard;        /* texts that look like formulas get an apostrophe */
    bool promote;      /* a single geometry in a layer of multi-geometries */
    bool empty[2];     /* the geometry, and the part of it that is written now */
    bool in_ring;
    uint32_t part; /* of the multi-geometry, from 0 */
} csv_writer;

static const char *const names[] = {"text/csv", "csv", NULL};
static const char *const exact_names[] = {"text/csv; guard=off", "csv-exact", NULL};

static void prepare_writer(encoding *e, bool guard)
{
    csv_writer *w = arena_alloc(e->arena, sizeof *w);
    *w =
        (csv_writer){.e = e, .guard = guard, .coordinates = {.transform = e->what->transform, .decimals = e->what->crs.decimals}};
    w->member_open = PIECE(e->arena, e->what->layer->name, ".");
    e->state = w;
}

static void prepare(encoding *e)
{
    prepare_writer(e, true);
}

static void prepare_exact(encoding *e)
{
    prepare_writer(e, false);
}

/* Of hits there is a number and no feature. */
static status begin(encoding *e)
{
    if (!e->answer->hits)
        return status_ok();
    out_text(e->to, "numberMatched\r\n");
    out_int(e->to, e->answer->matched);
    out_text(e->to, "\r\n");
    return status_ok();
}

/* Names are plain (data/model/layer_read.c). Two columns of one name would be one to most readers; GDAL calls its own so. */
static status begin_query(encoding *e)
{
    if (e->answer->hits)
        return status_ok();
    const property *id = layer_property(e->what->layer, "id");
    out_text(e->to, id && !id->is_id ? "gml_id" : "id");
    for (size_t i = 0; i < e->what->property_count; i++) {
        if (e->what->properties[i]->is_id)
            continue;
        out_text(e->to, ",");
        out_text(e->to, e->what->properties[i]->name);
    }
    out_text(e->to, "\r\n");
    return status_ok();
}

/* --- Texts --- */

/* What may stand without quotes (RFC 4180 §2, TEXTDATA); control characters are on the safe side within them. */
static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != ',';
}

/* Up to where the text is UTF-8 and holds only what is plain. */
static const char *plain_end(const char *c)
{
    while (is_plain((unsigned char)*c)) {
        const size_t n = (unsigned char)*c < 0x80 ? 1 : text_character(c);
        if (n == 0)
            break;
        c += n;
    }
    return c;
}

/* What stands for the character at c, of n bytes, NULL when it stands for itself. */
static const char *instead_of(const char *c, size_t n)
{
    if (n == 0)
        return "\xEF\xBF\xBD"; /* U+FFFD, as in the other formats */
    return *c == '"' ? "\"\"" : NULL;
}

static void write_quoted(output *to, const char *guard, const char *content)
{
    const char *run = content;
    out_bytes(to, "\"", 1);
    out_text(to, guard);
    for (const char *c = content; *c;) {
        const size_t n = (unsigned char)*c < 0x80 ? 1 : text_character(c);
        const char *instead = instead_of(c, n), *next = c + (n ? n : 1);
        if (instead) {
            out_bytes(to, run, (size_t)(c - run));
            out_text(to, instead);
            run = next;
        }
        c = next;
    }
    out_text(to, run);
    out_bytes(to, "\"", 1);
}

/* Nearly every text is seen to be none by its first byte. */
static bool looks_like_formula(const char *content)
{
    return (formula_sign(*content) || *content == '\'') && formula_begins(content, strlen(content));
}

static void write_text(const csv_writer *w, const char *content)
{
    output *to = w->e->to;
    const char *end = plain_end(content);
    const char *guard = w->guard && looks_like_formula(content) ? "'" : "";
    if (*end != '\0' || end == content) {
        write_quoted(to, guard, content);
        return;
    }
    if (*guard)
        out_text(to, guard);
    out_bytes(to, content, (size_t)(end - content));
}

/* --- Geometry --- */

static void write_word(const csv_writer *w, piece written)
{
    out_piece(w->e->to, written);
}

static piece keyword(geometry_class kind, bool multi)
{
    static const piece single_words[] = {{"POINT ", 6}, {"LINESTRING ", 11}, {"POLYGON ", 8}};
    static const piece multi_words[] = {{"MULTIPOINT ", 11}, {"MULTILINESTRING ", 16}, {"MULTIPOLYGON ", 13}};
    const size_t index = kind >= CLASS_MULTIPOINT ? kind - CLASS_MULTIPOINT : kind - CLASS_POINT;
    return multi ? multi_words[index] : single_words[index];
}

static void write_keyword(csv_writer *w, geometry_class kind)
{
    w->promote = kind <= CLASS_POLYGON && w->e->what->layer->geometry_type != GEOMETRY_POINT;
    write_word(w, keyword(kind, w->promote || kind >= CLASS_MULTIPOINT));
    if (w->coordinates.heights)
        write_word(w, (piece){"Z ", 2});
    if (w->promote)
        write_word(w, (piece){"(", 1});
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    csv_writer *w = context;
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
    csv_writer *w = context;
    w->in_ring = true;
    if (index)
        write_word(w, (piece){",", 1});
    return true;
}

/* A ring has brackets of its own; those of a point or line are its geometry's. */
static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    const csv_writer *w = context;
    if (w->in_ring)
        write_word(w, count == 0 ? (piece){"EMPTY", 5} : (piece){"(", 1});
    if (!coordinates_wkt(&w->coordinates, w->e->to, xy, count))
        return false;
    if (w->in_ring && count > 0)
        write_word(w, (piece){")", 1});
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    csv_writer *w = context;
    (void)index;
    w->in_ring = false;
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    const csv_writer *w = context;
    (void)kind;
    if (!w->empty[depth])
        write_word(w, (piece){")", 1});
    if (depth == 0 && w->promote)
        write_word(w, (piece){")", 1});
    return true;
}

static bool write_geometry(encoding *e, geometry shape)
{
    csv_writer *w = e->state;
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    coordinates_of(&w->coordinates, shape, e->what->layer->heights);
    out_bytes(e->to, "\"", 1);
    const bool written = geometry_walk(shape, &visitor);
    out_bytes(e->to, "\"", 1);
    return written;
}

/* --- Rows --- */

/* False: a geometry that cannot be written. */
static bool write_value(encoding *e, const property *p, const value *v)
{
    if (v->null)
        return true;
    switch (p->type) {
    case VALUE_INTEGER: out_int(e->to, v->integer); break;
    case VALUE_DECIMAL: out_decimal(e->to, v->real); break;
    case VALUE_BOOLEAN: out_bytes(e->to, v->integer ? "true" : "false", v->integer ? 4 : 5); break;
    case VALUE_GEOMETRY: return write_geometry(e, v->shape);
    default: write_text(e->state, v->text);
    }
    return true;
}

static status write_feature(encoding *e, const feature *f)
{
    const csv_writer *w = e->state;
    out_piece(e->to, w->member_open);
    out_int(e->to, f->id);
    for (size_t i = 0; i < e->what->property_count; i++) {
        if (e->what->properties[i]->is_id) /* the first column has it */
            continue;
        out_bytes(e->to, ",", 1);
        if (!write_value(e, e->what->properties[i], &f->values[i]))
            return encoder_bad_geometry();
    }
    out_bytes(e->to, "\r\n", 2);
    return status_ok();
}

/* The last row ends as every other (RFC 4180 §2.2). No truncate: nothing in a table could say that rows are missing, so the
 * connection breaks off. No references and no tuples: a row stands for itself. */
const encoder encoder_csv = {.media_type = "text/csv; charset=utf-8; header=present",
                             .names = names,
                             .extension = "csv",
                             .prepare = prepare,
                             .begin = begin,
                             .begin_query = begin_query,
                             .feature = write_feature,
                             .end_query = encoder_nothing,
                             .end = encoder_nothing};

const encoder encoder_csv_exact = {.media_type = "text/csv; charset=utf-8; header=present",
                                   .names = exact_names,
                                   .extension = "csv",
                                   .prepare = prepare_exact,
                                   .begin = begin,
                                   .begin_query = begin_query,
                                   .feature = write_feature,
                                   .end_query = encoder_nothing,
                                   .end = encoder_nothing};
