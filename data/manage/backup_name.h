/* What the files of a backup are called, and which of them are old: names alone, no file is touched.
 *
 * A backup is NAME.sha256, NAME.keys.sqlite (the service keys, when there are any) and NAME.sqlite (the store), which take their
 * names in that order: with the last one it is whole. NAME is risicolaag-YYYYMMDD-HHMMSS, in UTC. */
#ifndef MANAGE_BACKUP_NAME_H
#define MANAGE_BACKUP_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BACKUP_SUM ".sha256"
#define BACKUP_STORE ".sqlite"
#define BACKUP_KEYS ".keys.sqlite"
#define BACKUP_UNFINISHED ".bezig" /* after any of these, while it is being made */

enum { BACKUP_NAME = 27 }; /* with its NUL */

typedef struct backup_name {
    char name[BACKUP_NAME];
    int64_t moment; /* Unix time */
    bool kept;      /* by backup_choose */
} backup_name;

/* The name for this moment, of the years 1970 to 9999. */
backup_name backup_name_of(int64_t moment);

/* The name that a file's name begins with; *rest: what follows it. False: it is none of ours. */
bool backup_name_read(const char *file, backup_name *out, const char **rest);

/* How many to keep: the newest of each of the last days, weeks (from Monday) and months that have one. */
typedef struct backup_keep {
    int days, weeks, months;
} backup_keep;

/* Sorts them, the newest first, and says of each whether it is kept; the newest always is. */
void backup_choose(backup_name *all, size_t count, backup_keep keep);

/* "7/4/12". False: not in that form, or a number over 1000. */
bool backup_keep_read(const char *chars, backup_keep *out);

#endif
