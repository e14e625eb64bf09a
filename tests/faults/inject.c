#include "tests/faults/inject.h"

#include <errno.h>
#include <geos_c.h>
#include <proj.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

enum { STEPS = 20 }; /* at most this many steps between calls of the progress handler */

const char *const fault_names[FAULT_COUNT] = {"none",
                                              "others go first",
                                              "the client is gone",
                                              "time is over",
                                              "a literal takes too long",
                                              "SQLite is interrupted",
                                              "a library fails",
                                              "a call of SQLite fails",
                                              "SQLite lacks memory once",
                                              "SQLite lacks memory",
                                              "the disk fails",
                                              "memory is lacking"};

static struct {
    fault kind;
    unsigned at, calls;
    bool watch_stops;
    double seconds; /* that the clock is ahead */
} now;

void fault_arm(fault kind, unsigned n)
{
    memset(&now, 0, sizeof now);
    now.kind = kind;
    now.at = n;
}

bool fault_disarm(void)
{
    const bool reached = now.calls >= now.at;
    memset(&now, 0, sizeof now);
    return reached;
}

/* Counts a call of this kind; true if it is the one that must fail. */
static bool here(fault kind)
{
    return now.kind == kind && ++now.calls == now.at;
}

fault fault_takes_watch(void)
{
    const fault stops = now.watch_stops ? now.kind : FAULT_NONE;
    now.watch_stops = false;
    return stops;
}

/* --- Time. The product reads the clock wherever it may stop, so each reading is a place to stop. --- */

int __real_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_gettime(clockid_t id, struct timespec *t)
{
    if (here(FAULT_BUSY) || here(FAULT_GONE)) {
        now.watch_stops = true;
        now.seconds += 0.2; /* so that the watch is asked again */
    }
    if (here(FAULT_TIME))
        now.seconds += 1e6;
    if (here(FAULT_COMPLEX))
        now.seconds += 4;
    /* Otherwise it stands still, so that a busy machine causes no timeouts. */
    const double past = 1000 + now.seconds;
    if (id == CLOCK_REALTIME)
        return __real_clock_gettime(id, t);
    *t = (struct timespec){(time_t)past, (long)((past - (double)(time_t)past) * 1e9)};
    return 0;
}

/* --- SQLite --- */

static struct {
    int (*call)(void *);
    void *context;
    sqlite3 *db;
} progress;

static int on_progress(void *context)
{
    (void)context;
    if (here(FAULT_INTERRUPT))
        sqlite3_interrupt(progress.db);
    return progress.call(progress.context);
}

void __real_sqlite3_progress_handler(sqlite3 *db, int steps, int (*call)(void *), void *context);
void __wrap_sqlite3_progress_handler(sqlite3 *db, int steps, int (*call)(void *), void *context);
void __wrap_sqlite3_progress_handler(sqlite3 *db, int steps, int (*call)(void *), void *context)
{
    progress.call = call;
    progress.context = context;
    progress.db = db;
    __real_sqlite3_progress_handler(db, steps < STEPS ? steps : STEPS, on_progress, NULL);
}

#define WRAP(kind, type, failing, name, parameters, ...)          \
    type __real_##name parameters;                                \
    type __wrap_##name parameters;                                \
    type __wrap_##name parameters                                 \
    {                                                             \
        return here(kind) ? failing : __real_##name(__VA_ARGS__); \
    }

WRAP(FAULT_CALL, int, SQLITE_IOERR, sqlite3_step, (sqlite3_stmt * s), s)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_prepare_v2,
     (sqlite3 * db, const char *sql, int n, sqlite3_stmt **out, const char **tail), db, sql, n, out, tail)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_prepare_v3,
     (sqlite3 * db, const char *sql, int n, unsigned flags, sqlite3_stmt **out, const char **tail), db, sql, n, flags, out, tail)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_bind_int64, (sqlite3_stmt * s, int i, sqlite3_int64 v), s, i, v)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_bind_double, (sqlite3_stmt * s, int i, double v), s, i, v)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_bind_text, (sqlite3_stmt * s, int i, const char *v, int n, void (*f)(void *)), s, i,
     v, n, f)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_bind_text64,
     (sqlite3_stmt * s, int i, const char *v, sqlite3_uint64 n, void (*f)(void *), unsigned char e), s, i, v, n, f, e)
WRAP(FAULT_CALL, int, SQLITE_NOMEM, sqlite3_bind_blob64,
     (sqlite3_stmt * s, int i, const void *v, sqlite3_uint64 n, void (*f)(void *)), s, i, v, n, f)
