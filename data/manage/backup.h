/* Backups of a store in a folder: made, checked, and the old ones removed. data/manage/backup_name.h says what the files are
 * called, docs/decisions/backup.md what is in them. */
#ifndef MANAGE_BACKUP_H
#define MANAGE_BACKUP_H

#include "base/arena.h"
#include "data/manage/backup_name.h"
#include "data/store/copies.h"

typedef struct backup_settings {
    const char *store, *keys; /* keys: the file of service keys; one that is not there is left out */
    bool keys_named;          /* then it must be there */
    const char *folder;
    bool make_folder; /* when it is not there: only for the one that is ours to make */
    backup_keep keep;
    bool keep_all; /* none is removed, whatever `keep` says */
    int64_t now;   /* Unix time */
} backup_settings;

typedef struct backup_result {
    const char *path; /* of the copy of the store */
    bool has_keys;
    copy_facts held;
    int removed;      /* old backups */
    bool not_removed; /* the newest backup is of after now: the clock is wrong now or was then, so none is called old */
} backup_result;

/* Shows progress on a terminal. On failure no file is left of it, and no old backup is removed. */
MUST_USE status backup_make(const backup_settings *settings, arena *a, backup_result *out);

/* The sum in NAME.sha256 beside this file of a backup, against the file. ST_NOT_FOUND when there is none, or it does not name
 * the file; ST_BAD_INPUT when it is another. */
MUST_USE status backup_check_sum(const char *path, arena *a);

/* For backup_make: what is in the folder. The list lives in the arena. Names without a sum are not in it. */
MUST_USE status backup_list(const char *folder, arena *a, backup_name **out, size_t *count);
/* Removes those of the folder that backup_choose does not keep and that are of before `made`; returns how many. */
int backup_remove_old(const char *folder, backup_name *all, size_t count, backup_keep keep, int64_t made, arena *a);
/* Removes what a backup that was killed left behind. */
void backup_remove_unfinished(const char *folder, arena *a);

#endif
