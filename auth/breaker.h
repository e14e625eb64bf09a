/* Keeps a provider that hangs from stalling the workers: after a failure nobody asks for a few seconds, and then one worker at a
 * time tries, until one succeeds. It is in memory that the workers share (auth/shared.h); no locks, so a worker that dies holds
 * nothing. For auth/ alone. */
#ifndef AUTH_BREAKER_H
#define AUTH_BREAKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {                     /* seconds */
       BREAKER_PAUSE = 5,  /* after a failure */
       BREAKER_TRIAL = 10, /* how long one worker's try may take before another worker tries: more than FETCH_TOTAL_S */
};

typedef struct breaker {
    _Atomic int64_t next; /* steady second of the next trial; 0: all is well (and what fresh memory holds) */
} breaker;

/* Whether this worker may ask now; when true, it must report how it went. */
bool breaker_may(breaker *b, int64_t now);
void breaker_went_well(breaker *b);
void breaker_went_wrong(breaker *b, int64_t now);

#endif
