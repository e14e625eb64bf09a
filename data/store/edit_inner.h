/* The inside of an edit (edit.h), for the files that share its work. */
#ifndef STORE_EDIT_INNER_H
#define STORE_EDIT_INNER_H

#include "data/store/edit_border.h"
#include "data/store/edit_look.h"
#include "data/store/store_driver.h"

enum { EDIT_NIS_ROOM = 8, EDIT_LOOKS = 3 };

struct edit {
    store *store;
    const scope *who;
    arena *arena;
    edit_booking by;
    bool bulk;
    bool open;    /* there is a transaction of this edit's */
    double until; /* clock_ticks, after which it is late; 0: never */
    row_look looks[EDIT_LOOKS];
    size_t next_look;      /* where the next one goes, in the place of the oldest */
    edit_borders *borders; /* NULL until the first area */
    const char *emergency; /* what the caller says of it; NULL: nothing */
    bool flat;             /* heights of an area were left out */
    held_lock lock;        /* that it holds; id NULL: none */
    bool passes_locks;
    lock_row *changed; /* of the rows of that lock those that it changed */
    size_t changed_count, changed_room;
    char may[EDIT_NIS_ROOM]; /* the gemeente of the last row, if he may write for it: a load has thousands of rows of each */
};

/* What failed takes the whole edit with it: the lock is free before anybody tells the caller. */
MUST_USE status edit_ended(edit *e, status done);
MUST_USE status edit_check_open(const edit *e);
/* For each step: that too, and that it is not late. */
MUST_USE status edit_check_going(const edit *e);
/* locks.c: whether the row is free, or held by the lock that this edit holds. */
MUST_USE status edit_check_lock(edit *e, const edit_row *row);

/* An import brings its own moments and versions: a file that was exported is loaded as it was. */
static inline bool edit_is_audited(const edit *e)
{
    return e->by.origin != EDIT_ORIGIN_IMPORT;
}

#endif
