#include "bench/memory_files.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MOST = 4096 };

struct memory_files {
    const char *folder;
    memory_file all[FILES_MOST];
    size_t count;
    size_t next; /* names come in turn: the search begins where the last one ended */
};

memory_files *memory_files_new(const char *folder)
{
    memory_files *f = calloc(1, sizeof *f);
    if (f)
        f->folder = folder;
    return f;
}

static memory_file map_file(const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat about;
    memory_file made = {.name = strdup(name), .bytes = ""};
    snprintf(path, sizeof path, "%s%s", folder, name);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &about) == 0 && about.st_size > 0) {
        void *mapped = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        if (mapped != MAP_FAILED) {
            made.bytes = mapped;
            made.size = (size_t)about.st_size;
        }
    }
    if (fd >= 0)
        close(fd);
    return made;
}

const memory_file *memory_files_find(memory_files *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++) {
        const size_t at = (f->next + i) % f->count;
        if (strcmp(f->all[at].name, name) == 0) {
            f->next = at + 1;
            return &f->all[at];
        }
    }
    if (f->count == FILES_MOST)
        return NULL;
    f->all[f->count] = map_file(f->folder, name);
    return &f->all[f->count++];
}
