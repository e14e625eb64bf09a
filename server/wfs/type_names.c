#include "server/wfs/type_names.h"

#include "base/xml/xml_names.h"
#include "server/wfs/namespaces.h"

#include <string.h>

enum { NAMES_MOST = 1000 };

/* libxml2 leaves an unknown prefix in the name. */
static void settle(xmlNode *node, const char *colon)
{
    xmlChar *prefix = xmlStrndup(node->name, (int)(colon - (const char *)node->name)),
            *local = xmlStrdup((const xmlChar *)colon + 1);
    xmlNs *found = xmlSearchNs(node->doc, node, prefix);
    if (found) {
        xmlSetNs(node, found);
        xmlNodeSetName(node, local);
    }
    xmlFree(prefix);
    xmlFree(local);
}

void type_names_settle(xmlNode *root)
{
    for (xmlNode *node = root; node; node = xml_following(node, root))
        if (!node->ns && strchr((const char *)node->name, ':'))
            settle(node, strchr((const char *)node->name, ':'));
}

static bool known_namespace(const config *c, const char *prefix, const char *uri)
{
    for (size_t i = 0; i < c->endpoint_count; i++)
        if (uri ? strcmp(c->endpoints[i].uri, uri) == 0 : strcmp(c->endpoints[i].prefix, prefix) == 0)
            return true;
    return false;
}

bool type_names_known_prefix(const request *rq, const char *prefix, const char *namespaces, arena *a)
{
    return known_namespace(rq->site->config, prefix, namespaces_uri(namespaces, prefix, a));
}

/* libxml2 leaves a prefix that is declared nowhere in the name: then it must be one of the endpoints'. */
bool type_names_is_ours(const request *rq, const xmlNode *node)
{
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    if (node->ns)
        return xml_is_of(node, rq->protocol->wfs) || known_namespace(rq->site->config, "", (const char *)node->ns->href);
    for (size_t i = 0; colon && i < rq->site->config->endpoint_count; i++) {
        const char *prefix = rq->site->config->endpoints[i].prefix;
        if (strlen(prefix) == (size_t)(colon - name) && strncmp(prefix, name, strlen(prefix)) == 0)
            return true;
    }
    return !colon;
}

bool type_names_is_foreign(const request *rq, const char *name, const char *namespaces, arena *a)
{
    const char *colon = strchr(name, ':'), *prefix = colon ? arena_strndup(a, name, (size_t)(colon - name)) : "";
    const char *uri = namespaces_uri(namespaces, prefix, a);
    return uri && !known_namespace(rq->site->config, prefix, uri);
}

/* "schema-element(a)" means just a: no type here has other types that can replace it (WFS 2.0 §7.9.2.4.1). */
static const char *without_schema_element(const char *type_name, arena *a)
{
    static const char function[] = "schema-element(";
    const size_t n = strlen(type_name);
    if (strncmp(type_name, function, strlen(function)) != 0 || type_name[n - 1] != ')')
        return type_name;
    return arena_strndup(a, type_name + strlen(function), n - strlen(function) - 1);
}

status type_names_layer(const request *rq, const char *type_name, const char *namespaces, arena *a, const layer **out)
{
    const char *colon = strchr(type_name, ':');
    const char *prefix = colon ? arena_strndup(a, type_name, (size_t)(colon - type_name)) : NULL;
    const layer *l = NULL;
    if (prefix ? type_names_known_prefix(rq, prefix, namespaces, a) : !type_names_is_foreign(rq, type_name, namespaces, a))
        l = catalog_layer(rq->site->catalog, colon ? colon + 1 : type_name);
    if (!l)
        return FAIL(BAD_PARAM, "typeNames", "het objecttype '%.80s' is er niet; GetCapabilities noemt ze allemaal",
                    "there is no feature type '%.80s'; GetCapabilities lists them all", type_name);
    *out = l;
    return status_ok();
}

static const layer *const *all_layers(const catalog *c, arena *a)
{
    const layer **all = arena_array(a, c->count + 1, sizeof *all);
    for (size_t i = 0; i < c->count; i++)
        all[i] = &c->layers[i];
    return all;
}

status type_names_layers(const request *rq, const char *type_names, const char *namespaces, arena *a, const layer *const **out,
                         size_t *count)
{
    TRY(namespaces_check(namespaces, a));
    if (!type_names) {
        *out = all_layers(rq->site->catalog, a);
        *count = rq->site->catalog->count;
        return status_ok();
    }
    const text_list names = text_items(a, type_names, ',');
    if (names.count > NAMES_MOST)
        return FAIL(BAD_PARAM, "typeNames", "meer dan %d objecttypen", "more than %d feature types", (int)NAMES_MOST);
    const layer **layers = arena_array(a, names.count + 1, sizeof *layers);
    for (size_t i = 0; i < names.count; i++)
        TRY(type_names_layer(rq, without_schema_element(names.items[i], a), namespaces, a, &layers[i]));
    *out = layers;
    *count = names.count;
    return status_ok();
}

status type_names_no_property(const layer *l, const char *name, const char *locator)
{
    return FAIL(BAD_PARAM, locator, "het type %s heeft geen eigenschap '%.80s'; DescribeFeatureType noemt ze allemaal",
                "the type %s has no property '%.80s'; DescribeFeatureType lists them all", l->name, name);
}
