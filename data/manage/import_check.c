#include "data/manage/import_job.h"
#include "data/manage/spreadsheet_damage.h"
#include "data/model/merger.h"

slice import_value(const import_job *j, import_field field)
{
    if (j->column[field] == CSV_FIELDS_MAX)
        return (slice){NULL, 0};
    const slice given = j->record.fields[j->column[field]];
    return j->settings->exact ? slice_trim(given) : row_source_value(j->source, given);
}

/* The gemeente that this one has become; the row is written with its code. */
static known_gemeente *merged_gemeente(import_job *j, slice nis)
{
    const char *now = merger_now(nis, j->arena);
    known_gemeente *g = now ? record_gemeente(&j->known, now, strlen(now)) : NULL;
    if (g)
        import_warn(j, FIELD_gemeente_nis, "GemeenteGefuseerd",
                    "deze gemeente is gefuseerd; de rij is geladen als gemeente %s (%s)", g->nis_code, g->naam);
    return g;
}

static known_gemeente *check_gemeente(import_job *j, risicolocatie_row *row)
{
    const slice nis = import_value(j, FIELD_gemeente_nis);
    known_gemeente *g = record_gemeente(&j->known, nis.at, nis.length);
    if (!g)
        g = merged_gemeente(j, nis);
    if (!g) {
        import_refuse(j, FIELD_gemeente_nis, nis.length ? "GemeenteOnbekend" : "GemeenteOntbreekt",
                      nis.length ? "deze NIS-code is geen gemeente in de opslag (na een fusie geldt de nieuwe code)"
                                 : "vul de NIS-code van de gemeente in");
        return NULL;
    }
    if (j->only && g != j->only) {
        import_refuse(j, FIELD_gemeente_nis, "GemeenteAnders",
                      "deze rij is niet van gemeente %s, en alleen rijen daarvan mogen in dit bestand staan", j->only->nis_code);
        return NULL;
    }
    row->gemeente_nis = slice_of(g->nis_code);
    row->gemeente_naam = slice_of(g->naam);
    return g;
}

bool import_holds(import_job *j, import_field field, bool holds, const rule_breach *breach)
{
    if (!holds)
        import_refuse(j, field, breach->code, "%s", breach->nl);
    return holds;
}

/* A date that was refused is left out of the row. */
static void check_dates(import_job *j, risicolocatie_row *row)
{
    rule_breach breach;
    const slice start = import_value(j, FIELD_startdatum), end = import_value(j, FIELD_einddatum);
    if (import_holds(j, FIELD_startdatum, rule_startdatum(start, &breach), &breach))
        row->startdatum = start;
    if (import_holds(j, FIELD_einddatum, rule_einddatum(row->startdatum, end, &breach), &breach))
        row->einddatum = slice_or_null(end);
}

static void check_source(import_job *j, risicolocatie_row *row)
{
    rule_breach breach;
    row->bron = import_value(j, FIELD_bron);
    import_holds(j, FIELD_bron, rule_bron(row->bron, &breach), &breach);
}

static void check_permit(import_job *j, risicolocatie_row *row)
{
    rule_breach breach;
    row->omv_nummer = slice_or_null(import_value(j, FIELD_omv_nummer));
    row->iioa_nummer = slice_or_null(import_value(j, FIELD_iioa_nummer));
    import_holds(j, FIELD_omv_nummer, rule_omv_nummer(row->omv_nummer, &breach), &breach);
    import_holds(j, FIELD_iioa_nummer, rule_iioa_nummer(row->iioa_nummer, &breach), &breach);
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
        import_refuse(j, field, "WaarheidswaardeOngeldig", "moet ja of nee zijn (leeg is nee)");
    return answer == 1;
}

static void check_note(import_job *j, risicolocatie_row *row)
{
    rule_breach breach;
    const slice given = j->record.fields[j->column[FIELD_omschrijving]];
    const slice note = j->settings->exact ? given : row_source_text(j->source, given);
    import_holds(j, FIELD_omschrijving, rule_omschrijving(note, &breach), &breach);
    if (damage_of_encoding(note))
        import_warn(j, FIELD_omschrijving, "WaardeBeschadigd", "een programma heeft UTF-8 als Windows-1252 gelezen: Ã© was é");
    row->omschrijving = slice_or_null(note);
}

/* Only sheets and map files have cells that are no texts. */
static void check_cells(import_job *j)
{
    char reason[DAMAGE_REASON];
    for (int f = 0; f < FIELD_COUNT; f++) {
        const cell_kind kind = row_source_kind(j->source, j->column[f]);
        if (kind != CELL_TEXT && damage_of_cell((import_field)f, import_value(j, (import_field)f), kind, reason))
            import_refuse_at(j, row_source_place(j->source, j->column[f]), import_field_names[f], j->record.fields[j->column[f]],
                             "WaardeBeschadigd", "%s", reason);
    }
}

static void check_reference(import_job *j, risicolocatie_row *row)
{
    rule_breach breach;
    row->eigen_kenmerk = slice_or_null(import_value(j, FIELD_eigen_kenmerk));
    import_holds(j, FIELD_eigen_kenmerk, rule_eigen_kenmerk(row->eigen_kenmerk, &breach), &breach);
}

void import_check(import_job *j, risicolocatie_row *row, known_gemeente **gemeente)
{
    *row = (risicolocatie_row){.aangemaakt_op = slice_of(j->now), .gewijzigd_op = slice_of(j->now), .versie = 1};
    check_cells(j);
    *gemeente = check_gemeente(j, row);
    check_dates(j, row);
    import_check_rubriek(j, row);
    check_note(j, row);
    check_source(j, row);
    check_permit(j, row);
    check_reference(j, row);
    row->wijziging_vergunning = slice_of(check_flag(j, FIELD_wijziging_vergunning) ? "JA" : "NEE");
    row->geschrapt = check_flag(j, FIELD_geschrapt);
    row->geschrapt_op = row->geschrapt ? slice_of(j->now) : (slice){NULL, 0};
    import_check_geometry(j, *gemeente, row);
}
