/* Puts a backup in the place of the whole store. */
#ifndef MANAGE_RESTORE_H
#define MANAGE_RESTORE_H

#include "base/arena.h"
#include "data/store/copies.h"

typedef struct restore_settings {
    const char *file;  /* the backup */
    const char *store; /* need not be there */
    const char *aside_folder;
    bool no_checksum;
    int64_t now; /* Unix time */
} restore_settings;

typedef struct restore_result {
    const char *aside; /* where the store as it was is kept; NULL: there was none */
    copy_facts held;
} restore_result;

/* Checks the backup first: its sum, that it is whole, and that this program knows its schema; an older one is brought up to date.
 * The service may go on: it answers from the old store until all of the new one is there, and from the new one then. */
MUST_USE status restore_all(const restore_settings *settings, arena *a, restore_result *out);

#endif
