#include "gml/formats/sheet.h"

#include "base/digits.h"
#include "base/text.h"

#include <string.h>

enum { XY = 0, WKT = 1, NO_SHAPE = 2 };

/* A spreadsheet keeps 15 digits of a number. */
static const int64_t whole_most = 999999999999999;

const format_option sheet_options[] = {
    {"geometry", "xy", XY}, {"geometry", "wkt", WKT}, {"geometry", "none", NO_SHAPE}, {NULL, NULL, 0}};

/* --- The page is an output into the archive --- */

static bool begin_page(void *context, const out_head *head)
{
    (void)context;
    (void)head;
    return true;
}

static bool write_page(void *context, const char *bytes, size_t count)
{
    sheet *s = context;
    if (s->failed.code == ST_OK)
        s->failed = zip_bytes(s->archive, bytes, count);
    return s->failed.code == ST_OK;
}

static void let_go(void *handle)
{
    out_free(handle);
}

static void open_page(sheet *s)
{
    s->page = out_new();
    arena_defer(s->e->arena, let_go, s->page);
    out_open(s->page, (out_sink){.context = s, .begin = begin_page, .write = write_page});
}

void sheet_prepare(encoding *e, const sheet_form *form)
{
    sheet *s = arena_alloc(e->arena, sizeof *s);
    *s = (sheet){.e = e, .form = form, .failed = status_ok()};
    s->table = table_columns_of(e->what, e->arena);
    s->table.has_shape = s->table.has_shape && e->answer->options != NO_SHAPE;
    s->points = s->table.has_shape && e->answer->options == XY ? inner_points_new(e) : NULL;
    e->state = s;
}

status sheet_entry(sheet *s, const char *name, bool packed, const char *content)
{
    TRY(zip_entry(s->archive, name, packed));
    return zip_bytes(s->archive, content, strlen(content));
}

char *sheet_scratch(sheet *s, size_t size)
{
    if (s->scratch_room < size)
        s->scratch = arena_grow(s->e->arena, s->scratch, &s->scratch_room, size, 1);
    return s->scratch;
}

/* There is no zero among the letters, so it is no number of base 26: after Z comes AA. */
const char *sheet_letters(size_t column, char room[SHEET_LETTERS])
{
    char *at = room + SHEET_LETTERS - 1;
    *at = '\0';
    for (size_t left = column + 1; left > 0 && at > room; left = (left - 1) / 26)
        *--at = (char)('A' + (left - 1) % 26);
    return at;
}

/* --- Rows --- */

static void put_text(sheet *s, const char *content, bool head)
{
    s->form->text(s, content, head);
    s->column++;
}

static void put_nothing(sheet *s)
{
    s->form->nothing(s);
    s->column++;
}

static void put_number(sheet *s, double number, int decimals)
{
    char digits[DIGITS_DECIMAL_ROOM];
    char *end = decimals < 0 ? digits_double(digits, number) : digits_fixed(digits, number, decimals);
    *end = '\0';
    s->form->number(s, digits);
    s->column++;
}

static void put_whole(sheet *s, int64_t number)
{
    char digits[DIGITS_ROOM];
    *digits_integer(digits, number) = '\0';
    if (number > whole_most || number < -whole_most)
        s->form->text(s, digits, false);
    else
        s->form->number(s, digits);
    s->column++;
}

static void put_boolean(sheet *s, bool yes)
{
    s->form->boolean(s, yes);
    s->column++;
}

static void put_names(sheet *s)
{
    const char *xy[2];
    s->form->row_begin(s);
    for (size_t i = 0; i < s->table.count; i++)
        put_text(s, s->table.columns[i].name, true);
    inner_point_names(s->e, xy);
    for (size_t i = 0; i < 2 && s->points; i++)
        put_text(s, xy[i], true);
    if (s->table.has_shape && !s->points)
        put_text(s, s->e->what->properties[s->table.shape]->name, true);
    s->form->row_end(s);
    s->row++;
}

static status too_long(const sheet *s, const property *p, const feature *f)
{
    return FAIL(
        BAD_PARAM, "outputFormat",
        "'%s' van %s.%lld past niet in een cel van '%s' (hoogstens %zu tekens): laat die eigenschap weg met PROPERTYNAME, "
        "of vraag een ander formaat",
        "'%s' of %s.%lld does not fit in a cell of '%s' (%zu characters at most): leave that property out with "
        "PROPERTYNAME, or ask for another format",
        p->name, s->e->what->layer->name, (long long)f->id, s->form->name, s->form->text_most);
}

