#include "base/clock.h"
#include "base/text.h"
#include "data/manage/import.h"
#include "server/commands/command.h"
#include "server/commands/import_reports.h"
#include "server/commands/store_open.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WARNINGS_SHOWN = 20, ERRORS_SHOWN = 1000 };

static const char help[] =
    "Gebruik: risicolaag import BESTAND [--gemeente NIS] [--add | --replace [--force]] [--check] [--report BESTAND] "
    "[--report-json "
    "BESTAND]\n"
    "                           [--marked BESTAND] [--repair] [--columns VELD=KOLOM,…] [--ignore-columns] [--layer NAAM]\n"
    "                           [--max-errors N] [--exact] [--state MAP] [--store BESTAND]\n\n"
    "Laadt risicolocaties uit een bestand: CSV (UTF-8, puntkomma's), Excel (.xlsx), LibreOffice (.ods), GeoPackage, GeoJSON, of\n"
    "een zip met een shapefile. Wat het is, ziet het programma aan de inhoud; dat zegt het eerst. De kolommen, in een vrije "
    "volgorde:\n"
    "  id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;\n"
    "  wijziging_vergunning;geschrapt;geometry\n"
    "en als u wilt eigen_kenmerk: het kenmerk van uw eigen toepassing, hoogstens 100 tekens.\n"
    "Hoofdletters, accenten en spaties in die namen tellen niet, en de namen van een shapefile mogen op tien tekens afgekapt "
    "zijn.\n"
    "In CSV en rekenbladen is de geometry WKT (POLYGON of MULTIPOLYGON) in Lambert 72 (EPSG:31370); een kaartbestand in een "
    "ander\n"
    "stelsel wordt omgezet. Een leeg id krijgt een nieuw nummer. Wat de kaartlaag zelf geeft, kan er zo weer in.\n"
    "Alles of niets: is er een fout, dan wordt geen enkele rij geladen en krijgt u een verslag met regel, kolom, waarde en "
    "reden. Wat verdacht is maar geen fout, wordt geladen en staat in het verslag als waarschuwing: een ongeldige contour,\n"
    "een contour buiten de gemeente, en een risicolocatie die er al is. Een contour die zichzelf duizenden keren kruist, is een\n"
    "fout: daar kan geen filter mee rekenen.\n\n"
    "  --gemeente NIS   alleen rijen van deze gemeente mogen in het bestand staan\n"
    "  --replace        het bestand is de hele inventaris van de gemeente: wat er al zo in staat, blijft en houdt zijn id; wat\n"
    "                   anders is, wordt gewijzigd; wat er niet meer in staat, wordt verwijderd (het blijft in de historiek). "
    "Wat\n"
    "                   er voor en na was, komt in de map reservekopie naast de opslag; wat daar van die gemeente ouder is dan\n"
    "                   90 dagen (\"safety_copy_days\" in config.json; 0: nooit) gaat dan weg\n"
    "  --force          bij --replace: ook als iemand risicolocaties van de gemeente vergrendeld houdt\n"
    "  --add            voegt de rijen toe aan wat er is (standaard)\n"
    "  --check          controleert alleen, en schrijft niets: status 0 als het bestand zo geladen kan worden, anders 1\n"
    "  --repair         herstelt een ongeldige contour als zijn oppervlakte daarbij op een honderdste na gelijk blijft; elke\n"
    "                   herstelde rij staat als waarschuwing in het verslag\n"
    "  --report BESTAND schrijft het hele verslag (CSV) in een bestand; op het scherm komen hoogstens 20 waarschuwingen\n"
    "  --report-json BESTAND  schrijft het verslag als JSON, met dezelfde codes, voor programma's; op het scherm komen de rijen "
    "dan niet\n"
    "  --marked BESTAND schrijft, als er fouten zijn, uw rijen terug met de kolommen fout en fout_kolom erachter: als Excel met\n"
    "                   rode cellen (naam op .xlsx), anders als CSV. Dat bestand kunt u verbeteren en opnieuw laden\n"
    "  --columns LIJST  welke kolom bij welk veld hoort, zoals rubriek=RUBR,startdatum=START; met einddatum= staat het veld niet "
    "in\n"
    "                   het bestand en blijft het leeg\n"
    "  --ignore-columns slaat kolommen over die niet in het sjabloon horen; anders zijn ze een fout\n"
    "  --layer NAAM     de laag, het blad of de shapefile, als het bestand er meer heeft\n"
    "  --exact          neemt elke tekst precies zoals hij er staat; anders gaat de ' weg die de kaartlaag en 'risicolaag\n"
    "                   export' voor een tekst met =, +, - of @ zetten\n"
    "  --max-errors N   toont ten hoogste N fouten (standaard: 1000, en in een verslag alle)\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct import_options {
    store_option store;
    const char *file, *report, *json, *nis_code, *layer, *columns, *marked;
    int64_t errors;
    bool exact, replace, add, check, repair, ignore, force;
} import_options;

