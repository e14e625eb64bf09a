/* Rows on their way from another process, through a file without a name: numbers and texts, each with its length.
 *
 * Whoever writes it has read a file that came from anyone (convert.h), so the reader trusts none of its lengths. A row: how many
 * fields (4 bytes) and its number (8), then of each field its length (4), its kind (1) and its bytes. Numbers as this machine has
 * them: it is the same machine. */
#ifndef SOURCE_SPOOL_H
#define SOURCE_SPOOL_H

#include "data/manage/row_source.h"

/* --- Writing --- */

typedef struct spool_writer {
    FILE *to;
    text row;
    uint32_t fields;
    uint64_t number, rows, bytes;
} spool_writer;

/* Into this file, which stays the caller's. */
spool_writer spool_writer_new(FILE *to, arena *a);
/* number: of the row in its file. Rows without any text are left out. */
void spool_row(spool_writer *w, uint64_t number);
/* Beyond CSV_FIELDS_MAX fields an empty one is dropped; any other is counted and refused at the end of the row. */
void spool_field(spool_writer *w, slice chars, cell_kind kind);
/* ST_BAD_INPUT: too many fields, a row that is too long, or the disk is full. */
MUST_USE status spool_row_end(spool_writer *w);

/* --- Reading --- */

typedef struct spool_reader spool_reader;

/* A reading of its own from the start of the file behind fd, which must stay open as long; its room is the arena's. */
spool_reader *spool_reader_new(int fd, arena *a);
/* *more false: the end. ST_BAD_INPUT: what is there is no spool. kinds: CSV_FIELDS_MAX of them. */
MUST_USE status spool_next(spool_reader *r, row_record *out, cell_kind *kinds, uint64_t *number, bool *more);

#endif
