/* Admission: who may be answered now, and who waits. Callers share the workers (server/http/admission_table.h has the parts and
 * the rules), so that nobody's requests keep another caller's waiting for longer than a step. A request that must wait holds no
 * worker: it is put aside, where the first worker that has room for its caller takes it up; after WAIT_MS it gets ST_BUSY (503
 * with Retry-After).
 *
 * A request is heavy (a dump, a filter that reads everything) when it will give HEAVY_FEATURES or more, or has taken HEAVY_MS so
 * far, an anonymous one sooner. If there is no room for a heavy one and its answer has not begun, it is stopped and waits for a
 * heavy place; once its answer has begun it goes on. A stopped request starts again from the beginning, so this is for operations
 * that only read.
 *
 * Each worker reads the requests that it takes, rather than having one process in front hand them out: while the machine is not
 * full an answer then costs no second process and no second copy, only the lock and a look at the table (some 100 ns).
 */
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
void admission_forget(admission *all, pid_t dead); /* gives back what a dead worker held */
void admission_close(admission *all); /* the server stops: waiting requests are still answered, or told to come back */
bool admission_is_closing(const admission *all);
bool admission_has_waiting(const admission *all);

/* workers: how many there are. */
turn *turn_new(admission *all, int workers);
void turn_free(turn *p);

/* Call it before a request of this caller does anything expensive. x and to must live until turn_leave. ST_PUT_ASIDE: it waits,
 * and must not be answered here; ST_BUSY: too many wait already, or this one has waited too long. */
MUST_USE status turn_enter(turn *p, caller who, const exchange *x, const output *to);

/* For reading the rows: ends it with ST_BUSY when the request is heavy and there is no room for a heavy one. */
store_watch turn_watch(turn *p);

/* Call it before an answer with this many features begins. */
MUST_USE status turn_weigh(turn *p, int64_t features);

/* After ST_BUSY, when nothing of an answer has gone out: true when the request has been put aside until there is room for a heavy
 * one. */
bool turn_wait_again(turn *p);

void turn_leave(turn *p); /* the request has been answered, put aside or dropped */

/* The waiting request whose turn it is; takes a place for it. all_must_go: any waiting request, without a place, to be told to
 * come back (by turn_enter). */
bool turn_next(turn *p, bool all_must_go, kept_request *out);

/* Whether every other worker has a request: then this one looks for new callers first. */
bool turn_is_last_free(const turn *p);

int64_t turn_waited_ms(const turn *p); /* from when its request was first read until it was taken up */

#endif
