/* The inside of making a sample, shared by data/manage/sample*.c. */
#ifndef MANAGE_SAMPLE_JOB_H
#define MANAGE_SAMPLE_JOB_H

#include "data/manage/facts.h"
#include "data/manage/progress.h"
#include "data/manage/sample.h"
#include "data/manage/sample_row.h"
#include "data/manage/shape.h"

typedef struct sample_job {
    const sample_settings *settings;
    writer *writer;
    arena *arena;
    known_facts known;
    fact_list facts;
    uint32_t *quota; /* rows per gemeente */
    shape place, parcel;
    progress bar;
    sample_result result;
} sample_job;

/* All rows of one gemeente: its quota of risk locations, and parcels. */
MUST_USE status sample_add_awkward(sample_job *j, const sample_source *s, size_t gemeente);
MUST_USE status sample_add_town(sample_job *j, const sample_source *s, size_t gemeente);

#endif
