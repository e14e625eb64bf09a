#include "server/http/kvp.h"

#include "server/http/url_decode.h"

#include <string.h>

static status add_pair(kvp *k, const char *name, const char *given)
{
    for (size_t i = 0; i < k->count; i++) {
        if (!text_equal_nocase(k->pairs[i].name, name))
            continue;
        if (strcmp(k->pairs[i].value, given) == 0)
            return status_ok();
        return FAIL(BAD_PARAM, name, "de parameter %.40s staat er twee keer in, met verschillende waarden",
                    "the parameter %.40s occurs twice, with different values", name);
    }
    if (k->count == KVP_PAIRS)
        return FAIL(BAD_PARAM, "request", "meer dan %d parameters", "more than %d parameters", (int)KVP_PAIRS);
    k->pairs[k->count].name = name;
    k->pairs[k->count].value = given;
    k->count++;
    return status_ok();
}

static status read_pair(kvp *k, char *pair)
{
    char *equals = strchr(pair, '=');
    char *given = equals ? equals + 1 : pair + strlen(pair);
    if (equals)
        *equals = '\0';
    if (!url_decode(pair, strlen(pair), pair))
        return FAIL(BAD_PARAM, "request", "de naam van een parameter is geen geldige tekst (UTF-8, %%XX)",
                    "the name of a parameter is not valid text (UTF-8, %%XX)");
    if (!url_decode(given, strlen(given), given))
        return FAIL(BAD_PARAM, pair, "de waarde van %.40s is geen geldige tekst (UTF-8, %%XX)",
                    "the value of %.40s is not valid text (UTF-8, %%XX)", pair);
    return *pair ? add_pair(k, pair, given) : status_ok();
}

static status read_pairs(const char *query, arena *a, kvp *k)
{
    char *copy = arena_strdup(a, query);
    for (char *rest = NULL, *pair = strtok_r(copy, "&", &rest); pair; pair = strtok_r(NULL, "&", &rest))
        TRY(read_pair(k, pair));
    return status_ok();
}

status kvp_parse(const char *query, arena *a, const kvp **out)
{
    if (strlen(query) > KVP_BYTES)
        return FAIL(TOO_LARGE, "request", "de vraag is langer dan %d tekens", "the request is longer than %d characters",
                    (int)KVP_BYTES);
    kvp *k = arena_alloc(a, sizeof *k);
    TRY(read_pairs(query, a, k));
    *out = k;
    return status_ok();
}

status kvp_parse_kept(const char *query, arena *a, const kvp **out)
{
    kvp *k = arena_alloc(a, sizeof *k);
    TRY(read_pairs(query, a, k));
    *out = k;
    return status_ok();
}

static void set_pair(kvp *k, const char *name, const char *given)
{
    size_t at = 0;
    while (at < k->count && !text_equal_nocase(k->pairs[at].name, name))
        at++;
    if (at == KVP_PAIRS)
        return;
    k->pairs[at].name = name;
    k->pairs[at].value = given;
    k->count += at == k->count;
}

const kvp *kvp_over(const kvp *below, const kvp *above, const char *const *names, arena *a)
{
    kvp *k = arena_alloc(a, sizeof *k);
    *k = *below;
    for (; *names; names++)
        if (kvp_get(above, *names))
            set_pair(k, *names, kvp_get(above, *names));
    return k;
}

/* Namespaces of a URL are declared in the document (server/wfs/body.c), so they cannot contradict the body. */
static status complete_with(kvp *k, const kvp *body, const char *name, const char *given)
{
    static const char *const said_by_body[] = {"service", "version", "request", "namespaces", NULL};
    const char *said = kvp_get(body, name);
    if (said && strcmp(said, given) != 0 && !text_is_among_nocase(name, said_by_body))
        return FAIL(BAD_PARAM, name, "de parameter %.40s staat in de URL en in het bericht, met verschillende waarden",
                    "the parameter %.40s is in the URL and in the body, with different values", name);
    if (!said && k->count == KVP_PAIRS && !kvp_has(k, name))
        return FAIL(BAD_PARAM, "request", "meer dan %d parameters", "more than %d parameters", (int)KVP_PAIRS);
    if (!said)
        set_pair(k, name, given);
    return status_ok();
}

status kvp_complete(const kvp *body, const kvp *url, arena *a, const kvp **out)
{
    kvp *k = arena_alloc(a, sizeof *k);
    *k = *body;
    for (size_t i = 0; i < url->count; i++)
        if (*url->pairs[i].value)
            TRY(complete_with(k, body, url->pairs[i].name, url->pairs[i].value));
    *out = k;
    return status_ok();
}

const char *kvp_get(const kvp *k, const char *name)
{
    for (size_t i = 0; i < k->count; i++)
        if (text_equal_nocase(k->pairs[i].name, name))
            return *k->pairs[i].value ? k->pairs[i].value : NULL;
    return NULL;
}

bool kvp_has(const kvp *k, const char *name)
{
    for (size_t i = 0; i < k->count; i++)
        if (text_equal_nocase(k->pairs[i].name, name))
            return true;
    return false;
}

const char *kvp_first(const kvp *k, const char *const *names)
{
    for (; *names; names++)
        if (kvp_get(k, *names))
            return kvp_get(k, *names);
    return NULL;
}

/* RFC 3986 §2.3: everything but the unreserved characters, and those that are harmless in a query and keep it readable. */
static void add_escaped(text *t, const char *plain)
{
    static const char digits[] = "0123456789ABCDEF";
    for (const char *c = plain; *c; c++) {
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-._~:/,()", *c))
            text_add_bytes(t, c, 1);
        else
            text_add_bytes(t, (const char[]){'%', digits[(unsigned char)*c >> 4], digits[(unsigned char)*c & 15]}, 3);
    }
}

const char *kvp_escaped(const char *plain, arena *a)
{
    text t = text_new(a);
    add_escaped(&t, plain);
    return t.chars;
}

static void add_pair_text(text *t, const char *name, const char *given)
{
    if (t->length)
        text_add(t, "&");
    add_escaped(t, name);
    text_add(t, "=");
    add_escaped(t, given);
}

static text text_without(const kvp *k, const char *name, arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < k->count; i++)
        if (!text_equal_nocase(k->pairs[i].name, name))
            add_pair_text(&t, k->pairs[i].name, k->pairs[i].value);
    return t;
}

const char *kvp_text(const kvp *k, arena *a)
{
    return text_without(k, "", a).chars;
}

const char *kvp_with(const kvp *k, const char *name, const char *given, arena *a)
{
    text t = text_without(k, name, a);
    if (given)
        add_pair_text(&t, name, given);
    return t.chars;
}
