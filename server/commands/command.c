#include "server/commands/command.h"

#include <stdio.h>

int command_fail(const char *name, const status *s)
{
    fprintf(stderr, "risicolaag %s: %s\nrisicolaag %s: %s\n", name, s->nl, name, s->en);
    return 1;
}
