/* The inside of a restore (restore.h), for restore*.c alone. */
#ifndef MANAGE_RESTORE_JOB_H
#define MANAGE_RESTORE_JOB_H

#include "data/manage/progress.h"
#include "data/manage/restore.h"

#include <sys/types.h>

typedef struct restore_job {
    const restore_settings *settings;
    arena *arena;
    progress bar;
    const char *from;    /* what is put back: the backup, or its copy of today's schema */
    const char *working; /* that copy; it is gone in the end */
    int folder;          /* where the store as it was is kept, with a lock; -1: not held */
    restore_result result;
} restore_job;

/* In the arena. */
restore_job *restore_job_new(const restore_settings *settings, arena *a);

/* Whether the backup is right; result.held: what it holds. */
MUST_USE status restore_look(restore_job *j);

/* Copies the backup, of this program's schema and with a log, and takes that as what is put back. */
MUST_USE status restore_make_working(restore_job *j, mode_t mode);
void restore_remove_working(const restore_job *j);

#endif
