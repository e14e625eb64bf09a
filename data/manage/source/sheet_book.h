/* A workbook of a spreadsheet program, read cell by cell with what each cell was: GDAL would give texts alone, and a code that
 * has become a date could not be told from one that is still a text. Only in the process that convert.h starts. */
#ifndef SOURCE_SHEET_BOOK_H
#define SOURCE_SHEET_BOOK_H

#include "base/text.h"
#include "data/manage/row_source.h"

enum { SHEETS_MOST = 100, SHEET_ROWS_MOST = 1048576 };

/* Gets a sheet: its cells from left to right, empty ones left out, and the end of every row that has any. */
typedef struct sheet_sink {
    void *context;
    status (*cell)(void *context, size_t column, slice chars, cell_kind kind);
    status (*row)(void *context, uint64_t number);
    bool enough; /* set by either: nothing more is read */
} sheet_sink;

typedef struct sheet_book {
    const char *names[SHEETS_MOST];
    size_t count;
    void *self;
    status (*rows)(void *self, size_t sheet, sheet_sink *to);
} sheet_book;

/* XLSX (ECMA-376 part 1) and ODS (OASIS OpenDocument 1.2). ST_BAD_INPUT: no such workbook, or a broken one. A date is its
 * YYYY-MM-DD, a yes or no is ja or nee; a date that XLSX cannot have (before 1 March 1900) is the number that it is there. */
MUST_USE status xlsx_open(const char *path, arena *a, sheet_book *out);
MUST_USE status ods_open(const char *path, arena *a, sheet_book *out);

#endif
