/* The inside of making a sample, shared by data/manage/sample*.c. */
#ifndef MANAGE_SAMPLE_JOB_H
#define MANAGE_SAMPLE_JOB_H

#include "data/manage/facts.h"
#include "data/manage/layer_rows.h"
#include "data/manage/progress.h"
#include "data/manage/sample.h"
#include "data/manage/sample_row.h"
#include "data/manage/shape.h"

typedef struct sample_job {
    const sample_settings *settings;
    writer *writer;
    edit *edit;    /* all rows go through it; from its first row on only the edit may use the writer */
    row_room room; /* of the row on its way into the store */
    arena *arena;
    known_facts known;
    fact_list facts;
    uint32_t *quota; /* rows per gemeente */
    shape place, parcel;
    progress bar;
    sample_result result;
} sample_job;

/* Through the door to write; both count the row in the result. The parcel's contour is job's `parcel`. */
MUST_USE status sample_keep_risicolocatie(sample_job *j, const risicolocatie_row *row);
MUST_USE status sample_keep_perceel(sample_job *j, const char *capakey, const char *nis);

/* All rows of one gemeente: its quota of risk locations, and parcels. */
MUST_USE status sample_add_awkward(sample_job *j, const sample_source *s, size_t gemeente);
MUST_USE status sample_add_town(sample_job *j, const sample_source *s, size_t gemeente);

#endif
