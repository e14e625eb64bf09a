#include "gml/formats/ogr_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* With "/vsi" GDAL opens databases too through its own file functions, and so through ours. */
#define PREFIX "/vsirisicolaag/"
#define INSTALLED "RISICOLAAG_FILES"

enum { FILES_MOST = 10, ASK_AFTER = 256 * 1024 };

typedef struct named_file {
    char name[100]; /* empty: it was removed */
    int file;
} named_file;

struct ogr_files {
    const file_sink *sink;
    const char *answer;
    named_file files[FILES_MOST];
    size_t count;
    size_t written; /* since the sink was asked */
    status failed;
};

typedef struct open_file {
    ogr_files *of;
    int file;
    off_t at;
    bool ended; /* a read reached the end */
} open_file;

/* --- Names: PREFIX, the address of the ogr_files, a slash, the name itself. GDAL passes nothing else of ours with a file, and
 * leaves the prefix out when it calls. --- */

static ogr_files *files_of(const char *path, const char **name)
{
    void *of = NULL;
    int length = 0;
    if (sscanf(path, "%p%n", &of, &length) != 1)
        return NULL;
    *name = path[length] == '/' ? path + length + 1 : "";
    return of;
}

static named_file *find(ogr_files *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (*name && strcmp(f->files[i].name, name) == 0)
            return &f->files[i];
    return NULL;
}

static void fail(ogr_files *f, status why)
{
    if (f->failed.code == ST_OK)
        f->failed = why;
}

static named_file *make(ogr_files *f, const char *name)
{
    if (f->count == FILES_MOST || strlen(name) >= sizeof f->files[0].name)
        return NULL;
    int file = f->sink->file;
    if (strcmp(name, f->answer) != 0) {
        const status made = f->sink->another(f->sink->context, &file);
        if (made.code != ST_OK) {
            fail(f, made);
            return NULL;
        }
    }
    named_file *n = &f->files[f->count++];
    snprintf(n->name, sizeof n->name, "%s", name);
    n->file = file;
    return n;
}

/* --- What GDAL calls (cpl_vsi.h) --- */

static int stat_file(void *unused, const char *path, VSIStatBufL *out, int flags)
{
    const char *name = NULL;
    ogr_files *f = files_of(path, &name);
    const named_file *n = f ? find(f, name) : NULL;
    (void)unused;
    (void)flags;
    if (f && !*name) {
        *out = (VSIStatBufL){.st_mode = S_IFDIR};
        return 0;
    }
    return n ? fstat64(n->file, out) : -1;
}

/* GDAL 3.6 calls unlink(2) instead of this, with the address and the name as a path, and there is no such file; so a file that it
 * would remove stays in the list, and is gone with the answer. */
static int unlink_file(void *unused, const char *path)
{
    const char *name = NULL;
    ogr_files *f = files_of(path, &name);
    named_file *n = f ? find(f, name) : NULL;
    (void)unused;
    if (!n || ftruncate(n->file, 0) != 0)
        return -1;
    n->name[0] = '\0';
    return 0;
}

static int rename_file(void *unused, const char *from, const char *to)
{
    const char *name = NULL, *wanted = NULL;
    ogr_files *f = files_of(from, &name);
    named_file *n = f ? find(f, name) : NULL;
    (void)unused;
    if (!n || files_of(to, &wanted) != f || find(f, wanted) || strlen(wanted) >= sizeof n->name)
        return -1;
    snprintf(n->name, sizeof n->name, "%s", wanted);
    return 0;
}

static int make_folder(void *unused, const char *path, long mode)
{
    (void)unused;
    (void)path;
    (void)mode;
    return 0;
}

/* As fopen(3): "w" truncates, the others keep what is there. */
static void *open_named(void *unused, const char *path, const char *access)
{
    const char *name = NULL;
    ogr_files *f = files_of(path, &name);
    named_file *n = f ? find(f, name) : NULL;
    (void)unused;
    if (f && !n && *name && (access[0] == 'w' || access[0] == 'a'))
        n = make(f, name);
    if (!n || (access[0] == 'w' && ftruncate(n->file, 0) != 0)) {
        errno = ENOENT;
        return NULL;
    }
    open_file *o = calloc(1, sizeof *o);
    if (!o)
        abort();
    *o = (open_file){.of = f, .file = n->file, .at = access[0] == 'a' ? lseek(n->file, 0, SEEK_END) : 0};
    return o;
}

