/* The whole file is mapped, so that pages are read in place and not copied: for a box among 300,000 rows copying pages was a
 * fifth of the work. The touched part of the map counts as the worker's memory until it is released, so it is released from time
 * to time; the pages stay in the system's cache. */
#include "data/store/spatialite/connection.h"

#include <sys/mman.h>
#include <sys/resource.h>

/* A fault maps the 64 KiB around it (Linux, fault_around_bytes), so this many are at most 128 MiB. */
enum { FAULTS_MOST = 2048, CALLS_PER_LOOK = 8 };

static long faults_so_far(void)
{
    struct rusage used;
    return getrusage(RUSAGE_SELF, &used) == 0 ? used.ru_minflt : 0;
}

/* SQLite's own address of this byte in the map (https://sqlite.org/c3ref/io_methods.html, xFetch); NULL: it is not mapped. */
static char *mapped_at(sqlite3_file *file, sqlite3_int64 offset)
{
    void *at = NULL;
    if (file->pMethods->xFetch(file, offset, 1, &at) != SQLITE_OK || !at)
        return NULL;
    file->pMethods->xUnfetch(file, offset, at);
    return at;
}

/* How many bytes of the file are mapped according to SQLite: not the file's size, which may have grown since. The memory beyond
 * them belongs to others. */
static size_t mapped_length(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_int64 mapped = 0, not_mapped = size;
    while (not_mapped - mapped > 1) {
        const sqlite3_int64 middle = mapped + (not_mapped - mapped) / 2;
        if (mapped_at(file, middle))
            mapped = middle;
        else
            not_mapped = middle;
    }
    return (size_t)mapped;
}

static void give_back(spatialite *s)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods || file->pMethods->iVersion < 3 || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return;
    char *at = mapped_at(file, 0);
    if (at)
        madvise(at, mapped_length(file, size), MADV_DONTNEED); /* pages of a file: they are mapped again when needed */
}

void mmap_trim(spatialite *s)
{
    const long faults = faults_so_far();
    if (faults - s->map.faults < FAULTS_MOST)
        return;
    give_back(s);
    s->map.faults = faults;
}

void mmap_trim_sometimes(spatialite *s)
{
    if (++s->map.calls % CALLS_PER_LOOK == 0)
        mmap_trim(s);
}
