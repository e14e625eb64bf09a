/* What time it is, asked once per request: tests give their own. For auth/ alone. */
#ifndef AUTH_CLOCK_H
#define AUTH_CLOCK_H

#include <stdint.h>
#include <time.h>

typedef struct clock_reading {
    int64_t wall;   /* Unix time: what a token's dates are held against */
    int64_t steady; /* seconds of a clock that only goes forward, the same one in every process */
} clock_reading;

static inline clock_reading clock_now(void)
{
    struct timespec wall, steady;
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_MONOTONIC, &steady);
    return (clock_reading){wall.tv_sec, steady.tv_sec};
}

#endif
