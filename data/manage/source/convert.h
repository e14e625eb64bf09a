/* Turns a file that GDAL or libxml2 reads into rows of texts, in a process of its own.
 *
 * The file came from anyone, and the libraries that read it have had their faults. So they get no more than a process that can
 * lose nothing: it has no network, starts no program, has bounds on memory and time, and hands over rows and a sentence. All of
 * them are there before the import looks at the first one. */
#ifndef SOURCE_CONVERT_H
#define SOURCE_CONVERT_H

#include "data/manage/source/file_kind.h"
#include "data/manage/source/spool.h"

/* What the other process tells besides its rows: in memory that both have. */
typedef struct convert_said {
    status done;
    bool finished;
    uint64_t rows, at; /* without the row of names; the row that was read when it went wrong, 0: none yet */
    char nl[256];      /* what the file is, to be read after "dit is" */
    char page[128];    /* the name of the sheet; "" for a file that has none */
} convert_said;

typedef struct convert_request {
    const char *path;
    file_kind kind;           /* not FILE_TEXT */
    const char *layer;        /* the layer or sheet that is asked for; NULL: the only one */
    const char *const *names; /* those that the columns may have: they tell a sheet with rows from one with explanations */
    size_t name_count;
} convert_request;

typedef struct converted {
    int fd; /* of the spool: its first row holds the names of the columns. Closed with the arena */
    convert_said said;
} converted;

/* ST_BAD_INPUT: what is wrong with the file, with said.at; also when its reader died or ran out of memory or time. */
MUST_USE status convert_file(const convert_request *r, arena *a, converted *out);

/* spool_source.c: converts the file, and gives its rows. kind: not FILE_TEXT. */
MUST_USE status spool_source_open(const row_source_wanted *w, file_kind kind, arena *a, row_source **out);

/* --- Inside that process: the first row is the names. Each fills said->nl and page --- */

/* convert_ogr.c: a shapefile in a ZIP, a GeoPackage, GeoJSON. Geometries come as WKT in Lambert 72, in a column "geometry". */
MUST_USE status convert_ogr(const convert_request *r, spool_writer *to, convert_said *said, arena *a);
/* convert_sheet.c: XLSX and ODS. */
MUST_USE status convert_sheet(const convert_request *r, spool_writer *to, convert_said *said, arena *a);

#endif
