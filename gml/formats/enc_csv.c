/* CSV (RFC 4180): a row of names, then a row per feature: id, the properties, the geometry as WKT (OGC 06-103r4 §7), x before y
 * as in GeoJSON.
 *
 * NULL is an empty field, an empty text is "". Nothing else is quoted without need. Two formats: the usual one guards texts that
 * a spreadsheet would take for a formula (base/formula.h), because people open such files with one; the exact one alters no
 * value, for programs. Numbers and geometry are never guarded.
 */
#include "base/digits.h"
#include "base/formula.h"
#include "base/text.h"
#include "gml/formats/encoder.h"
#include "gml/formats/inner_point.h"
#include "gml/formats/piece.h"
#include "gml/formats/table_columns.h"
#include "gml/formats/wkt.h"

#include <stdlib.h>
#include <string.h>

typedef struct csv_writer {
    encoding *e;
    wkt_writer wkt;
    inner_points *points; /* NULL: the geometry comes as WKT, or not at all */
    piece member_open;    /* up to the number of the id */
    const char *separator;
    bool plain[256]; /* bytes that need no quotes */
    bool guard;      /* texts that look like formulas get an apostrophe */
} csv_writer;

enum { SEMICOLON = 1, TAB = 2, DECIMAL_COMMA = 4, BOM = 8, XY = 16, NO_SHAPE = 32 };

static const format_option options[] = {{"csvSeparator", "comma", 0},
                                        {"csvSeparator", "semicolon", SEMICOLON},
                                        {"csvSeparator", "tab", TAB},
                                        {"decimal", "point", 0},
                                        {"decimal", "comma", DECIMAL_COMMA},
                                        {"bom", "no", 0},
                                        {"bom", "yes", BOM},
                                        {"geometry", "wkt", 0},
                                        {"geometry", "xy", XY},
                                        {"geometry", "none", NO_SHAPE},
                                        {NULL, NULL, 0}};

static const char *const names[] = {"text/csv", "csv", NULL};
static const char *const exact_names[] = {"text/csv; guard=off", "csv-exact", NULL};

static bool is_asked(const encoding *e, unsigned option)
{
    return e->answer->options & option;
}

/* RFC 4180 §2, TEXTDATA; control characters are quoted to be safe. */
static void find_plain(csv_writer *w)
{
    for (int c = 0x20; c < 256; c++)
        w->plain[c] = c != '"' && c != ',' && c != (unsigned char)*w->separator;
}

