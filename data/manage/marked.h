/* A copy of a file that was refused, for whoever must mend it: the same rows in the same order, with what is wrong in two columns
 * behind them, fout and fout_kolom. An import reads it back and passes those two over. */
#ifndef MANAGE_MARKED_H
#define MANAGE_MARKED_H

#include "data/manage/marks.h"
#include "data/manage/out_file.h"
#include "data/manage/row_source.h"

typedef struct marked {
    row_source *source; /* read once more from its start */
    const char *const *names;
    size_t name_count; /* those that its columns may have */
    marks *marks;
    arena *arena;
} marked;

/* A row on its way to a copy: `count` fields of the file, then fault and where, then the fields beyond the first row's. */
typedef struct marked_row {
    const slice *fields;
    const bool *wrong; /* of each field */
    size_t count;
    slice fault, where;
    const slice *surplus;
    size_t surplus_count;
    uint64_t number;
} marked_row;

/* Gives the first row and then every row to `row`, until it fails. */
MUST_USE status marked_each(const marked *m, status (*row)(void *context, const marked_row *r), void *context);

/* XLSX when its name ends in .xlsx, else CSV (UTF-8 with its mark, guarded against formulas). ST_BAD_INPUT: the file cannot be
 * read again, a text fits in no cell, or the disk is full. */
MUST_USE status marked_write(const marked *m, const out_file *to);

/* marked_xlsx.c: all cells are texts, so that a spreadsheet leaves them alone; those that are wrong are red. The first sheet says
 * in Dutch what to do. path: of a regular file, which is overwritten. */
MUST_USE status marked_write_xlsx(const marked *m, const char *path);

#endif
