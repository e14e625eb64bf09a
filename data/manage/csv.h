/* CSV, record by record: UTF-8 with or without byte order mark, `;` between fields, RFC 4180 quotes (a field may hold newlines),
 * CRLF or LF. ="007" is the text 007: people write that to keep a spreadsheet from turning it into a number.
 *
 * Memory holds one record, which is at most CSV_RECORD_MAX bytes. Skipped: empty lines, rows of nothing but semicolons, and a
 * first line "sep=;". */
#ifndef MANAGE_CSV_H
#define MANAGE_CSV_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>

enum { CSV_FIELDS_MAX = 256, CSV_RECORD_MAX = 16 * 1024 * 1024 };

typedef struct csv_reader csv_reader;

typedef struct csv_record {
    slice fields[CSV_FIELDS_MAX + 1]; /* unquoted; valid until the next csv_next. Nothing is read into the last one */
    size_t count;
} csv_record;

/* Where a person finds it in an editor: both count from 1; column in characters (code points). */
typedef struct csv_place {
    uint64_t line, column;
} csv_place;

/* The reader lives in the arena. ST_NOT_FOUND or ST_BAD_INPUT when the file cannot be read, or is not such a CSV (csv_form.h). */
MUST_USE status csv_open(const char *path, arena *a, csv_reader **out);
/* From the start of a file that this program wrote itself and goes on to hold: its form is not looked at. */
MUST_USE status csv_open_own(FILE *file, arena *a, csv_reader **out);
csv_reader *csv_open_memory(const char *bytes, size_t length, arena *a);

/* *more false: the end. ST_BAD_INPUT: not CSV; csv_where says where, and reading ends there, for nothing after it can be trusted.
 */
MUST_USE status csv_next(csv_reader *r, csv_record *out, bool *more);

/* Leaves out empty fields after the first `keep`: a spreadsheet writes semicolons for columns that were used once. */
void csv_drop_tail(csv_record *row, size_t keep);

/* Without the guard that csv_write_row puts before a formula. */
slice csv_unguarded(slice field);
/* What a person means by a field that is a name, a code or a number: unguarded, without blanks around it. */
slice csv_value(slice field);

/* Where field `index` (or, beyond the last, the end) of the record read last begins. */
csv_place csv_field_place(const csv_reader *r, size_t index);
csv_place csv_where(const csv_reader *r); /* of the failure */

bool csv_has_mark(const csv_reader *r); /* it began with a byte order mark of UTF-8 */

uint64_t csv_bytes_read(const csv_reader *r);  /* up to the end of the record read last */
uint64_t csv_bytes_total(const csv_reader *r); /* 0 when not known */

#endif
