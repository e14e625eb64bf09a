#include "data/manage/organisation.h"

#include "base/calendar.h"
#include "base/text.h"
#include "data/manage/kbo.h"
#include "data/model/name_check.h"

#include <string.h>

enum { KEY_MOST = 32, SOURCE_MOST = 200 };

static bool all_of(const char *word, const char *set)
{
    return *word && word[strspn(word, set)] == '\0';
}

/* Ten digits can only be a KBO number: a typing mistake would give somebody else's rights. */
static status check_organisation(const char *key)
{
    const size_t length = strlen(key);
    if (length > KEY_MOST || !all_of(key, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
        return FAIL(BAD_INPUT, "organisatie",
                    "\"%.40s\" is geen organisatie: verwacht is een KBO-nummer zonder punten, een OVO-code of een NIS-code",
                    "\"%.40s\" is not an organisation: expected a KBO number without dots, an OVO code or an NIS code", key);
    if (length == KBO_DIGITS && all_of(key, "0123456789") && !kbo_is_valid(key, length))
        return FAIL(BAD_INPUT, "organisatie", "\"%s\" is geen KBO-nummer: de controlecijfers kloppen niet",
                    "\"%s\" is not a KBO number: its check digits are wrong", key);
    return status_ok();
}

static status check_date(const char *option, const char *date)
{
    if (!date || calendar_is_date(date, strlen(date)))
        return status_ok();
    return FAIL(BAD_INPUT, option, "\"%.40s\" is geen datum: verwacht is JJJJ-MM-DD, zoals 2025-01-01",
                "\"%.40s\" is not a date: expected YYYY-MM-DD, such as 2025-01-01", date);
}

static status check_period(const organisation_link *link)
{
    TRY(check_date("van", link->geldig_van));
    TRY(check_date("tot", link->geldig_tot));
    if (link->geldig_tot && strcmp(link->geldig_tot, link->geldig_van) < 0)
        return FAIL(BAD_INPUT, "tot", "de laatste dag (%s) ligt voor de eerste (%s)",
                    "the last day (%s) lies before the first (%s)", link->geldig_tot, link->geldig_van);
    return status_ok();
}

static status check_source(const char *bron)
{
    name_fault fault;
    if (name_is_plain(slice_of(bron), SOURCE_MOST, &fault))
        return status_ok();
    return FAIL(BAD_INPUT, "bron", "--bron %s%.0s (1 tot %d tekens)", "--bron %.0s%s (1 to %d characters)", fault.nl, fault.en,
                (int)SOURCE_MOST);
}

status organisation_add(writer *w, const organisation_link *link)
{
    bool known = false, overlaps = false;
    TRY(check_organisation(link->organisatie));
    TRY(check_period(link));
    TRY(check_source(link->bron));
    TRY(writer_has_gemeente(w, link->nis_code, &known));
    if (!known)
        return FAIL(BAD_INPUT, "gemeente", "er is geen gemeente met NIS-code \"%.20s\" in de opslag",
                    "there is no gemeente with NIS code \"%.20s\" in the store", link->nis_code);
    TRY(writer_link_overlaps(w, link, &overlaps));
    if (overlaps)
        return FAIL(BAD_INPUT, "organisatie",
                    "organisatie %s is in die periode al aan gemeente %s gekoppeld; zie 'risicolaag organisatie list'",
                    "organisation %s is linked to gemeente %s in that period already; see 'risicolaag organisatie list'",
                    link->organisatie, link->nis_code);
    return writer_add_link(w, link);
}

status organisation_end(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended)
{
    int found = 0;
    TRY(check_date("tot", last_day));
    TRY(writer_end_links(w, organisatie, nis_code, last_day, &found));
    if (found == 0)
        return FAIL(BAD_INPUT, "organisatie", "organisatie %.40s heeft na %s geen gemeente meer: er is niets te beëindigen",
                    "organisation %.40s has no gemeente after %s: there is nothing to end", organisatie, last_day);
    *ended = found;
    return status_ok();
}
