/* Locks on the rows of a request: for LockFeature and GetFeatureWithLock (WFS 2.0 (09-025r2) §12, §13). */
#ifndef WFS_LOCK_ROWS_H
#define WFS_LOCK_ROWS_H

#include "data/store/locks.h"
#include "server/wfs/paging.h"

typedef struct locked_rows {
    const char *id;       /* of the lock */
    const lock_row *rows; /* those that match */
    const bool *taken;    /* which of them it holds */
    size_t count;
} locked_rows;

/* Takes a lock on the rows of these pages with the edit of the request, and commits it: nobody else has written between the
 * counting of the pages and that. Afterwards the pages are of the locked rows alone. Errors as locks_take. */
MUST_USE status lock_rows_take(const request *rq, rows *seen, pages *all, arena *a, locked_rows *out);

#endif
