#include "data/model/rules.h"

#include "base/calendar.h"
#include "data/model/name_check.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const names[RULED_COUNT] = {
    [RULED_STARTDATUM] = "startdatum",
    [RULED_EINDDATUM] = "einddatum",
    [RULED_RUBRIEKENLIJST] = "rubriekenlijst",
    [RULED_BRON] = "bron",
    [RULED_OMV_NUMMER] = "omv_nummer",
    [RULED_IIOA_NUMMER] = "iioa_nummer",
    [RULED_OMSCHRIJVING] = "omschrijving",
    [RULED_EIGEN_KENMERK] = "eigen_kenmerk",
    [RULED_GEOMETRY] = "geometry",
};

/* minx, miny, maxx, maxy */
static const double flanders[4] = {20000, 150000, 262000, 250000};        /* EPSG:31370 */
static const double flanders_2008[4] = {520000, 650000, 762000, 750000};  /* EPSG:3812: about 500 km further on both axes */
static const double flanders_web[4] = {250000, 6540000, 670000, 6720000}; /* EPSG:3857 */
static const double degrees[4] = {-180, -90, 180, 90};
static const double mirrored[4] = {150000, 20000, 250000, 262000}; /* y, x of EPSG:31370 */

const char *rules_property(ruled_property which)
{
    return names[which];
}

bool rules_find_property(const char *column, ruled_property *out)
{
    for (int i = 0; i < RULED_COUNT; i++)
        if (strcasecmp(column, names[i]) == 0) {
            *out = (ruled_property)i;
            return true;
        }
    return false;
}

static bool breach(rule_breach *out, ruled_property of, const char *code, const char *nl, const char *en)
{
    *out = (rule_breach){.code = code, .property = names[of]};
    snprintf(out->nl, sizeof out->nl, "%s", nl);
    snprintf(out->en, sizeof out->en, "%s", en);
    return false;
}

static bool no_date(rule_breach *out, ruled_property of)
{
    return breach(out, of, "DatumOngeldig", "is geen bestaande datum; schrijf JJJJ-MM-DD, zoals 1998-03-31",
                  "is not an existing date; write YYYY-MM-DD, such as 1998-03-31");
}

bool rule_startdatum(slice startdatum, rule_breach *out)
{
    if (startdatum.length == 0)
        return breach(out, RULED_STARTDATUM, "StartdatumOntbreekt", "vul de startdatum in (JJJJ-MM-DD)",
                      "give the start date (YYYY-MM-DD)");
    return calendar_is_date(startdatum.at, startdatum.length) || no_date(out, RULED_STARTDATUM);
}

bool rule_einddatum(slice startdatum, slice einddatum, rule_breach *out)
{
    if (einddatum.length == 0)
        return true;
    if (!calendar_is_date(einddatum.at, einddatum.length))
        return no_date(out, RULED_EINDDATUM);
    if (startdatum.length == 0 || memcmp(startdatum.at, einddatum.at, CALENDAR_DATE - 1) <= 0)
        return true;
    breach(out, RULED_EINDDATUM, "EinddatumVoorStartdatum", "", "");
    snprintf(out->nl, sizeof out->nl, "de einddatum ligt voor de startdatum %.10s", startdatum.at);
    snprintf(out->en, sizeof out->en, "the end date lies before the start date %.10s", startdatum.at);
    return false;
}

const char *rule_list_of(slice startdatum)
{
    const bool is_date = startdatum.length >= sizeof RULES_NEW_LIST_FROM - 1;
    return is_date && memcmp(startdatum.at, RULES_NEW_LIST_FROM, sizeof RULES_NEW_LIST_FROM - 1) < 0 ? LIST_BEFORE_2015
                                                                                                     : LIST_FROM_2015;
}

