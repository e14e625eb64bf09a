/* Rows of the CSV that csv.h reads: `;` between fields, RFC 4180 quotes where they must be. */
#ifndef MANAGE_CSV_WRITE_H
#define MANAGE_CSV_WRITE_H

#include "base/slice.h"

#include <stdio.h>

/* Guarded: with the apostrophe before what a spreadsheet would take for a formula (base/formula.h), which csv_unguarded
 * takes off again. Exact: every value as it is, for programs. */
typedef enum csv_guard { CSV_EXACT, CSV_GUARDED } csv_guard;

/* NULL and empty are the same here. end: the line end. */
void csv_write_row(FILE *to, const slice *fields, size_t count, csv_guard guard, const char *end);

#endif
