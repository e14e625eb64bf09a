/* The daily flow of permits into the inventory (docs/permits.md; domain rules 1 to 10): reads what the Omgevingsloket delivered
 * since the last successful run, makes a risk location for each granted rubriek, and labels those whose permit was changed. */
#ifndef MANAGE_PERMITS_H
#define MANAGE_PERMITS_H

#include "data/store/writer.h"

typedef struct permits_settings {
    const char *folder; /* where the deliveries are */
    const char *from;   /* for the first run: the day from which the flow is to be complete, YYYY-MM-DD; NULL: that of the first
                           delivery */
} permits_settings;

typedef struct permits_result {
    uint64_t deliveries, events; /* taken in; events that were seen before do not count */
    uint64_t added, labelled;    /* risk locations */
    int64_t open;                /* problems on the work list, of this run and earlier ones */
    const char *begin, *tot;     /* everything decided between the begins of these days is in; NULL: no delivery came yet */
    status unread;               /* not ST_OK: why one of days that are in already could not be read */
    status stopped;              /* not ST_OK: why a delivery that is there was not taken in, nor those after it */
} permits_result;

/* Every event is a transaction of its own, so a run that was cut off goes on where it was. Fails when the store or the folder
 * cannot be used at all. */
MUST_USE status permits_run(const permits_settings *settings, writer *w, arena *a, permits_result *out);

enum { PERMITS_DAYS_MOST = 2 };
/* Days between what is in and the begin of today in Belgium; at most PERMITS_DAYS_MOST are allowed (domain rule 7). now: seconds
 * since 1970. */
int64_t permits_days_behind(const char *tot, int64_t now);

#endif
