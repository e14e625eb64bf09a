/* `risicolaag export`: risk locations as the CSV that `risicolaag import` reads. */
#include "data/manage/export.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag export BESTAND [--gemeente NIS] [--exact] [--state MAP] [--store BESTAND]\n\n"
    "Schrijft de risicolocaties, ook de geschrapte, in een CSV-bestand dat 'risicolaag import' weer leest (UTF-8, puntkomma's,\n"
    "WKT in Lambert 72). BESTAND '-' is de standaarduitvoer. Een bestand dat er al is, wordt pas vervangen als alles geschreven "
    "is.\n"
    "Begint een omschrijving met =, +, - of @, dan komt er een ' voor, zodat een rekenblad ze niet uitrekent. De import haalt "
    "die weer weg.\n\n"
    "  --gemeente NIS   alleen deze gemeente\n"
    "  --exact          voor programma's: zonder die ' en zonder BOM. Lees het bestand dan ook met 'import "
    "--exact'\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

typedef struct export_options {
    store_option store;
    export_settings settings;
} export_options;

static status run(const export_options *o, arena *a)
{
    writer *w = NULL;
    const char *path = NULL;
    uint64_t rows = 0;
    TRY(store_option_path(&o->store, a, &path));
    TRY(writer_open(path, a, &w));
    export_settings settings = o->settings;
    settings.store = path;
    TRY(export_csv(&settings, w, a, &rows));
    fprintf(stderr, "%llu risicolocaties geschreven.\n", (unsigned long long)rows);
    return status_ok();
}

int cmd_export(int argc, char **argv)
{
    export_options o = {0};
    const command_option known[] = {{.name = "gemeente", .text = &o.settings.nis_code},
                                    {.name = "exact", .flag = &o.settings.exact},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    o.settings.path = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("export", &done);
}
