/* Counts failed attempts, for all workers together (auth/shared.h): by client address and by key. A table of fixed size without
 * locks, so a worker that dies holds nothing; when it is full the oldest count goes, which at worst allows somebody a few
 * attempts more. For auth/ alone.
 *
 * This is hygiene, not the lock itself: nobody guesses 256 bits. It keeps guessing from costing the machine, and shows it in the
 * log. */
#ifndef AUTH_LIMITER_H
#define AUTH_LIMITER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { LIMITER_WINDOW = 60 /* seconds */, LIMITER_SETS = 1024, LIMITER_WAYS = 8, LIMITER_MOST = 255 };

typedef enum limited { LIMITED_KEY, LIMITED_ADDRESS_BY_KEY, LIMITED_ADDRESS_BY_TOKEN } limited;

typedef struct limiter {
    unsigned char secret[16]; /* so that nobody can choose whose count he shares */
    _Atomic uint64_t slots[LIMITER_SETS][LIMITER_WAYS];
} limiter;

void limiter_start(limiter *l); /* on zeroed memory, before it is shared */

/* Failures in the LIMITER_WINDOW that began with the first of them; at most LIMITER_MOST. who: a key's id, or an address (of IPv6
 * the first 64 bits count: one household).
 */
unsigned limiter_failures(limiter *l, limited what, const char *who, int64_t now);
void limiter_count(limiter *l, limited what, const char *who, int64_t now);

#endif
