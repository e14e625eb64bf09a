/* Files below a folder as bytes in memory, for the ceilings of bin/bench. */
#ifndef BENCH_MEMORY_FILES_H
#define BENCH_MEMORY_FILES_H

#include <stddef.h>

typedef struct memory_file {
    char *name;
    const char *bytes;
    size_t size;
} memory_file;

typedef struct memory_files memory_files;

/* folder must outlive it. NULL: no memory. */
memory_files *memory_files_new(const char *folder);

/* The file with this name below the folder ("/name"), mapped when it is first asked for and kept until the process ends. An
 * unknown name has no bytes. NULL when too many have been asked for. */
const memory_file *memory_files_find(memory_files *f, const char *name);

#endif
