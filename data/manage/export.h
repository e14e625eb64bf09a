/* Writes risk locations as the CSV template, so that an import of the file gives the same rows again (all that the template has:
 * import.h). */
#ifndef MANAGE_EXPORT_H
#define MANAGE_EXPORT_H

#include "data/store/writer.h"

typedef struct export_settings {
    const char *store;    /* its file, which is never written over (out_file.h) */
    const char *path;     /* "-": standard output. An existing file is replaced once everything has been written, not before. */
    const char *nis_code; /* NULL: every gemeente */
    bool exact;           /* texts as they are: without a guard against being calculated (base/formula.h), and no byte order mark.
                             Import such a file exactly too. */
} export_settings;

/* UTF-8 with byte order mark, CRLF, geometry as WKT in EPSG:31370 with the coordinates to the last bit. ST_BAD_INPUT: no such
 * gemeente, the file cannot be written, or a row cannot (its geometry is not a multipolygon). */
MUST_USE status export_csv(const export_settings *settings, writer *w, arena *a, uint64_t *rows);

#endif