bool rule_rubriekenlijst(slice startdatum, slice lijst, rule_breach *out)
{
    const bool old = slice_is(lijst, LIST_BEFORE_2015), new = slice_is(lijst, LIST_FROM_2015);
    if (!old && !new)
        return breach(out, RULED_RUBRIEKENLIJST, "RubriekenlijstOnbekend", "moet " LIST_BEFORE_2015 " of " LIST_FROM_2015 " zijn",
                      "must be " LIST_BEFORE_2015 " or " LIST_FROM_2015);
    if (startdatum.length == 0 || old == (memcmp(startdatum.at, RULES_NEW_LIST_FROM, CALENDAR_DATE - 1) < 0))
        return true;
    if (old)
        return breach(out, RULED_RUBRIEKENLIJST, "RubriekenlijstPastNietBijStart",
                      "bij een start op of na " RULES_NEW_LIST_FROM " hoort " LIST_FROM_2015,
                      "a start on or after " RULES_NEW_LIST_FROM " needs the list " LIST_FROM_2015);
    return breach(out, RULED_RUBRIEKENLIJST, "RubriekenlijstPastNietBijStart",
                  "bij een start voor " RULES_NEW_LIST_FROM " hoort " LIST_BEFORE_2015,
                  "a start before " RULES_NEW_LIST_FROM " needs the list " LIST_BEFORE_2015);
}

