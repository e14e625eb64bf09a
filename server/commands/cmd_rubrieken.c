/* `risicolaag rubrieken`: the table of rubrieken, shown and loaded as CSV. */
#include "data/manage/rubrieken.h"
#include "server/commands/command.h"
#include "server/commands/store_open.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag rubrieken list\n"
    "         risicolaag rubrieken load BESTAND\n\n"
    "list  toont de rubrieken van de opslag als CSV. Voor een tekst die een rekenblad voor een formule zou nemen staat een "
    "apostrof.\n"
    "load  laadt zo'n CSV-bestand (UTF-8, puntkomma's, dezelfde kolommen als list toont). Een rubriek met dezelfde lijst, code "
    "en versie\n"
    "      wordt gewijzigd, ook bij haar risicolocaties; een andere komt erbij. Er verdwijnt geen rubriek.\n"
    "      De apostrof van list gaat er weer af.\n"
    "Bij een fout verandert er niets.\n\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

static status list(writer *w, arena *a)
{
    return rubrieken_list(w, a, stdout);
}

static status load(const char *file, writer *w, arena *a)
{
    rubrieken_result r;
    TRY(rubrieken_load(file, w, a, &r));
    printf("%llu rubrieken toegevoegd, %llu bijgewerkt.\n", (unsigned long long)r.added, (unsigned long long)r.changed);
    if (r.added + r.changed == 0)
        printf(COMMAND_NO_ROWS);
    return status_ok();
}

/* file: NULL for the list. */
static status run(const store_option *o, const char *file, arena *a)
{
    writer *w = NULL;
    TRY(store_open_to_write(o, a, NULL, &w));
    return file ? load(file, w, a) : list(w, a);
}

int cmd_rubrieken(int argc, char **argv)
{
    store_option o = {0};
    const command_option known[] = {STORE_OPTION_ROWS(o)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, WORDS_ANY}, NULL);
    if (read != OPTIONS_READ)
        return read;
    const bool loading = options_are(argc, argv, "load", 1);
    if (!loading && !options_are(argc, argv, "list", 0))
        return options_wrong(help);
    arena *a = arena_new();
    const status done = run(&o, loading ? argv[optind + 1] : NULL, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("rubrieken", &done);
}
