#include "data/manage/permits/permit_job.h"

#include "base/belgian_time.h"
#include "base/calendar.h"
#include "data/model/rules.h"

#include <string.h>

/* The switch holds by the day on which it was decided and by the delivery that tells it, not by when we come to it: what was
 * decided while it was off does not come when it is on again, also when days are caught up (domain rule 9). */
static status is_on(permit_step *s, const char *nis, bool *out)
{
    int64_t told = 0;
    if (!calendar_read(s->tot, &told))
        return FAIL(INTERNAL, "", "een levering zonder einde", "a delivery without an end");
    TRY(permits_is_on(s->job->writer, nis, belgian_midnight(s->event->day + 1), out));
    return *out ? permits_is_on(s->job->writer, nis, belgian_midnight(told), out) : status_ok();
}

static const char *list_of(int64_t day)
{
    int64_t from = 0;
    return calendar_read(RULES_NEW_LIST_FROM, &from) && day < from ? LIST_BEFORE_2015 : LIST_FROM_2015;
}

/* What the door is told; the rest follows from it (data/store/edit_derive.h). */
typedef enum told_column { NIS, RUBRIEK, LIJST, BRON, START, OMV, IIOA, WIJZIGING, GEOMETRY, TOLD } told_column;

static const property told[TOLD] = {
    [NIS] = {.name = "gemeente_nis", .column = "gemeente_nis", .type = VALUE_STRING},
    [RUBRIEK] = {.name = "rubriek", .column = "rubriek", .type = VALUE_STRING},
    [LIJST] = {.name = "rubriekenlijst", .column = "rubriekenlijst", .type = VALUE_STRING},
    [BRON] = {.name = "bron", .column = "bron", .type = VALUE_STRING},
    [START] = {.name = "startdatum", .column = "startdatum", .type = VALUE_DATE},
    [OMV] = {.name = "omv_nummer", .column = "omv_nummer", .type = VALUE_STRING},
    [IIOA] = {.name = "iioa_nummer", .column = "iioa_nummer", .type = VALUE_STRING},
    [WIJZIGING] = {.name = "wijziging_vergunning", .column = "wijziging_vergunning", .type = VALUE_STRING},
    [GEOMETRY] = {.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY},
};

static value text_value(const char *chars)
{
    return (value){.text = chars, .length = strlen(chars)};
}

/* Whether a change that counts is known already: it may have come before its grant, or while a part of that still waited. */
static status is_changed(permit_step *s, const char *day, bool *out)
{
    char until[CALENDAR_DATE];
    calendar_date(calendar_months_later(s->event->day, PERMIT_MONTHS), until);
    return permits_was_changed(s->job->writer, s->event->omv_nummer, day, until, out);
}

static status insert(permit_step *s, const permit_key *key, const permit_known_rubriek *rubriek, const char *day, geometry shape,
                     int64_t *id)
{
    bool changed = false;
    TRY(is_changed(s, day, &changed));
    const property *properties[TOLD];
    const value values[TOLD] = {[NIS] = text_value(key->nis),
                                [RUBRIEK] = text_value(rubriek->code),
                                [LIJST] = text_value(list_of(s->event->day)),
                                [BRON] = text_value("omgevingsloket"),
                                [START] = text_value(day),
                                [OMV] = text_value(key->omv_nummer),
                                [IIOA] = text_value(key->iioa_nummer),
                                [WIJZIGING] = text_value(changed ? "JA" : "NEE"),
                                [GEOMETRY] = {.shape = shape}};
    for (int i = 0; i < TOLD; i++)
        properties[i] = &told[i];
    const edit_row row = {.layer = s->job->risk,
                          .properties = properties,
                          .values = values,
                          .count = TOLD,
                          .rubriek_id = rubriek->id,
                          .reason = s->event->uuid};
    return edit_insert(s->edit, &row, id);
}

/* A record for this rubriek here, unless there is one already: the event may have been tried before. */
static status make_row(permit_step *s, const permit_key *key, const permit_known_rubriek *rubriek, geometry shape)
{
    char day[CALENDAR_DATE];
    int64_t id = 0;
    bool there = false;
    TRY(permits_has_row(s->job->writer, key, &there));
    if (there)
        return status_ok();
    calendar_date(s->event->day, day);
    TRY(insert(s, key, rubriek, day, shape, &id));
    s->added++;
    return permits_note_row(s->job->writer, key, id, day);
}

static status not_known(permit_step *s, const permit_iioa *iioa, const permit_rubriek *r)
{
    return permit_problem_note(s, iioa->iioa_nummer, "RubriekNietGekend",
                               arena_printf(s->arena, "%s/%s", r->vito_id, r->vito_versie_id),
                               "de rubriek %s (vito_id %s, versie %s) staat niet in de lijst %s",
                               r->code ? r->code : "zonder code", r->vito_id, r->vito_versie_id, list_of(s->event->day));
}

static status take_rubriek(permit_step *s, const permit_iioa *iioa, const permit_rubriek *r, const permit_places *places)
{
    permit_known_rubriek known;
    permit_key key = {s->event->omv_nummer, iioa->iioa_nummer, r->vito_id, r->vito_versie_id, NULL};
    TRY(permits_rubriek(s->job->writer, list_of(s->event->day), r->vito_id, r->vito_versie_id, s->arena, &known));
    if (!known.code)
        return not_known(s, iioa, r);
    for (size_t i = 0; i < places->count; i++) {
        key.nis = places->items[i].nis;
        TRY(make_row(s, &key, &known, places->items[i].shape));
    }
    return status_ok();
}

/* Those of the places where the integration is on, in their place. */
static status keep_switched_on(permit_step *s, permit_places *places)
{
    size_t kept = 0;
    for (size_t i = 0; i < places->count; i++) {
        bool on = false;
        TRY(is_on(s, places->items[i].nis, &on));
        if (on)
            places->items[kept++] = places->items[i];
    }
    places->count = kept;
    return status_ok();
}

static status take_iioa(permit_step *s, const permit_iioa *iioa)
{
    permit_places places;
    TRY(permit_find_places(s, iioa, &places));
    TRY(keep_switched_on(s, &places));
    for (size_t i = 0; i < iioa->rubriek_count && places.count; i++)
        TRY(take_rubriek(s, iioa, &iioa->rubrieken[i], &places));
    return status_ok();
}

/* Nobody can tell what was decided on a day to come: most likely the date is wrong, and it would be the start of a record. */
static status check_day(permit_step *s, bool *good)
{
    char day[CALENDAR_DATE];
    calendar_date(s->event->day, day);
    *good = strcmp(day, s->tot) < 0;
    return *good ? status_ok()
                 : permit_problem_note(s, "", "BeslissingsdatumOngeldig", day,
                                       "de beslissing is van %s, na de dagen van haar levering (tot %s)", day, s->tot);
}

status permit_grant(permit_step *s)
{
    bool good = false;
    TRY(check_day(s, &good));
    if (!good)
        return status_ok();
    for (size_t i = 0; i < s->event->iioa_count; i++)
        TRY(take_iioa(s, &s->event->iioas[i]));
    return status_ok();
}
