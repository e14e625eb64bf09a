/* A file that another process has turned into rows (convert.h), as a source of rows. */
#include "data/manage/source/convert.h"
#include "data/manage/source/sheet_letters.h"

enum { NAME_ROOM = 200 };

typedef struct spool_source {
    const converted *from;
    spool_reader *reader;
    row_record names; /* their texts in the arena */
    cell_kind kinds[CSV_FIELDS_MAX];
    size_t count; /* fields of the row read last */
    uint64_t number, rows;
    char *place; /* NAME_ROOM */
    bool sheet;
} spool_source;

static const char *what(const void *self, arena *a)
{
    const spool_source *s = self;
    const unsigned long long rows = s->from->said.rows;
    return arena_printf(a, "%s, %llu rij%s", s->from->said.nl, rows, rows == 1 ? "" : "en");
}

static status names(void *self, const char *const *wanted, size_t count, row_record *out)
{
    const spool_source *s = self;
    (void)wanted, (void)count;
    *out = s->names;
    return status_ok();
}

static status next(void *self, row_record *out, bool *more)
{
    spool_source *s = self;
    TRY(spool_next(s->reader, out, s->kinds, &s->number, more));
    s->rows += *more;
    while (*more && out->count < s->names.count) { /* a sheet ends a row at its last cell */
        s->kinds[out->count] = CELL_TEXT;
        out->fields[out->count++] = slice_of("");
    }
    s->count = out->count;
    return status_ok();
}

static cell_kind kind(const void *self, size_t index)
{
    const spool_source *s = self;
    return index < s->count ? s->kinds[index] : CELL_TEXT;
}

static row_place place(const void *self, size_t index)
{
    const spool_source *s = self;
    char letters[SHEET_LETTERS_ROOM];
    if (s->sheet)
        snprintf(s->place, NAME_ROOM, "%.150s!%s%llu", s->from->said.page, sheet_letters_of(index, letters),
                 (unsigned long long)s->number);
    else
        snprintf(s->place, NAME_ROOM, "%.*s",
                 index < s->names.count && s->names.fields[index].length < NAME_ROOM ? (int)s->names.fields[index].length : 0,
                 index < s->names.count ? s->names.fields[index].at : "");
    for (char *c = s->place; *c; c++) /* it stands bare in the report */
        *c = *c == ';' || *c == '"' ? '_' : *c;
    return (row_place){s->number, index + 1, s->place};
}

static row_place where(const void *self)
{
    return place(self, 0);
}

static uint64_t number(const void *self)
{
    return ((const spool_source *)self)->number;
}

static uint64_t done(const void *self)
{
    return ((const spool_source *)self)->rows;
}

/* At least 1, also of an empty file: it can be read again. */
static uint64_t total(const void *self)
{
    return ((const spool_source *)self)->from->said.rows + 1;
}

static status cause(const void *self, row_place *at)
{
    (void)self, (void)at;
    return status_ok();
}

static status begin(const converted *from, bool sheet, arena *a, row_source **out);

static status again(const void *self, arena *a, row_source **out)
{
    const spool_source *s = self;
    return begin(s->from, s->sheet, a, out);
}

static const row_source_driver driver = {.kind = kind,
                                         .what = what,
                                         .names = names,
                                         .next = next,
                                         .place = place,
                                         .where = where,
                                         .number = number,
                                         .done = done,
                                         .total = total,
                                         .again = again,
                                         .cause = cause};
static const row_form of_sheet = {.noun = "rij", .guarded = true}, of_map = {.noun = "object", .map = true};

static status begin(const converted *from, bool sheet, arena *a, row_source **out)
{
    bool any = false;
    spool_source *s = arena_alloc(a, sizeof *s);
    *s =
        (spool_source){.from = from, .reader = spool_reader_new(from->fd, a), .place = arena_alloc(a, NAME_ROOM), .sheet = sheet};
    TRY(spool_next(s->reader, &s->names, s->kinds, &s->number, &any));
    if (!any)
        return FAIL(BAD_INPUT, "", "het bestand heeft geen rijen; de eerste rij moet de namen van de kolommen bevatten",
                    "the file has no rows; its first row must hold the names of the columns");
    for (size_t i = 0; i < s->names.count; i++)
        s->names.fields[i].at = arena_strndup(a, s->names.fields[i].at, s->names.fields[i].length);
    row_source *made = arena_alloc(a, sizeof *made);
    *made = (row_source){&driver, sheet ? of_sheet : of_map, s};
    *out = made;
    return status_ok();
}

/* Where it went wrong, when there were rows before it. */
static status with_place(status s, const converted *c, file_kind kind_of_file)
{
    const bool sheet = kind_of_file == FILE_XLSX || kind_of_file == FILE_ODS;
    if (s.code != ST_BAD_INPUT || c->said.at == 0)
        return s;
    return FAIL(BAD_INPUT, "", "%s%.0s (na %s%.0s %llu)", "%.0s%s (after %.0s%s %llu)", s.nl, s.en, sheet ? "rij" : "object",
                sheet ? "row" : "feature", (unsigned long long)c->said.at);
}

status spool_source_open(const row_source_wanted *w, file_kind kind_of_file, arena *a, row_source **out)
{
    const convert_request request = {w->path, kind_of_file, w->layer, w->names, w->name_count};
    converted *made = arena_alloc(a, sizeof *made);
    TRY(with_place(convert_file(&request, a, made), made, kind_of_file));
    return begin(made, kind_of_file == FILE_XLSX || kind_of_file == FILE_ODS, a, out);
}
