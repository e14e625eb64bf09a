/* A progress bar on standard error, when that is a terminal; nothing otherwise, so logs and pipes stay clean. */
#ifndef MANAGE_PROGRESS_H
#define MANAGE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
    const char *what; /* Dutch, in front of the bar */
    bool shown;       /* standard error is a terminal */
    int percent;      /* as drawn last; -1: not drawn yet */
} progress;

/* Draws nothing yet. */
progress progress_start(const char *what);
void progress_show(progress *p, uint64_t done, uint64_t total); /* cheap when nothing changes */
void progress_end(progress *p);                                 /* wipes the bar */

#endif
