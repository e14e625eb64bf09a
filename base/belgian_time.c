#include "base/belgian_time.h"

#include "base/calendar.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, HOUR = 3600 };

/* 1970-01-01 was a Thursday, so day 3 was a Sunday. */
static int64_t last_sunday_until(int64_t day)
{
    return day - ((day - 3) % 7 + 7) % 7;
}

static int year_of(int64_t day)
{
    char date[CALENDAR_DATE];
    calendar_date(day, date);
    return (int)strtol(date, NULL, 10);
}

/* The clock changes in the night, after midnight: both Sundays begin as the day before them ended. */
int64_t belgian_midnight(int64_t day)
{
    const int year = year_of(day);
    const int64_t spring = last_sunday_until(calendar_day(year, 3, 31)), autumn = last_sunday_until(calendar_day(year, 10, 31));
    const bool summer = day > spring && day <= autumn;
    const int64_t ahead = summer ? 2 : 1;
    return day * DAY_SECONDS - ahead * HOUR;
}

int64_t belgian_day(int64_t seconds)
{
    const int64_t day = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0); /* before 1970 too, a day begins at midnight */
    return seconds >= belgian_midnight(day + 1) ? day + 1 : day;
}

/* Summer begins and ends at 01:00 UTC. */
static bool is_summer(int64_t seconds)
{
    const int year = year_of(seconds / DAY_SECONDS);
    return seconds >= last_sunday_until(calendar_day(year, 3, 31)) * DAY_SECONDS + HOUR &&
           seconds < last_sunday_until(calendar_day(year, 10, 31)) * DAY_SECONDS + HOUR;
}

void belgian_time(int64_t seconds, char out[BELGIAN_TIME])
{
    char utc[CALENDAR_TIME];
    const int64_t ahead = is_summer(seconds) ? 2 : 1;
    calendar_time(seconds + ahead * HOUR, utc);
    snprintf(out, BELGIAN_TIME, "%.10s %.5s", utc, utc + 11);
}
