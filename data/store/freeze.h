/* A store that is frozen: until a moment no request may change anything, and neither does the flow of permits; everything can be
 * read. The operator freezes it for the time of a roll-out; his own commands go on. It ends by itself. */
#ifndef STORE_FREEZE_H
#define STORE_FREEZE_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    FREEZE_TEXT_MOST = 160,          /* characters */
    FREEZE_SECONDS_MOST = 31 * 86400 /* from when it is frozen */
};

typedef struct store_freeze {
    int64_t until;    /* seconds since 1970; 0: it is not frozen */
    const char *text; /* what people read about it, on one line */
} store_freeze;

/* Whether it holds at this time (seconds since 1970). */
bool freeze_holds(const store_freeze *f, int64_t now);

/* ST_FROZEN while it holds, with the text, and when to come back: at the end, but within an hour, for it may end earlier. */
MUST_USE status freeze_check(const store_freeze *f, int64_t now);
/* The same for what is not answered while it holds: whether a parcel is risicogrond. */
MUST_USE status freeze_check_answers(const store_freeze *f, int64_t now);

#endif
