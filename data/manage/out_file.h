/* A file that a command writes for a person: whole or not at all, and never in the place of a store or of what is being read. */
#ifndef MANAGE_OUT_FILE_H
#define MANAGE_OUT_FILE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdio.h>

typedef struct out_file {
    FILE *to;
    const char *path, *aside; /* aside: NULL when writing directly, not to a regular file (a terminal, a pipe, /dev/full) */
} out_file;

/* Links are followed. input: the file that the command reads, NULL for none. ST_BAD_INPUT when the path is the store, what
 * belongs to it, the input, or any SQLite file; when it is a folder or a disk; and when it cannot be written. */
MUST_USE status out_file_open(const char *path, const char *store, const char *input, arena *a, out_file *out);

/* Of files that are to be written together, each once: ST_BAD_INPUT when two are the same one. NULL: that one is not asked for.
 */
MUST_USE status out_file_apart(const char *const *paths, size_t count, arena *a);

/* Writes all of a file, from its start, behind what `to` has. */
void out_file_copy(FILE *from, FILE *to);

/* To be called once for every opened file: what was written takes its place when `done` is ST_OK, and is dropped otherwise.
 * Returns `done`, or why it could not be written (a full disk). */
MUST_USE status out_file_close(const out_file *f, status done);

#endif
