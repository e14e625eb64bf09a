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

bool type_names_is_foreign(const request *rq, const char *name, const char *namespaces, arena *a)
{
    const char *colon = strchr(name, ':'), *prefix = colon ? arena_strndup(a, name, (size_t)(colon - name)) : "";
    const char *uri = namespaces_uri(namespaces, prefix, a);
    return uri && !known_namespace(rq->site->config, prefix, uri);
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

/* A gml:id is an NCName (XML Names 1.0 §3): no blanks, commas or brackets in it, and no digit first. */
status resource_id_check(const char *resource_id)
{
    if (xmlValidateNCName((const xmlChar *)resource_id, 0) == 0)
        return status_ok();
    return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen resourceId: verwacht naam.nummer, met een komma tussen twee id's",
                "'%.60s' is no resourceId: name.number is expected, with a comma between two ids", resource_id);
}

/* What stands behind "name." of this layer; NULL for an id of something else. */
static const char *key_of(const layer *l, const char *resource_id)
{
    const size_t n = strlen(l->name);
    return strncmp(resource_id, l->name, n) == 0 && resource_id[n] == '.' ? resource_id + n + 1 : NULL;
}

/* An id is a text: "12" and "012" are two. Digits as we write them, so that one feature has one id. */
static bool read_key(const char *digits, int64_t *id)
{
    const char *first = *digits == '-' ? digits + 1 : digits;
    return (strcmp(digits, "0") == 0 || (*first >= '1' && *first <= '9')) && text_to_int64(digits, id);
}

bool resource_id_is_of(const layer *l, const char *resource_id, int64_t *id)
{
    const char *key = key_of(l, resource_id);
    return key && read_key(key, id);
}

/* Of "a.b.1" the layer "a.b", should there be one, and not "a". */
static const layer *layer_of_id(const catalog *c, const char *resource_id)
{
    const layer *found = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (key_of(&c->layers[i], resource_id) && (!found || strlen(c->layers[i].name) > strlen(found->name)))
            found = &c->layers[i];
    return found;
}

/* A well-formed id that nothing has gives nothing (WFS 2.0 §7.9.2.4.3). A key that nothing can have was meant for something else.
 */
status resource_id_read(const catalog *c, const char *resource_id, const layer **l, int64_t *id)
{
    const layer *of = layer_of_id(c, resource_id);
    TRY(resource_id_check(resource_id));
    if (of && !resource_id_is_of(of, resource_id, id))
        return FAIL(BAD_PARAM, "resourceId",
                    "'%.60s' is geen resourceId: verwacht %s.nummer, met het nummer zoals deze dienst het schrijft",
                    "'%.60s' is no resourceId: %s.number is expected, with the number as this service writes it", resource_id,
                    of->name);
    *l = of;
    return status_ok();
}
