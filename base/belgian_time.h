/* Days as they begin in Belgium: what the law and a permit call a day. Since 1996, by Directive 2000/84/EC and those before it:
 * one hour before UTC, and two in summer, from the last Sunday of March to the last of October, 01:00 UTC. */
#ifndef BASE_BELGIAN_TIME_H
#define BASE_BELGIAN_TIME_H

#include <stdint.h>

/* Seconds since 1970 (UTC) at which this day begins, of a day as calendar_day numbers it; its end is where the next one
 * begins. */
int64_t belgian_midnight(int64_t day);

/* The day that it is in Belgium at this moment, in seconds since 1970. */
int64_t belgian_day(int64_t seconds);

enum { BELGIAN_TIME = 17 }; /* room for the text, with its NUL */
/* This moment as a clock in Belgium shows it, without seconds: "YYYY-MM-DD hh:mm". In the night in which summer ends two moments
 * look alike. */
void belgian_time(int64_t seconds, char out[BELGIAN_TIME]);

#endif
