/* The inside of an import, shared by data/manage/import*.c. */
#ifndef MANAGE_IMPORT_JOB_H
#define MANAGE_IMPORT_JOB_H

#include "base/calendar.h"
#include "data/manage/import.h"
#include "data/manage/record_id.h"
#include "data/manage/row_source.h"
#include "data/manage/shape.h"
#include "data/manage/template.h"
#include "data/model/rules.h"

typedef struct id_set id_set; /* ids of the file, with the number of their row */

typedef struct import_job {
    const import_settings *settings;
    writer *writer;
    struct edit *edit;        /* NULL: only looks */
    replacement *replacement; /* of import_settings.replace */
    known_gemeente *only;     /* of import_settings.nis_code; NULL: any */
    bool marked;              /* the store knows that it holds imported rows */
    struct row_room *room;    /* of the row on its way into the store */
    arena *arena;
    row_source *source;
    row_record record;
    size_t width;               /* of the first row */
    size_t column[FIELD_COUNT]; /* the column of the file that holds each field; CSV_FIELDS_MAX: none, the field is empty */
    bool in_rows;               /* the first row was taken: refusals are of rows */
    text passed_over;           /* names of columns that are not read */
    known_facts known;
    id_set *removed;    /* ids that a row had which is not there any more */
    bool numbers_known; /* the file's own ids were read, so new numbers avoid them */
    id_set *ids;
    id_set *twins; /* fingerprints of rows, with their line */
    shape contour;
    char now[CALENDAR_TIME];
    FILE *warned;              /* lines of warnings, for the report when there is no error; NULL until the first */
    bool row_refused, stopped; /* stopped: the cause of everything was reported, and nothing more will be */
    marked copy;               /* the faults of rows, when they are kept */
    import_result result;
} import_job;

/* import_report.c. The code is stable and Dutch, where there is one that of the rule (data/model/rules.h); the reason is Dutch,
 * one sentence without a full stop. */
void import_refuse(import_job *j, import_field field, const char *code, const char *reason, ...) PRINTF_LIKE(4, 5);
/* The row at hand: its id was given once, and what it was is no longer kept. */
void import_refuse_forgotten(import_job *j);
void import_refuse_at(import_job *j, row_place place, const char *field, slice value, const char *code, const char *reason, ...)
    PRINTF_LIKE(6, 7);

/* The row is loaded all the same. Reported by import_tell_warnings when the file has no errors: for a file that is not loaded
 * warnings are of no use. */
void import_warn(import_job *j, import_field field, const char *code, const char *reason, ...) PRINTF_LIKE(4, 5);
void import_tell_warnings(import_job *j);
/* Reports what is wrong with the file as a whole, and nothing else. */
void import_stop(import_job *j, row_place place, const status *cause);

/* import_header.c: finds the columns; refuses missing, unknown or duplicate ones. */
MUST_USE status import_header(import_job *j);

/* import_check.c: fills the row except for its id; refuses wrong values. *gemeente: NULL when it is not known. */
void import_check(import_job *j, risicolocatie_row *row, known_gemeente **gemeente);
slice import_value(const import_job *j, import_field field); /* without blanks around it */
/* Refuses the field when the rule does not hold; returns whether it does. */
bool import_holds(import_job *j, import_field field, bool holds, const rule_breach *breach);

/* import_rubriek.c */
void import_check_rubriek(import_job *j, risicolocatie_row *row);

/* import_twin.c: warns when the row is there already. Only for a row that was not refused. */
MUST_USE status import_check_twin(import_job *j, const risicolocatie_row *row);

/* import_geometry.c */
void import_check_geometry(import_job *j, const known_gemeente *g, risicolocatie_row *row);

/* import_id.c: the row's own id, checked, or the gemeente's next number; in a replacement, which gives numbers itself, 0. */
MUST_USE status import_id(import_job *j, known_gemeente *g, int64_t *out);
id_set *id_set_new(arena *a);
/* The line where the id occurred before, or 0 when it is new; then it is added. */
uint64_t id_set_add(id_set *s, int64_t id, uint64_t line);
/* Before the first row that is added: which ids were used up by rows that are gone. */
MUST_USE status import_note_removed(import_job *j);

/* import_replace.c. Whether the file may be read while nobody else can write. */
MUST_USE status import_replace_allows(const char *path);
/* Before the first row, for each row without a refusal, and after the last when none was refused. */
MUST_USE status import_replace_start(import_job *j);
MUST_USE status import_replace_row(import_job *j, const risicolocatie_row *row);
MUST_USE status import_replace_end(import_job *j);

#endif
