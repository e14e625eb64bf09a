#include "server/ogcapi/conditions.h"

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

/* --- Moments: RFC 9110 §5.6.7; the program never sets a locale, so the names are English --- */

/* The three forms that a recipient must take: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6
 * 08:49:37 1994". *out: seconds since 1970. */
static bool read_moment(const char *given, int64_t *out)
{
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm parts = {0};
        const char *end = strptime(given, forms[i], &parts);
        if (!end || *end)
            continue;
        *out = timegm(&parts);
        return true;
    }
    return false;
}

/* Of "YYYY-MM-DDThh:mm:ss.mmmZ", as the store writes it. */
static bool read_changed(const char *changed, struct tm *out)
{
    *out = (struct tm){0};
    return strptime(changed, "%Y-%m-%dT%H:%M:%S", out) != NULL;
}

static int64_t seconds_of(const char *changed)
{
    struct tm parts;
    return read_changed(changed, &parts) ? timegm(&parts)
                                         : INT64_MAX; /* of what cannot be read nobody can say that it has not changed */
}

static const char *http_date(const char *changed, arena *a)
{
    struct tm parts;
    char written[64];
    if (!read_changed(changed, &parts) || timegm(&parts) == -1 ||
        strftime(written, sizeof written, "%a, %d %b %Y %H:%M:%S GMT", &parts) == 0)
        return NULL;
    return arena_strdup(a, written);
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
