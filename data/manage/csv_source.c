#include "data/manage/csv_form.h"
#include "data/manage/csv_header.h"
#include "data/manage/row_source.h"

typedef struct csv_source {
    csv_reader *reader;
    const char *path;
} csv_source;

static row_place as_row_place(csv_place place)
{
    return (row_place){place.line, place.column, NULL};
}

enum { COUNTED_MOST = 8 * 1024 * 1024 };

/* Of a larger file the rows are not counted beforehand: that would be a second reading. */
static const char *count_rows(const csv_source *c, arena *a)
{
    csv_reader *again = NULL;
    uint64_t rows = 0;
    if (csv_bytes_total(c->reader) == 0 || csv_bytes_total(c->reader) > COUNTED_MOST ||
        csv_open(c->path, a, &again).code != ST_OK)
        return "";
    row_record *r = arena_alloc(a, sizeof *r);
    for (bool more = true; more; rows += more)
        if (csv_next(again, r, &more).code != ST_OK)
            return ""; /* the reading for real says what and where */
    rows -= rows > 0;
    return arena_printf(a, ", %llu rij%s", (unsigned long long)rows, rows == 1 ? "" : "en");
}

static const char *what(const void *self, arena *a)
{
    const csv_source *c = self;
    return arena_printf(a, "CSV (UTF-8%s, gescheiden door puntkomma's)%s", csv_has_mark(c->reader) ? " met merkteken" : "",
                        count_rows(c, a));
}

static status read_names(void *self, const char *const *names, size_t count, row_record *out)
{
    csv_source *c = self;
    return csv_read_header(c->reader, names, count, out);
}

static status next(void *self, row_record *out, bool *more)
{
    csv_source *c = self;
    return csv_next(c->reader, out, more);
}

static cell_kind kind(const void *self, size_t index)
{
    (void)self, (void)index;
    return CELL_TEXT;
}

static row_place place(const void *self, size_t index)
{
    const csv_source *c = self;
    return as_row_place(csv_field_place(c->reader, index));
}

static row_place where(const void *self)
{
    const csv_source *c = self;
    return as_row_place(csv_where(c->reader));
}

static uint64_t number(const void *self)
{
    const csv_source *c = self;
    return csv_field_place(c->reader, 0).line;
}

static uint64_t done(const void *self)
{
    const csv_source *c = self;
    return csv_bytes_read(c->reader);
}

static uint64_t total(const void *self)
{
    const csv_source *c = self;
    return csv_bytes_total(c->reader);
}

/* Opened again, a pipe would give bytes that the first reading has not read yet, and they would be lost. */
static status again(const void *self, arena *a, row_source **out)
{
    const csv_source *c = self;
    if (csv_bytes_total(c->reader) == 0)
        return FAIL(BAD_INPUT, "", "het bestand wordt twee keer gelezen; dat kan met een gewoon bestand, niet met een pijp",
                    "the file is read twice; that takes a regular file, not a pipe");
    return csv_source_open(c->path, a, out);
}

/* Five bytes are no letter there. */
static bool is_windows(unsigned char byte)
{
    return byte >= 0x80 && byte != 0x81 && byte != 0x8D && byte != 0x8F && byte != 0x90 && byte != 0x9D;
}

/* A file in the encoding of Windows has an error in every other row. */
static status cause(const void *self, row_place *where)
{
    const csv_source *c = self;
    uint64_t line = 0;
    unsigned char byte = 0;
    if (csv_bytes_total(c->reader) == 0 || !csv_find_bad_byte(c->path, &line, &byte))
        return status_ok();
    *where = (row_place){line, 1, NULL};
    return FAIL(BAD_INPUT, "", "het bestand is geen UTF-8 (byte %02X op regel %llu)%s%.0s; bewaar het als \"CSV UTF-8\"",
                "the file is not UTF-8 (byte %02X on line %llu)%.0s%s; save it as \"CSV UTF-8\"", byte, (unsigned long long)line,
                is_windows(byte) ? ", waarschijnlijk Windows-1252" : "", is_windows(byte) ? ", probably Windows-1252" : "");
}

status csv_source_open(const char *path, arena *a, row_source **out)
{
    static const row_source_driver driver = {.what = what,
                                             .names = read_names,
                                             .next = next,
                                             .kind = kind,
                                             .place = place,
                                             .where = where,
                                             .number = number,
                                             .done = done,
                                             .total = total,
                                             .again = again,
                                             .cause = cause};
    csv_source *c = arena_alloc(a, sizeof *c);
    *c = (csv_source){.path = path};
    TRY(csv_open(path, a, &c->reader));
    row_source *s = arena_alloc(a, sizeof *s);
    *s = (row_source){&driver, {.noun = "regel", .guarded = true}, c};
    *out = s;
    return status_ok();
}