/* In units of UTF-16, as spreadsheets count. */
static bool fits(const sheet *s, const char *content)
{
    size_t units = 0;
    for (const char *at = content; *at; at++) {
        const unsigned char c = (unsigned char)*at;
        units += c >= 0xF0 ? 2 : c < 0x80 || c >= 0xC0 ? 1 : 0; /* four bytes make a surrogate pair */
    }
    return units <= s->form->text_most;
}

/* A short text without a NUL, as nearly all are, may go as it is. */
static status put_words(sheet *s, const property *p, const feature *f, const value *v)
{
    if (v->length <= s->form->text_most && !memchr(v->text, '\0', v->length)) {
        put_text(s, v->text, false);
        return status_ok();
    }
    arena *a = arena_new();
    const char *content = text_whole(v->text, v->length, a);
    const bool room = fits(s, content);
    if (room)
        put_text(s, content, false);
    arena_free(a);
    return room ? status_ok() : too_long(s, p, f);
}

static status put_value(sheet *s, const property *p, const feature *f, const value *v)
{
    if (v->null)
        put_nothing(s);
    else if (p->type == VALUE_INTEGER)
        put_whole(s, v->integer);
    else if (p->type == VALUE_DECIMAL)
        put_number(s, v->real, -1);
    else if (p->type == VALUE_BOOLEAN)
        put_boolean(s, v->integer != 0);
    else
        return put_words(s, p, f, v);
    return status_ok();
}

static status put_place(sheet *s, const value *v)
{
    bool none = v->null;
    double xy[2] = {0};
    if (!none)
        TRY(inner_point_of(s->points, v->shape, &none, xy));
    for (size_t i = 0; i < 2; i++)
        if (none)
            put_nothing(s);
        else
            put_number(s, xy[i], s->e->what->crs.decimals);
    return status_ok();
}

typedef struct caught {
    text text;
    size_t most;
} caught;

static bool catch_bytes(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    if (c->text.length + count <= c->most)
        text_addf(&c->text, "%.*s", (int)count, bytes);
    else
        c->most = 0;
    return c->most > 0;
}

/* In memory first: of a cell that is too long nothing may be written. */
static status put_wkt(sheet *s, const feature *f, const value *v)
{
    arena *a = arena_new();
    output *to = out_new();
    caught c = {text_new(a), s->form->text_most};
    out_open(to, (out_sink){.context = &c, .begin = begin_page, .write = catch_bytes});
    wkt_writer w = wkt_writer_of(s->e, to);
    const bool written = wkt_put(&w, v->shape);
    out_close(to);
    status done = status_ok();
    if (!written)
        done = encoder_bad_geometry();
    else if (c.most == 0)
        done = too_long(s, s->e->what->properties[s->table.shape], f);
    else
        put_text(s, c.text.chars, false);
    out_free(to);
    arena_free(a);
    return done;
}

static status put_shape(sheet *s, const feature *f)
{
    if (!s->table.has_shape)
        return status_ok();
    const value *v = &f->values[s->table.shape];
    if (s->points)
        return put_place(s, v);
    if (!v->null)
        return put_wkt(s, f, v);
    put_nothing(s);
    return status_ok();
}

status sheet_feature(encoding *e, const feature *f)
{
    sheet *s = e->state;
    char id[TABLE_LABEL];
    s->column = 0;
    s->form->row_begin(s);
    put_text(s, table_label(e, f, id), false);
    for (size_t i = 1; i < s->table.count; i++) {
        const table_column *c = &s->table.columns[i];
        TRY(put_value(s, c->property, f, &f->values[c->index]));
    }
    TRY(put_shape(s, f));
    s->form->row_end(s);
    s->row++;
    return s->failed;
}

static status check_rows(const sheet *s)
{
    const int64_t most = (int64_t)s->form->rows_most - 1;
    if (s->form->rows_most == 0 || s->e->what->returned <= most)
        return status_ok();
    return FAIL(BAD_PARAM, "outputFormat", "'%s' heeft plaats voor %lld rijen, en het zijn er %lld: vraag er minder met COUNT",
                "'%s' has room for %lld rows, and there are %lld: ask for fewer by COUNT", s->form->name, (long long)most,
                (long long)s->e->what->returned);
}

status sheet_begin_query(encoding *e)
{
    sheet *s = e->state;
    TRY(check_rows(s));
    TRY(zip_begin(e, &s->archive));
    TRY(s->form->before(s));
    TRY(zip_entry(s->archive, s->form->page_name, true));
    open_page(s);
    s->form->page_begin(s);
    put_names(s);
    return s->failed;
}

status sheet_end_query(encoding *e)
{
    sheet *s = e->state;
    s->form->page_end(s);
    out_flush(s->page);
    TRY(s->failed);
    return zip_end(s->archive);
}
