/* Counts what happened, for all workers together (auth/shared.h): failed attempts and questions by client address, and tokens by
 * their hash. A table of fixed size without locks, so a worker that dies holds nothing; when it is full the oldest count is
 * dropped, which at worst allows somebody a few more attempts. For auth/ alone.
 *
 * This is not what protects the rows: nobody guesses 256 bits. It keeps guessing from loading the machine and the provider, and
 * makes it visible in the log. A good credential is accepted before the limiter is asked (auth/README.md). */
#ifndef AUTH_LIMITER_H
#define AUTH_LIMITER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    LIMITER_WINDOW = 60, /* seconds: of failures, and of how long a token that had to wait keeps its turn */
    LIMITER_SECOND = 1,
    LIMITER_DAY = 24 * 60 * 60,
    LIMITER_SETS = 1024,
    LIMITER_WAYS = 8,
    LIMITER_MOST = 255
};

/* What is counted, and so for how long: limiter_window. */
typedef enum limited {
    LIMITED_WRONG_KEY,   /* by address */
    LIMITED_WRONG_TOKEN, /* by address */
    LIMITED_FIRST_TRY,   /* questions in this second about tokens seen for the first time, by address */
    LIMITED_NEXT_TRY,    /* the same, about tokens that had to wait */
    LIMITED_WAITING,     /* a token that had to wait */
    LIMITED_GOOD,        /* a token that the provider accepted */
} limited;

typedef struct limiter {
    unsigned char secret[16]; /* so that nobody can choose whose count they share */
    _Atomic uint64_t slots[LIMITER_SETS][LIMITER_WAYS];
} limiter;

void limiter_start(limiter *l); /* on zeroed memory, before it is shared */

/* How often since the first of them, if that is no longer ago than the kind's window; at most LIMITER_MOST. who: an address (of
 * IPv6 the first 64 bits count: one household) or the hash of a token. */
unsigned limiter_counted(limiter *l, limited what, const char *who, int64_t now);
void limiter_count(limiter *l, limited what, const char *who, int64_t now);

#endif
