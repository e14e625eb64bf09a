/* Loads a file of the template's rows into the store: every row checked, all rows or none. They are added to what there is; or
 * they are, from then on, all the rows of one gemeente (replace.h).
 *
 * The file: row_source.h, with these columns in any order, under these names or under names that mean the same (column_map.h):
 * id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;geschrapt;geometry
 * and, if it is there, eigen_kenmerk.
 */
#ifndef MANAGE_IMPORT_H
#define MANAGE_IMPORT_H

#include "data/manage/column_map.h"
#include "data/manage/marked.h"
#include "data/manage/replace.h"
#include "data/manage/safety_copy.h"
#include "data/store/writer.h"

#include <stdio.h>

typedef struct import_settings {
    const char *path;
    const char *layer; /* of a file with several layers or sheets; NULL: the only one */
    column_wish columns;
    bool mark;            /* the faults of the rows are kept, so that marked_write can give the file back with them */
    FILE *say;            /* what the file is, before anything else, and which columns are not read; Dutch. NULL: nowhere */
    const char *store;    /* its file: safety copies lie beside it */
    int64_t copy_days;    /* the gemeente's safety copies of longer ago are removed after a new one; 0: none is */
    const char *nis_code; /* every row must be this gemeente's; NULL: rows of any */
    bool replace;         /* of that gemeente the file has all rows; a safety copy is written first */
    bool restores;        /* with replace: the file is what a backup has, so removed rows come back and there may be none */
    bool force;           /* with replace: also past the locks that somebody holds (data/store/locks.h) */
    bool check;           /* only looks: nothing is written */
    bool repair;          /* an invalid contour is repaired when its area stays nearly the same; each is told as a warning */
    /* Refused values and warnings, as CSV regel;kolom;veld;waarde;reden;code: its form is stable, and so are the codes. No
     * regel: it is about the fields of a map file, not about a row. The
     * reason of a warning begins with "waarschuwing: "; there are none when values were refused. Nothing is written when all is
     * well. Values are made harmless: control characters are shown as pictures, and what a spreadsheet would calculate is
     * guarded. */
    FILE *report;
    uint64_t errors;   /* at most so many lines about refused values */
    uint64_t warnings; /* at most so many lines about warnings */
    bool exact;        /* texts are taken as they are: their guard against being calculated (base/formula.h) is not taken off */
    int64_t now;       /* seconds since 1970: goes into aangemaakt_op */
} import_settings;

typedef struct import_result {
    const marked *marked;   /* NULL: not asked, there are no faults of rows, or the file breaks off; lives as long as the arena */
    uint64_t rows, refused; /* of the file; with one refused value or more */
    status cause;           /* not ST_OK: what is wrong with the file as a whole, so that no further rows were checked */
    bool broken;            /* the file cannot be read on from some row: further rows were not seen */
    uint64_t errors;        /* refused values, also those beyond the limit of the report */
    uint64_t invalid;       /* rows loaded although their contour crosses itself: it must not vanish from the map */
    uint64_t repaired;      /* rows whose contour did so, and was repaired */
    uint64_t doubles;       /* rows loaded although the same one was there already, in the store or the file */
    uint64_t twins;         /* of them, those that are in the file more than once */
    uint64_t warnings;      /* of the kinds here together, also those beyond the limit of the report */
    uint64_t outside;       /* rows loaded although their contour lies outside their gemeente's box */
    replace_result replaced; /* of a replacement: also without changes, and of a check */
    int64_t passed_locks;    /* when the last lock ends that it went past, in seconds since 1970; 0: none */
    safety_copy copy;        /* its paths are NULL when nothing changed */
    status after;            /* of the copy after it: not ST_OK when that could not be written, although the rows were */
} import_result;

/* Fails when the file, the store or the gemeente cannot be used at all, or the safety copy cannot be written. With result.errors
 * > 0 the store is as it was. */
MUST_USE status import_file(const import_settings *settings, writer *w, arena *a, import_result *out);

#endif
