#include "base/clock.h"
#include "base/text.h"
#include "data/manage/import.h"
#include "data/manage/out_file.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { WARNINGS_SHOWN = 20 };

static const char help[] =
    "Gebruik: risicolaag import BESTAND [--report BESTAND] [--max-errors N] [--exact] [--state MAP] [--store BESTAND]\n\n"
    "Laadt risicolocaties uit een CSV-bestand (UTF-8, puntkomma's). De eerste rij bevat deze kolommen, in een vrije volgorde:\n"
    "  id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;\n"
    "  wijziging_vergunning;geschrapt;geometry\n"
    "en als u wilt eigen_kenmerk: het kenmerk van uw eigen toepassing, hoogstens 100 tekens.\n"
    "De geometry is WKT (POLYGON of MULTIPOLYGON) in Lambert 72 (EPSG:31370). Een leeg id krijgt een nieuw nummer.\n"
    "Alles of niets: is er een fout, dan wordt geen enkele rij geladen en krijgt u een verslag met regel, kolom, waarde en "
    "reden. Wat verdacht is maar geen fout, wordt geladen en staat in het verslag als waarschuwing: een ongeldige contour,\n"
    "een contour buiten de gemeente, en een risicolocatie die er al is. Een contour die zichzelf duizenden keren kruist, is een\n"
    "fout: daar kan geen filter mee rekenen.\n\n"
    "  --report BESTAND schrijft het hele verslag (CSV) in een bestand; op het scherm komen hoogstens 20 waarschuwingen\n"
    "  --exact          neemt elke tekst precies zoals hij er staat; anders gaat de ' weg die de kaartlaag en 'risicolaag\n"
    "                   export' voor een tekst met =, +, - of @ zetten\n"
    "  --max-errors N   toont ten hoogste N fouten (standaard: 1000)\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct import_options {
    store_option store;
    const char *file, *report;
    int64_t errors;
    bool exact;
} import_options;

static status open_report(const import_options *o, const char *store, arena *a, out_file *out)
{
    *out = (out_file){.to = stderr};
    if (!o->report)
        return status_ok();
    TRY(out_file_open(o->report, store, o->file, a, out));
    fputs("\xEF\xBB\xBF", out->to); /* so that Excel reads it as UTF-8 */
    return status_ok();
}

static status refused(const import_options *o, const import_result *r)
{
    if (r->cause.code != ST_OK)
        return FAIL(BAD_INPUT, "import", "niets geladen: %s%.0s", "nothing loaded: %.0s%s", r->cause.nl, r->cause.en);
    const uint64_t hidden = r->errors > (uint64_t)o->errors ? r->errors - (uint64_t)o->errors : 0;
    return FAIL(BAD_INPUT, "import", "niets geladen: %llu van %llu rijen geweigerd, %llu fouten (%llu niet getoond)",
                "nothing loaded: %llu of %llu rows refused, %llu errors (%llu not shown)", (unsigned long long)r->refused,
                (unsigned long long)r->rows, (unsigned long long)r->errors, (unsigned long long)hidden);
}

static void print_result(const import_options *o, const import_result *r, double seconds)
{
    printf("%llu risicolocaties geladen in %.1f s. Waarschuwingen: %llu met een ongeldige contour, %llu buiten de omtrek van hun "
           "gemeente, %llu die er al "
           "waren.\n",
           (unsigned long long)r->rows, seconds, (unsigned long long)r->invalid, (unsigned long long)r->outside,
           (unsigned long long)r->doubles);
    if (r->rows == 0)
        printf(COMMAND_NO_ROWS);
    if (r->doubles > 0 && r->doubles == r->rows)
        printf("Let op: elke rij was er al. Is dit bestand al eerder geladen? Dan staat nu alles er twee keer.\n");
    if (!o->report && r->warnings > WARNINGS_SHOWN)
        printf("%llu waarschuwingen zijn niet getoond; met --report BESTAND krijgt u ze allemaal.\n",
               (unsigned long long)(r->warnings - WARNINGS_SHOWN));
}

static status import(const import_options *o, FILE *report, writer *w, arena *a, import_result *r)
{
    const import_settings settings = {o->file,  report,      (uint64_t)o->errors, o->report ? UINT64_MAX : WARNINGS_SHOWN,
                                      o->exact, clock_wall()};
    return import_file(&settings, w, a, r);
}

static status run(const import_options *o, arena *a)
{
    writer *w = NULL;
    out_file report;
    import_result r;
    const char *path = NULL;
    const double from = clock_steady();
    TRY(store_option_path(&o->store, a, &path));
    TRY(writer_open(path, a, &w));
    TRY(open_report(o, path, a, &report));
    status done = import(o, report.to, w, a, &r);
    const bool read = done.code == ST_OK;
    if (o->report)
        done = out_file_close(&report, done);
    if (read && r.errors > 0)
        return refused(o, &r);
    if (read)
        print_result(o, &r, clock_steady() - from); /* loaded, also when the report could not be written */
    return done;
}

int cmd_import(int argc, char **argv)
{
    import_options o = {.errors = 1000};
    const command_option known[] = {{.name = "report", .text = &o.report},
                                    {.name = "max-errors", .number = &o.errors, .least = 1, .most = INT64_MAX},
                                    {.name = "exact", .flag = &o.exact},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    o.file = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("import", &done);
}
