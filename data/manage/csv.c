#include "data/manage/csv.h"

#include "base/formula.h"
#include "data/manage/csv_form.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 1024 * 1024 };

typedef struct raw_field {
    size_t begin, from, to; /* in `bytes`; from, to: without quotes */
    bool quoted, doubled;
} raw_field;

struct csv_reader {
    int fd; /* -1: all bytes are in `bytes` from the start */
    char *bytes;
    bool owns_bytes, ended, mark;
    size_t start, end, room; /* of the record that comes next, of what was read, of the space */
    uint64_t passed, total;  /* bytes before `bytes`; of the file */
    uint64_t line;           /* of `start` */

    /* The record read last. */
    size_t record_start, record_end;
    uint64_t record_line;
    raw_field fields[CSV_FIELDS_MAX];
    size_t field_count;

    char *scratch; /* texts of fields with doubled quotes; the record's own bytes stay unchanged, so that places can be found in
                      them */
    size_t scratch_room;
    csv_place where;
};

static void close_reader(void *handle)
{
    csv_reader *r = handle;
    if (r->fd >= 0)
        close(r->fd);
    if (r->owns_bytes)
        free(r->bytes);
    free(r->scratch);
}

static csv_reader *new_reader(int fd, arena *a)
{
    csv_reader *r = arena_alloc(a, sizeof *r);
    r->fd = fd;
    r->line = 1;
    arena_defer(a, close_reader, r);
    return r;
}

csv_reader *csv_open_memory(const char *bytes, size_t length, arena *a)
{
    csv_reader *r = new_reader(-1, a);
    r->bytes = arena_strndup(a, bytes, length);
    r->end = length;
    r->total = length;
    r->ended = true;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        r->start = 3;
    return r;
}

/* Moves the record that is being read to the front, makes room when it fills everything, and reads on. */
static status read_more(csv_reader *r)
{
    if (r->start > 0)
        memmove(r->bytes, r->bytes + r->start, r->end - r->start);
    r->passed += r->start;
    r->end -= r->start;
    r->start = 0;
    if (r->end == r->room) {
        if (r->room > CSV_RECORD_MAX)
            return FAIL(BAD_INPUT, "", "de rij is langer dan %d MB; staat er een aanhalingsteken te veel?",
                        "the row is longer than %d MB; is there one quote too many?", CSV_RECORD_MAX / 1024 / 1024);
        r->room = r->room ? r->room * 2 : FIRST_ROOM;
        char *larger = realloc(r->bytes, r->room);
        if (!larger)
            abort();
        r->bytes = larger;
    }
    const ssize_t n = read(r->fd, r->bytes + r->end, r->room - r->end);
    if (n < 0)
        return FAIL(BAD_INPUT, "", "het bestand kan niet verder gelezen worden: %s", "the file cannot be read further: %s",
                    strerror(errno));
    r->end += (size_t)n;
    r->ended = n == 0;
    return status_ok();
}

/* A pipe may give fewer bytes at first than it will give in all. */
static status read_head(csv_reader *r)
{
    uint64_t lines = 0;
    while (r->end < CSV_HEAD && !r->ended)
        TRY(read_more(r));
    r->mark = r->end >= 3 && memcmp(r->bytes, "\xEF\xBB\xBF", 3) == 0;
    TRY(csv_form(r->bytes, r->end < CSV_HEAD ? r->end : CSV_HEAD, &r->start, &lines));
    r->line += lines;
    return status_ok();
}

status csv_open(const char *path, arena *a, csv_reader **out)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return FAIL(NOT_FOUND, "", "het bestand %s kan niet gelezen worden: %s", "the file %s cannot be read: %s", path,
                    strerror(errno));
    csv_reader *r = new_reader(fd, a);
    struct stat facts;
    if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode))
        r->total = (uint64_t)facts.st_size;
    r->owns_bytes = true; /* read_more makes the room */
    TRY(read_head(r));
    *out = r;
    return status_ok();
}

status csv_open_own(FILE *file, arena *a, csv_reader **out)
{
    const int fd = fflush(file) == 0 && !ferror(file) ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 0) : -1;
    if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0) {
        if (fd >= 0)
            close(fd);
        return FAIL(BAD_INPUT, "", "er is geen plaats meer in de map voor tijdelijke bestanden",
                    "there is no room left in the folder for temporary files");
    }
    csv_reader *r = new_reader(fd, a);
    r->owns_bytes = true;
    *out = r;
    return status_ok();
}

