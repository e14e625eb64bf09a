/* The first row of a CSV file: the names of the columns. Text above it, or a missing header, is reported as one cause with its
 * remedy. */
#ifndef MANAGE_CSV_HEADER_H
#define MANAGE_CSV_HEADER_H

#include "data/manage/csv.h"

/* In capitals or small letters, with or without blanks around it. */
bool csv_is_name(slice field, const char *name);

/* Reads the first row. names: those that it may hold. ST_BAD_INPUT: the file is empty, or the row holds none of them; the message
 * says on which line they are, when that is one of the next lines. */
MUST_USE status csv_read_header(csv_reader *r, const char *const *names, size_t count, csv_record *out);

#endif
