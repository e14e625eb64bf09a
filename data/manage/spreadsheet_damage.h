/* What a spreadsheet does to codes, dates and numbers: it makes dates of codes (3.4 becomes 3/apr), days of dates (31837), powers
 * of ten of long numbers (1,10E+05), and it knows no day before 1900. Says what happened to a value, and how to mend it. */
#ifndef MANAGE_SPREADSHEET_DAMAGE_H
#define MANAGE_SPREADSHEET_DAMAGE_H

#include "base/slice.h"
#include "data/manage/row_source.h"
#include "data/manage/template.h"

enum { DAMAGE_REASON = 300 };

/* For every value, before its rules: a cell that is no text where a text belongs, although it may read as a right one (3.40 as a
 * number is 3.4). True: it is to be refused for this reason, a Dutch sentence without a full stop. */
bool damage_of_cell(import_field field, slice value, cell_kind kind, char reason[DAMAGE_REASON]);

/* For a value that a rule has refused: true when a spreadsheet probably spoilt it, with a better reason. */
bool damage_of_text(import_field field, slice value, char reason[DAMAGE_REASON]);

/* Whether a text was read as Windows-1252 although it was UTF-8: Â° for °, Ã© for é. */
bool damage_of_encoding(slice value);

#endif
