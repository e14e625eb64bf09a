/* The attributes that made-up risk locations share, whatever kind of sample they are in: dates, permits, audit. */
#ifndef MANAGE_SAMPLE_ROW_H
#define MANAGE_SAMPLE_ROW_H

#include "base/calendar.h"
#include "data/manage/random.h"
#include "data/store/writer.h"

typedef struct sample_source {
    uint64_t seed;
    const known_gemeente *gemeente;
    uint64_t first;                         /* how many rows come before this gemeente's: makes permit numbers differ */
    const rubriek_row *old_list, *new_list; /* VLAREBO_BIJLAGE_I and VLAREM_KOLOM_8 */
    uint32_t old_count, new_count;
} sample_source;

/* The texts that a row points to. */
typedef struct sample_texts {
    char start[CALENDAR_DATE], end[CALENDAR_DATE], omv[16], iioa[16], created[CALENDAR_TIME], changed[CALENDAR_TIME],
        struck[CALENDAR_TIME], reference[24];
} sample_texts;

/* The permit of an installation: several risk locations may share it. */
typedef struct sample_permit {
    int64_t start; /* day; also the first day of the activity */
    bool omv, iioa, changed;
    uint64_t serial; /* different for each permit of the store */
    uint32_t within; /* the day */
} sample_permit;

/* The day on which an activity began, in days since 1970-01-01: from 1860 to 2024. */
int64_t sample_start_day(random_source *r);
/* A permit of an activity that began on that day. */
sample_permit sample_make_permit(random_source *r, int64_t start, uint64_t serial);

/* Each fills its part of the row; the texts are kept in `t`. */
void sample_fill_permit(const sample_permit *p, sample_texts *t, risicolocatie_row *out);
/* ended: per mille of the activities that are over */
void sample_fill_dates(random_source *r, const sample_permit *p, uint32_t ended, sample_texts *t, risicolocatie_row *out);
void sample_fill_audit(random_source *r, sample_texts *t, risicolocatie_row *out);
/* A reference of the gemeente's own for one in eight of its rows: `number` is the row's within it. */
void sample_fill_reference(const known_gemeente *g, uint32_t number, sample_texts *t, risicolocatie_row *out);
const char *sample_bron(random_source *r, const sample_permit *p);

enum { SAMPLE_CAPAKEY = 18 };
/* Writes "44021A0012/00B000": of a parcel with this number (1 … 9999) of this section. */
void sample_capakey(const char *nis, char section, uint32_t number, char letter, char out[SAMPLE_CAPAKEY]);

#endif
