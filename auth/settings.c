#include "auth/settings.h"

#include "auth/client.h"
#include "base/json.h"

#include <string.h>

static status text_member(const char *config, const json_t *value, const char *name, const char **out)
{
    if (!json_is_string(value))
        return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" moet een tekst zijn.",
                    "Setting \"token.%s\" in \"%s\" must be a text.", name, config);
    *out = json_string_value(value);
    return status_ok();
}

static status seconds_member(const char *config, const json_t *value, const char *name, int most, int *out)
{
    if (!json_is_integer(value) || json_integer_value(value) < 1 || json_integer_value(value) > most)
        return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" moet een getal van 1 tot %d zijn.",
                    "Setting \"token.%s\" in \"%s\" must be a number from 1 to %d.", name, config, most);
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

/* Members that are texts: where each goes. */
typedef struct text_place {
    const char *name, **into;
} text_place;

static const char **find_place(const text_place *places, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, places[i].name) == 0)
            return places[i].into;
    return NULL;
}

static status unknown_member(const char *config, const char *name)
{
    return FAIL(BAD_INPUT, name, "Instelling \"token.%s\" in \"%s\" bestaat niet.",
                "Setting \"token.%s\" in \"%s\" does not exist.", name, config);
}

static status method_member(const char *config, const json_t *value, client_method *out)
{
    if (json_is_string(value) && client_method_read(json_string_value(value), out))
        return status_ok();
    return FAIL(
        BAD_INPUT, "introspection.method",
        "Instelling \"token.introspection.method\" in \"%s\" moet client_secret_basic, client_secret_post of private_key_jwt "
        "zijn.",
        "Setting \"token.introspection.method\" in \"%s\" must be client_secret_basic, client_secret_post or private_key_jwt.",
        config);
}

static status introspection_member(const char *config, const char *name, const json_t *value, introspection_settings *s)
{
    const text_place places[] = {{"url", &s->url},
                                 {"client_id", &s->client_id},
                                 {"client_secret_file", &s->client_secret_file},
                                 {"private_key_file", &s->private_key_file},
                                 {"scope", &s->scope}};
    const char **into = find_place(places, sizeof places / sizeof *places, name);
    if (into)
        return text_member(config, value, name, into);
    if (strcmp(name, "method") == 0)
        return method_member(config, value, &s->method);
    if (strcmp(name, "recheck_s") == 0)
        return seconds_member(config, value, name, RECHECK_LIMIT, &s->recheck_s);
    return unknown_member(config, name);
}

static status introspection_members(const char *config, json_t *object, introspection_settings *s)
{
    if (!json_is_object(object))
        return FAIL(BAD_INPUT, "introspection", "Instelling \"token.introspection\" in \"%s\" moet een object zijn.",
                    "Setting \"token.introspection\" in \"%s\" must be an object.", config);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
        TRY(introspection_member(config, json_object_iter_key(at), json_object_iter_value(at), s));
    if (!s->url)
        return FAIL(BAD_INPUT, "introspection.url", "Instelling \"token.introspection.url\" in \"%s\" ontbreekt.",
                    "Setting \"token.introspection.url\" in \"%s\" is missing.", config);
    return status_ok();
}

static status read_member(const char *config, const char *name, json_t *value, arena *a, token_settings *s)
{
    const text_place places[] = {{"issuer", &s->issuer},
                                 {"audience", &s->audience},
                                 {"jwks_file", &s->jwks_file},
                                 {"jwks_url", &s->jwks_url},
                                 {"role_claim", &s->role_claim}};
    const char **into = find_place(places, sizeof places / sizeof *places, name);
    if (into)
        return text_member(config, value, name, into);
    if (strcmp(name, "clock_skew_s") == 0)
        return seconds_member(config, value, name, TOKEN_SKEW_LIMIT, &s->clock_skew_s);
    if (strcmp(name, "all_for") == 0)
        return list_member(config, value, name, a, &s->all_for);
    if (strcmp(name, "introspection") == 0)
        return introspection_members(config, value, &s->introspection);
    return unknown_member(config, name);
}

static const char *beside(const char *config, const char *file, arena *a)
{
    const char *slash = strrchr(config, '/');
    if (!file)
        return NULL;
    if (*file == '/' || !slash)
        return file;
    return arena_printf(a, "%.*s/%s", (int)(slash - config), config, file);
}

status token_settings_read(const char *config_path, arena *a, token_settings *out)
{
    json_t *token = json_object_get(json_keep(json_load_file(config_path, JSON_REJECT_DUPLICATES, NULL), a), "token");
    token_settings found = {0};
    if (json_is_null(token)) { /* "token": null says explicitly that only service keys are accepted */
        *out = (token_settings){.keys_only = true};
        return status_ok();
    }
    if (!json_is_object(token))
        return FAIL(BAD_INPUT, "token", "\"%s\" is geen leesbaar JSON-bestand met een onderdeel \"token\".",
                    "\"%s\" is not a readable JSON file with a member \"token\".", config_path);
    for (void *at = json_object_iter(token); at; at = json_object_iter_next(token, at))
        TRY(read_member(config_path, json_object_iter_key(at), json_object_iter_value(at), a, &found));
    found.jwks_file = beside(config_path, found.jwks_file, a);
    found.introspection.client_secret_file = beside(config_path, found.introspection.client_secret_file, a);
    found.introspection.private_key_file = beside(config_path, found.introspection.private_key_file, a);
    *out = found;
    return status_ok();
}
