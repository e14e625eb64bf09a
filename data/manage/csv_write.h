/* Rows of the CSV that csv.h reads: `;` between fields, RFC 4180 quotes where they must be. */
#ifndef MANAGE_CSV_WRITE_H
#define MANAGE_CSV_WRITE_H

#include "data/manage/slice.h"

#include <stdio.h>

/* NULL and empty are the same here. end: of the line. */
void csv_write_row(FILE *to, const slice *fields, size_t count, const char *end);
void csv_write_field(FILE *to, slice field);

#endif
