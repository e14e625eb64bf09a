/* What time it is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

typedef struct clock_reading {
    int64_t wall;   /* Unix time: compared with a token's dates */
    int64_t steady; /* seconds of a clock that only goes forward, the same one in every process */
} clock_reading;

/* Unix time, in seconds and in milliseconds: what is written down, and what is compared with a date. Somebody may set it back, so
 * no limit goes by it. */
int64_t clock_wall(void);
int64_t clock_wall_ms(void);

/* Asked once per request where tests give their own. */
clock_reading clock_now(void);

/* Seconds of a clock that only goes forward, from a start that means nothing: for differences, to nanoseconds. */
double clock_steady(void);

/* The same clock in ticks of 4 ms (1 ms at best): for limits that are looked at in inner loops, where it costs a quarter. */
double clock_ticks(void);

#endif
