#include "server/commands/store_open.h"

#include "base/belgian_time.h"
#include "base/clock.h"

#include <stdio.h>

static status tell_frozen(writer *w, arena *a)
{
    store_freeze f = {0};
    char until[BELGIAN_TIME];
    TRY(writer_frozen(w, a, &f));
    if (freeze_holds(&f, clock_wall())) {
        belgian_time(f.until, until);
        fprintf(stderr, "Let op: de opslag is bevroren tot %s (Belgische tijd); wie de dienst gebruikt, kan nu niets wijzigen.\n",
                until);
    }
    return status_ok();
}

status store_open_to_write(const store_option *o, arena *a, const char **path, writer **out)
{
    writer *w = NULL;
    const char *found = NULL;
    TRY(store_option_path(o, a, &found));
    TRY(writer_open(found, a, &w));
    TRY(tell_frozen(w, a));
    if (path)
        *path = found;
    *out = w;
    return status_ok();
}
