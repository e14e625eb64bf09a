/* `risicolaag migrate`: from an old inventory of parcels to risk locations. */
#include "base/clock.h"
#include "data/manage/csv_write.h"
#include "data/manage/migrate.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag migrate BESTAND [--check] [--gemeente NIS] [--report MAP] [--layer NAAM] [--columns LIJST] "
    "[--without KOLOMMEN] "
    "[--again]\n\n"
    "Maakt van een oude inventaris per perceel (risicogronden) risicolocaties: elke rubriek op een perceel wordt er een, met de\n"
    "contour van dat perceel. Het bestand is CSV, GeoPackage, XLSX … met de kolommen capakey, rubriek, bron, startdatum, "
    "einddatum,\n"
    "omv_nummer, iioa_nummer, omschrijving, en misschien gemeente_nis. De percelen laadt u eerst met 'risicolaag percelen "
    "load'.\n"
    "Dubbele rijen, nulrubrieken en percelen die er niet meer zijn blijven weg; --report zegt per gemeente welke. Van een "
    "gemeente "
    "met\n"
    "een foute rij wordt niets overgezet, van de andere wel. Nog eens draaien verandert niets.\n"
    "Net voor en net na komt een reservekopie in de map reservekopie-migratie naast de opslag; 'risicolaag restore' zet ze "
    "terug.\n\n"
    "  --check              kijkt alleen, en verandert niets\n"
    "  --gemeente NIS       van deze gemeente alleen; een code van voor een fusie mag\n"
    "  --report MAP         schrijft in deze map NIS.csv van elke gemeente: wat niet overgezet is, en waarom\n"
    "  --layer NAAM         laag of blad van het bestand, als er meer zijn\n"
    "  --columns LIJST      welke kolom welke is, zoals capakey=PERCEEL,rubriek=RUBR; met bron= heeft het bestand die niet\n"
    "  --without KOLOMMEN   deze kolommen heeft het bestand niet, met komma's ertussen\n"
    "  --again              maakt ook opnieuw wat al eens overgezet is en daarna verwijderd werd\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n\n"
    "In English: makes risk locations of an old inventory of parcels, one for each rubriek on a parcel, with a backup before and "
    "after.\n"
    "Duplicates, lines without a category and parcels that are gone are left out and listed per gemeente. Uitgang / exit status: "
    "0 "
    "done,\n"
    "1 a gemeente was not migrated, or it failed. docs/migration.md tells more.\n";

typedef struct migrate_options {
    store_option store;
    migrate_settings settings;
    text_list without;
} migrate_options;

static const char *stand_of(const migrate_outcome *o, bool check)
{
    return !o->done ? "niet overgezet" : check ? "kan overgezet worden" : "klaar";
}

static void print_outcome(const migrate_outcome *o, bool check)
{
    const old_counts *c = &o->of.counts;
    const int64_t counts[] = {o->done ? c->make : 0, c->made, c->twins, c->nil, c->lost, c->shape, c->removed, c->wrong};
    enum { COUNTS = sizeof counts / sizeof *counts, FIELDS = COUNTS + 3 };
    char numbers[COUNTS][24];
    slice fields[FIELDS] = {slice_of(o->of.nis_code), slice_of(o->of.naam)};
    for (size_t i = 0; i < COUNTS; i++) {
        snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)counts[i]);
        fields[i + 2] = slice_of(numbers[i]);
    }
    fields[FIELDS - 1] = slice_of(stand_of(o, check));
    csv_write_row(stdout, fields, FIELDS, CSV_GUARDED, "\n");
}

static status print_result(const migrate_result *r, bool check)
{
    size_t refused = 0;
    puts("nis_code;naam;overgezet;al_gedaan;dubbel;nulrubriek;zonder_perceel;perceel_ongeldig;verwijderd;fout;stand");
    for (size_t i = 0; i < r->count; i++) {
        print_outcome(&r->gemeenten[i], check);
        refused += !r->gemeenten[i].done;
    }
    if (r->before)
        printf("Reservekopie van ervoor: %s\n", r->before);
    if (r->after)
        printf("Reservekopie van erna: %s\n", r->after);
    if (r->not_after.code != ST_OK)
        return FAIL(
            BAD_INPUT, "after", "er is overgezet, maar van erna is er geen reservekopie: %s. Maak er een met 'risicolaag backup'",
            "the records were made, but there is no backup of after: %s. Make one with 'risicolaag backup'", r->not_after.nl);
    return refused == 0
               ? status_ok()
               : FAIL(BAD_INPUT, "migrate",
                      "van %zu van de %zu gemeenten is niets overgezet, omdat er foute rijen zijn: --report MAP zegt welke",
                      "%zu of the %zu gemeenten were not migrated, for they have wrong lines: --report FOLDER says which",
                      refused, r->count);
}

static status run(migrate_options *o, arena *a)
{
    writer *w = NULL;
    migrate_result r;
    migrate_settings *s = &o->settings;
    TRY(store_option_path(&o->store, a, &s->store));
    s->keys = arena_printf(a, "%s/keys.sqlite", store_option_state(&o->store));
    s->backups = arena_printf(a, "%s-migratie", store_option_aside(s->store, a));
    s->without = &o->without;
    s->say = stderr;
    s->now = clock_wall();
    TRY(writer_open(s->store, a, &w));
    TRY(migrate_file(s, w, a, &r));
    return print_result(&r, s->check);
}

int cmd_migrate(int argc, char **argv)
{
    enum { COLUMNS_MOST = 20 };
    const char *names[COLUMNS_MOST];
    arena *a = arena_new();
    migrate_options o = {.without = {names, 0}};
    const command_option known[] = {{.name = "check", .flag = &o.settings.check},
                                    {.name = "again", .flag = &o.settings.again},
                                    {.name = "gemeente", .text = &o.settings.nis_code},
                                    {.name = "report", .text = &o.settings.report},
                                    {.name = "layer", .text = &o.settings.layer},
                                    {.name = "columns", .text = &o.settings.columns},
                                    {.name = "without", .list = &o.without, .most = COLUMNS_MOST},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, a);
    status done = status_ok();
    if (read == OPTIONS_READ) {
        o.settings.path = argv[optind];
        done = run(&o, a);
    }
    arena_free(a);
    return read != OPTIONS_READ ? read : done.code == ST_OK ? 0 : command_fail("migrate", &done);
}
