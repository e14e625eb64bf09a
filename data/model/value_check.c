#include "data/model/value_check.h"

#include "base/calendar.h"
#include "data/model/name_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool breach(rule_breach *out, const property *p, const char *code, const char *nl, const char *en)
{
    *out = (rule_breach){.code = code, .property = p->name};
    snprintf(out->nl, sizeof out->nl, "%s", nl);
    snprintf(out->en, sizeof out->en, "%s", en);
    return false;
}

static bool is_readable(const property *p, slice given, rule_breach *out)
{
    name_fault fault;
    return note_is_plain(given, RULES_NOTE_MOST, &fault) || breach(out, p, "TekstOngeldig", fault.nl, fault.en);
}

/* Counts characters of UTF-8. */
static size_t count_characters(slice given)
{
    size_t n = 0;
    for (size_t i = 0; i < given.length; i++)
        n += ((unsigned char)given.at[i] & 0xC0U) != 0x80U;
    return n;
}

static bool is_short(const property *p, slice given, rule_breach *out)
{
    if (p->max_length == 0 || given.length <= (size_t)p->max_length || count_characters(given) <= (size_t)p->max_length)
        return true;
    breach(out, p, "TekstTeLang", "", "");
    snprintf(out->nl, sizeof out->nl, "heeft %zu tekens; het mogen er hoogstens %d zijn", count_characters(given), p->max_length);
    snprintf(out->en, sizeof out->en, "has %zu characters; at most %d are allowed", count_characters(given), p->max_length);
    return false;
}

/* As many of the codes as there is room for. */
static void list_codes(const property *p, const char *last, char *room, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < p->codes.count; i++) {
        const char *before = i == 0 ? "" : i + 1 == p->codes.count ? last : ", ";
        const int n = snprintf(room + at, size - at, "%s%s", before, p->codes.items[i]);
        if (n < 0 || (size_t)n >= size - at) {
            room[at] = '\0';
            return;
        }
        at += (size_t)n;
    }
}

static bool is_code(const property *p, slice given, rule_breach *out)
{
    char nl[160] = "", en[160] = "";
    for (size_t i = 0; i < p->codes.count; i++)
        if (slice_is(given, p->codes.items[i]))
            return true;
    if (p->codes.count == 0)
        return true;
    list_codes(p, " of ", nl, sizeof nl);
    list_codes(p, " or ", en, sizeof en);
    breach(out, p, "CodeOnbekend", "", "");
    snprintf(out->nl, sizeof out->nl, "moet een van deze codes zijn: %s", nl);
    snprintf(out->en, sizeof out->en, "must be one of these codes: %s", en);
    return false;
}

static bool is_date(const property *p, slice given, rule_breach *out)
{
    return calendar_is_date(given.at, given.length) ||
           breach(out, p, "DatumOngeldig", "is geen bestaande datum; schrijf JJJJ-MM-DD, zoals 1998-03-31",
                  "is not an existing date; write YYYY-MM-DD, such as 1998-03-31");
}

static bool two_digits(const char *at, char most_tens)
{
    return at[0] >= '0' && at[0] <= most_tens && at[1] >= '0' && at[1] <= '9';
}

/* YYYY-MM-DDThh:mm:ssZ */
static bool is_moment(const property *p, slice given, rule_breach *out)
{
    const char *at = given.at;
    const bool well = given.length == CALENDAR_TIME - 1 && calendar_is_date(at, CALENDAR_DATE - 1) && at[10] == 'T' &&
                      two_digits(at + 11, '2') && (at[11] < '2' || at[12] < '4') && at[13] == ':' && two_digits(at + 14, '5') &&
                      at[16] == ':' && two_digits(at + 17, '5') && at[19] == 'Z';
    return well || breach(out, p, "TijdstipOngeldig", "is geen bestaand tijdstip; schrijf het in UTC, zoals 2015-06-01T12:30:00Z",
                          "is not an existing date and time; write it in UTC, such as 2015-06-01T12:30:00Z");
}

static bool is_shape(const property *p, geometry g, rule_breach *out)
{
    double box[4];
    return geometry_mbr(g, box) || breach(out, p, "GeometrieLeeg", "is leeg; teken een contour", "is empty; draw a contour");
}

static bool text_fits(const property *p, const value *v, rule_breach *out)
{
    const slice given = {v->text, v->length};
    switch (p->type) {
    case VALUE_DATE: return is_date(p, given, out);
    case VALUE_DATETIME: return is_moment(p, given, out);
    default: return is_readable(p, given, out) && is_short(p, given, out) && is_code(p, given, out);
    }
}

bool value_fits(const property *p, const value *v, rule_breach *out)
{
    if (v->null)
        return !p->required || breach(out, p, "WaardeOntbreekt", "ontbreekt; vul een waarde in", "is missing; give a value");
    switch (p->type) {
    case VALUE_GEOMETRY: return is_shape(p, v->shape, out);
    case VALUE_INTEGER: return true;
    case VALUE_BOOLEAN:
        return v->integer == 0 || v->integer == 1 ||
               breach(out, p, "WaarheidswaardeOngeldig", "moet waar of onwaar zijn", "must be true or false");
    case VALUE_DECIMAL: return isfinite(v->real) || breach(out, p, "GetalOngeldig", "is geen getal", "is not a number");
    case VALUE_STRING:
    case VALUE_DATE:
    case VALUE_DATETIME: break;
    }
    return text_fits(p, v, out);
}
