/* `risicolaag config`: what can be set, what holds now, and whether a file is good. */
#include "server/commands/command.h"
#include "server/commands/config_pages.h"
#include "server/commands/store_option.h"
#include "server/http/config.h"
#include "server/http/config_table.h"
#include "server/workers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "Gebruik: risicolaag config --explain [--config BESTAND] [--state MAP]\n"
    "         risicolaag config --check BESTAND\n"
    "         risicolaag config --reference markdown|man\n\n"
    "De instellingen van de dienst staan in config.json (JSON).\n\n"
    "  --explain         toont elke instelling: wat nu geldt, of dat uit het bestand komt, en waarvoor het dient\n"
    "  --check BESTAND   zegt of de dienst met dit bestand kan starten: de instellingen, de lagen, de sleutels en de opslag.\n"
    "                    Doe dit voor u de dienst opnieuw laat lezen. Een fout bestand verandert niets aan een dienst die "
    "draait\n"
    "  --reference WIJZE schrijft de lijst van alle instellingen, als tabel (markdown) of als handleiding (man)\n"
    "  --config BESTAND  het bestand voor --explain (standaard: config.json in de map van --state)\n"
    "  --state MAP       map met alle bestanden van het programma (standaard: ./state)\n"
    "  -h, --help        toont deze uitleg\n\n"
    "In English: --explain shows every setting, what holds and where it comes from; --check says whether the service could start "
    "with\nthis file; --reference prints all settings.\n";

typedef struct options {
    store_option store;
    const char *config, *check, *reference;
    bool explain;
} options;

static status explain(const options *o, arena *a)
{
    const char *path = o->config ? o->config : arena_printf(a, "%s/config.json", store_option_state(&o->store));
    settings_file f;
    config c;
    TRY(config_read(path, a, &c)); /* what is wrong has no meaning to explain */
    TRY(settings_open(path, config_settings(), a, &f));
    config_explain(&f, stdout);
    return status_ok();
}

static status check(const char *path, arena *a)
{
    config c;
    TRY(config_read(path, a, &c));
    if (access(c.store.location, R_OK | W_OK) != 0)
        return FAIL(BAD_INPUT, "store", "%s: \"store\": %s: %s; 'risicolaag init' maakt een opslag",
                    "%s: \"store\": %s: %s; 'risicolaag init' makes a store", path, c.store.location, strerror(errno));
    TRY(workers_try(path));
    printf("%s is goed: de dienst kan ermee starten.\n", path);
    return status_ok();
}

static status reference(const char *how)
{
    if (strcmp(how, "man") == 0)
        config_manual(config_settings(), stdout);
    else
        config_markdown(config_settings(), stdout);
    return status_ok();
}

static bool makes_sense(const options *o)
{
    const int asked = o->explain + (o->check != NULL) + (o->reference != NULL);
    return asked == 1 && (!o->reference || strcmp(o->reference, "man") == 0 || strcmp(o->reference, "markdown") == 0);
}

static status run(const options *o, arena *a)
{
    if (o->reference)
        return reference(o->reference);
    return o->check ? check(o->check, a) : explain(o, a);
}

int cmd_config(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {{.name = "explain", .flag = &o.explain},
                                    {.name = "check", .text = &o.check},
                                    {.name = "reference", .text = &o.reference},
                                    {.name = "config", .text = &o.config},
                                    {.name = "state", .text = &o.store.state}};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    if (!makes_sense(&o))
        return options_wrong(help);
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("config", &done);
}
