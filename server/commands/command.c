#include "server/commands/command.h"

#include "base/belgian_time.h"

#include <stdio.h>

int command_fail(const char *name, const status *s)
{
    fprintf(stderr, "risicolaag %s: %s\nrisicolaag %s: %s\n", name, s->nl, name, s->en);
    return 1;
}

void command_tell_passed_locks(int64_t until)
{
    char end[BELGIAN_TIME];
    belgian_time(until, end);
    if (until)
        printf("Let op: er waren risicolocaties vergrendeld, tot %s (Belgische tijd); met --force zijn ze toch gewijzigd.\n",
               end);
}

void command_tell_removed(int count)
{
    if (count == 1)
        printf("Een oude reservekopie is verwijderd.\n");
    if (count > 1)
        printf("%d oude reservekopieën zijn verwijderd.\n", count);
}
