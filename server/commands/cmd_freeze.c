/* `risicolaag freeze`: for the time of a roll-out the layers can only be read. */
#include "data/manage/freeze.h"

#include "base/belgian_time.h"
#include "base/clock.h"
#include "base/log.h"
#include "data/store/writer.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag freeze --until TIJDSTIP --text TEKST [--state MAP] [--store BESTAND]\n"
    "         risicolaag freeze [--state MAP] [--store BESTAND]\n\n"
    "Voor de tijd van een uitrol: tot het tijdstip kan niemand via de dienst iets wijzigen of bewaren. Wie het probeert, krijgt "
    "503 met\n"
    "uw tekst, en hoort wanneer hij terug mag komen (Retry-After). De lagen blijven te lezen. Wat het Omgevingsloket levert, "
    "wacht:\n"
    "'risicolaag permits run' verwerkt het daarna. Uw eigen commando's (import, restore ...) werken verder.\n"
    "Het eindigt vanzelf; eerder met 'risicolaag thaw'. Nog eens freeze zet een ander tijdstip en een andere tekst.\n"
    "Een reservekopie die u helemaal terugzet, brengt terug of de opslag toen bevroren was.\n"
    "Zonder opties zegt het of de opslag bevroren is.\n\n"
    "  --until TIJDSTIP  tot het begin van een dag in België, zoals 2026-12-07, of tot een tijdstip met zijn tijdzone, zoals\n"
    "                    2026-12-07T18:00:00+01:00; hoogstens 31 dagen ver\n"
    "  --text TEKST      wat mensen lezen, op een regel en hoogstens 160 tekens: waarom, en waar ze terecht "
    "kunnen\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n\n"
    "In English: until that moment whoever uses the service can change nothing: 503, Retry-After and your text. All can be "
    "read,\n"
    "permits wait, and the operator's own commands go on.\n";

typedef struct options {
    store_option store;
    const char *until, *text;
} options;

static status show(writer *w, arena *a)
{
    store_freeze f = {0};
    char until[BELGIAN_TIME];
    TRY(writer_frozen(w, a, &f));
    if (!freeze_holds(&f, clock_wall())) {
        puts("De opslag is niet bevroren.");
        return status_ok();
    }
    belgian_time(f.until, until);
    printf("De opslag is bevroren tot %s (Belgische tijd): %s\n", until, f.text);
    return status_ok();
}

static status freeze(const store_freeze *f, writer *w)
{
    char until[BELGIAN_TIME];
    TRY(writer_begin(w));
    TRY(writer_freeze(w, f));
    TRY(writer_commit(w));
    belgian_time(f->until, until);
    log_write("info", "the store is frozen until %s, Belgian time", until);
    return status_ok();
}

static status run(const options *o, arena *a)
{
    writer *w = NULL;
    store_freeze f = {0};
    const char *path = NULL;
    const bool asks = !o->until && !o->text;
    TRY(asks ? status_ok() : freeze_read(o->until, o->text, clock_wall(), a, &f));
    TRY(store_option_path(&o->store, a, &path));
    TRY(writer_open(path, a, &w));
    TRY(asks ? status_ok() : freeze(&f, w));
    return show(w, a);
}

int cmd_freeze(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {
        {.name = "until", .text = &o.until}, {.name = "text", .text = &o.text}, STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("freeze", &done);
}
