/* `risicolaag rubrieken`: the table of rubrieken, shown and loaded as CSV. */
#include "data/manage/rubrieken.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

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

static status list(verb_call *c)
{
    return rubrieken_list(c->writer, c->arena, stdout);
}

static status load(verb_call *c)
{
    rubrieken_result r;
    TRY(rubrieken_load(c->word, c->writer, c->arena, &r));
    printf("%llu rubrieken toegevoegd, %llu bijgewerkt.\n", (unsigned long long)r.added, (unsigned long long)r.changed);
    if (r.added + r.changed == 0)
        printf(COMMAND_NO_ROWS);
    return status_ok();
}

static const verb items[] = {{"list", 0, list}, {"load", 1, load}};

int cmd_rubrieken(int argc, char **argv)
{
    store_option o = {0};
    const command_option known[] = {STORE_OPTION_ROWS(o)};
    const verbs v = VERBS_OF(help, known, items, &o, &o);
    return verbs_run(argc, argv, &v);
}
