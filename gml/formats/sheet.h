/* A workbook with one sheet: the page of it is XML in an archive, written row by row, so that a sheet of any length takes no more
 * memory than a row. XLSX and ODS each say in a sheet_form what a cell looks like.
 *
 * Everything that is not a number is a text: a date (Excel has none before 1900), a code like 3.4.1°a), a NIS code with a leading
 * zero. A text is never a formula. The geometry is two columns with a point in it (inner_point.h), or what the options say.
 */
#ifndef FORMATS_SHEET_H
#define FORMATS_SHEET_H

#include "gml/formats/inner_point.h"
#include "gml/formats/table_columns.h"
#include "gml/formats/wkt.h"
#include "gml/formats/zip_file.h"

typedef struct sheet sheet;

typedef struct sheet_form {
    const char *name;      /* of the format, in messages */
    size_t rows_most;      /* including the row of names; 0: no limit that we could reach */
    size_t text_most;      /* characters of a cell */
    const char *page_name; /* of its entry in the archive */
    /* Entries before the page. */
    status (*before)(sheet *s);
    void (*page_begin)(sheet *s), (*page_end)(sheet *s);
    void (*row_begin)(sheet *s), (*row_end)(sheet *s);
    /* Writes a cell. text: NUL-terminated; head: in the first row. */
    void (*text)(sheet *s, const char *text, bool head);
    void (*number)(sheet *s, const char *digits);
    void (*boolean)(sheet *s, bool yes);
    void (*nothing)(sheet *s);
} sheet_form;

struct sheet {
    encoding *e;
    const sheet_form *form;
    zip_file *archive;
    output *page; /* writes into the archive */
    status failed;
    table_columns table;
    inner_points *points; /* NULL: no point in the geometry is wanted */
    char *scratch;        /* for texts that need replacements; reused from one to the next */
    size_t scratch_room;
    size_t row, column; /* of the cell that is written, from 0 */
};

/* The options of csv, except those about separators. */
extern const format_option sheet_options[];

/* Makes e->state. */
void sheet_prepare(encoding *e, const sheet_form *form);
/* Writes the archive up to the first row. */
MUST_USE status sheet_begin_query(encoding *e);
/* Writes a row. */
MUST_USE status sheet_feature(encoding *e, const feature *f);
/* Writes the rest of the archive. */
MUST_USE status sheet_end_query(encoding *e);

/* Writes a whole entry. */
MUST_USE status sheet_entry(sheet *s, const char *name, bool packed, const char *content);

enum { SHEET_LETTERS = 16 };

/* What a spreadsheet calls the column with this number, from 0: "A", "Z", "AA", "ZZ", "AAA". In the room. */
const char *sheet_letters(size_t column, char room[SHEET_LETTERS]);

/* Room for `size` bytes of the sheet's own. */
char *sheet_scratch(sheet *s, size_t size);

#endif