/* On a screen nobody reads more; a report has all of them. */
static uint64_t errors_told(const import_options *o)
{
    return o->errors ? (uint64_t)o->errors : o->report || o->json ? UINT64_MAX : ERRORS_SHOWN;
}

static status refused(const import_options *o, const import_result *r)
{
    if (r->cause.code != ST_OK)
        return FAIL(BAD_INPUT, "import", "niets geladen: %s%.0s", "nothing loaded: %.0s%s", r->cause.nl, r->cause.en);
    const unsigned long long hidden = r->errors > errors_told(o) ? r->errors - errors_told(o) : 0;
    const unsigned long long rows = r->rows, errors = r->errors;
    const bool one_row = rows == 1, one = errors == 1;
    return FAIL(BAD_INPUT, "import", "niets geladen: %llu van %llu %s%.0s geweigerd, %llu %s%.0s (%llu niet getoond)",
                "nothing loaded: %llu of %llu %.0s%s refused, %llu %.0s%s (%llu not shown)", (unsigned long long)r->refused, rows,
                one_row ? "rij" : "rijen", one_row ? "row" : "rows", errors, one ? "fout" : "fouten", one ? "error" : "errors",
                hidden);
}

static void print_replaced(const import_options *o, const import_result *r, double seconds)
{
    const replace_result *n = &r->replaced;
    printf("Gemeente %s%s: %llu risicolocatie%s, %llu gewijzigd, %llu toegevoegd, %llu verwijderd; %.1f s.\n", o->nis_code,
           o->check ? " (niets geschreven)" : "", (unsigned long long)n->kept,
           n->kept == 1 ? " bleef zoals ze was" : "s bleven zoals ze waren", (unsigned long long)n->changed,
           (unsigned long long)n->added, (unsigned long long)n->removed, seconds);
    command_tell_passed_locks(r->passed_locks);
    if (n->returned)
        printf(n->returned == 1 ? "Van de toegevoegde was er %llu eerder verwijderd; ze houdt haar id.\n"
                                : "Van de toegevoegde waren er %llu eerder verwijderd; ze houden hun id.\n",
               (unsigned long long)n->returned);
    if (r->copy.before)
        printf("Reservekopie van ervoor: %s\n", r->copy.before);
    if (r->copy.after)
        printf("En van erna: %s\n", r->copy.after);
    command_tell_removed(r->copy.removed);
}

static void print_loaded(const import_options *o, const import_result *r, double seconds)
{
    printf("%llu risicolocatie%s %s in %.1f s.\n", (unsigned long long)r->rows, r->rows == 1 ? "" : "s",
           o->check ? "gecontroleerd, niets geschreven," : "geladen", seconds);
    if (r->rows == 0)
        printf(COMMAND_NO_ROWS);
}

static void print_result(const import_options *o, const import_result *r, double seconds)
{
    (o->replace ? print_replaced : print_loaded)(o, r, seconds);
    printf(
        "Waarschuwingen: %llu met een ongeldige contour, %llu buiten de omtrek van hun gemeente, %llu die er al waren, %llu die "
        "meer dan een keer in het bestand staan.\n",
        (unsigned long long)r->invalid, (unsigned long long)r->outside, (unsigned long long)(r->doubles - r->twins),
        (unsigned long long)r->twins);
    if (o->repair)
        printf(r->repaired == 1 ? "%llu ongeldige contour is hersteld.\n" : "%llu ongeldige contouren zijn hersteld.\n",
               (unsigned long long)r->repaired);
    if (!o->replace && r->doubles > 0 && r->doubles == r->rows)
        printf("Let op: elke rij was er al. Is dit bestand al eerder geladen? Dan %s.\n",
               o->check ? "staat alles er twee keer als u het laadt" : "staat nu alles er twee keer");
    if (!o->report && !o->json && r->warnings > WARNINGS_SHOWN)
        printf("%llu waarschuwing%s niet getoond; met --report BESTAND krijgt u ze allemaal.\n",
               (unsigned long long)(r->warnings - WARNINGS_SHOWN), r->warnings - WARNINGS_SHOWN == 1 ? " is" : "en zijn");
}

