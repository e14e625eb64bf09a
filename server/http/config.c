#include "server/http/config.h"

#include "auth/settings.h"
#include "base/text.h"

#include <jansson.h>
#include <libgen.h>
#include <string.h>

enum { ENDPOINTS_MOST = 20, PROXIES_MOST = 100 };

typedef struct reader {
    arena *arena;
    const char *path, *folder;
} reader;

/* One member of a JSON object and where it goes; `at` points to const char*, int or bool. */
typedef struct member {
    const char *name;
    enum { MEMBER_TEXT, MEMBER_PATH, MEMBER_NUMBER, MEMBER_FLAG, MEMBER_OTHER } kind;
    void *at;
    int least, most;
} member;

static void free_json(void *handle)
{
    json_decref(handle);
}

static status wrong(const reader *r, const char *name, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, name, "%s: \"%s\": %s%.0s", "%s: \"%s\": %.0s%s", r->path, name, nl, en);
}

static const char *resolve(const reader *r, const char *path)
{
    return path[0] == '/' ? arena_strdup(r->arena, path) : arena_printf(r->arena, "%s/%s", r->folder, path);
}

static status read_number(const reader *r, const member *m, const json_t *given)
{
    const json_int_t number = json_integer_value(given);
    if (!json_is_integer(given) || number < m->least || number > m->most)
        return FAIL(BAD_INPUT, m->name, "%s: \"%s\" moet een geheel getal van %d tot %d zijn",
                    "%s: \"%s\" must be an integer from %d to %d", r->path, m->name, m->least, m->most);
    *(int *)m->at = (int)number;
    return status_ok();
}

static status read_flag(const reader *r, const member *m, const json_t *given)
{
    if (!json_is_boolean(given))
        return wrong(r, m->name, "moet true of false zijn", "must be true or false");
    *(bool *)m->at = json_is_true(given);
    return status_ok();
}

static status read_member(const reader *r, const member *m, const json_t *given)
{
    if (m->kind == MEMBER_OTHER)
        return status_ok();
    if (m->kind == MEMBER_NUMBER)
        return read_number(r, m, given);
    if (m->kind == MEMBER_FLAG)
        return read_flag(r, m, given);
    const char *word = json_string_value(given);
    if (!word || !*word)
        return wrong(r, m->name, "moet een tekst zijn", "must be a text");
    *(const char **)m->at = m->kind == MEMBER_PATH ? resolve(r, word) : arena_strdup(r->arena, word);
    return status_ok();
}

static status read_object(const reader *r, json_t *object, const member *members, size_t count)
{
    const char *name;
    json_t *given;
    json_object_foreach(object, name, given)
    {
        size_t i = 0;
        while (i < count && strcmp(members[i].name, name) != 0)
            i++;
        if (i == count)
            return wrong(r, name, "onbekend", "unknown");
        TRY(read_member(r, &members[i], given));
    }
    return status_ok();
}

static status read_section(const reader *r, const json_t *root, const char *name, const member *members, size_t count)
{
    json_t *object = json_object_get(root, name);
    if (!object)
        return status_ok();
    if (!json_is_object(object))
        return wrong(r, name, "moet een object zijn", "must be an object");
    return read_object(r, object, members, count);
}

static status read_service(const reader *r, const json_t *root, service_texts *s)
{
    const member members[] = {{"title", MEMBER_TEXT, &s->title, 0, 0},
                              {"abstract", MEMBER_TEXT, &s->abstract, 0, 0},
                              {"fees", MEMBER_TEXT, &s->fees, 0, 0},
                              {"access_constraints", MEMBER_TEXT, &s->access_constraints, 0, 0},
                              {"provider", MEMBER_TEXT, &s->provider, 0, 0},
                              {"provider_site", MEMBER_TEXT, &s->provider_site, 0, 0},
                              {"contact_email", MEMBER_TEXT, &s->contact_email, 0, 0},
                              {"metadata_url", MEMBER_TEXT, &s->metadata_url, 0, 0}};
    return read_section(r, root, "service", members, sizeof members / sizeof *members);
}

