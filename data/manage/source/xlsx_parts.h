/* The parts of an XLSX that its cells refer to (ECMA-376 part 1): shared texts (§18.4), styles (§18.8), sheets (§18.2.20). */
#ifndef SOURCE_XLSX_PARTS_H
#define SOURCE_XLSX_PARTS_H

#include "data/manage/source/sheet_book.h"

typedef struct xlsx_parts {
    slice *texts; /* shared */
    size_t text_count, text_room;
    bool *dates; /* of each style of a cell: numbers are shown as dates */
    size_t style_count, style_room;
    bool from_1904;                                        /* §18.17.4.1: days are counted from 1 January 1904 */
    const char *names[SHEETS_MOST], *entries[SHEETS_MOST]; /* of the sheets */
    size_t count;
} xlsx_parts;

/* Reads all of them. ST_BAD_INPUT: a broken workbook; ST_NOT_FOUND: it names no sheets. */
MUST_USE status xlsx_parts_read(const char *path, arena *a, xlsx_parts *out);

/* Whether a form of numbers (§18.8.31) is one of dates: it has a letter of dates outside of quotes and brackets. */
bool xlsx_is_date_form(const char *form);

/* In place, _x0041_ as the character that it stands for (§22.9.2.19). Returns the new length. */
size_t xlsx_unescape(char *chars, size_t length);

#endif
