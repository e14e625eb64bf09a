#include "server/commands/store_option.h"

#include "server/http/config.h"
#include "server/http/config_table.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *store_option_state(const store_option *o)
{
    return o->state ? o->state : "./state";
}

const char *store_option_new_path(const store_option *o, arena *a)
{
    return o->store ? o->store : arena_printf(a, "%s/store.sqlite", store_option_state(o));
}

/* One setting of the state folder's config.json, or what holds without it (server/http/settings.def). */
static status configured(const store_option *o, const char *name, arena *a, config *out)
{
    const char *path = arena_printf(a, "%s/config.json", store_option_state(o));
    settings_file f = settings_of_nothing(config_settings(), a);
    const status opened = access(path, F_OK) == 0 ? settings_open(path, config_settings(), a, &f) : status_ok();
    if (opened.code != ST_OK)
        return FAIL(BAD_INPUT, "config", "%s%.0s; noem de opslag met --store", "%.0s%s; name the store with --store", opened.nl,
                    opened.en);
    return settings_read_row(&f, name, out);
}

status store_option_path(const store_option *o, arena *a, const char **out)
{
    config c = {.store.location = store_option_new_path(o, a)};
    if (!o->store)
        TRY(configured(o, "store", a, &c));
    *out = c.store.location;
    return status_ok();
}

const char *store_option_aside(const char *path, arena *a)
{
    const char *slash = strrchr(path, '/');
    return arena_printf(a, "%.*sreservekopie", slash ? (int)(slash + 1 - path) : 0, path);
}

status store_option_layers(const store_option *o, arena *a, const char **out)
{
    config c = {0};
    TRY(configured(o, "layers", a, &c));
    *out = c.layers;
    return status_ok();
}

bool store_option_has_settings(const store_option *o)
{
    return o->state || !o->store;
}

/* Without settings what is standard holds. */
static status days_of(const store_option *o, const char *name, arena *a, config *out)
{
    const settings_file nothing = settings_of_nothing(config_settings(), a);
    return store_option_has_settings(o) ? configured(o, name, a, out) : settings_read_row(&nothing, name, out);
}

status store_option_history_days(const store_option *o, arena *a, int64_t *out)
{
    config c = {0};
    TRY(days_of(o, "history_days", a, &c));
    *out = c.history_days;
    return status_ok();
}

status store_option_copy_days(const store_option *o, arena *a, int64_t *out)
{
    config c = {0};
    TRY(days_of(o, "safety_copy_days", a, &c));
    *out = c.safety_copy_days;
    return status_ok();
}

status store_option_prepare(const store_option *o)
{
    if (o->store || mkdir(store_option_state(o), 0700) == 0 || errno == EEXIST)
        return status_ok();
    return FAIL(BAD_INPUT, "state", "de map %s kan niet gemaakt worden: %s", "the folder %s cannot be made: %s",
                store_option_state(o), strerror(errno));
}
