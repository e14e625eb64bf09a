#include "auth/iso_time.h"

#include "base/calendar.h"

/* Two or four digits and the mark after them ('\0': none); moves *at. */
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

/* *seconds: of the day. */
static bool read_clock(const char **at, int64_t *seconds)
{
    int hour = 0, minute = 0, second = 0;
    if (!number(at, 2, ':', 0, 23, &hour) || !number(at, 2, ':', 0, 59, &minute) || !number(at, 2, '\0', 0, 59, &second))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    if (**at != '.')
        return true;
    const char *first = ++*at;
    while (**at >= '0' && **at <= '9')
        ++*at;
    return *at > first; /* the fraction is dropped: ending up to a second early is safe */
}

/* "", "Z" or "+01:00"; *east: seconds to subtract. */
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
    enum { DAY_SECONDS = 86400 };
    int64_t day = 0, seconds = 0;
    int east = 0;
    if (!calendar_read(chars, &day) || day < 0) /* before 1970 */
        return false;
    chars += CALENDAR_DATE - 1;
    if (*chars) {
        if (*chars != 'T' && *chars != 't' && *chars != ' ')
            return false;
        chars++;
        if (!read_clock(&chars, &seconds) || !read_zone(&chars, &east) || *chars)
            return false;
    }
    *out = (double)(day * DAY_SECONDS + seconds - east);
    return true;
}
