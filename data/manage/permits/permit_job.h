/* The inside of a run (permits.h), for data/manage/permits/ alone. */
#ifndef MANAGE_PERMIT_JOB_H
#define MANAGE_PERMIT_JOB_H

#include "data/manage/permits/permit_event.h"
#include "data/manage/permits/permits.h"
#include "data/store/edit.h"
#include "data/store/permits.h"

typedef struct permit_job {
    writer *writer;
    arena *arena;      /* of the run */
    const scope *who;  /* the operator: every gemeente */
    const layer *risk; /* the layer of the risk locations, as commands see it */
    int64_t run;       /* number of this run, for the work list */
    permits_result result;
} permit_job;

/* One event on its way into the store. */
typedef struct permit_step {
    permit_job *job;
    edit *edit;
    const permit_event *event;
    const char *tot; /* of the delivery that brought it */
    arena *arena;    /* of this event alone */
    uint64_t added, labelled;
    bool waits; /* something of it is to be tried again */
} permit_step;

/* For a person; the step goes on with the rest of the event, which is tried again at the next run. */
MUST_USE status permit_problem_note(permit_step *s, const char *iioa, const char *code, const char *what, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* permit_grant.c: a record for each rubriek of each installation, in each gemeente where the integration is on. */
MUST_USE status permit_grant(permit_step *s);
/* permit_place.c: where it is. *out is empty when it could not be found, which was noted then. */
MUST_USE status permit_find_places(permit_step *s, const permit_iioa *iioa, permit_places *out);
/* permit_change.c: the label on what the grant made. */
MUST_USE status permit_change(permit_step *s);

#endif
