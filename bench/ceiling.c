/* The ceiling of bin/bench: a FastCGI program that does nothing but send bytes it has in memory.
 *
 * usage: bench_ceiling FOLDER     standard input is the listening socket; SCRIPT_NAME is a file below FOLDER, mapped at its first
 * use
 */
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MOST = 4096 };

typedef struct file {
    char *name;
    const char *bytes;
    size_t size;
} file;

typedef struct files {
    const char *folder;
    file all[FILES_MOST];
    size_t count;
    size_t next; /* names come in turn: the search begins where the last one ended */
} files;

/* An unknown name has no bytes. */
static file map_file(const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat about;
    file made = {.name = strdup(name), .bytes = ""};
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

static const file *find(files *f, const char *name)
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

static void send(FCGX_Stream *to, const file *found)
{
    FCGX_PutS("Status: ", to);
    FCGX_PutS(found && found->size ? "200" : "404", to);
    FCGX_PutS("\r\nContent-Type: application/octet-stream\r\n\r\n", to);
    for (size_t sent = 0; found && sent < found->size;) {
        const size_t left = found->size - sent, most = 1 << 20;
        const int took = FCGX_PutStr(found->bytes + sent, (int)(left < most ? left : most), to);
        if (took <= 0)
            return; /* the client is gone */
        sent += (size_t)took;
    }
}

int main(int count, char **arguments)
{
    files *f = calloc(1, sizeof *f);
    FCGX_Request r;
    if (!f || count != 2 || FCGX_Init() != 0 || FCGX_InitRequest(&r, STDIN_FILENO, 0) != 0)
        return 2;
    f->folder = arguments[1];
    while (FCGX_Accept_r(&r) == 0) {
        const char *name = FCGX_GetParam("SCRIPT_NAME", r.envp);
        send(r.out, find(f, name ? name : ""));
        FCGX_Finish_r(&r);
    }
    return 0;
}
