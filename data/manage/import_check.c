#include "data/manage/import_job.h"
#include "data/manage/name_check.h"

enum { NOTE_MAX = 65536 };

slice import_value(const import_job *j, import_field field)
{
    const slice given = j->record.fields[j->column[field]];
    return j->settings->exact ? slice_trim(given) : csv_value(given);
}

known_gemeente *import_find_gemeente(const known_facts *known, const char *nis, size_t length)
{
    size_t from = 0, to = known->gemeente_count;
    while (length == 5 && from < to) {
        const size_t middle = (from + to) / 2;
        const int order = memcmp(known->gemeenten[middle].nis_code, nis, 5);
        if (order == 0)
            return &known->gemeenten[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static known_gemeente *check_gemeente(import_job *j, risicolocatie_row *row)
{
    const slice nis = import_value(j, FIELD_gemeente_nis);
    known_gemeente *g = import_find_gemeente(&j->known, nis.at, nis.length);
    if (!g) {
        import_refuse(j, FIELD_gemeente_nis,
                      nis.length ? "deze NIS-code is geen gemeente in de opslag (na een fusie geldt de nieuwe code)"
                                 : "vul de NIS-code van de gemeente in");
        return NULL;
    }
    row->gemeente_nis = slice_of(g->nis_code);
    row->gemeente_naam = slice_of(g->naam);
    return g;
}

/* A required date; a NULL slice when it was refused. */
static slice check_date(import_job *j, import_field field)
{
    const slice date = import_value(j, field);
    if (calendar_is_date(date.at, date.length))
        return date;
    import_refuse(j, field, "geen bestaande datum; schrijf JJJJ-MM-DD, zoals 1998-03-31");
    return (slice){NULL, 0};
}

static void check_dates(import_job *j, risicolocatie_row *row)
{
    if (import_value(j, FIELD_startdatum).length == 0)
        import_refuse(j, FIELD_startdatum, "vul de startdatum in (JJJJ-MM-DD)");
    else
        row->startdatum = check_date(j, FIELD_startdatum);
    if (import_value(j, FIELD_einddatum).length)
        row->einddatum = check_date(j, FIELD_einddatum);
    if (row->startdatum.at && row->einddatum.at && memcmp(row->startdatum.at, row->einddatum.at, 10) > 0)
        import_refuse(j, FIELD_einddatum, "de einddatum ligt voor de startdatum %.10s", row->startdatum.at);
}

static void check_source(import_job *j, risicolocatie_row *row)
{
    static const char *const sources[] = {"gemeente", "deskundige", "omgevingsloket", "migratie"};
    row->bron = import_value(j, FIELD_bron);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (slice_is(row->bron, sources[i]))
            return;
    import_refuse(j, FIELD_bron, "moet gemeente, deskundige, omgevingsloket of migratie zijn");
}

/* pattern: 9 stands for a digit, anything else for itself. */
static bool has_form(slice value, const char *pattern)
{
    if (value.length != strlen(pattern))
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (pattern[i] == '9' ? value.at[i] < '0' || value.at[i] > '9' : value.at[i] != pattern[i])
            return false;
    return true;
}

static void check_permit(import_job *j, risicolocatie_row *row)
{
    row->omv_nummer = slice_or_null(import_value(j, FIELD_omv_nummer));
    row->iioa_nummer = slice_or_null(import_value(j, FIELD_iioa_nummer));
    if (row->omv_nummer.at && !has_form(row->omv_nummer, "OMV_9999999999"))
        import_refuse(j, FIELD_omv_nummer, "moet OMV_ en tien cijfers zijn, zoals OMV_2023099579");
    if (row->iioa_nummer.at && !has_form(row->iioa_nummer, "99999999-9999"))
        import_refuse(j, FIELD_iioa_nummer, "moet JJJJMMDD-NNNN zijn, zoals 20230915-0042");
}

/* 1 yes, 0 no, -1 neither. */
static int yes_or_no(slice value)
{
    static const char *const yes[] = {"JA", "Ja", "ja", "true", "TRUE", "1"}, *const no[] = {"NEE",   "Nee", "nee", "false",
                                                                                             "FALSE", "0",   ""};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (slice_is(value, yes[i]))
            return 1;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (slice_is(value, no[i]))
            return 0;
    return -1;
}

static bool check_flag(import_job *j, import_field field)
{
    const int answer = yes_or_no(import_value(j, field));
    if (answer < 0)
        import_refuse(j, field, "moet ja of nee zijn (leeg is nee)");
    return answer == 1;
}

static void check_note(import_job *j, risicolocatie_row *row)
{
    const slice given = j->record.fields[j->column[FIELD_omschrijving]];
    const slice note = j->settings->exact ? given : csv_unguarded(given);
    name_fault fault;
    if (!note_is_plain(note, NOTE_MAX, &fault))
        import_refuse(j, FIELD_omschrijving, "de tekst %s", fault.nl);
    row->omschrijving = slice_or_null(note);
}

void import_check(import_job *j, risicolocatie_row *row, known_gemeente **gemeente)
{
    *row = (risicolocatie_row){.aangemaakt_op = slice_of(j->now), .gewijzigd_op = slice_of(j->now), .versie = 1};
    *gemeente = check_gemeente(j, row);
    check_dates(j, row);
    import_check_rubriek(j, row);
    check_note(j, row);
    check_source(j, row);
    check_permit(j, row);
    row->wijziging_vergunning = slice_of(check_flag(j, FIELD_wijziging_vergunning) ? "JA" : "NEE");
    row->geschrapt = check_flag(j, FIELD_geschrapt);
    row->geschrapt_op = row->geschrapt ? slice_of(j->now) : (slice){NULL, 0};
    import_check_geometry(j, *gemeente, row);
}
