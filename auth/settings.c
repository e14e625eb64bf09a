#include "auth/settings.h"

#include "auth/json.h"

#include <string.h>

static status text_member(const char *config, const json_t *value, const char *name, const char **out)
{
    if (!json_is_string(value))
        return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" moet een tekst zijn.",
                    "Setting \"token.%s\" in \"%s\" must be a text.", name, config);
    *out = json_string_value(value);
    return status_ok();
}

static status skew_member(const char *config, const json_t *value, int *out)
{
    if (!json_is_integer(value) || json_integer_value(value) < 1 || json_integer_value(value) > TOKEN_SKEW_LIMIT)
        return FAIL(BAD_INPUT, "clock_skew_s", "Instelling \"token.clock_skew_s\" in \"%s\" moet een getal van 1 tot %d zijn.",
                    "Setting \"token.clock_skew_s\" in \"%s\" must be a number from 1 to %d.", config, (int)TOKEN_SKEW_LIMIT);
    *out = (int)json_integer_value(value);
    return status_ok();
}

static status list_member(const char *config, const json_t *value, const char *name, arena *a, text_list *out)
{
    text_list found = {.items = arena_array(a, json_array_size(value) + 1, sizeof *found.items)};
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *item = json_string_value(json_array_get(value, i));
        if (item && *item)
            found.items[found.count++] = item;
    }
    if (found.count == 0 || found.count != json_array_size(value))
        return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" moet een lijst van teksten zijn, minstens één.",
                    "Setting \"token.%s\" in \"%s\" must be a list of texts, at least one.", name, config);
    *out = found;
    return status_ok();
}

static status read_member(const char *config, const char *name, const json_t *value, arena *a, token_settings *s)
{
    const struct {
        const char *name, **into;
    } texts[] = {{"issuer", &s->issuer},
                 {"audience", &s->audience},
                 {"jwks_file", &s->jwks_file},
                 {"jwks_url", &s->jwks_url},
                 {"role_claim", &s->role_claim}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0)
            return text_member(config, value, name, texts[i].into);
    if (strcmp(name, "clock_skew_s") == 0)
        return skew_member(config, value, &s->clock_skew_s);
    if (strcmp(name, "all_for") == 0)
        return list_member(config, value, name, a, &s->all_for);
    return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" bestaat niet.",
                "Setting \"token.%s\" in \"%s\" does not exist.", name, config);
}

static const char *beside(const char *config, const char *file, arena *a)
{
    const char *slash = strrchr(config, '/');
    if (*file == '/' || !slash)
        return file;
    return arena_printf(a, "%.*s/%s", (int)(slash - config), config, file);
}

status token_settings_read(const char *config_path, arena *a, token_settings *out)
{
    json_t *token = json_object_get(json_keep(json_load_file(config_path, JSON_REJECT_DUPLICATES, NULL), a), "token");
    token_settings found = {0};
    if (!json_is_object(token))
        return FAIL(BAD_INPUT, "token", "\"%s\" is geen leesbaar JSON-bestand met een onderdeel \"token\".",
                    "\"%s\" is no readable JSON file with a member \"token\".", config_path);
    for (void *at = json_object_iter(token); at; at = json_object_iter_next(token, at))
        TRY(read_member(config_path, json_object_iter_key(at), json_object_iter_value(at), a, &found));
    if (found.jwks_file)
        found.jwks_file = beside(config_path, found.jwks_file, a);
    *out = found;
    return status_ok();
}
