#include "data/manage/source/spool.h"

#include <stdlib.h>
#include <unistd.h>

enum { HEAD = 12, FIELD_HEAD = 5, BUFFER = 256 * 1024 };
static const uint64_t SPOOL_MOST = 8ULL * 1024 * 1024 * 1024; /* bytes: a fuller disk than that serves nobody */

spool_writer spool_writer_new(FILE *to, arena *a)
{
    return (spool_writer){.to = to, .row = text_new(a)};
}

void spool_row(spool_writer *w, uint64_t number)
{
    w->row.length = 0;
    w->fields = 0;
    w->number = number;
}

void spool_field(spool_writer *w, slice chars, cell_kind kind)
{
    char head[FIELD_HEAD];
    const uint32_t length = chars.length > CSV_RECORD_MAX ? CSV_RECORD_MAX + 1 : (uint32_t)chars.length;
    if (w->fields >= CSV_FIELDS_MAX && length == 0)
        return;
    w->fields++;
    if (w->fields > CSV_FIELDS_MAX || w->row.length > CSV_RECORD_MAX)
        return;
    memcpy(head, &length, sizeof length);
    head[4] = (char)kind;
    text_add_bytes(&w->row, head, sizeof head);
    text_add_bytes(&w->row, chars.length ? chars.at : "", length > CSV_RECORD_MAX ? CSV_RECORD_MAX : length);
}

status spool_row_end(spool_writer *w)
{
    char head[HEAD];
    if (w->fields > CSV_FIELDS_MAX)
        return FAIL(BAD_INPUT, "", "meer dan %d kolommen", "more than %d columns", CSV_FIELDS_MAX);
    if (w->row.length > CSV_RECORD_MAX)
        return FAIL(BAD_INPUT, "", "een rij is langer dan %d MB", "a row is longer than %d MB", CSV_RECORD_MAX / 1024 / 1024);
    if (w->row.length == (size_t)w->fields * FIELD_HEAD)
        return status_ok(); /* nothing in it */
    memcpy(head, &w->fields, 4);
    memcpy(head + 4, &w->number, 8);
    w->bytes += HEAD + w->row.length;
    if (w->bytes > SPOOL_MOST)
        return FAIL(BAD_INPUT, "", "het bestand geeft meer dan %d GB aan rijen", "the file gives more than %d GB of rows",
                    (int)(SPOOL_MOST / 1024 / 1024 / 1024));
    if (fwrite(head, 1, HEAD, w->to) != HEAD || fwrite(w->row.chars, 1, w->row.length, w->to) != w->row.length)
        return FAIL(BAD_INPUT, "", "er is geen plaats meer in de map voor tijdelijke bestanden",
                    "there is no room left in the folder for temporary files");
    w->rows++;
    return status_ok();
}

struct spool_reader {
    int fd;
    off_t at; /* of what is read next from the file */
    char *bytes;
    size_t from, to, room;
};

static void free_bytes(void *reader)
{
    free(((spool_reader *)reader)->bytes);
}

spool_reader *spool_reader_new(int fd, arena *a)
{
    spool_reader *r = arena_alloc(a, sizeof *r);
    r->fd = fd;
    arena_defer(a, free_bytes, r);
    return r;
}

static status broken(void)
{
    return FAIL(BAD_INPUT, "", "de rijen zijn niet heel overgekomen", "the rows did not arrive whole");
}

/* So that `need` bytes stand at r->from, when the file has them; *had: how many there are. */
static status fill(spool_reader *r, size_t need, size_t *had)
{
    if (r->bytes && r->from + need > r->room) {
        memmove(r->bytes, r->bytes + r->from, r->to - r->from);
        r->to -= r->from;
        r->from = 0;
    }
    if (need > r->room) {
        r->room = need > BUFFER ? need : BUFFER;
        char *larger = realloc(r->bytes, r->room);
        if (!larger)
            abort();
        r->bytes = larger;
    }
    for (ssize_t n = 1; n > 0 && r->to - r->from<need; r->to += n> 0 ? (size_t)n : 0) {
        n = pread(r->fd, r->bytes + r->to, r->room - r->to, r->at);
        if (n < 0)
            return broken();
        r->at += n;
    }
    *had = r->to - r->from < need ? r->to - r->from : need;
    return status_ok();
}

/* The fields' heads say where the next one begins; the record's slices are made when all of it is there, for filling moves. */
static status read_fields(spool_reader *r, size_t start, row_record *out, cell_kind *kinds)
{
    size_t need = start, had = 0;
    for (size_t i = 0; i < out->count; i++) {
        uint32_t length = 0;
        TRY(fill(r, need + FIELD_HEAD, &had));
        if (had < need + FIELD_HEAD)
            return broken();
        memcpy(&length, r->bytes + r->from + need, sizeof length);
        const unsigned char kind = (unsigned char)r->bytes[r->from + need + 4];
        if (length > CSV_RECORD_MAX || need + length > 2 * (size_t)CSV_RECORD_MAX || kind >= CELL_KINDS)
            return broken();
        kinds[i] = (cell_kind)kind;
        out->fields[i] = (slice){NULL, length};
        need += FIELD_HEAD + length;
    }
    TRY(fill(r, need, &had));
    if (had < need)
        return broken();
    const char *at = r->bytes + r->from + start;
    for (size_t i = 0; i < out->count; at += out->fields[i].length, i++)
        out->fields[i].at = at += FIELD_HEAD;
    r->from += need;
    return status_ok();
}

status spool_next(spool_reader *r, row_record *out, cell_kind *kinds, uint64_t *number, bool *more)
{
    uint32_t count = 0;
    size_t had = 0;
    TRY(fill(r, HEAD, &had));
    *more = had > 0;
    if (had == 0)
        return status_ok();
    if (had < HEAD)
        return broken();
    memcpy(&count, r->bytes + r->from, sizeof count);
    memcpy(number, r->bytes + r->from + 4, sizeof *number);
    if (count == 0 || count > CSV_FIELDS_MAX)
        return broken();
    out->count = count;
    return read_fields(r, HEAD, out, kinds);
}
