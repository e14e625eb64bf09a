/* The inside of a migration (migrate.h), for data/manage/migrate*.c alone. */
#ifndef MANAGE_MIGRATE_JOB_H
#define MANAGE_MIGRATE_JOB_H

#include "auth/scope.h"
#include "data/manage/migrate.h"
#include "data/manage/row_source.h"
#include "data/manage/template.h"

/* The columns of the file. */
typedef enum old_column {
    OLD_CAPAKEY,
    OLD_RUBRIEK,
    OLD_STARTDATUM,
    OLD_BRON,
    OLD_EINDDATUM,
    OLD_OMV_NUMMER,
    OLD_IIOA_NUMMER,
    OLD_OMSCHRIJVING,
    OLD_GEMEENTE_NIS,
    OLD_COLUMNS
} old_column;

typedef struct migrate_job {
    const migrate_settings *settings;
    writer *writer;
    arena *arena;
    const scope *who; /* the operator: every gemeente */
    known_facts known;
    const char *nis_code; /* of the settings, as it is now */
    row_source *source;
    row_record record;
    size_t column[OLD_COLUMNS];      /* of the file; CSV_FIELDS_MAX: it has none, so the field is empty */
    const char *theirs[OLD_COLUMNS]; /* what the caller calls each; "": it has none; NULL: he did not say */
    size_t width;
    bool cause_asked; /* whether one fault of the whole file explains them all */
    migrate_result result;
} migrate_job;

/* migrate_read.c: the lines of the file into the store's memory, each with what is wrong with it. */
MUST_USE status migrate_read(migrate_job *j);
/* migrate_make.c: the records of one gemeente, all or none. *done false: a line was refused, which was noted. */
MUST_USE status migrate_make(migrate_job *j, const char *nis_code, bool *done);
/* migrate_report.c: a file for each gemeente of the result. */
MUST_USE status migrate_report(migrate_job *j);

#endif
