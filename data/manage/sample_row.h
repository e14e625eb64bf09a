/* The attributes of a made-up risk location. */
#ifndef MANAGE_SAMPLE_ROW_H
#define MANAGE_SAMPLE_ROW_H

#include "data/calendar.h"
#include "data/manage/random.h"
#include "data/manage/writer.h"

typedef struct sample_source {
    uint64_t seed;
    const known_gemeente *gemeente;
    uint64_t first;                         /* how many rows come before this gemeente's: keeps permit numbers apart */
    const rubriek_row *old_list, *new_list; /* VLAREBO_BIJLAGE_I and VLAREM_KOLOM_8 */
    uint32_t old_count, new_count;
} sample_source;

/* The texts that a row points to. */
typedef struct sample_texts {
    char start[CALENDAR_DATE], end[CALENDAR_DATE], omv[16], iioa[16], created[CALENDAR_TIME], changed[CALENDAR_TIME],
        struck[CALENDAR_TIME];
} sample_texts;

/* Row `number` (from 0) of the gemeente; all but id, area and contour. */
void sample_fill_row(const sample_source *s, uint32_t number, sample_texts *texts, risicolocatie_row *out);

#endif
