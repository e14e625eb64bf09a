#include "data/manage/permits/permit_event.h"

#include "base/calendar.h"
#include "base/json.h"
#include "base/text.h"
#include "data/model/capakey.h"
#include "data/model/rules.h"

#include <string.h>

enum { WORD_MOST = 64, VITO_MOST = 40, CODE_MOST = 100 };

static status wrong(const char *name, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, name, "%s: %s%.0s (RegelOngeldig)", "%s: %.0s%s (RegelOngeldig)", name, nl, en);
}

/* A text without control characters, of one byte up to `most`. */
static bool is_plain(const char *chars, size_t length, size_t most)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)chars[i] < ' ')
            return false;
    return length > 0 && length <= most;
}

/* NULL when it is not there, or null. */
static status read_text(json_t *in, const char *name, size_t most, const char **out)
{
    const json_t *value = json_object_get(in, name);
    *out = NULL;
    if (!value || json_is_null(value))
        return status_ok();
    if (!json_is_string(value) || !is_plain(json_string_value(value), json_string_length(value), most))
        return FAIL(BAD_INPUT, name, "%s: een tekst van 1 tot %zu tekens wordt verwacht (RegelOngeldig)",
                    "%s: a text of 1 to %zu characters is expected (RegelOngeldig)", name, most);
    *out = json_string_value(value);
    return status_ok();
}

static status need_text(json_t *in, const char *name, size_t most, const char **out)
{
    TRY(read_text(in, name, most, out));
    return *out ? status_ok() : wrong(name, "ontbreekt", "is missing");
}

/* Some programs write such a number without quotes. */
static status need_id(json_t *in, const char *name, arena *a, const char **out)
{
    const json_t *value = json_object_get(in, name);
    if (!json_is_integer(value))
        return need_text(in, name, VITO_MOST, out);
    *out = arena_printf(a, "%lld", (long long)json_integer_value(value));
    return status_ok();
}

/* `take` for each item of a list of objects; no list is an empty one. */
typedef status (*item_reader)(json_t *item, size_t at, void *to, arena *a);

static status read_list(json_t *in, const char *name, size_t most, size_t size, item_reader take, arena *a, void **items,
                        size_t *count)
{
    json_t *list = json_object_get(in, name);
    if (!list || json_is_null(list))
        return status_ok();
    if (!json_is_array(list) || json_array_size(list) > most)
        return FAIL(BAD_INPUT, name, "%s: een lijst van hoogstens %zu wordt verwacht (RegelOngeldig)",
                    "%s: a list of %zu at most is expected (RegelOngeldig)", name, most);
    *count = json_array_size(list);
    *items = arena_array(a, *count + 1, size);
    for (size_t i = 0; i < *count; i++)
        TRY(take(json_array_get(list, i), i, *items, a));
    return status_ok();
}

static status read_rubriek(json_t *item, size_t at, void *to, arena *a)
{
    permit_rubriek *r = (permit_rubriek *)to + at;
    if (!json_is_object(item))
        return wrong("rubrieken", "een object wordt verwacht", "an object is expected");
    TRY(need_id(item, "vito_id", a, &r->vito_id));
    TRY(need_id(item, "vito_versie_id", a, &r->vito_versie_id));
    return read_text(item, "code", CODE_MOST, &r->code);
}

static status read_capakey(json_t *item, size_t at, void *to, arena *a)
{
    const char **key = (const char **)to + at;
    (void)a;
    if (!json_is_string(item) || !capakey_is(slice_of(json_string_value(item))))
        return wrong("percelen", "een capakey zoals 44021A0123/00B000 wordt verwacht",
                     "a capakey such as 44021A0123/00B000 is expected");
    *key = json_string_value(item);
    return status_ok();
}

static status check_number(const char *number, bool (*rule)(slice, rule_breach *))
{
    rule_breach breach;
    if (rule(slice_of(number), &breach))
        return status_ok();
    return FAIL(BAD_INPUT, breach.property, "%s: %s (%s)", "%s: %s (%s)", breach.property, breach.nl, breach.code);
}