WRAP(FAULT_CALL, const unsigned char *, NULL, sqlite3_value_text, (sqlite3_value * v), v)
WRAP(FAULT_CALL, const unsigned char *, NULL, sqlite3_column_text, (sqlite3_stmt * s, int i), s, i)

const void *__real_sqlite3_value_blob(sqlite3_value *v);
const void *__wrap_sqlite3_value_blob(sqlite3_value *v);
const void *__wrap_sqlite3_value_blob(sqlite3_value *v)
{
    const void *bytes = __real_sqlite3_value_blob(v);
    return bytes && here(FAULT_CALL) ? NULL : bytes;
}

void __real_sqlite3_set_auxdata(sqlite3_context *c, int n, void *data, void (*drop)(void *));
void __wrap_sqlite3_set_auxdata(sqlite3_context *c, int n, void *data, void (*drop)(void *));
void __wrap_sqlite3_set_auxdata(sqlite3_context *c, int n, void *data, void (*drop)(void *))
{
    if (here(FAULT_CALL))
        drop(data);
    else
        __real_sqlite3_set_auxdata(c, n, data, drop);
}

static sqlite3_mem_methods memory;

static bool lacks(void)
{
    return here(FAULT_SQLITE) || here(FAULT_SQLITE_ON) || (now.kind == FAULT_SQLITE_ON && now.calls > now.at);
}

static void *allocate(int size)
{
    return lacks() ? NULL : memory.xMalloc(size);
}

static void *reallocate(void *old, int size)
{
    return lacks() ? NULL : memory.xRealloc(old, size);
}

void faults_begin(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
    sqlite3_mem_methods ours = memory;
    ours.xMalloc = allocate;
    ours.xRealloc = reallocate;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0); /* so that each allocation goes through us */
}

/* --- GEOS, PROJ, utf8proc (which fails only for want of memory) --- */

#define H GEOSContextHandle_t h
#define G const GEOSGeometry *
#define PREDICATE(name) WRAP(FAULT_LIBRARY, char, 2, name, (H, G one, G two), h, one, two)
#define PREPARED(name) WRAP(FAULT_LIBRARY, char, 2, name, (H, const GEOSPreparedGeometry *one, G two), h, one, two)
#define MAKER(name) WRAP(FAULT_LIBRARY, GEOSGeometry *, NULL, name, (H, G of), h, of)
#define MEASURE(name) WRAP(FAULT_LIBRARY, int, 0, name, (H, G of, double *out), h, of, out)

PREDICATE(GEOSContains_r)
PREDICATE(GEOSCovers_r)
PREDICATE(GEOSCrosses_r)
PREDICATE(GEOSEquals_r)
WRAP(FAULT_LIBRARY, char, 2, GEOSRelatePattern_r, (H, G one, G two, const char *pattern), h, one, two, pattern)
PREPARED(GEOSPreparedContains_r)
PREPARED(GEOSPreparedIntersects_r)
PREPARED(GEOSPreparedOverlaps_r)
PREPARED(GEOSPreparedTouches_r)
WRAP(FAULT_LIBRARY, char, 2, GEOSPreparedDistanceWithin_r, (H, const GEOSPreparedGeometry *one, G two, double d), h, one, two, d)
WRAP(FAULT_LIBRARY, char, 2, GEOSisEmpty_r, (H, G of), h, of)
WRAP(FAULT_LIBRARY, char, 2, GEOSisValid_r, (H, G of), h, of)
WRAP(FAULT_LIBRARY, const GEOSPreparedGeometry *, NULL, GEOSPrepare_r, (H, G of), h, of)
WRAP(FAULT_LIBRARY, int, -1, GEOSGetNumGeometries_r, (H, G of), h, of)
WRAP(FAULT_LIBRARY, int, -1, GEOSGeomTypeId_r, (H, G of), h, of)
WRAP(FAULT_LIBRARY, GEOSGeometry *, NULL, GEOSWKBReader_read_r, (H, GEOSWKBReader *r, const unsigned char *b, size_t n), h, r, b,
     n)
WRAP(FAULT_LIBRARY, GEOSGeometry *, NULL, GEOSDifference_r, (H, G one, G two), h, one, two)
MAKER(GEOSMakeValid_r)
MAKER(GEOSUnaryUnion_r)
MAKER(GEOSGeom_clone_r)
MAKER(GEOSGetCentroid_r)
MAKER(GEOSPointOnSurface_r)
MEASURE(GEOSArea_r)
MEASURE(GEOSLength_r)
MEASURE(GEOSGeomGetX_r)
MEASURE(GEOSGeomGetY_r)

