#include "auth/iso_time.h"

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Two or four digits and the mark behind them ('\0': none); moves *at. */
static bool number(const char **at, int digits, char mark, int least, int most, int *out)
{
    int value = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        value = value * 10 + (**at - '0');
    }
    if (mark && *(*at)++ != mark)
        return false;
    *out = value;
    return value >= least && value <= most;
}

static bool read_date(const char **at, struct tm *t)
{
    int year = 0, month = 0;
    if (!number(at, 4, '-', 1970, 9999, &year) || !number(at, 2, '-', 1, 12, &month) || !number(at, 2, '\0', 1, 31, &t->tm_mday))
        return false;
    t->tm_year = year - 1900;
    t->tm_mon = month - 1;
    return true;
}

static bool read_clock(const char **at, struct tm *t)
{
    const bool fine =
        number(at, 2, ':', 0, 23, &t->tm_hour) && number(at, 2, ':', 0, 59, &t->tm_min) && number(at, 2, '\0', 0, 59, &t->tm_sec);
    if (!fine || **at != '.')
        return fine;
    const char *first = ++*at;
    while (**at >= '0' && **at <= '9')
        ++*at;
    return *at > first; /* the fraction is dropped: ending up to a second early is safe */
}

/* "", "Z" or "+01:00"; *east: seconds to take off. */
static bool read_zone(const char **at, int *east)
{
    int hours = 0, minutes = 0;
    const char sign = **at;
    if (!sign)
        return true;
    ++*at;
    if (sign == 'Z' || sign == 'z')
        return true;
    if ((sign != '+' && sign != '-') || !number(at, 2, ':', 0, 23, &hours) || !number(at, 2, '\0', 0, 59, &minutes))
        return false;
    *east = (sign == '+' ? 1 : -1) * (hours * 3600 + minutes * 60);
    return true;
}

bool iso_time_read(const char *chars, double *out)
{
    struct tm t = {0};
    int east = 0;
    if (!read_date(&chars, &t))
        return false;
    const int day = t.tm_mday;
    if (*chars) {
        if (*chars != 'T' && *chars != 't' && *chars != ' ')
            return false;
        chars++;
        if (!read_clock(&chars, &t) || !read_zone(&chars, &east) || *chars)
            return false;
    }
    const time_t moment = timegm(&t);
    if (t.tm_mday != day) /* timegm turns 30 February into a day in March */
        return false;
    *out = (double)(moment - east);
    return true;
}