static status read_iioa(json_t *item, size_t at, void *to, arena *a)
{
    permit_iioa *iioa = (permit_iioa *)to + at;
    void *percelen = NULL, *rubrieken = NULL;
    if (!json_is_object(item))
        return wrong("iioa", "een object wordt verwacht", "an object is expected");
    TRY(need_text(item, "iioa_nummer", WORD_MOST, &iioa->iioa_nummer));
    TRY(check_number(iioa->iioa_nummer, rule_iioa_nummer));
    TRY(read_text(item, "geometrie", PERMIT_LINE_MOST, &iioa->geometrie));
    TRY(read_list(item, "percelen", PERMIT_PARCELS_MOST, sizeof(char *), read_capakey, a, &percelen, &iioa->perceel_count));
    TRY(read_list(item, "rubrieken", PERMIT_RUBRIEKEN_MOST, sizeof(permit_rubriek), read_rubriek, a, &rubrieken,
                  &iioa->rubriek_count));
    iioa->percelen = percelen;
    iioa->rubrieken = rubrieken;
    return status_ok();
}

/* A refusal in appeal is a change of what was granted; the first refusal of all grants nothing. */
static status read_kind(json_t *line, permit_event *e)
{
    const char *word = NULL;
    TRY(need_text(line, "gebeurtenis", WORD_MOST, &word));
    TRY(read_text(line, "beslissing", WORD_MOST, &e->beslissing));
    const bool grants =
        e->beslissing && (strcmp(e->beslissing, "vergund") == 0 || strcmp(e->beslissing, "gedeeltelijk_vergund") == 0);
    if (strcmp(word, "vergund") == 0)
        e->kind = grants ? PERMIT_GRANTED : PERMIT_NOTHING;
    else if (strcmp(word, "gewijzigd_na_beroep") == 0)
        e->kind = PERMIT_CHANGED;
    else if (strcmp(word, "inhoud_gewijzigd") == 0 || strcmp(word, "geweigerd") == 0)
        e->kind = PERMIT_NOTHING;
    else {
        e->fault = "GebeurtenisOnbekend";
        return FAIL(BAD_INPUT, "gebeurtenis",
                    "gebeurtenis: \"%.40s\" is onbekend; bekend zijn vergund, geweigerd, gewijzigd_na_beroep en inhoud_gewijzigd "
                    "(GebeurtenisOnbekend)",
                    "gebeurtenis: \"%.40s\" is unknown; known are vergund, geweigerd, gewijzigd_na_beroep and inhoud_gewijzigd "
                    "(GebeurtenisOnbekend)",
                    word);
    }
    return status_ok();
}

static status read_day(json_t *line, permit_event *e)
{
    const char *date = NULL;
    TRY(need_text(line, "beslissingsdatum", WORD_MOST, &date));
    if (!calendar_is_date(date, strlen(date)) || !calendar_read(date, &e->day))
        return wrong("beslissingsdatum", "een datum JJJJ-MM-DD wordt verwacht", "a date YYYY-MM-DD is expected");
    return status_ok();
}

static status read_content(json_t *line, arena *a, permit_event *e)
{
    void *iioas = NULL;
    TRY(need_text(line, "omv_nummer", WORD_MOST, &e->omv_nummer));
    TRY(check_number(e->omv_nummer, rule_omv_nummer));
    TRY(read_kind(line, e));
    if (e->kind == PERMIT_NOTHING)
        return status_ok();
    TRY(read_day(line, e));
    if (e->kind == PERMIT_GRANTED)
        TRY(read_list(line, "iioa", PERMIT_IIOAS_MOST, sizeof(permit_iioa), read_iioa, a, &iioas, &e->iioa_count));
    e->iioas = iioas;
    return status_ok();
}

status permit_event_read(slice line, arena *a, permit_event *out)
{
    *out = (permit_event){.fault = "RegelOngeldig"};
    json_t *read = line.length <= PERMIT_LINE_MOST ? json_object_read(line.at, line.length, a) : NULL;
    if (!read)
        return FAIL(BAD_INPUT, "", "dit is geen JSON-object (RegelOngeldig)", "this is not a JSON object (RegelOngeldig)");
    TRY(need_text(read, "gebeurtenis_uuid", PERMIT_UUID_MOST, &out->uuid));
    return read_content(read, a, out);
}

bool permit_is_in_time(int64_t granted, int64_t changed)
{
    return changed >= granted && changed <= calendar_months_later(granted, PERMIT_MONTHS);
}
