#include "server/store_option.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *state_of(const store_option *o)
{
    return o->state ? o->state : "./state";
}

const char *store_option_path(const store_option *o, arena *a)
{
    return o->store ? o->store : arena_printf(a, "%s/store.sqlite", state_of(o));
}

status store_option_prepare(const store_option *o)
{
    if (o->store || mkdir(state_of(o), 0700) == 0 || errno == EEXIST)
        return status_ok();
    return FAIL(BAD_INPUT, "state", "de map %s kan niet gemaakt worden: %s", "the folder %s cannot be made: %s", state_of(o),
                strerror(errno));
}