static status read_endpoint(const reader *r, json_t *object, endpoint *e)
{
    const member members[] = {{"path", MEMBER_TEXT, &e->path, 0, 0},
                              {"prefix", MEMBER_TEXT, &e->prefix, 0, 0},
                              {"namespace", MEMBER_TEXT, &e->uri, 0, 0}};
    if (!json_is_object(object))
        return wrong(r, "endpoints", "moet een lijst van objecten zijn", "must be a list of objects");
    TRY(read_object(r, object, members, sizeof members / sizeof *members));
    if (!e->path || !e->prefix || !e->uri || e->path[0] != '/')
        return wrong(r, "endpoints", "elk punt moet een path (begint met /), een prefix en een namespace hebben",
                     "each endpoint must have a path (begins with /), a prefix and a namespace");
    return status_ok();
}

static status read_endpoints(const reader *r, const json_t *root, config *c)
{
    const json_t *list = json_object_get(root, "endpoints");
    if (!list)
        return status_ok();
    const size_t count = json_array_size(list);
    if (count == 0 || count > ENDPOINTS_MOST)
        return wrong(r, "endpoints", "moet een lijst van 1 tot 20 punten zijn", "must be a list of 1 to 20 endpoints");
    endpoint *all = arena_array(r->arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++)
        TRY(read_endpoint(r, json_array_get(list, i), &all[i]));
    c->endpoints = all;
    c->endpoint_count = count;
    return status_ok();
}

static status read_trusted(const reader *r, const json_t *root, front *f)
{
    const json_t *list = json_object_get(root, "trusted_proxies");
    network *all = arena_array(r->arena, json_array_size(list) + 1, sizeof *all);
    if (list && (!json_is_array(list) || json_array_size(list) > PROXIES_MOST))
        return wrong(r, "trusted_proxies", "moet een lijst van hoogstens 100 adressen zijn",
                     "must be a list of at most 100 addresses");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        if (!word || !network_read(word, &all[i]))
            return wrong(r, "trusted_proxies", "schrijf elk adres zoals 10.1.2.3, 10.0.0.0/8 of 2001:db8::/32",
                         "write each address like 10.1.2.3, 10.0.0.0/8 or 2001:db8::/32");
    }
    f->trusted = all;
    f->trusted_count = json_array_size(list);
    return status_ok();
}

static status read_proxy_headers(const reader *r, const json_t *root, front *f)
{
    const json_t *given = json_object_get(root, "proxy_headers");
    const char *word = json_string_value(given);
    if (given && (!word || (strcmp(word, "X-Forwarded") != 0 && strcmp(word, "Forwarded") != 0)))
        return wrong(r, "proxy_headers", "moet X-Forwarded of Forwarded zijn", "must be X-Forwarded or Forwarded");
    f->heads = word && strcmp(word, "Forwarded") == 0 ? FORWARDED_7239 : FORWARDED_X;
    return status_ok();
}

/* Every document puts it in front of a path: "https://host", or with a path of its own. */
static status check_public_url(const reader *r, front *f)
{
    const char *url = f->public_url;
    const size_t length = url ? strlen(url) : 0;
    if (!url)
        return status_ok();
    if ((strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) || strpbrk(url, "?# \"<>") || length < 9 ||
        length > 1000)
        return wrong(r, "public_url", "moet een URL zijn zoals https://kaart.example of https://kaart.example/dienst",
                     "must be a URL like https://kaart.example or https://kaart.example/service");
    f->public_url = url[length - 1] == '/' ? arena_strndup(r->arena, url, length - 1) : url;
    return status_ok();
}

static status read_front(const reader *r, const json_t *root, front *f)
{
    TRY(read_trusted(r, root, f));
    TRY(read_proxy_headers(r, root, f));
    return check_public_url(r, f);
}

