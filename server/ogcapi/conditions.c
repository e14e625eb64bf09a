#include "server/ogcapi/conditions.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "server/http/web_heads.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const char *condition_etag(const feature_state *now, const api_form *form, const char *system, const char *self, arena *a)
{
    const uint64_t hash = hash_text(hash_text(hash_text(HASH_BASIS, self), now->changed ? now->changed : ""), RISICOLAAG_VERSION);
    return arena_printf(a, "\"%lld-%s.%s.%016llx\"", (long long)now->version, form->name, system, (unsigned long long)hash);
}

/* --- Moments: RFC 9110 §5.6.7 --- */

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static int month_of(const char *name)
{
    for (int i = 0; i < 12; i++)
        if (strncmp(months[i], name, 3) == 0)
            return i + 1;
    return 0;
}

typedef struct moment {
    int year, day, hour, minute, second;
    char month[4];
} moment;

/* The three forms that a recipient must take: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6
 * 08:49:37 1994". */
static bool scan(const char *given, moment *m)
{
    int end = 0;
    const char *after_day = strchr(given, ',');
    if (after_day &&
        sscanf(after_day, ", %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &m->day, m->month, &m->year, &m->hour, &m->minute, &m->second,
               &end) == 6 &&
        end && !after_day[end])
        return true;
    end = 0;
    if (after_day &&
        sscanf(after_day, ", %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", &m->day, m->month, &m->year, &m->hour, &m->minute, &m->second,
               &end) == 6 &&
        end && !after_day[end]) {
        m->year += m->year < 70 ? 2000 : 1900;
        return true;
    }
    end = 0;
    return !after_day &&
           sscanf(given, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", m->month, &m->day, &m->hour, &m->minute, &m->second,
                  &m->year, &end) == 6 &&
           end && !given[end];
}

/* Seconds since 1970. */
static bool read_moment(const char *given, int64_t *out)
{
    moment m = {0};
    if (!scan(given, &m) || !month_of(m.month) || m.day < 1 || m.day > 31 || m.hour < 0 || m.hour > 23 || m.minute < 0 ||
        m.minute > 59 || m.second < 0 || m.second > 60 || m.year < 1)
        return false;
    *out = calendar_day(m.year, month_of(m.month), m.day) * 86400 + m.hour * 3600 + m.minute * 60 + m.second;
    return true;
}

static int64_t seconds_of(const char *changed)
{
    int64_t day = 0;
    int hour = 0, minute = 0, second = 0;
    if (!calendar_read(changed, &day) || sscanf(changed + 10, "T%2d:%2d:%2d", &hour, &minute, &second) != 3)
        return INT64_MAX; /* of what cannot be read nobody can say that it has not changed */
    return day * 86400 + hour * 3600 + minute * 60 + second;
}

static const char *http_date(const char *changed, arena *a)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    int64_t day = 0;
    int year = 0, month = 0, date = 0;
    if (!calendar_read(changed, &day) || sscanf(changed, "%4d-%2d-%2d", &year, &month, &date) != 3)
        return NULL;
    return arena_printf(a, "%s, %02d %s %04d %.8s GMT", days[((day % 7) + 7) % 7], date, months[month - 1], year, changed + 11);
}

void condition_write(const feature_state *now, const char *etag, arena *a, output *to)
{
    const char *changed = now->changed ? http_date(now->changed, a) : NULL;
    if (now->version)
        out_header(to, "ETag", etag);
    if (changed)
        out_header(to, "Last-Modified", changed);
}

/* --- Lists of tags: RFC 9110 §8.8.3 --- */

typedef struct tag {
    bool weak, any;
    const char *inside;
    size_t length;
} tag;

/* The next one of a list; false at its end. What is no tag ends it: nothing is matched by it. */
static bool next_tag(const char **at, tag *out)
{
    const char *c = *at + strspn(*at, ", \t");
    *out = (tag){.weak = strncmp(c, "W/", 2) == 0, .any = *c == '*'};
    if (out->any) {
        *at = c + 1;
        return true;
    }
    c += out->weak ? 2 : 0;
    const char *end = *c == '"' ? strchr(c + 1, '"') : NULL;
    if (!end)
        return false;
    out->inside = c + 1;
    out->length = (size_t)(end - c - 1);
    *at = end + 1;
    return true;
}

/* RFC 9110 §13.1.1: strong comparison, so a weak tag is never the same. */
static bool is_of_version(const tag *t, int64_t version)
{
    const char *dash = memchr(t->inside, '-', t->length);
    int64_t said = 0;
    char digits[24];
    if (t->weak || !dash || (size_t)(dash - t->inside) >= sizeof digits)
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)(dash - t->inside), t->inside);
    return text_to_int64(digits, &said) && said == version && version > 0;
}

static bool has_version(const char *list, int64_t version)
{
    tag t;
    while (next_tag(&list, &t))
        if (t.any || is_of_version(&t, version))
            return true;
    return false;
}

static bool is_same(const tag *t, const char *etag)
{
    return strlen(etag) == t->length + 2 && strncmp(etag + 1, t->inside, t->length) == 0;
}

bool condition_is_known(const exchange *x, const char *etag, arena *a)
{
    const char *list = x->if_none_match;
    tag t;
    while (next_tag(&list, &t))
        if (t.any || is_same(&t, etag) || is_same(&t, web_etag_of_gzip(etag, a)))
            return true;
    return false;
}

/* --- Before a change --- */

static status stale(const feature_state *now)
{
    return FAIL(STALE, "If-Match", "het object heeft nu versie %lld: vraag het opnieuw op, en wijzig dat (VersieVerouderd)",
                "the feature has version %lld now: get it again, and change that (VersieVerouderd)", (long long)now->version);
}

static status check_moment(const char *given, const feature_state *now)
{
    int64_t since = 0;
    if (!read_moment(given, &since))
        return FAIL(BAD_PARAM, "If-Unmodified-Since", "'%.60s' is geen tijdstip van HTTP (TijdstipOngeldig)",
                    "'%.60s' is not a date of HTTP (TijdstipOngeldig)", given);
    return !now->changed || seconds_of(now->changed) > since ? stale(now) : status_ok();
}

status condition_check(const exchange *x, const feature_state *now, bool required)
{
    const char *none = x->if_none_match;
    tag t;
    if (*x->if_match)
        return has_version(x->if_match, now->version) ? status_ok() : stale(now);
    if (*x->if_unmodified_since)
        return check_moment(x->if_unmodified_since, now);
    while (next_tag(&none, &t))
        if (t.any || is_of_version(&t, now->version))
            return stale(now);
    if (!required)
        return status_ok();
    return FAIL(NO_CONDITION, "If-Match",
                "zeg met If-Match welke versie u gelezen hebt: zet er de ETag van dat antwoord in (VersieOntbreekt)",
                "say by If-Match which version you have read: put the ETag of that answer into it (VersieOntbreekt)");
}

status condition_check_absent(const exchange *x)
{
    if (!*x->if_match)
        return status_ok();
    return FAIL(STALE, "If-Match", "er is hier geen object (meer) dat aan If-Match voldoet (VersieVerouderd)",
                "there is no feature here (any more) that meets If-Match (VersieVerouderd)");
}
