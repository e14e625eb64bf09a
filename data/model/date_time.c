#include "data/model/date_time.h"

#include "base/belgian_time.h"
#include "base/calendar.h"
#include "base/text.h"

#include <string.h>

enum { MOMENT_MAX = 100, DAY_SECONDS = 86400, ZONE_MINUTES = 14 * 60 }; /* §3.2.7.3: zones go to 14 hours */

typedef struct reader {
    const char *at;
    bool failed; /* sticky: read on, ask once */
} reader;

static void take(reader *r, char c)
{
    r->failed |= *r->at != c;
    r->at += !r->failed;
}

/* Exactly `digits` digits, between lowest and highest. */
static int take_number(reader *r, int digits, int lowest, int highest)
{
    int value = 0;
    for (int i = 0; i < digits && !r->failed; i++) {
        r->failed |= *r->at < '0' || *r->at > '9';
        value = r->failed ? 0 : value * 10 + (*r->at++ - '0');
    }
    r->failed |= value < lowest || value > highest;
    return value;
}

/* Days since 1970-01-01. */
static int64_t take_day(reader *r)
{
    int64_t day = 0;
    r->failed |= !calendar_read(r->at, &day);
    r->at += r->failed ? 0 : CALENDAR_DATE - 1;
    return day;
}

static void take_fraction(reader *r, const char **digits, size_t *count)
{
    if (r->failed || *r->at != '.')
        return;
    *digits = ++r->at;
    *count = strspn(r->at, "0123456789");
    r->failed = *count == 0;
    r->at += *count;
    while (*count && (*digits)[*count - 1] == '0')
        --*count;
}

/* Minutes east of UTC; none: 0. */
static int take_zone(reader *r)
{
    const char sign = *r->at;
    if (r->failed || sign == '\0')
        return 0;
    r->at++;
    if (sign == 'Z')
        return 0;
    r->failed = sign != '+' && sign != '-';
    const int hours = take_number(r, 2, 0, 14);
    take(r, ':');
    const int minutes = hours * 60 + take_number(r, 2, 0, 59);
    r->failed |= minutes > ZONE_MINUTES;
    return sign == '-' ? -minutes : minutes;
}

static bool all_read(const reader *r)
{
    return !r->failed && *r->at == '\0';
}

/* "2015-06-01 02:00", "2015-06-01T14:30:00 02:00": what a "+" in a URL becomes (application/x-www-form-urlencoded). */
static bool lost_its_plus(const char *chars)
{
    const char *blank = strchr(chars, ' ');
    reader zone = {blank ? blank + 1 : "", !blank};
    take_number(&zone, 2, 0, 14);
    take(&zone, ':');
    take_number(&zone, 2, 0, 59);
    return all_read(&zone);
}

static status no_date(const char *chars, const char *locator)
{
    if (lost_its_plus(chars))
        return FAIL(BAD_PARAM, locator,
                    "%s: '%.60s' is geen datum: een + in een URL is een spatie, schrijf %%2B, of laat de tijdzone weg",
                    "%s: '%.60s' is not a date: a + in a URL means a space, write %%2B, or leave out the time zone", locator,
                    chars);
    return FAIL(BAD_PARAM, locator, "%s: '%.60s' is geen datum; schrijf bijvoorbeeld 2015-06-01",
                "%s: '%.60s' is not a date; write for example 2015-06-01", locator, chars);
}

status date_time_date(const char *chars, const char *locator, arena *a, const char **out)
{
    reader r = {text_trim(a, chars), strlen(chars) > MOMENT_MAX};
    const char *const date = r.at;
    take_day(&r);
    take_zone(&r);
    if (!all_read(&r))
        return no_date(date, locator);
    *out = arena_strndup(a, date, CALENDAR_DATE - 1);
    return status_ok();
}

typedef struct moment {
    int64_t seconds; /* since 1970-01-01T00:00:00Z */
    const char *fraction;
    size_t fraction_digits; /* without trailing zeros */
} moment;

static moment take_moment(reader *r)
{
    moment m = {0};
    m.seconds = take_day(r) * DAY_SECONDS;
    take(r, 'T');
    const int hour = take_number(r, 2, 0, 24);
    take(r, ':');
    const int minute = take_number(r, 2, 0, 59);
    take(r, ':');
    const int second = take_number(r, 2, 0, 59);
    take_fraction(r, &m.fraction, &m.fraction_digits);
    r->failed |= hour == 24 && (minute || second || m.fraction_digits);
    m.seconds += (hour * 60 + minute - take_zone(r)) * 60 + second;
    return m;
}

static bool has_year(int64_t seconds)
{
    return seconds >= calendar_day(1, 1, 1) * DAY_SECONDS && seconds < calendar_day(10000, 1, 1) * DAY_SECONDS;
}

static status no_moment(const char *chars, const char *locator)
{
    if (strchr(chars, 'T') && lost_its_plus(chars))
        return FAIL(BAD_PARAM, locator, "%s: '%.60s' is geen tijdstip: een + in een URL is een spatie, schrijf %%2B",
                    "%s: '%.60s' is not a date and time: a + in a URL means a space, write %%2B", locator, chars);
    return FAIL(BAD_PARAM, locator,
                "%s: '%.60s' is geen tijdstip; schrijf bijvoorbeeld 2015-06-01T12:30:00Z of 2015-06-01T14:30:00+02:00",
                "%s: '%.60s' is not a date and time; write for example 2015-06-01T12:30:00Z or 2015-06-01T14:30:00+02:00",
                locator, chars);
}

status date_time_time(const char *chars, const char *locator, arena *a, const char **out)
{
    char canonical[CALENDAR_TIME];
    reader r = {text_trim(a, chars), strlen(chars) > MOMENT_MAX};
    const moment m = take_moment(&r);
    if (!all_read(&r) || !has_year(m.seconds))
        return no_moment(text_trim(a, chars), locator);
    calendar_time(m.seconds, canonical);
    *out = m.fraction_digits ? arena_printf(a, "%s.%.*s", canonical, (int)m.fraction_digits, m.fraction)
                             : arena_strdup(a, canonical);
    return status_ok();
}

const char *date_time_capitals(const char *chars, arena *a)
{
    char *copy = arena_strdup(a, chars);
    for (char *c = copy; *c; c++)
        *c = *c == 't' ? 'T' : *c == 'z' ? 'Z' : *c;
    return copy;
}

const char *date_time_belgian_day(const char *time, arena *a)
{
    char date[CALENDAR_DATE];
    reader r = {time, false};
    const int64_t day = belgian_day(take_moment(&r).seconds), last = calendar_day(9999, 12, 31);
    calendar_date(day < last ? day : last, date);
    return arena_strdup(a, date);
}

const char *date_time_day_start(const char *date, arena *a)
{
    return arena_printf(a, "%sT00:00:00Z", date);
}

const char *date_time_day_end(const char *date, arena *a)
{
    char next[CALENDAR_DATE];
    reader r = {date, false};
    const int64_t day = take_day(&r);
    if (day + 1 >= calendar_day(10000, 1, 1))
        return arena_printf(a, "%sT24:00:00Z", date);
    calendar_date(day + 1, next);
    return date_time_day_start(next, a);
}
