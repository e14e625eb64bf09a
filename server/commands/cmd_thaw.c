/* `risicolaag thaw`: ends a freeze before its time. */
#include "base/clock.h"
#include "base/log.h"
#include "data/store/writer.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag thaw [--state MAP] [--store BESTAND]\n\n"
    "De opslag is niet meer bevroren ('risicolaag freeze'): verzoeken mogen weer wijzigen. Wat het Omgevingsloket intussen\n"
    "leverde, verwerkt de volgende 'risicolaag permits run'.\n\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

static status thaw(const store_option *o, arena *a)
{
    writer *w = NULL;
    store_freeze was = {0};
    const char *path = NULL;
    TRY(store_option_path(o, a, &path));
    TRY(writer_open(path, a, &w));
    TRY(writer_begin(w));
    const status read = writer_frozen(w, a, &was); /* what cannot be read goes too */
    TRY(writer_thaw(w));
    TRY(writer_commit(w));
    if (read.code != ST_OK || freeze_holds(&was, clock_wall())) {
        puts("De opslag is niet meer bevroren.");
        log_write("info", "the store is not frozen any more");
    } else
        puts("De opslag was niet bevroren.");
    return status_ok();
}

int cmd_thaw(int argc, char **argv)
{
    store_option store = {0};
    const command_option known[] = {STORE_OPTION_ROWS(store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    const status done = thaw(&store, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("thaw", &done);
}
