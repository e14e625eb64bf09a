#include "data/model/peildatum.h"

#include "base/belgian_time.h"
#include "base/calendar.h"
#include "base/text.h"
#include "data/model/date_time.h"

#include <string.h>

#define NAME "peildatum"
enum { SECOND_MS = 1000, DAY_SECONDS = 86400 };

const char *peildatum_text(int64_t ms, arena *a)
{
    char seconds[CALENDAR_TIME];
    calendar_time(ms / SECOND_MS, seconds);
    return arena_printf(a, "%.19s.%03dZ", seconds, (int)(ms % SECOND_MS));
}

status peildatum_to_come(const char *given, const char *now)
{
    return FAIL(BAD_PARAM, NAME, "peildatum %.40s ligt in de toekomst: vraag een dag tot en met vandaag, of een tijdstip tot %s",
                "peildatum %.40s lies in the future: ask for a day up to today, or for a moment up to %s", given, now);
}

/* "2026-03-01+01:00": the end of that day in another zone is another moment than the client may mean. A + in a URL is a blank. */
static status check_no_zone(const char *given)
{
    int64_t day = 0;
    if (strlen(given) < CALENDAR_DATE || !calendar_read(given, &day) || !strchr("+-Z ", given[CALENDAR_DATE - 1]))
        return status_ok();
    return FAIL(BAD_PARAM, NAME,
                "peildatum %.40s: een dag is een dag in België; schrijf hem zonder tijdzone (%.10s), of vraag een tijdstip",
                "peildatum %.40s: a day is a day in Belgium; write it without a time zone (%.10s), or ask for a moment", given,
                given);
}

/* The end of the day: its last millisecond. Of today only what has been is known: now. */
static status end_of_day(const char *date, int64_t now_ms, arena *a, const char **out)
{
    int64_t day = 0;
    calendar_read(date, &day); /* which it is, or date_time_date would have failed */
    if (belgian_midnight(day) * SECOND_MS > now_ms)
        return peildatum_to_come(date, peildatum_text(now_ms, a));
    const int64_t end = belgian_midnight(day + 1) * SECOND_MS;
    *out = end > now_ms ? NULL : peildatum_text(end - 1, a);
    return status_ok();
}

/* "…ssZ.5" (date_time_time) as "…ss.500Z". What is finer than a millisecond is left out, for no change is told apart by it. */
static const char *in_milliseconds(const char *time, arena *a)
{
    enum { SECONDS = CALENDAR_TIME - 2 };
    char fraction[] = "000";
    const char *digits = time[SECONDS + 1] == '.' ? time + SECONDS + 2 : "";
    memcpy(fraction, digits, strnlen(digits, sizeof fraction - 1));
    return arena_printf(a, "%.*s.%sZ", (int)SECONDS, time, fraction);
}

status peildatum_moment(const char *written, int64_t now_ms, arena *a, const char **out)
{
    const char *given = date_time_capitals(written, a), *read = NULL;
    if (!strchr(given, 'T')) {
        TRY(check_no_zone(text_trim(a, given)));
        TRY(date_time_date(given, NAME, a, &read));
        return end_of_day(read, now_ms, a, out);
    }
    TRY(date_time_time(given, NAME, a, &read));
    *out = in_milliseconds(read, a);
    return status_ok();
}
