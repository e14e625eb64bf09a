/* The first row of a CSV file: the names of the columns. What people put above it or forget is told as one cause with its cure.
 */
#ifndef MANAGE_CSV_HEADER_H
#define MANAGE_CSV_HEADER_H

#include "data/manage/csv.h"

/* In capitals or small letters, with or without blanks around it. */
bool csv_is_name(slice field, const char *name);

/* Reads the first row. names: those that it may hold. ST_BAD_INPUT: the file is empty, or the row holds none of them; the message
 * says on which line they do stand, when that is one of the next. */
MUST_USE status csv_read_header(csv_reader *r, const char *const *names, size_t count, csv_record *out);

#endif
