/* A test's own folder, deleted with the arena. */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include "base/arena.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static inline void scratch_remove(void *handle)
{
    const char *folder = handle;
    DIR *entries = opendir(folder);
    for (const struct dirent *e; entries && (e = readdir(entries));)
        unlinkat(dirfd(entries), e->d_name, 0);
    if (entries)
        closedir(entries);
    rmdir(folder);
}

static inline const char *scratch_folder(arena *a)
{
    char *folder = arena_strdup(a, "/tmp/risicolaag_unit_XXXXXX");
    if (!mkdtemp(folder))
        abort();
    arena_defer(a, scratch_remove, folder);
    return folder;
}

#endif