static status read_root(const reader *r, json_t *root, config *c)
{
    const member members[] = {{"store", MEMBER_PATH, &c->store.location, 0, 0},
                              {"socket", MEMBER_PATH, &c->socket, 0, 0},
                              {"public_url", MEMBER_TEXT, &c->front.public_url, 0, 0},
                              {"trusted_proxies", MEMBER_OTHER, NULL, 0, 0},
                              {"proxy_headers", MEMBER_OTHER, NULL, 0, 0},
                              {"layers", MEMBER_PATH, &c->layers, 0, 0},
                              {"keys", MEMBER_PATH, &c->keys, 0, 0},
                              {"log", MEMBER_PATH, &c->log, 0, 0},
                              {"continuations", MEMBER_PATH, &c->continuations, 0, 0},
                              {"tmp", MEMBER_PATH, &c->tmp, 0, 0},
                              {"answer_mb", MEMBER_NUMBER, &c->answer_mb, 1, 100000},
                              {"leave_free_mb", MEMBER_NUMBER, &c->leave_free_mb, 0, 1000000},
                              {"workers", MEMBER_NUMBER, &c->workers, 1, 256},
                              {"query_timeout_s", MEMBER_NUMBER, &c->store.query_timeout_s, 1, 3600},
                              {"border_m", MEMBER_NUMBER, &c->store.border_m, 0, 100000},
                              {"schematic_border_m", MEMBER_NUMBER, &c->store.schematic_border_m, 0, 100000},
                              {"page", MEMBER_NUMBER, &c->page, 1, 1000000},
                              {"editing", MEMBER_FLAG, &c->editing, 0, 0},
                              {"endpoints", MEMBER_OTHER, NULL, 0, 0},
                              {"token", MEMBER_OTHER, NULL, 0, 0},
                              {"service", MEMBER_OTHER, NULL, 0, 0}};
    if (!json_is_object(root))
        return wrong(r, "", "moet een JSON-object zijn", "must be a JSON object");
    TRY(read_object(r, root, members, sizeof members / sizeof *members));
    TRY(read_endpoints(r, root, c));
    TRY(read_front(r, root, &c->front));
    TRY(token_settings_read(r->path, r->arena, &c->token));
    return read_service(r, root, &c->service);
}

static config defaults(void)
{
    static const endpoint own = {"/wfs", "risico", "http://risicolaag/1.0"};
    return (config){
        .store = {.query_timeout_s = 60, .border_m = 10, .schematic_border_m = 8000},
        .workers = 8,
        .page = 10000,
        .answer_mb = 1024,
        .leave_free_mb = 512,
        .endpoints = &own,
        .endpoint_count = 1,
        .service = {.title = "Risicolocaties",
                    .abstract = "Kaartlagen met de risicolocaties: de plaatsen waar een activiteit is of was die de bodem kan "
                                "verontreinigen. Elke "
                                "gebruiker ziet de risicolocaties van de eigen gemeente.",
                    .fees = "geen",
                    .access_constraints = "Voor de risicolocaties en de percelen is een token nodig; de gemeenten zijn openbaar.",
                    .provider = "Risicolaag"},
    };
}

static status require(const reader *r, const config *c)
{
    if (!c->store.location)
        return wrong(r, "store", "ontbreekt", "missing");
    if (!c->socket)
        return wrong(r, "socket", "ontbreekt", "missing");
    if (!c->layers)
        return wrong(r, "layers", "ontbreekt", "missing");
    return status_ok();
}

status config_read(const char *path, arena *a, config *out)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return FAIL(BAD_INPUT, "config", "%s:%d:%d: %s", "%s:%d:%d: %s", path, error.line, error.column, error.text);
    arena_defer(a, free_json, root);
    const reader r = {a, path, dirname(arena_strdup(a, path))};
    config c = defaults();
    c.keys = resolve(&r, "keys.sqlite");
    c.continuations = resolve(&r, "continuations.sqlite");
    c.tmp = resolve(&r, "tmp");
    TRY(read_root(&r, root, &c));
    TRY(require(&r, &c));
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
