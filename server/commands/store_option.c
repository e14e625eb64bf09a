#include "server/commands/store_option.h"

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

/* What the state folder's config.json says of a path, relative to that folder as the server reads it (server/http/config.h);
 * *out is unchanged when it says nothing, or when there is no such file. */
static status configured(const store_option *o, const char *name, arena *a, const char **out)
{
    const char *folder = store_option_state(o), *config = arena_printf(a, "%s/config.json", folder);
    json_error_t error;
    if (access(config, F_OK) != 0)
        return status_ok();
    json_t *root = json_load_file(config, JSON_REJECT_DUPLICATES, &error);
    const char *word = json_string_value(json_object_get(root, name));
    if (root && word && *word)
        *out = word[0] == '/' ? arena_strdup(a, word) : arena_printf(a, "%s/%s", folder, word);
    const status read = root ? status_ok()
                             : FAIL(BAD_INPUT, "config", "%s:%d: %s; noem de opslag met --store",
                                    "%s:%d: %s; name the store with --store", config, error.line, error.text);
    json_decref(root);
    return read;
}

status store_option_path(const store_option *o, arena *a, const char **out)
{
    const char *path = store_option_new_path(o, a);
    if (!o->store)
        TRY(configured(o, "store", a, &path));
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
    return configured(o, "layers", a, out);
}

status store_option_prepare(const store_option *o)
{
    if (o->store || mkdir(store_option_state(o), 0700) == 0 || errno == EEXIST)
        return status_ok();
    return FAIL(BAD_INPUT, "state", "de map %s kan niet gemaakt worden: %s", "the folder %s cannot be made: %s",
                store_option_state(o), strerror(errno));
}
