#include "server/names.h"

#include <string.h>

/* NAMESPACES=xmlns(prefix,uri),xmlns(uri) (WFS 2.0 §7.6.6): the URI that a prefix stands for, NULL when it is not declared there. */
static const char *declared_uri(const char *namespaces, const char *prefix, arena *a)
{
    const size_t n = strlen(prefix);
    for (const char *at = namespaces ? strstr(namespaces, "xmlns(") : NULL; at; at = strstr(at, "xmlns(")) {
        at += strlen("xmlns(");
        const char *end = strchr(at, ')');
        if (!end)
            return NULL;
        if (n < (size_t)(end - at) && strncmp(at, prefix, n) == 0 && at[n] == ',') /* "a)" is no prefix of "a),b" */
            return arena_strndup(a, at + n + 1, (size_t)(end - at) - n - 1);
    }
    return NULL;
}

status names_check_namespaces(const char *namespaces)
{
    for (const char *at = namespaces; at && *at; at++) {
        const char *end = strchr(at, ')');
        if (strncmp(at, "xmlns(", strlen("xmlns(")) != 0 || !end || (end[1] && end[1] != ','))
            return FAIL(BAD_PARAM, "namespaces", "NAMESPACES heeft de vorm xmlns(voorvoegsel,uri), niet '%.60s'",
                        "NAMESPACES has the form xmlns(prefix,uri), not '%.60s'", namespaces);
        at = end[1] ? end + 1 : end;
    }
    return status_ok();
}

static bool known_namespace(const config *c, const char *prefix, const char *uri)
{
    for (size_t i = 0; i < c->endpoint_count; i++)
        if (uri ? strcmp(c->endpoints[i].uri, uri) == 0 : strcmp(c->endpoints[i].prefix, prefix) == 0)
            return true;
    return false;
}

bool names_known_prefix(const request *rq, const char *prefix, const char *namespaces, arena *a)
{
    return known_namespace(rq->site->config, prefix, declared_uri(namespaces, prefix, a));
}

bool names_declared_prefix(const char *prefix, const char *namespaces, arena *a)
{
    return declared_uri(namespaces, prefix, a) != NULL;
}

/* "schema-element(a)" is a itself: no type here has types that take its place (WFS 2.0 §7.9.2.4.1). */
static const char *without_schema_element(const char *type_name, arena *a)
{
    static const char function[] = "schema-element(";
    const size_t n = strlen(type_name);
    if (strncmp(type_name, function, strlen(function)) != 0 || type_name[n - 1] != ')')
        return type_name;
    return arena_strndup(a, type_name + strlen(function), n - strlen(function) - 1);
}

status names_layer(const request *rq, const char *type_name, const char *namespaces, arena *a, const layer **out)
{
    const char *colon = strchr(type_name, ':');
    const char *prefix = colon ? arena_strndup(a, type_name, (size_t)(colon - type_name)) : NULL;
    const layer *l = NULL;
    if (!prefix || known_namespace(rq->site->config, prefix, declared_uri(namespaces, prefix, a)))
        l = catalog_layer(rq->site->catalog, colon ? colon + 1 : type_name);
    if (!l)
        return FAIL(BAD_PARAM, "typeNames", "het objecttype '%.80s' is er niet; GetCapabilities noemt ze allemaal",
                    "there is no feature type '%.80s'; GetCapabilities lists them all", type_name);
    *out = l;
    return status_ok();
}

const char *names_unwrap(const char *list, arena *a)
{
    const size_t n = strlen(list);
    const bool wrapped = n >= 2 && list[0] == '(' && list[n - 1] == ')' && !strchr(list + 1, '(');
    return wrapped ? arena_strndup(a, list + 1, n - 2) : list;
}

/* "(a)(b)" and "(a,b)" become "a,b"; the brackets of a function belong to it. */
static const char *flatten(const char *list, arena *a)
{
    text t = text_new(a);
    size_t inside = 0;
    for (const char *c = list; *c; c++) {
        const bool of_function = *c == '(' ? c > list && c[-1] != '(' && c[-1] != ')' && c[-1] != ',' : *c == ')' && inside > 0;
        inside += *c == '(' && of_function;
        inside -= *c == ')' && of_function;
        if (of_function || (*c != '(' && *c != ')'))
            text_add_bytes(&t, c, 1);
        else if (*c == ')' && c[1] == '(')
            text_add(&t, ",");
    }
    return t.chars;
}

static const layer *const *all_layers(const catalog *c, arena *a)
{
    const layer **all = arena_array(a, c->count + 1, sizeof *all);
    for (size_t i = 0; i < c->count; i++)
        all[i] = &c->layers[i];
    return all;
}

status names_layers(const request *rq, const char *type_names, const char *namespaces, arena *a, const layer *const **out, size_t *count)
{
    TRY(names_check_namespaces(namespaces));
    if (!type_names) {
        *out = all_layers(rq->site->catalog, a);
        *count = rq->site->catalog->count;
        return status_ok();
    }
    const text_list names = text_split(a, flatten(type_names, a), ',');
    const layer **layers = arena_array(a, names.count + 1, sizeof *layers);
    for (size_t i = 0; i < names.count; i++)
        TRY(names_layer(rq, without_schema_element(names.items[i], a), namespaces, a, &layers[i]));
    *out = layers;
    *count = names.count;
    return status_ok();
}

status names_property(const layer *l, const char *name, const char *locator, const property **out)
{
    const char *colon = strrchr(name, ':');
    const property *p = layer_property(l, colon ? colon + 1 : name);
    if (!p)
        return FAIL(BAD_PARAM, locator, "het type %s heeft geen eigenschap '%.80s'; DescribeFeatureType noemt ze allemaal",
                    "the type %s has no property '%.80s'; DescribeFeatureType lists them all", l->name, name);
    *out = p;
    return status_ok();
}

/* An id is a text: "12" and "012" are two. Digits as we write them, so that one feature has one id. */
static bool read_id(const char *digits, int64_t *id)
{
    const char *first = *digits == '-' ? digits + 1 : digits;
    return (strcmp(digits, "0") == 0 || (*first >= '1' && *first <= '9')) && text_to_int64(digits, id);
}

bool names_id(const catalog *c, const char *resource_id, const layer **l, int64_t *id)
{
    const char *dot = strrchr(resource_id, '.');
    for (size_t i = 0; dot && i < c->count; i++) {
        const size_t n = strlen(c->layers[i].name);
        if ((size_t)(dot - resource_id) == n && strncmp(resource_id, c->layers[i].name, n) == 0 && read_id(dot + 1, id)) {
            *l = &c->layers[i];
            return true;
        }
    }
    return false;
}
