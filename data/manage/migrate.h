/* An old inventory, of rubrieken on parcels (risicogronden), becomes risk locations: one for each rubriek on each parcel, with
 * the parcel's contour (docs/migration.md; domain rules 11 and 12).
 *
 * The file: row_source.h, with the columns capakey, rubriek, bron, startdatum, einddatum, omv_nummer, iioa_nummer, omschrijving,
 * and, if it is there, gemeente_nis. Others are passed over. */
#ifndef MANAGE_MIGRATE_H
#define MANAGE_MIGRATE_H

#include "data/store/old_inventory.h"

#include <stdio.h>

typedef struct migrate_settings {
    const char *path;
    const char *layer;        /* of a file with several layers or sheets; NULL: the only one */
    const char *columns;      /* "rubriek=RUBR,bron=": what columns of the file are called otherwise, or not there; NULL: none */
    const text_list *without; /* names of columns that the file does not have */
    const char *store, *keys; /* the store's file and that of the service keys, for the backups */
    const char *backups;      /* the folder for these; it is made when it is not there */
    const char *report;       /* a folder: NIS.csv of each gemeente gets what was left out and why; NULL: nowhere */
    const char *nis_code;     /* this gemeente alone, also by a code that ended; NULL: all */
    bool check;               /* only looks */
    bool again;               /* what was made once, and was removed since, is made once more */
    FILE *say;                /* what the file is, and which columns are not read; Dutch */
    int64_t now;              /* seconds since 1970 */
} migrate_settings;

/* What became of a gemeente. With a line that is wrong nothing of the gemeente is made. */
typedef struct migrate_outcome {
    old_gemeente of;
    bool done; /* what was to be made is; also when that was nothing */
} migrate_outcome;

typedef struct migrate_result {
    uint64_t lines; /* of the file */
    migrate_outcome *gemeenten;
    size_t count;
    const char *before, *after; /* backups of the store; NULL: nothing was to be made */
    status not_after;           /* not ST_OK: why there is none of after, although the records were made */
} migrate_result;

/* A gemeente is a transaction, so one that is cut off goes on where it was; lines that were made before are not made again. Fails
 * when the file, the store or a folder cannot be used at all. */
MUST_USE status migrate_file(const migrate_settings *settings, writer *w, arena *a, migrate_result *out);

#endif