bool rule_bron(slice bron, rule_breach *out)
{
    static const char *const sources[] = {"gemeente", "deskundige", "omgevingsloket", "migratie"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (slice_is(bron, sources[i]))
            return true;
    return breach(out, RULED_BRON, "BronOnbekend", "moet gemeente, deskundige, omgevingsloket of migratie zijn",
                  "must be gemeente, deskundige, omgevingsloket or migratie");
}

/* pattern: 9 stands for a digit, anything else for itself. */
static bool has_form(slice given, const char *pattern)
{
    if (given.length != strlen(pattern))
        return false;
    for (size_t i = 0; i < given.length; i++)
        if (pattern[i] == '9' ? given.at[i] < '0' || given.at[i] > '9' : given.at[i] != pattern[i])
            return false;
    return true;
}

bool rule_omv_nummer(slice number, rule_breach *out)
{
    return number.length == 0 || has_form(number, "OMV_9999999999") ||
           breach(out, RULED_OMV_NUMMER, "OmvNummerOngeldig", "moet OMV_ en tien cijfers zijn, zoals OMV_2023099579",
                  "must be OMV_ and ten digits, such as OMV_2023099579");
}

bool rule_iioa_nummer(slice number, rule_breach *out)
{
    return number.length == 0 || has_form(number, "99999999-9999") ||
           breach(out, RULED_IIOA_NUMMER, "IioaNummerOngeldig", "moet JJJJMMDD-NNNN zijn, zoals 20230915-0042",
                  "must be YYYYMMDD-NNNN, such as 20230915-0042");
}

bool rule_omschrijving(slice note, rule_breach *out)
{
    name_fault fault;
    if (note.length == 0 || note_is_plain(note, RULES_NOTE_MOST, &fault))
        return true;
    breach(out, RULED_OMSCHRIJVING, "OmschrijvingOngeldig", "", "");
    snprintf(out->nl, sizeof out->nl, "de tekst %s", fault.nl);
    snprintf(out->en, sizeof out->en, "the text %s", fault.en);
    return false;
}

bool rule_eigen_kenmerk(slice reference, rule_breach *out)
{
    name_fault fault;
    if (reference.length == 0 || name_is_plain(reference, RULES_KENMERK_MOST, &fault))
        return true;
    breach(out, RULED_EIGEN_KENMERK, "KenmerkOngeldig", "", "");
    snprintf(out->nl, sizeof out->nl, "het kenmerk %s (hoogstens %d tekens, op een regel)", fault.nl, RULES_KENMERK_MOST);
    snprintf(out->en, sizeof out->en, "the reference %s (at most %d characters, on one line)", fault.en, RULES_KENMERK_MOST);
    return false;
}

static bool within(const double box[4], const double outer[4])
{
    return box[0] >= outer[0] && box[1] >= outer[1] && box[2] <= outer[2] && box[3] <= outer[3];
}

static bool outside_flanders(const double box[4], rule_breach *out)
{
    breach(out, RULED_GEOMETRY, "GeometrieBuitenVlaanderen", "", "");
    snprintf(out->nl, sizeof out->nl,
             "ligt niet in Vlaanderen: x van %.0f tot %.0f is %.2f–%.2f, y van %.0f tot %.0f is %.2f–%.2f", flanders[0],
             flanders[2], box[0], box[2], flanders[1], flanders[3], box[1], box[3]);
    snprintf(out->en, sizeof out->en,
             "does not lie in Flanders: x from %.0f to %.0f is %.2f–%.2f, y from %.0f to %.0f is %.2f–%.2f", flanders[0],
             flanders[2], box[0], box[2], flanders[1], flanders[3], box[1], box[3]);
    return false;
}

bool rule_place(const double box[4], rule_breach *out)
{
    static const char code[] = "CoordinatenstelselVerkeerd";
    if (within(box, flanders))
        return true;
    if (within(box, flanders_2008))
        return breach(out, RULED_GEOMETRY, code,
                      "dit lijkt Lambert 2008 (EPSG:3812); zet de coördinaten om naar Lambert 72 (EPSG:31370)",
                      "this looks like Lambert 2008 (EPSG:3812); transform the coordinates to Lambert 72 (EPSG:31370)");
    if (within(box, degrees))
        return breach(out, RULED_GEOMETRY, code,
                      "dit lijken graden (lengte en breedte); zet de coördinaten om naar Lambert 72 (EPSG:31370)",
                      "these look like degrees (longitude and latitude); transform the coordinates to Lambert 72 (EPSG:31370)");
    if (within(box, flanders_web))
        return breach(out, RULED_GEOMETRY, code,
                      "dit lijkt Web Mercator (EPSG:3857); zet de coördinaten om naar Lambert 72 (EPSG:31370)",
                      "this looks like Web Mercator (EPSG:3857); transform the coordinates to Lambert 72 (EPSG:31370)");
    if (within(box, mirrored))
        return breach(out, RULED_GEOMETRY, code,
                      "x en y lijken verwisseld; schrijf eerst x (oost), dan y (noord), in Lambert 72 (EPSG:31370)",
                      "x and y look swapped; write x (east) first, then y (north), in Lambert 72 (EPSG:31370)");
    return outside_flanders(box, out);
}

/* The start date when it is given; it has been checked by then. */
static slice known_start(const ruled_record *r)
{
    return r->given[RULED_STARTDATUM] ? r->texts[RULED_STARTDATUM] : (slice){NULL, 0};
}

static bool check_dates(const ruled_record *r, rule_breach *out)
{
    return (!r->given[RULED_STARTDATUM] || rule_startdatum(r->texts[RULED_STARTDATUM], out)) &&
           (!r->given[RULED_EINDDATUM] || rule_einddatum(known_start(r), r->texts[RULED_EINDDATUM], out)) &&
           (!r->given[RULED_RUBRIEKENLIJST] || rule_rubriekenlijst(known_start(r), r->texts[RULED_RUBRIEKENLIJST], out));
}

bool rules_check(const ruled_record *r, rule_breach *out)
{
    static const struct {
        ruled_property of;
        bool (*holds)(slice given, rule_breach *out);
    } single[] = {{RULED_BRON, rule_bron},
                  {RULED_OMV_NUMMER, rule_omv_nummer},
                  {RULED_IIOA_NUMMER, rule_iioa_nummer},
                  {RULED_OMSCHRIJVING, rule_omschrijving},
                  {RULED_EIGEN_KENMERK, rule_eigen_kenmerk}};
    if (!check_dates(r, out))
        return false;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (r->given[single[i].of] && !single[i].holds(r->texts[single[i].of], out))
            return false;
    return !r->given[RULED_GEOMETRY] || rule_place(r->box, out);
}