/* Columns count code points: bytes that are not continuation bytes (RFC 3629 §3). */
static csv_place place_of(const csv_reader *r, size_t at)
{
    csv_place place = {r->record_line, 1};
    for (size_t i = r->record_start; i < at; i++) {
        const unsigned char c = (unsigned char)r->bytes[i];
        place.column = c == '\n' ? 1 : place.column + ((c & 0xC0U) != 0x80U);
        place.line += c == '\n';
    }
    return place;
}

csv_place csv_field_place(const csv_reader *r, size_t index)
{
    if (index >= r->field_count)
        return place_of(r, r->record_end);
    return place_of(r, r->fields[index].begin);
}

csv_place csv_where(const csv_reader *r)
{
    return r->where;
}

bool csv_has_mark(const csv_reader *r)
{
    return r->mark;
}

uint64_t csv_bytes_read(const csv_reader *r)
{
    return r->passed + r->start;
}

uint64_t csv_bytes_total(const csv_reader *r)
{
    return r->total;
}

typedef enum scan { SCAN_DONE, SCAN_MORE, SCAN_UNCLOSED, SCAN_AFTER_QUOTE, SCAN_STRAY_QUOTE, SCAN_FIELDS } scan;

/* From just after the opening quote to just after the closing one. *at: where it goes wrong. */
static scan scan_quoted(const csv_reader *r, size_t *at, raw_field *f)
{
    const size_t open = *at - 1;
    for (;;) {
        const char *quote = *at < r->end ? memchr(r->bytes + *at, '"', r->end - *at) : NULL;
        if (!quote || (size_t)(quote - r->bytes) + 1 == r->end) {
            if (!r->ended)
                return SCAN_MORE;
            if (!quote) {
                *at = open;
                return SCAN_UNCLOSED;
            }
        }
        f->to = (size_t)(quote - r->bytes);
        *at = f->to + 1;
        if (*at == r->end || r->bytes[*at] != '"')
            return SCAN_DONE;
        f->doubled = true;
        ++*at;
    }
}

static scan scan_plain(const csv_reader *r, size_t *at, raw_field *f)
{
    const char *c = r->bytes + *at, *const end = r->bytes + r->end;
    while (c < end && *c != ';' && *c != '\n' && *c != '"')
        c++;
    *at = f->to = (size_t)(c - r->bytes);
    if (c == end)
        return r->ended ? SCAN_DONE : SCAN_MORE;
    if (*c == '"')
        return SCAN_STRAY_QUOTE;
    if (*c == '\n' && f->to > f->from && c[-1] == '\r')
        f->to--;
    return SCAN_DONE;
}

static scan scan_field(const csv_reader *r, size_t *at, raw_field *f)
{
    if (*at == r->end && !r->ended)
        return SCAN_MORE;
    const size_t begin = *at;
    *at += *at < r->end && r->bytes[*at] == '='; /* before a quote */
    if (*at == r->end && !r->ended)
        return SCAN_MORE;
    const bool quoted = *at < r->end && r->bytes[*at] == '"';
    *at = quoted ? *at + 1 : begin;
    *f = (raw_field){begin, *at, *at, quoted, false};
    if (!quoted)
        return scan_plain(r, at, f);
    const scan found = scan_quoted(r, at, f);
    if (found != SCAN_DONE)
        return found;
    if (*at + 1 == r->end && r->bytes[*at] == '\r' && !r->ended)
        return SCAN_MORE;
    *at += *at + 1 < r->end && r->bytes[*at] == '\r' && r->bytes[*at + 1] == '\n';
    if (*at == r->end)
        return r->ended ? SCAN_DONE : SCAN_MORE;
    return r->bytes[*at] == ';' || r->bytes[*at] == '\n' ? SCAN_DONE : SCAN_AFTER_QUOTE;
}

/* Finds the fields of the record at `start`, changing nothing; *at: after the last one, or where it goes wrong. */
static scan scan_record(csv_reader *r, size_t *at)
{
    r->record_start = *at = r->start;
    r->record_line = r->line;
    for (r->field_count = 0; r->field_count < CSV_FIELDS_MAX;) {
        const scan found = scan_field(r, at, &r->fields[r->field_count]);
        if (found != SCAN_DONE)
            return found;
        r->field_count++;
        if (*at == r->end || r->bytes[*at] == '\n')
            return SCAN_DONE;
        ++*at; /* the semicolon */
    }
    return SCAN_FIELDS;
}

