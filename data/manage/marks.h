/* The faults of a file, row by row, on their way to a copy of it that has them beside the rows (marked.h). On disk: there may be
 * some for every row. */
#ifndef MANAGE_MARKS_H
#define MANAGE_MARKS_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#include <stdint.h>

typedef struct marks marks;

enum { MARK_TEXT = 400, MARKS_OF_ROW = 64 };

typedef struct row_mark {
    uint64_t row;  /* from 0 */
    size_t column; /* of the file, from 0; SIZE_MAX: the row as a whole */
    char reason[MARK_TEXT];
} row_mark;

/* Empty; its file is made with the first mark, and closed with the arena. */
marks *marks_new(arena *a);
/* In the order of rows. A disk that is full shows in marks_first. */
void marks_add(marks *m, uint64_t row, size_t column, const char *reason);
uint64_t marks_count(const marks *m);

/* Reads from the start. ST_BAD_INPUT: they could not be kept; ST_INTERNAL: what was kept cannot be read. */
MUST_USE status marks_first(marks *m);
/* The marks of this row, which must not lie before the one asked last; at most MARKS_OF_ROW, the others are passed over.
 * ST_INTERNAL like marks_first. */
MUST_USE status marks_of(marks *m, uint64_t row, row_mark *out, size_t *count);

#endif
