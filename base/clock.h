/* What time it is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

typedef struct clock_reading {
    int64_t wall;   /* Unix time: compared with a token's dates */
    int64_t steady; /* seconds of a clock that only goes forward, the same one in every process */
} clock_reading;

/* Unix time, in seconds and in milliseconds: for what is written down or compared with a date. It can be set back, so no limit
 * depends on it. */
int64_t clock_wall(void);
int64_t clock_wall_ms(void);

/* Waits until Unix time is past this second, a second and a half at most: after that the clock was set back. Returns the time
 * then: for a name that tells the second and must be nobody else's. */
int64_t clock_after(int64_t second);

/* Read once per request; tests pass a reading of their own. */
clock_reading clock_now(void);

/* Seconds of a clock that only goes forward, from an arbitrary start: for differences, to nanoseconds. */
double clock_steady(void);

/* The same clock in ticks of 4 ms (1 ms at best): for limits that are checked in inner loops, at a quarter of the cost. */
double clock_ticks(void);

#endif
