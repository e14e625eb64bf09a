/* Admission: who may be answered now, and who waits. Callers share the workers (server/http/admission_table.h has the parts and
 * the rules), so that nobody's requests keep another's waiting for longer than a step. Who must wait holds no worker: the request
 * is put aside, where the first worker that has room for its caller takes it up; after WAIT_MS it gets ST_BUSY (503 with
 * Retry-After).
 *
 * Heavy requests beside light ones (a dump, a filter that reads everything): one is heavy when it will give HEAVY_FEATURES or
 * more, or has taken HEAVY_MS so far, an anonymous one sooner. Which finds no room for that before its answer has begun is
 * stopped and waits for a heavy place; one that has begun goes on. What was stopped is asked anew from its begin, so only reading
 * operations may come into it.
 *
 * Requests are read and put together again by whoever takes them, rather than handed out by one process in front: on a machine
 * that is not full an answer then costs no second process and no second copy, only the lock and a look at the table (some 100
 * ns). */
#ifndef HTTP_ADMISSION_H
#define HTTP_ADMISSION_H

#include "auth/caller.h"
#include "base/out.h"
#include "server/http/exchange.h"

#include <sys/types.h>

enum { HEAVY_FEATURES = 50000, HEAVY_MS = 1000, HEAVY_MS_ANONYMOUS = 250 };

typedef struct admission admission; /* of all workers together */
typedef struct turn turn;           /* of one worker: for the request that it has in hand */

admission *admission_new(void); /* before the workers are made */
void admission_free(admission *all);
void admission_forget(admission *all, pid_t dead); /* what a worker held that died */
void admission_close(admission *all);              /* the server stops: who waits is answered still, or told to come back */
bool admission_is_closing(const admission *all);
bool admission_has_waiting(const admission *all);

/* workers: how many there are. */
turn *turn_new(admission *all, int workers);
void turn_free(turn *p);

/* Before a request of this caller does anything that costs. x and to must live until turn_leave. ST_PUT_ASIDE: it waits, and is
 * not to be answered here; ST_BUSY: too many wait already, or this one has waited too long. */
MUST_USE status turn_enter(turn *p, caller who, const exchange *x, const output *to);

/* For the reading of the rows: ends it with ST_BUSY when the request is heavy and there is no room for that. */
store_watch turn_watch(turn *p);

/* Before an answer with this many features begins. */
MUST_USE status turn_weigh(turn *p, int64_t features);

/* After ST_BUSY, when nothing of an answer has gone out: true when the request has been put aside until there is room for a heavy
 * one. */
bool turn_wait_again(turn *p);

void turn_leave(turn *p); /* the request has been answered, put aside or dropped */

/* Whoever has its turn now; its place is taken. all_must_go: anybody, and without a place, to be told to come back (turn_enter
 * says so). */
bool turn_next(turn *p, bool all_must_go, kept_request *out);

/* Every other worker has a request: then this one looks first for new callers. */
bool turn_is_last_free(const turn *p);

int64_t turn_waited_ms(const turn *p); /* since its request was read first until it was taken up */

#endif
