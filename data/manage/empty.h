/* Takes every risk location of a gemeente out of the layer: for one that fills itself anew, with its vendor's software. */
#ifndef MANAGE_EMPTY_H
#define MANAGE_EMPTY_H

#include "data/manage/safety_copy.h"

typedef struct empty_settings {
    const char *store, *nis_code;
    bool force;        /* also past the locks that somebody holds (data/store/locks.h) */
    bool sure;         /* false: only says how many there are */
    int64_t now;       /* seconds since 1970 */
    int64_t copy_days; /* as in import.h */
} empty_settings;

typedef struct empty_result {
    int64_t passed_locks; /* when the last lock ends that it went past, in seconds since 1970; 0: none */
    uint64_t rows;        /* that there are; struck off ones too */
    safety_copy copy;     /* its paths are NULL when nothing was removed */
} empty_result;

/* All or none, through the door. ST_BAD_INPUT: no such gemeente, or its rows could not be copied first. */
MUST_USE status empty_gemeente(const empty_settings *settings, writer *w, arena *a, empty_result *out);

#endif