GEOSGeometry *__real_GEOSGeom_createCollection_r(H, int type, GEOSGeometry **items, unsigned count);
GEOSGeometry *__wrap_GEOSGeom_createCollection_r(H, int type, GEOSGeometry **items, unsigned count);
GEOSGeometry *__wrap_GEOSGeom_createCollection_r(H, int type, GEOSGeometry **items, unsigned count)
{
    if (!here(FAULT_LIBRARY))
        return __real_GEOSGeom_createCollection_r(h, type, items, count);
    for (unsigned i = 0; i < count; i++) /* it takes ownership of them, also when it fails */
        GEOSGeom_destroy_r(h, items[i]);
    return NULL;
}

WRAP(FAULT_MEMORY, utf8proc_ssize_t, UTF8PROC_ERROR_NOMEM, utf8proc_map,
     (const utf8proc_uint8_t *from, utf8proc_ssize_t n, utf8proc_uint8_t **to, utf8proc_option_t options), from, n, to, options)
WRAP(FAULT_LIBRARY, PJ *, NULL, proj_create_crs_to_crs_from_pj,
     (PJ_CONTEXT * c, const PJ *from, const PJ *to, PJ_AREA *area, const char *const *options), c, from, to, area, options)
WRAP(FAULT_LIBRARY, PJ *, NULL, proj_normalize_for_visualization, (PJ_CONTEXT * c, const PJ *of), c, of)

size_t __real_proj_trans_generic(PJ *p, PJ_DIRECTION d, double *x, size_t sx, size_t nx, double *y, size_t sy, size_t ny,
                                 double *z, size_t sz, size_t nz, double *u, size_t su, size_t nu);
size_t __wrap_proj_trans_generic(PJ *p, PJ_DIRECTION d, double *x, size_t sx, size_t nx, double *y, size_t sy, size_t ny,
                                 double *z, size_t sz, size_t nz, double *u, size_t su, size_t nu);

/* Does not fail while squares are measured (gml/crs/crs_cells.c), which happens once: without squares each point goes to PROJ,
 * and the tenth of a millimetre may differ. */
size_t __wrap_proj_trans_generic(PJ *p, PJ_DIRECTION d, double *x, size_t sx, size_t nx, double *y, size_t sy, size_t ny,
                                 double *z, size_t sz, size_t nz, double *u, size_t su, size_t nu)
{
    enum { NODES = 9, TRIALS = 16 };
    if (nx != NODES && nx != TRIALS && here(FAULT_LIBRARY))
        return 0;
    return __real_proj_trans_generic(p, d, x, sx, nx, y, sy, ny, z, sz, nz, u, su, nu);
}

/* --- Memory of our own --- */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return here(FAULT_MEMORY) ? NULL : __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return here(FAULT_MEMORY) ? NULL : __real_calloc(count, size);
}

void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size)
{
    return here(FAULT_MEMORY) ? NULL : __real_realloc(old, size);
}

/* --- The file that an answer is made in. SQLite's own files are not opened through this. --- */

static int no_disk(void)
{
    errno = ENOSPC;
    return -1;
}

int __real_open(const char *path, int flags, mode_t mode);
int __wrap_open(const char *path, int flags, mode_t mode);
int __wrap_open(const char *path, int flags, mode_t mode)
{
    return here(FAULT_DISK) ? no_disk() : __real_open(path, flags, mode);
}

WRAP(FAULT_DISK, int, no_disk(), fstatvfs, (int file, struct statvfs *out), file, out)
WRAP(FAULT_DISK, int, no_disk(), ftruncate, (int file, off_t size), file, size)
WRAP(FAULT_DISK, ssize_t, no_disk(), pwrite, (int file, const void *bytes, size_t count, off_t at), file, bytes, count, at)
WRAP(FAULT_DISK, int, no_disk(), fstat, (int file, struct stat *out), file, out)
WRAP(FAULT_DISK, ssize_t, no_disk(), pread, (int file, void *bytes, size_t count, off_t at), file, bytes, count, at)

/* Drops the log of thousands of requests. Sanitizers do not report through this. */
ssize_t __real_write(int file, const void *bytes, size_t count);
ssize_t __wrap_write(int file, const void *bytes, size_t count);
ssize_t __wrap_write(int file, const void *bytes, size_t count)
{
    if (file == STDERR_FILENO)
        return (ssize_t)count;
    return here(FAULT_DISK) ? no_disk() : __real_write(file, bytes, count);
}
