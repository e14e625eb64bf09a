/* Key files: whole or not at all. For auth/ alone. */
#ifndef AUTH_DEMO_FILE_H
#define AUTH_DEMO_FILE_H

#include "base/arena.h"
#include "base/status.h"

#include <sys/types.h>

/* Whether there is a file of this name, whatever is in it. */
bool demo_file_exists(const char *path);

/* Never overwrites a file: *made is false when there was one already. ST_BAD_INPUT when it cannot be made. */
MUST_USE status demo_file_make(const char *path, mode_t mode, const char *content, arena *a, bool *made);

/* Replaces what was there. */
MUST_USE status demo_file_replace(const char *path, mode_t mode, const char *content, arena *a);

/* The whole file as a text in the arena. ST_BAD_INPUT when it cannot be read. */
MUST_USE status demo_file_read(const char *path, arena *a, const char **content);

#endif
