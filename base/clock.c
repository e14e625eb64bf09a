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

int64_t clock_wall_ms(void)
{
    const struct timespec now = read_clock(CLOCK_REALTIME);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall(void)
{
    return read_clock(CLOCK_REALTIME).tv_sec;
}

int64_t clock_after(int64_t second)
{
    enum { STEPS = 75 };
    for (int i = 0; i < STEPS && clock_wall() == second; i++)
        nanosleep(&(struct timespec){.tv_nsec = 20L * 1000 * 1000}, NULL);
    return clock_wall();
}

clock_reading clock_now(void)
{
    return (clock_reading){clock_wall(), read_clock(CLOCK_MONOTONIC).tv_sec};
}

double clock_steady(void)
{
    return seconds(read_clock(CLOCK_MONOTONIC));
}

double clock_ticks(void)
{
    return seconds(read_clock(CLOCK_MONOTONIC_COARSE));
}