static vsi_l_offset tell(void *file)
{
    return (vsi_l_offset)((open_file *)file)->at;
}

static int seek(void *file, vsi_l_offset offset, int whence)
{
    open_file *o = file;
    struct stat now = {0};
    if (whence == SEEK_END && fstat(o->file, &now) != 0)
        return -1;
    o->at = (whence == SEEK_SET ? 0 : whence == SEEK_CUR ? o->at : now.st_size) + (off_t)offset;
    o->ended = false;
    return 0;
}

static size_t read_file(void *file, void *to, size_t size, size_t count)
{
    open_file *o = file;
    size_t got = 0;
    for (ssize_t now = 1; now > 0 && got<size * count; got += now> 0 ? (size_t)now : 0)
        now = pread(o->file, (char *)to + got, size * count - got, o->at + (off_t)got);
    o->at += (off_t)got;
    o->ended = got < size * count;
    return size ? got / size : 0;
}

/* Does not ask every time: that costs a few system calls. */
static bool may_go_on(ogr_files *f, size_t bytes)
{
    f->written += bytes;
    if (f->failed.code == ST_OK && f->written >= ASK_AFTER) {
        f->written = 0;
        fail(f, f->sink->may_go_on(f->sink->context));
    }
    return f->failed.code == ST_OK;
}

static size_t write_file(void *file, const void *from, size_t size, size_t count)
{
    open_file *o = file;
    size_t put = 0;
    while (put < size * count && may_go_on(o->of, 0)) {
        const ssize_t now = pwrite(o->file, (const char *)from + put, size * count - put, o->at + (off_t)put);
        if (now <= 0)
            fail(o->of, encoder_no_disk("pwrite"));
        else
            put += (size_t)now;
    }
    o->at += (off_t)put;
    return may_go_on(o->of, put) && size ? put / size : 0;
}

static int at_end(void *file)
{
    return ((open_file *)file)->ended;
}

static int flush(void *file)
{
    return ((open_file *)file)->of->failed.code == ST_OK ? 0 : -1;
}

static int truncate_file(void *file, vsi_l_offset size)
{
    return ftruncate(((open_file *)file)->file, (off_t)size);
}

/* A file that was removed while it was open is gone now, as on a disk. */
static int close_file(void *file)
{
    const open_file *o = file;
    const int flushed = flush(file);
    bool named = false;
    for (size_t i = 0; i < o->of->count; i++)
        named = named || (o->of->files[i].file == o->file && *o->of->files[i].name);
    const bool emptied = named || ftruncate(o->file, 0) == 0;
    free(file);
    return emptied ? flushed : -1;
}

/* Once per process: GDAL knows the prefix from then on. */
static void install(const gdal_library *g)
{
    if (g->CPLGetConfigOption(INSTALLED, NULL))
        return;
    VSIFilesystemPluginCallbacksStruct *calls = g->VSIAllocFilesystemPluginCallbacksStruct();
    calls->stat = stat_file;
    calls->unlink = unlink_file;
    calls->rename = rename_file;
    calls->mkdir = make_folder;
    calls->open = open_named;
    calls->tell = tell;
    calls->seek = seek;
    calls->read = read_file;
    calls->eof = at_end;
    calls->write = write_file;
    calls->flush = flush;
    calls->truncate = truncate_file;
    calls->close = close_file;
    g->VSIInstallPluginHandler(PREFIX, calls);
    g->VSIFreeFilesystemPluginCallbacksStruct(calls);
    g->CPLSetConfigOption(INSTALLED, "YES");
}

/* --- Ours --- */

ogr_files *ogr_files_new(const gdal_library *g, const file_sink *sink, const char *own, arena *a)
{
    ogr_files *f = arena_alloc(a, sizeof *f);
    *f = (ogr_files){.sink = sink, .answer = own, .failed = status_ok()};
    install(g);
    return f;
}

const char *ogr_files_path(const ogr_files *f, const char *name, arena *a)
{
    return arena_printf(a, PREFIX "%p/%s", (const void *)f, name);
}

int ogr_files_find(const ogr_files *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0)
            return f->files[i].file;
    return -1;
}

status ogr_files_failed(const ogr_files *f)
{
    return f->failed;
}
