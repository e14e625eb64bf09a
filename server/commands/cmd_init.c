#include "data/manage/facts.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag init [--state MAP] [--store BESTAND]\n\n"
    "Maakt de opslag als ze er nog niet is, met de 285 gemeenten en de rubrieken. Een oudere opslag wordt bijgewerkt;\n"
    "er gaat niets verloren. De contouren van de gemeenten zijn schematisch: laad de echte met 'risicolaag gemeenten "
    "load'.\n\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

static status fill_when_empty(writer *w, arena *a, bool *filled)
{
    int64_t gemeenten = 0;
    fact_list facts;
    TRY(writer_begin(w));
    TRY(writer_count(w, TABLE_GEMEENTE, &gemeenten));
    if (gemeenten == 0) {
        TRY(facts_read(a, &facts));
        TRY(facts_store(&facts, FACTS_REAL, w, a));
        TRY(writer_analyze(w));
    }
    *filled = gemeenten == 0;
    return writer_commit(w);
}

static status init(const store_option *o, arena *a)
{
    writer *w = NULL;
    int migrations = 0;
    bool filled = false;
    const char *path = NULL;
    TRY(store_option_prepare(o));
    TRY(store_option_path(o, a, &path));
    TRY(writer_init(path, a, &migrations, &w));
    TRY(fill_when_empty(w, a, &filled));
    if (filled)
        printf("De opslag %s is gemaakt: gemeenten en rubrieken staan erin.\n", path);
    else
        printf("De opslag %s is in orde (%d keer bijgewerkt).\n", path, migrations);
    return status_ok();
}

int cmd_init(int argc, char **argv)
{
    store_option o = {0};
    const command_option known[] = {STORE_OPTION_ROWS(o)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    const status done = init(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("init", &done);
}
