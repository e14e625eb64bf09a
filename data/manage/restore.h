/* Puts a backup in the place of the whole store, or of what one gemeente has in it. */
#ifndef MANAGE_RESTORE_H
#define MANAGE_RESTORE_H

#include "base/arena.h"
#include "data/manage/import.h"
#include "data/store/copies.h"

typedef struct restore_settings {
    const char *file;  /* the backup */
    const char *store; /* need not be there */
    const char *aside_folder;
    bool no_checksum; /* also when no sum lies beside it; one that lies there must match */
    bool force;       /* of one gemeente: also past the locks that somebody holds (data/store/locks.h) */
    int64_t now;      /* Unix time */
} restore_settings;

typedef struct restore_result {
    const char *aside; /* where the store as it was is kept; NULL: there was none */
    copy_facts held;
    bool unchecked; /* no sum vouched for the file */
} restore_result;

/* Checks the backup first: its sum, that it is whole, and that this program knows its schema; an older one is brought up to date.
 * The service may go on: it answers from the old store until all of the new one is there, and from the new one then. */
MUST_USE status restore_all(const restore_settings *settings, arena *a, restore_result *out);

/* The rows of this gemeente become what they were in the backup, through the door and journalled: what is the same stays as it
 * is, what differs is changed, what was removed comes back under its id, and what came since is removed. Nothing else changes.
 * report: as in import.h, of rows of the backup that today's rules refuse; then result.errors > 0 and nothing was changed.
 * *unchecked: as in restore_result. */
MUST_USE status restore_gemeente(const restore_settings *settings, const char *nis_code, FILE *report, arena *a,
                                 import_result *out, bool *unchecked);

#endif