static status syntax_error(csv_reader *r, scan what, size_t at)
{
    r->where = place_of(r, at);
    r->start = r->end; /* nothing more comes */
    r->ended = true;
    switch (what) {
    case SCAN_UNCLOSED: return FAIL(BAD_INPUT, "", "dit aanhalingsteken wordt nergens gesloten", "this quote is never closed");
    case SCAN_AFTER_QUOTE:
        return FAIL(
            BAD_INPUT, "",
            "na het sluitende aanhalingsteken hoort een ; of het einde van de rij; verdubbel aanhalingstekens in een tekst",
            "after the closing quote comes a ; or the end of the row; double quotes inside a text");
    case SCAN_STRAY_QUOTE:
        return FAIL(
            BAD_INPUT, "",
            "er staat een aanhalingsteken midden in een veld: zet het hele veld tussen aanhalingstekens en verdubbel dit teken",
            "there is a quote inside a field: put the whole field in quotes and double this one");
    default: return FAIL(BAD_INPUT, "", "meer dan %d velden in een rij", "more than %d fields in a row", CSV_FIELDS_MAX);
    }
}

static void count_lines(csv_reader *r, size_t from, size_t to)
{
    for (const char *c = r->bytes + from; (c = memchr(c, '\n', (size_t)(r->bytes + to - c))) != NULL; c++)
        r->line++;
}

static slice unquote(const csv_reader *r, const raw_field *f, char **scratch)
{
    const slice plain = {r->bytes + f->from, f->to - f->from};
    if (!f->doubled)
        return plain;
    char *to = *scratch;
    for (size_t i = f->from; i < f->to; i++) {
        *to++ = r->bytes[i];
        i += r->bytes[i] == '"'; /* the second of two */
    }
    const slice plain_text = {*scratch, (size_t)(to - *scratch)};
    *scratch = to;
    return plain_text;
}

static void unquote_all(csv_reader *r, csv_record *out)
{
    if (r->record_end - r->record_start > r->scratch_room) {
        r->scratch_room = 2 * (r->record_end - r->record_start);
        free(r->scratch);
        r->scratch = malloc(r->scratch_room);
        if (!r->scratch)
            abort();
    }
    char *scratch = r->scratch;
    for (size_t i = 0; i < r->field_count; i++)
        out->fields[i] = unquote(r, &r->fields[i], &scratch);
    out->count = r->field_count;
}

static bool is_blank_field(const csv_reader *r, const raw_field *f)
{
    return !f->quoted && slice_trim((slice){r->bytes + f->from, f->to - f->from}).length == 0;
}

/* An empty line, or the semicolons of an empty row of a spreadsheet. */
static bool is_blank(const csv_reader *r)
{
    for (size_t i = 0; i < r->field_count; i++)
        if (!is_blank_field(r, &r->fields[i]))
            return false;
    return true;
}

/* One record, or a blank line. */
static status read_record(csv_reader *r)
{
    size_t at = 0;
    scan found = SCAN_MORE;
    while ((found = scan_record(r, &at)) == SCAN_MORE)
        TRY(read_more(r));
    if (found != SCAN_DONE)
        return syntax_error(r, found, at);
    r->record_end = at;
    r->start = at + (at < r->end);
    count_lines(r, r->record_start, r->start);
    return status_ok();
}

/* False when nothing is left; reads on when that is not known yet. */
static status has_more(csv_reader *r, bool *out)
{
    while (r->start == r->end && !r->ended)
        TRY(read_more(r));
    *out = r->start < r->end;
    return status_ok();
}

status csv_next(csv_reader *r, csv_record *out, bool *more)
{
    for (bool any = true; any;) {
        TRY(has_more(r, &any));
        if (any)
            TRY(read_record(r));
        if (any && !is_blank(r)) {
            unquote_all(r, out);
            *more = true;
            return status_ok();
        }
    }
    *more = false;
    return status_ok();
}

slice csv_unguarded(slice field)
{
    const bool guarded = formula_is_guarded(field.at, field.length);
    return (slice){field.at + guarded, field.length - guarded};
}

/* ="007" in a field of its own quotes ("=""007"""), as a spreadsheet writes that text back. */
static slice without_equals(slice value)
{
    const bool kept = value.length > 3 && memcmp(value.at, "=\"", 2) == 0 && value.at[value.length - 1] == '"';
    return kept ? (slice){value.at + 2, value.length - 3} : value;
}

slice csv_value(slice field)
{
    return slice_trim(without_equals(slice_trim(csv_unguarded(field))));
}

void csv_drop_tail(csv_record *row, size_t keep)
{
    while (row->count > keep && slice_trim(row->fields[row->count - 1]).length == 0)
        row->count--;
}