static void prepare_writer(encoding *e, bool guard)
{
    csv_writer *w = arena_alloc(e->arena, sizeof *w);
    *w = (csv_writer){.e = e, .guard = guard, .separator = is_asked(e, SEMICOLON) ? ";" : is_asked(e, TAB) ? "\t" : ","};
    find_plain(w);
    w->wkt = wkt_writer_of(e, e->to);
    w->points = is_asked(e, XY) ? inner_points_new(e) : NULL;
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

static status check_options(const encoding *e)
{
    if (is_asked(e, DECIMAL_COMMA) && !is_asked(e, SEMICOLON | TAB))
        return FAIL(BAD_PARAM, "format_options", "decimal:comma vraagt ook csvSeparator:semicolon of csvSeparator:tab",
                    "decimal:comma needs csvSeparator:semicolon or csvSeparator:tab too");
    return status_ok();
}

/* A hits answer has a count and no features. */
static status begin(encoding *e)
{
    TRY(check_options(e));
    if (is_asked(e, BOM)) /* without it Excel assumes another encoding */
        out_text(e->to, "\xEF\xBB\xBF");
    if (!e->answer->hits)
        return status_ok();
    out_text(e->to, "numberMatched\r\n");
    out_int(e->to, e->answer->matched);
    out_text(e->to, "\r\n");
    return status_ok();
}

static void write_name(const csv_writer *w, const char *name)
{
    out_text(w->e->to, w->separator);
    out_text(w->e->to, name);
}

static void write_names_of_shape(const csv_writer *w, const property *p)
{
    const char *xy[2];
    if (is_asked(w->e, NO_SHAPE))
        return;
    if (!w->points) {
        write_name(w, p->name);
        return;
    }
    inner_point_names(w->e, xy);
    write_name(w, xy[0]);
    write_name(w, xy[1]);
}

/* Names need no quotes (data/model/layer_read.c). */
static status begin_query(encoding *e)
{
    const csv_writer *w = e->state;
    if (e->answer->hits)
        return status_ok();
    out_text(e->to, table_id_name(e->what->layer));
    for (size_t i = 0; i < e->what->property_count; i++) {
        const property *p = e->what->properties[i];
        if (p->type == VALUE_GEOMETRY)
            write_names_of_shape(w, p);
        else if (!p->is_id)
            write_name(w, p->name);
    }
    out_text(e->to, "\r\n");
    return status_ok();
}

/* --- Texts --- */

/* The end of the part that is UTF-8 and needs no quotes. */
static const char *plain_end(const csv_writer *w, const char *c)
{
    while (w->plain[(unsigned char)*c]) {
        const size_t n = (unsigned char)*c < 0x80 ? 1 : text_character(c);
        if (n == 0)
            break;
        c += n;
    }
    return c;
}

/* The replacement for the character at c, of n bytes; NULL when it is written as it is. */
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

/* The first byte rules out nearly every text. */
static bool looks_like_formula(const char *content)
{
    return (formula_sign(*content) || *content == '\'') && formula_begins(content, strlen(content));
}

static void write_text(const csv_writer *w, const char *content)
{
    output *to = w->e->to;
    const char *end = plain_end(w, content);
    const char *guard = w->guard && looks_like_formula(content) ? "'" : "";
    if (*end != '\0' || end == content) {
        write_quoted(to, guard, content);
        return;
    }
    if (*guard)
        out_text(to, guard);
    out_bytes(to, content, (size_t)(end - content));
}

/* A text may contain a NUL: reading it as a C string would lose what comes after. */
static void write_whole_text(const csv_writer *w, const value *v)
{
    if (!memchr(v->text, '\0', v->length)) {
        write_text(w, v->text);
        return;
    }
    arena *a = arena_new();
    write_text(w, text_whole(v->text, v->length, a));
    arena_free(a);
}

/* --- Rows --- */

/* With a decimal comma for a Dutch spreadsheet, or with a point. */
static void write_decimal(const csv_writer *w, double number)
{
    char digits[DIGITS_DECIMAL_ROOM];
    if (!is_asked(w->e, DECIMAL_COMMA)) {
        out_decimal(w->e->to, number);
        return;
    }
    *digits_decimal(digits, number) = '\0';
    char *point = strchr(digits, '.');
    if (point)
        *point = ',';
    out_text(w->e->to, digits);
}

static void write_place(const csv_writer *w, double number)
{
    char digits[DIGITS_ROOM];
    *digits_fixed(digits, number, w->e->what->crs.decimals) = '\0';
    write_decimal(w, strtod(digits, NULL));
}

static status write_xy(const csv_writer *w, const value *v)
{
    bool none = v->null;
    double xy[2] = {0};
    if (!none)
        TRY(inner_point_of(w->points, v->shape, &none, xy));
    out_text(w->e->to, w->separator);
    if (!none)
        write_place(w, xy[0]);
    out_text(w->e->to, w->separator);
    if (!none)
        write_place(w, xy[1]);
    return status_ok();
}

/* WKT is as in the standard, whatever decimal mark the other columns have. */
static status write_shape(csv_writer *w, const value *v)
{
    if (is_asked(w->e, NO_SHAPE))
        return status_ok();
    if (w->points)
        return write_xy(w, v);
    out_text(w->e->to, w->separator);
    if (v->null)
        return status_ok();
    out_bytes(w->e->to, "\"", 1);
    const bool written = wkt_put(&w->wkt, v->shape);
    out_bytes(w->e->to, "\"", 1);
    return written ? status_ok() : encoder_bad_geometry();
}

static void write_value(const csv_writer *w, const property *p, const value *v)
{
    output *to = w->e->to;
    out_bytes(to, w->separator, 1);
    if (v->null)
        return;
    switch (p->type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_DECIMAL: write_decimal(w, v->real); break;
    case VALUE_BOOLEAN: out_bytes(to, v->integer ? "true" : "false", v->integer ? 4 : 5); break;
    default: write_whole_text(w, v);
    }
}

static status write_feature(encoding *e, const feature *f)
{
    csv_writer *w = e->state;
    out_piece(e->to, w->member_open);
    out_int(e->to, f->id);
    for (size_t i = 0; i < e->what->property_count; i++) {
        const property *p = e->what->properties[i];
        if (p->type == VALUE_GEOMETRY)
            TRY(write_shape(w, &f->values[i]));
        else if (!p->is_id) /* the first column has it */
            write_value(w, p, &f->values[i]);
    }
    out_bytes(e->to, "\r\n", 2);
    return status_ok();
}

/* The last row ends like every other (RFC 4180 §2.2). No truncate: a table cannot say that rows are missing, so the connection
 * breaks off. No references and no tuples: each row is complete by itself. */
const encoder encoder_csv = {.media_type = "text/csv; charset=utf-8; header=present",
                             .names = names,
                             .options = options,
                             .extension = "csv",
                             .prepare = prepare,
                             .begin = begin,
                             .begin_query = begin_query,
                             .feature = write_feature,
                             .end_query = encoder_nothing,
                             .end = encoder_nothing};

const encoder encoder_csv_exact = {.media_type = "text/csv; charset=utf-8; header=present",
                                   .names = exact_names,
                                   .options = options,
                                   .extension = "csv",
                                   .prepare = prepare_exact,
                                   .begin = begin,
                                   .begin_query = begin_query,
                                   .feature = write_feature,
                                   .end_query = encoder_nothing,
                                   .end = encoder_nothing};
