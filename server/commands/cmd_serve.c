#include "server/commands/command.h"
#include "server/commands/options.h"
#include "server/workers.h"

static const char help[] =
    "Gebruik: risicolaag serve --config BESTAND\n\n"
    "Beantwoordt WFS-vragen over FastCGI. De instellingen staan in BESTAND (JSON).\n\n"
    "  --config BESTAND  de instellingen\n"
    "  -h, --help        deze uitleg\n\n"
    "SIGHUP leest de instellingen opnieuw, SIGTERM stopt na de lopende vragen. SIGUSR1 opent het logbestand (\"log\")\n"
    "opnieuw: stuur dat na het hernoemen ervan, zoals logrotate doet.\n";

int cmd_serve(int argc, char **argv)
{
    const char *config = NULL;
    const command_option known[] = {{.name = "config", .text = &config}};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    if (!config)
        return options_wrong(help);
    return workers_run(config);
}
