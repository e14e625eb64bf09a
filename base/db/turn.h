/* Whose turn it is to write: in the order in which they came. SQLite lets the next one in by luck (it tries, sleeps and tries
 * again), so somebody who writes one after the other could keep everybody else out.
 *
 * Each writer locks a byte of a file beside the store: that of the moment at which he came. It is his turn when nobody has a lock
 * before his. The system takes the lock of a process that ends, however it ends, so there is nothing to clean up. SQLite's own
 * lock remains what keeps writers apart: two who came within the same microseconds may both be let through to it.
 *
 * Behind all those bytes is one more, which says that somebody has noted the moment of his change and commits it: until he has,
 * nobody can tell what there was at that moment. */
#ifndef BASE_DB_TURN_H
#define BASE_DB_TURN_H

#define TURN_FILE ".beurt" /* behind the store's own name */

typedef enum turn {
    TURN_MINE, /* give it back with turn_give */
    TURN_LATE, /* others wrote all that time */
    TURN_NONE  /* the file could not be made or locked: write without, as SQLite's own lock allows */
} turn;

/* Waits for it, so many seconds at most. *place: for turn_give, -1 unless it is mine. */
turn turn_take(const char *store, double seconds, int *place);
/* Lets the next one in. -1 is fine; *place is -1 afterwards. */
void turn_give(int *place);

/* Says that the moment of the change is noted from here on, until the turn is given back. -1 is fine: then nobody is told. */
void turn_note(int place);

typedef enum turn_noting {
    TURN_NOBODY,   /* whoever notes his moment does so later than this call; what was noted before is committed, or given up */
    TURN_SOMEBODY, /* has noted his moment, and commits */
    TURN_UNKNOWN   /* the file cannot be asked */
} turn_noting;
/* Does not wait. */
turn_noting turn_ask(const char *store);

#endif
