/* Whether a file is the CSV that the program reads, and if not, what it is: reports one cause and its remedy, instead of refusing
 * every row. */
#ifndef MANAGE_CSV_FORM_H
#define MANAGE_CSV_FORM_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_HEAD = 64 * 1024 }; /* enough of a file to see what it is */

/* head: the beginning of the file, up to CSV_HEAD bytes or all of it. *skip: bytes before the first row, byte order marks and a
 * line "sep=;" (which Excel reads and does not show); *lines: how many lines that are. ST_BAD_INPUT names the cause: a workbook,
 * UTF-16, NUL bytes, line ends of CR alone, another separator. */
MUST_USE status csv_form(const char *head, size_t length, size_t *skip, uint64_t *lines);

/* The first byte that is not UTF-8 (RFC 3629), and the line that it is on (from 1). False when there is none, or the file cannot
 * be read again. */
bool csv_find_bad_byte(const char *path, uint64_t *line, unsigned char *byte);

#endif
