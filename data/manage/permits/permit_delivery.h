/* The daily deliveries of the Omgevingsloket in a folder (docs/permits.md): omv-VAN_TOT.jsonl, or the same packed by gzip
 * (.jsonl.gz), each with its omv-VAN_TOT.manifest.json. VAN and TOT are days: everything from the begin of VAN to the begin of
 * TOT. */
#ifndef MANAGE_PERMIT_DELIVERY_H
#define MANAGE_PERMIT_DELIVERY_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PERMIT_DELIVERIES_MOST = 10000, PERMIT_LINES_MOST = 1000000 };

typedef struct permit_delivery {
    const char *name, *path, *manifest; /* name: of the file, without its folder */
    const char *van, *tot;              /* YYYY-MM-DD */
} permit_delivery;

typedef struct permit_deliveries {
    permit_delivery *items; /* by van, then tot */
    size_t count;
} permit_deliveries;

/* The files of the folder with such a name, also when their manifest is not there (yet). ST_BAD_INPUT: the folder cannot be
 * read, or holds too many. */
MUST_USE status permit_deliveries_find(const char *folder, arena *a, permit_deliveries *out);

/* The SHA-256 that its manifest gives, in lower case; ST_BAD_INPUT when there is no manifest about these days. */
MUST_USE status permit_delivery_sum(const permit_delivery *d, arena *a, const char **out);

/* Whether the delivery is whole: its manifest is there, is about this file, and its sum and number of lines are right.
 * ST_BAD_INPUT says what is not: then the day counts as not delivered. Reads the file to its end. */
MUST_USE status permit_delivery_check(const permit_delivery *d, arena *a);

typedef struct permit_lines permit_lines;
/* Its lines, one by one. Closed with the arena. */
MUST_USE status permit_lines_open(const permit_delivery *d, arena *a, permit_lines **out);
/* *line is valid until the next call; *more false: the end. Empty lines are passed over. ST_BAD_INPUT for a line that is too
 * long, too many of them, and a packed file that is damaged. */
MUST_USE status permit_lines_next(permit_lines *l, slice *line, bool *more);
int64_t permit_lines_number(const permit_lines *l); /* of the line that was read last, from 1; empty ones count */

#endif
