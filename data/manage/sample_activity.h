/* What is done at a made-up risk location: which rubrieken go together, when and where it was usual, and what is noted about it.
 * Made up, like the whole sample; the codes are those of data/facts/rubrieken.csv. */
#ifndef MANAGE_SAMPLE_ACTIVITY_H
#define MANAGE_SAMPLE_ACTIVITY_H

#include "data/manage/random.h"
#include "data/manage/sample_town.h"

enum { ACTIVITY_CODES = 4, ACTIVITY_NOTES = 3 };

typedef struct sample_activity {
    const char *codes[ACTIVITY_CODES]; /* NULL: no more. Not every code is in both lists. */
    const char *notes[ACTIVITY_NOTES];
    uint32_t weight; /* how often, beside the others */
    int first, last; /* years in which such an activity began */
    uint32_t ended;  /* per mille that has ended */
    bool in_works, in_town, in_street;
} sample_activity;

extern const sample_activity sample_activities[];
extern const size_t sample_activity_count;

#endif
