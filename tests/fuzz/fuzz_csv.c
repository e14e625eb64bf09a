/* The CSV reader against any bytes: the records that it reads, written again with every field in quotes, must read back the same.
 */
#include "data/manage/csv.h"
#include "data/manage/csv_form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write_record(text *to, const csv_record *c)
{
    for (size_t f = 0; f < c->count; f++) {
        text_add(to, f ? ";\"" : "\"");
        for (size_t i = 0; i < c->fields[f].length; i++) {
            text_add_bytes(to, c->fields[f].at + i, 1);
            if (c->fields[f].at[i] == '"')
                text_add(to, "\"");
        }
        text_add(to, "\"");
    }
    text_add(to, "\r\n");
}

/* Returns the number of records; checks that places only go forward. */
static size_t copy_all(csv_reader *r, text *to)
{
    csv_record c;
    csv_place before = {0, 0};
    bool more = true;
    for (size_t count = 0;; count++) {
        const status s = csv_next(r, &c, &more);
        if (s.code != ST_OK) {
            must(s.code == ST_BAD_INPUT && csv_where(r).line >= before.line && csv_where(r).column > 0);
            return count;
        }
        if (!more)
            return count;
        must(c.count > 0 && c.count <= CSV_FIELDS_MAX && csv_bytes_read(r) <= csv_bytes_total(r));
        const csv_place place = csv_field_place(r, 0), last = csv_field_place(r, c.count - 1);
        must(place.line > before.line && place.column == 1 && last.line >= place.line);
        before = place;
        write_record(to, &c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    size_t skip = 0;
    uint64_t lines = 0;
    must(csv_form((const char *)data, size, &skip, &lines).code != ST_OK || (skip <= size && lines <= 1));
    text once = text_new(a), twice = text_new(a);
    const size_t records = copy_all(csv_open_memory((const char *)data, size, a), &once);
    must(copy_all(csv_open_memory(once.chars, once.length, a), &twice) == records);
    must(once.length == twice.length && memcmp(once.chars, twice.chars, once.length) == 0);
    arena_free(a);
    return 0;
}
