#include "server/http/config.h"

#include "server/http/config_days.h"
#include "server/http/config_table.h"

#include <string.h>

#define WITHIN
static const setting rows[] = {
#define SETTING(text, form, member, dutch, english, ...) \
    {.name = (text), .kind = SETTING_##form, .at = offsetof(config, WITHIN member), .nl = (dutch), .en = (english), __VA_ARGS__},
#define PART(text, form, structure, member, dutch, english, ...) \
    {.name = (text), .kind = SETTING_##form, .at = offsetof(structure, member), .nl = (dutch), .en = (english), __VA_ARGS__},
#include "server/http/settings.def"
#undef PART
#undef SETTING
};

settings_table config_settings(void)
{
    return (settings_table){rows, sizeof rows / sizeof *rows};
}

static status read_endpoints(const settings_file *f, config *c)
{
    const setting *list = settings_find(f->table, "endpoints");
    json_t *given = settings_value(f, list, NULL);
    const size_t count = json_array_size(given);
    endpoint *all = arena_array(f->arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        TRY(settings_read_object(f, list, json_array_get(given, i), &all[i]));
        if (all[i].path[0] != '/')
            return settings_wrong(f, "endpoints[].path", "moet met een / beginnen", "must begin with a /");
    }
    c->endpoints = all;
    c->endpoint_count = count;
    return status_ok();
}

static status read_trusted(const settings_file *f, const text_list *written, front *out)
{
    network *all = arena_array(f->arena, written->count + 1, sizeof *all);
    for (size_t i = 0; i < written->count; i++)
        if (!network_read(written->items[i], &all[i]))
            return settings_wrong(f, "trusted_proxies", "schrijf elk adres zoals 10.1.2.3, 10.0.0.0/8 of 2001:db8::/32",
                                  "write each address like 10.1.2.3, 10.0.0.0/8 or 2001:db8::/32");
    out->trusted = all;
    out->trusted_count = written->count;
    return status_ok();
}

/* Every document puts it in front of a path: "https://host", or with a path of its own. */
static status check_public_url(const settings_file *f, front *out)
{
    const char *url = out->public_url;
    const size_t length = url ? strlen(url) : 0;
    if (!url)
        return status_ok();
    if ((strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) || strpbrk(url, "?# \"<>") || length < 9 ||
        length > 1000)
        return settings_wrong(f, "public_url", "moet een URL zijn zoals https://kaart.example of https://kaart.example/dienst",
                              "must be a URL like https://kaart.example or https://kaart.example/service");
    out->public_url = url[length - 1] == '/' ? arena_strndup(f->arena, url, length - 1) : url;
    return status_ok();
}

status config_read(const char *path, arena *a, config *out)
{
    settings_file f;
    config c = {0};
    TRY(settings_open(path, config_settings(), a, &f));
    TRY(settings_read(&f, "", &c));
    TRY(read_endpoints(&f, &c));
    TRY(read_trusted(&f, &c.proxies, &c.front));
    TRY(check_public_url(&f, &c.front));
    *out = c;
    return status_ok();
}

const endpoint *config_endpoint(const config *c, const char *path)
{
    for (size_t i = 0; i < c->endpoint_count; i++)
        if (strcmp(c->endpoints[i].path, path) == 0)
            return &c->endpoints[i];
    return NULL;
}
