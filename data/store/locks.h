/* Locks: rows that one caller keeps from being changed by others for a while (WFS 2.0 (09-025r2) §12). They bind every way in,
 * for the door to write asks them (edit.h); they never keep anybody from reading, nor from adding a row.
 *
 * Taking, renewing and releasing is done in an edit, so it waits its turn, is all or nothing, and is there for everybody after
 * edit_commit. Nothing of it is booked. A lock is its holder's alone: whoever has other gemeenten or organisations is told what
 * he would be told of an id that nobody ever had. Each step that fails ends the edit, as those of edit.h do. */
#ifndef STORE_LOCKS_H
#define STORE_LOCKS_H

#include "data/store/edit.h"

enum {
    LOCK_SECONDS = 300,       /* when the caller does not say */
    LOCK_SECONDS_MOST = 3600, /* what is asked beyond it is cut to it */
    LOCK_ROWS_MOST = 10000,   /* of one lock */
    LOCKS_EACH = 50,          /* of one caller, at one time */
    LOCKS_REMEMBERED = 1000,  /* of one caller, that have ended */
    LOCK_KEPT_SECONDS = 86400 /* after its end it is known to have been */
};

typedef struct lock_row {
    const layer *layer;
    int64_t id;
} lock_row;

typedef struct lock_asked {
    const lock_row *rows; /* as the caller sees them; one that he may not change, or that is not there, cannot be locked */
    size_t count;
    bool some;       /* what can be locked, rather than all or nothing */
    int64_t seconds; /* 1 or more; 0: LOCK_SECONDS */
} lock_asked;

/* Whether the caller may lock anything at all: he may write for a gemeente. ST_UNAUTHENTICATED, ST_FORBIDDEN. */
MUST_USE status locks_check_caller(const scope *who);

/* ST_NOT_LOCKED for more than LOCK_ROWS_MOST rows. */
MUST_USE status locks_check_count(int64_t count);

/* *id: the new lock's; taken: for each row whether it was locked. ST_NOT_LOCKED when all are asked for and one cannot be locked,
 * or there are more than LOCK_ROWS_MOST; ST_NOT_PROCESSED when he holds LOCKS_EACH. A lock without rows is one too. */
MUST_USE status locks_take(edit *e, const lock_asked *asked, const char **id, bool *taken);

/* From now on it lasts so many seconds; 0: as many as it was taken for. ST_NO_LOCK when this caller has none with this id,
 * ST_LOCK_EXPIRED when it has ended. */
MUST_USE status locks_renew(edit *e, const char *id, int64_t seconds);

/* The edit is of the holder of this lock: it may change the rows that it holds. Before the first step; errors as locks_renew. */
MUST_USE status edit_hold_lock(edit *e, const char *id);

typedef enum locks_how { LOCKS_ALL, LOCKS_SOME } locks_how;
/* Of the lock that the edit holds, LOCKS_ALL: all its rows are free, and nobody has a lock with this id any more; LOCKS_SOME:
 * those rows are free that this edit changed, and for the others it lasts as long again as it was taken for. Without a lock:
 * nothing. */
MUST_USE status locks_release(edit *e, locks_how how);

/* The edit goes past all locks: for the operator, who was told and insists. Before the first step. */
void edit_pass_locks(edit *e);

/* When the last lock on a risk location of this gemeente ends, in seconds since 1970; 0: none holds one now. */
MUST_USE status locks_of_gemeente(edit *e, const char *nis, int64_t *until);

#endif
