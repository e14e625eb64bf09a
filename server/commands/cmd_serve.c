#include "server/commands/command.h"
#include "server/workers.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag serve --config BESTAND\n\n"
    "Beantwoordt WFS-vragen over FastCGI. De instellingen staan in BESTAND (JSON).\n\n"
    "  --config BESTAND  de instellingen\n"
    "  -h, --help        deze uitleg\n\n"
    "SIGHUP leest de instellingen opnieuw, SIGTERM stopt na de lopende vragen. SIGUSR1 opent het logbestand (\"log\")\n"
    "opnieuw: stuur dat na het hernoemen ervan, zoals logrotate doet.\n";

int cmd_serve(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *config_path = NULL;
    for (int o = getopt_long(argc, argv, "h", options, NULL); o != -1; o = getopt_long(argc, argv, "h", options, NULL)) {
        if (o == 'h')
            return fputs(help, stdout) < 0;
        if (o != 'c')
            return 2;
        config_path = optarg;
    }
    if (!config_path || optind < argc) {
        fputs(help, stderr);
        return 2;
    }
    return workers_run(config_path);
}
