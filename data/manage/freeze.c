#include "data/manage/freeze.h"

#include "base/belgian_time.h"
#include "base/calendar.h"
#include "base/text.h"
#include "data/model/date_time.h"
#include "data/model/name_check.h"

#include <stdlib.h>
#include <string.h>

static status no_moment(const char *given)
{
    return FAIL(
        BAD_INPUT, "until",
        "--until \"%.40s\" is geen dag en geen tijdstip: schrijf 2026-12-07, of met de tijdzone 2026-12-07T18:00:00+01:00",
        "--until \"%.40s\" is neither a day nor a moment: write 2026-12-07, or with the zone 2026-12-07T18:00:00+01:00", given);
}

/* date_time_time takes a moment without a zone for UTC; whoever types one here means Belgian time. */
static bool has_zone(const char *given)
{
    return strpbrk(strchr(given, 'T'), "Z+-") != NULL;
}

/* Of "YYYY-MM-DDThh:mm:ssZ"; a fraction of a second behind it does not count. */
static int64_t seconds_of(const char *time)
{
    enum { DAY_SECONDS = 86400, HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };
    int64_t day = 0;
    calendar_read(time, &day); /* date_time_time wrote it */
    return day * DAY_SECONDS + strtol(time + HOUR_AT, NULL, 10) * 3600 + strtol(time + MINUTE_AT, NULL, 10) * 60 +
           strtol(time + SECOND_AT, NULL, 10);
}

static status read_until(const char *given, arena *a, int64_t *out)
{
    const char *time = NULL;
    int64_t day = 0;
    if (calendar_is_date(given, strlen(given)) && calendar_read(given, &day)) {
        *out = belgian_midnight(day);
        return status_ok();
    }
    if (!strchr(given, 'T') || !has_zone(given) || date_time_time(given, "until", a, &time).code != ST_OK)
        return no_moment(given);
    *out = seconds_of(time);
    return status_ok();
}

static status check_until(int64_t until, int64_t now)
{
    if (until <= now)
        return FAIL(BAD_INPUT, "until", "--until ligt niet in de toekomst", "--until does not lie in the future");
    if (until - now > FREEZE_SECONDS_MOST)
        return FAIL(
            BAD_INPUT, "until", "--until ligt meer dan %d dagen ver: neem een dag dichterbij; later kan het langer worden",
            "--until lies more than %d days ahead: take a nearer day; it can be made longer later", FREEZE_SECONDS_MOST / 86400);
    return status_ok();
}

static status read_text(const char *given, arena *a, const char **out)
{
    name_fault fault;
    const slice trimmed = slice_trim(slice_of(given));
    if (!name_is_plain(trimmed, FREEZE_TEXT_MOST, &fault))
        return FAIL(BAD_INPUT, "text", "de tekst %s%.0s", "the text %.0s%s", fault.nl, fault.en);
    *out = arena_strndup(a, trimmed.at, trimmed.length);
    return status_ok();
}

status freeze_read(const char *until, const char *words, int64_t now, arena *a, store_freeze *out)
{
    store_freeze f = {0};
    if (!until || !words)
        return FAIL(BAD_INPUT, until ? "text" : "until",
                    "geef --until TIJDSTIP en --text TEKST: tot wanneer, en wat mensen lezen",
                    "give --until MOMENT and --text TEXT: until when, and what people read");
    TRY(read_until(until, a, &f.until));
    TRY(check_until(f.until, now));
    TRY(read_text(words, a, &f.text));
    *out = f;
    return status_ok();
}