static import_settings settings_of(const import_options *o, const char *store, const column_wish *columns, FILE *report)
{
    return (import_settings){.path = o->file,
                             .layer = o->layer,
                             .columns = *columns,
                             .say = stdout,
                             .mark = o->marked != NULL,
                             .store = store,
                             .nis_code = o->nis_code,
                             .replace = o->replace,
                             .force = o->force,
                             .check = o->check,
                             .repair = o->repair,
                             .report = report,
                             .errors = errors_told(o),
                             .warnings = o->report || o->json ? UINT64_MAX : WARNINGS_SHOWN,
                             .exact = o->exact,
                             .now = clock_wall()};
}

/* A file of that name may be from an earlier try: nobody should mend that one. */
static void print_not_marked(const import_options *o, const import_result *r)
{
    printf("Er is geen bestand geschreven met wat er fout is bij uw rijen: %s.\n",
           r->broken ? "het bestand kan niet tot zijn einde gelezen worden" : "het bestand is als geheel geweigerd");
    if (access(o->marked, F_OK) == 0)
        printf("Let op: %s is van een eerdere keer.\n", o->marked);
}

/* For whoever must mend the file. Nothing is written when nothing is wrong, or when the file as a whole is. */
static status write_marked(const import_options *o, const char *store, const import_result *r, arena *a)
{
    out_file to;
    if (!o->marked || r->errors == 0)
        return status_ok();
    if (!r->marked) {
        print_not_marked(o, r);
        return status_ok();
    }
    TRY(out_file_open(o->marked, store, o->file, a, &to));
    TRY(out_file_close(&to, marked_write(r->marked, &to)));
    printf("Uw rijen, met wat er fout is in twee kolommen erachter, staan in %s.\n", o->marked);
    return status_ok();
}

static status run(const import_options *o, arena *a)
{
    writer *w = NULL;
    import_reports reports = {.csv_path = o->report, .json_path = o->json};
    import_result r;
    const char *path = NULL;
    const double from = clock_steady();
    column_wish columns;
    int64_t days = 0;
    const char *const written[] = {o->report, o->json, o->marked};
    TRY(store_option_copy_days(&o->store, a, &days));
    TRY(out_file_apart(written, sizeof written / sizeof *written, a));
    TRY(column_wish_read(o->columns, o->ignore, a, &columns));
    TRY(store_open_to_write(&o->store, a, &path, &w));
    TRY(import_reports_open(&reports, path, o->file, a));
    import_settings settings = settings_of(o, path, &columns, reports.to);
    settings.copy_days = days;
    status done = import_file(&settings, w, a, &r);
    const bool read = done.code == ST_OK;
    done = import_reports_close(&reports, &settings, &r, a, done);
    if (read)
        TRY(write_marked(o, path, &r, a));
    if (read && r.errors > 0)
        return refused(o, &r);
    if (read)
        print_result(o, &r, clock_steady() - from); /* loaded, also when the report could not be written */
    return read && done.code == ST_OK ? r.after : done;
}

/* What was typed together that does not go together; NULL: nothing. */
static const char *contradiction(const import_options *o)
{
    if (o->replace && o->add)
        return "--replace en --add gaan niet samen";
    return o->replace && !o->nis_code ? "--replace vraagt ook om --gemeente NIS: de gemeente waarvan het bestand alle rijen heeft"
                                      : NULL;
}

int cmd_import(int argc, char **argv)
{
    import_options o = {0};
    const command_option known[] = {{.name = "report", .text = &o.report},
                                    {.name = "max-errors", .number = &o.errors, .least = 1, .most = INT64_MAX},
                                    {.name = "report-json", .text = &o.json},
                                    {.name = "exact", .flag = &o.exact},
                                    {.name = "gemeente", .text = &o.nis_code},
                                    {.name = "layer", .text = &o.layer},
                                    {.name = "columns", .text = &o.columns},
                                    {.name = "marked", .text = &o.marked},
                                    {.name = "ignore-columns", .flag = &o.ignore},
                                    {.name = "replace", .flag = &o.replace},
                                    {.name = "add", .flag = &o.add},
                                    {.name = "force", .flag = &o.force},
                                    {.name = "check", .flag = &o.check},
                                    {.name = "repair", .flag = &o.repair},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    if (contradiction(&o)) {
        fprintf(stderr, "risicolaag import: %s\n", contradiction(&o));
        return options_wrong(help);
    }
    o.file = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("import", &done);
}
