#include "server/commands/store_option.h"

#include "server/http/config_days.h"

#include <errno.h>
#include <jansson.h>
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

static void free_json(void *handle)
{
    json_decref(handle);
}

/* A member of the state folder's config.json; *out NULL: it says nothing of it, or there is no such file. */
static status configured(const store_option *o, const char *name, arena *a, json_t **out)
{
    const char *config = arena_printf(a, "%s/config.json", store_option_state(o));
    json_error_t error;
    *out = NULL;
    if (access(config, F_OK) != 0)
        return status_ok();
    json_t *root = json_load_file(config, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return FAIL(BAD_INPUT, "config", "%s:%d: %s; noem de opslag met --store", "%s:%d: %s; name the store with --store",
                    config, error.line, error.text);
    arena_defer(a, free_json, root);
    *out = json_object_get(root, name);
    return status_ok();
}

/* A path, relative to that folder as the server reads it (server/http/config.h); *out is unchanged when nothing is said. */
static status configured_path(const store_option *o, const char *name, arena *a, const char **out)
{
    json_t *member = NULL;
    TRY(configured(o, name, a, &member));
    const char *word = json_string_value(member);
    if (word && *word)
        *out = word[0] == '/' ? arena_strdup(a, word) : arena_printf(a, "%s/%s", store_option_state(o), word);
    return status_ok();
}

status store_option_path(const store_option *o, arena *a, const char **out)
{
    const char *path = store_option_new_path(o, a);
    if (!o->store)
        TRY(configured_path(o, "store", a, &path));
    *out = path;
    return status_ok();
}

const char *store_option_aside(const char *store, arena *a)
{
    const char *slash = strrchr(store, '/');
    return arena_printf(a, "%.*sreservekopie", slash ? (int)(slash + 1 - store) : 0, store);
}

status store_option_layers(const store_option *o, arena *a, const char **out)
{
    *out = NULL;
    return configured_path(o, "layers", a, out);
}

bool store_option_has_settings(const store_option *o)
{
    return o->state || !o->store;
}

status store_option_days(const store_option *o, const char *name, arena *a, int64_t *out)
{
    json_t *member = NULL;
    if (!store_option_has_settings(o))
        return status_ok();
    TRY(configured(o, name, a, &member));
    const json_int_t days = json_integer_value(member);
    if (member && (!json_is_integer(member) || days < 0 || days > CONFIG_DAYS_MOST))
        return FAIL(BAD_INPUT, name, "config.json: \"%s\" moet een geheel getal van 0 tot %d zijn",
                    "config.json: \"%s\" must be an integer from 0 to %d", name, CONFIG_DAYS_MOST);
    if (member)
        *out = days;
    return status_ok();
}

status store_option_copy_days(const store_option *o, arena *a, int64_t *out)
{
    *out = CONFIG_SAFETY_COPY_DAYS;
    return store_option_days(o, "safety_copy_days", a, out);
}

status store_option_prepare(const store_option *o)
{
    if (o->store || mkdir(store_option_state(o), 0700) == 0 || errno == EEXIST)
        return status_ok();
    return FAIL(BAD_INPUT, "state", "de map %s kan niet gemaakt worden: %s", "the folder %s cannot be made: %s",
                store_option_state(o), strerror(errno));
}
