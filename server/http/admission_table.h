/* Who is answered now and who waits: the table that all workers share, and the rules of admission over it. No socket and no clock
 * in here; for server/http/admission.c (and its tests) alone. Every function but the first three needs the table to be locked.
 *
 * With W workers, or two for each processor when those are fewer (more would only share the processors among more), a caller
 * (auth/caller.h) may have requests running:
 *
 *                                as long as no other caller is there        | beside others
 *   anonymous callers together   half of W                                  | a quarter of W: two at least, one when W < 4
 *   any other                    W, but one worker stays free if it can     | half of W, while one more worker stays free
 *
 * and at least one, so that a caller who has nothing running never waits in another caller's line; and one light request beside
 * its heavy ones, even if it takes the last worker (a light request is a short step), so that callers are not shut out by a long
 * search of their own. Each caller may have one heavy request (server/http/admission.h) while a quarter of the workers has none;
 * more (half of W alone, a quarter beside others; anonymous never) only while fewer than half of the workers are heavy. "Beside
 * others" lasts ALONE_MS, so that the pauses between somebody's requests do not count as absence.
 *
 * The workers above two for each processor are for more callers side by side: with eight on two processors a newcomer finds one
 * free, whoever else is being served.
 *
 * A worker that ends a request takes the next that may go (table_choose): the caller whose last turn was longest ago, so that
 * every user, key or address behind one part comes round. A check and the waiting that follows from it are one step under the
 * lock, and so are the end of a request and the look at the line that follows it in the same worker: no request is forgotten
 * between the two. What a dead worker held is given back by its parent. */
#ifndef HTTP_ADMISSION_TABLE_H
#define HTTP_ADMISSION_TABLE_H

#include "auth/caller.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    PLACES_MOST = 512, /* twice the most workers: during a reload the old ones still answer */
    TURNS_KEPT = 64,
    ALONE_MS = 2000,
    WAIT_MS = 20000, /* a request that waited this long is told to come back later */
    LINE_MOST = 256, /* each is two descriptors in flight: unix(7) allows as many as a process may have open, usually 1,024 */
    LINE_OF_PART = 96,
    LINE_OF_SELF = 48,
    LINE_BYTES_OF_PART = 16 * 1024 * 1024,
    LINE_BYTES = 64 * 1024 * 1024
};

typedef struct running {
    pid_t worker; /* 0: free */
    caller who;
    bool heavy;
} running;

typedef struct waiting {
    uint64_t ticket; /* 0: free */
    caller who;
    int64_t since; /* ms */
    size_t bytes;
    bool heavy; /* found so when it ran before */
} waiting;

typedef struct admission_table {
    pthread_mutex_t lock;
    int processors;
    running places[PLACES_MOST];
    int places_used; /* no place from this index on is taken */
    waiting line[LINE_MOST];
    int line_length;
    uint64_t tickets, turns;
    struct {
        uint64_t part;
        int64_t when;
    } last[2]; /* the two callers that came last */
    struct {
        uint64_t self, turn;
    } had_turn[TURNS_KEPT];
    bool closing; /* the server stops */
} admission_table;

admission_table *table_new(int processors); /* before the workers are made */
void table_free(admission_table *t);

/* Works also when a worker died holding the lock: every change leaves the table usable. */
void table_lock(admission_table *t);
void table_unlock(admission_table *t);

/* For a new request: takes a place and gives its number, or -1 when it must wait. Those waiting in the same part go first. */
int table_admit(admission_table *t, const caller *who, pid_t worker, int workers, int64_t now);
void table_leave(admission_table *t, int place);
void table_forget(admission_table *t, pid_t worker);

/* Whether the request in this place may be heavy; if so it is from now on. anyhow: it is in any case (its answer has begun), and
 * counts as heavy. */
bool table_make_heavy(admission_table *t, int place, int workers, int64_t now, bool anyhow);

/* Whether a heavy request must make way for a caller that has none and finds no room: when its own caller has more than its part,
 * or is anonymous. */
bool table_must_yield(const admission_table *t, int place, int workers);

/* Puts a request in the line and sets its ticket; false when too many wait already. */
bool table_wait(admission_table *t, waiting *w);
void table_wait_no_more(admission_table *t, uint64_t ticket);

typedef enum chosen { CHOSE_NONE, CHOSE_ONE, CHOSE_LATE } chosen;

/* The next that may go, with a place for it; or, without a place, one that waited too long (any, when all must go). */
chosen table_choose(admission_table *t, pid_t worker, int workers, int64_t now, bool all_must_go, waiting *out, int *place);

/* Whether every worker except the one that asks has a request. */
bool table_is_full(const admission_table *t, int workers);

#endif
