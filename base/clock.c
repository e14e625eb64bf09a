#include "base/clock.h"

#include <time.h>

static struct timespec read_clock(clockid_t which)
{
    struct timespec now;
    clock_gettime(which, &now);
    return now;
}

static double seconds(struct timespec t)
{
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

clock_reading clock_now(void)
{
    return (clock_reading){read_clock(CLOCK_REALTIME).tv_sec, read_clock(CLOCK_MONOTONIC).tv_sec};
}

double clock_steady(void)
{
    return seconds(read_clock(CLOCK_MONOTONIC));
}

double clock_ticks(void)
{
    return seconds(read_clock(CLOCK_MONOTONIC_COARSE));
}
