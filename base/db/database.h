/* The only place that opens a SQLite file, so that every connection is hardened alike (https://sqlite.org/security.html). */
#ifndef BASE_DB_DATABASE_H
#define BASE_DB_DATABASE_H

#include "base/status.h"

#include <sqlite3.h>
#include <stdint.h>

typedef struct database_use {
    bool writes; /* false: read-only */
    /* For SpatiaLite's own writer only: its triggers call functions that SQLite does not consider innocuous, its SQL puts texts
     * in double quotes, and we fill the shadow tables of an R-tree ourselves. So nothing below "Every connection" holds for
     * it. */
    bool runs_spatialite;
    int busy_ms;          /* how long to wait for a lock of another connection */
    int attached;         /* how many other files may be attached */
    int64_t mapped_bytes; /* of the file that are mapped into memory; 0: pages are copied */
    int cache_kib;        /* for pages; 0: SQLite's default */
} database_use;

/* Opens an existing file; never makes one (base/beside.h does that). For one thread at a time, with extended result codes. Every
 * connection but SpatiaLite's writer: no trigger or view of the file runs functions that reach outside it, no SQL damages the
 * file's format, and a name in double quotes that is not a column is an error instead of a text. False: it cannot be opened; *out
 * may then be NULL and can be passed to sqlite3_errmsg. Always close *out with sqlite3_close. */
MUST_USE bool database_open(const char *path, database_use use, sqlite3 **out);

#endif
