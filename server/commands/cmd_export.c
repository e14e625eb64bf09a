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
    static const struct option options[] = {{"gemeente", required_argument, NULL, 'g'}, {"exact", no_argument, NULL, 'e'},
                                            {"state", required_argument, NULL, 's'},    {"store", required_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},           {0}};
    export_options o = {0};
    for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (c) {
        case 'g': o.settings.nis_code = optarg; break;
        case 'e': o.settings.exact = true; break;
        case 's': o.store.state = optarg; break;
        case 'o': o.store.store = optarg; break;
        case 'h': fputs(help, stdout); return 0;
        default: fputs(help, stderr); return 2;
        }
    }
    if (optind + 1 != argc) {
        fputs(help, stderr);
        return 2;
    }
    o.settings.path = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("export", &done);
}
