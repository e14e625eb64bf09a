/* Requests by XML POST (WFS 2.0 (09-025r2) §6.2.2): attributes and simple children become the parameters that KVP would have,
 * queries become query texts. */
#include "server/wfs/query_text.h"

#include "server/wfs/namespaces.h"
#include "server/wfs/parameters.h"
#include "server/wfs/request_xml.h"
#include "server/wfs/resolve_parameter.h"

#include <string.h>

enum { QUERIES_MOST = 20 };

static const char *attribute(xmlNode *node, const char *name, arena *a)
{
    xmlChar *given = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy =
        given ? text_trim(a, (const char *)given) : NULL; /* as for all types of XML Schema except string (part 2, §4.3.6) */
    xmlFree(given);
    return copy;
}

static const char *content(xmlNode *node, arena *a)
{
    xmlChar *given = xmlNodeGetContent(node);
    const char *copy = text_trim(a, (const char *)given);
    xmlFree(given);
    return copy;
}

/* Namespaces in scope, in the form of the parameter NAMESPACES, so that names are resolved the same way in KVP and in XML. */
const char *namespaces_in_scope(xmlNode *node, arena *a)
{
    text t = text_new(a);
    xmlNs **all = xmlGetNsList(node->doc, node);
    for (xmlNs **one = all; one && *one; one++)
        if ((*one)->prefix)
            text_addf(&t, "%sxmlns(%s,%s)", t.length ? "," : "", (const char *)(*one)->prefix, (const char *)(*one)->href);
    xmlFree(all);
    return t.length ? t.chars : NULL;
}

static void add_pair(kvp *k, const char *name, const char *given)
{
    if (k->count == KVP_PAIRS)
        return;
    k->pairs[k->count].name = name;
    k->pairs[k->count].value = given;
    k->count++;
}

/* Appends to one growing text: copying the list for each item would take quadratic time. */
static void append(text *list, const char *item)
{
    if (list->length)
        text_add(list, ",");
    text_add(list, item);
}

static const char *or_null(const text *list)
{
    return list->length ? list->chars : NULL;
}

static status wrong_key(const xmlNode *key)
{
    return FAIL(
        BAD_PARAM, "sortBy", "regel %ld: in een SortBy staan SortProperty's met een ValueReference en hoogstens een SortOrder",
        "line %ld: a SortBy holds SortProperty elements with one ValueReference and at most one SortOrder", xmlGetLineNo(key));
}

/* An element of a SortBy. In WFS 1.x it may also stand in the namespace of the Query, as MapStore writes it. */
static bool is_sorting(const xmlNode *node, const protocol *p, const char *name)
{
    return xml_is(node, p->fes, name) || (!p->joins && xml_is(node, p->wfs, name));
}

/* "name", or "name order". */
static status read_key(xmlNode *key, const protocol *p, arena *a, text *keys)
{
    const char *name = NULL, *order = NULL;
    for (xmlNode *part = xmlFirstElementChild(key); part; part = xmlNextElementSibling(part)) {
        const bool is_name = xml_is(part, p->fes, "ValueReference") || is_sorting(part, p, "PropertyName");
        const char **place = is_name ? &name : &order;
        if (*place || (!is_name && !is_sorting(part, p, "SortOrder")))
            return wrong_key(key);
        *place = content(part, a);
    }
    if (!is_sorting(key, p, "SortProperty") || !name || !*name || (order && !*order))
        return wrong_key(key);
    append(keys, arena_printf(a, "%s%s%s", name, order ? " " : "", order ? order : ""));
    return status_ok();
}

/* fes:SortBy (FES 2.0 §7.12): properties with an order, as in the parameter SORTBY. */
static status read_sort(xmlNode *node, const protocol *p, arena *a, const char **out)
{
    text keys = text_new(a);
    if (!xmlFirstElementChild(node))
        return wrong_key(node);
    for (xmlNode *key = xmlFirstElementChild(node); key; key = xmlNextElementSibling(key))
        TRY(read_key(key, p, a, &keys));
    *out = keys.chars;
    return status_ok();
}

/* "a b" (a list of names) becomes "a,b"; a list with commas stays as it is. */
static const char *with_commas(const char *list, arena *a)
{
    if (!list || strchr(list, ','))
        return list;
    const text_list words = text_words(a, list, "");
    text joined = text_new(a);
    for (size_t i = 0; i < words.count; i++)
        append(&joined, words.items[i]);
    return joined.chars;
}

/* Each may say how its references are to be resolved (WFS 2.0 §7.6.4). */
static status read_property_name(xmlNode *node, arena *a, text *properties)
{
    static const char *const names[] = {"resolve", "resolveDepth", "resolveTimeout", "resolvePath"};
    kvp given = {0}; /* not in the arena: a document may hold a hundred thousand of these elements */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute(node, names[i], a))
            add_pair(&given, names[i], attribute(node, names[i], a));
    const char *name = content(node, a);
    if (!*name)
        return FAIL(BAD_PARAM, "propertyName", "regel %ld: een PropertyName is leeg", "line %ld: a PropertyName is empty",
                    xmlGetLineNo(node));
    append(properties, name);
    return resolve_parameter_check(&given);
}

/* This attribute or the next one with this name, in any case. */
static const xmlAttr *named(const xmlAttr *from, const char *name)
{
    while (from && (from->ns || !text_equal_nocase((const char *)from->name, name)))
        from = from->next;
    return from;
}

static const char *value_of(const xmlAttr *at, arena *a)
{
    return at ? content((xmlNode *)at, a) : NULL;
}

const char *query_attribute(const xmlNode *node, const char *name, arena *a)
{
    return value_of(named(node->properties, name), a);
}

static status read_attribute(const xmlNode *node, const char *name, arena *a, const char **out)
{
    const xmlAttr *at = named(node->properties, name);
    *out = value_of(at, a);
    while (at && (at = named(at->next, name)))
        if (strcmp(value_of(at, a), *out) != 0)
            return FAIL(BAD_PARAM, name, "regel %ld: %s staat er meer dan een keer, met verschillende waarden",
                        "line %ld: %s occurs more than once, with different values", xmlGetLineNo(node), name);
    return status_ok();
}

/* Refuses parameters that belong to the whole request, or in a child element, as an attribute of one query: they would do nothing
 * there. Unknown attributes are ignored, as in a URL. own: the query's own attributes, NULL-terminated. */
static status check_attributes(const xmlNode *node, const char *const *own)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (!at->ns && !text_is_among_nocase((const char *)at->name, own) && parameters_is_of_what((const char *)at->name))
            return FAIL(BAD_PARAM, (const char *)at->name, "regel %ld: %.40s is geen attribuut van %.40s: laat het weg",
                        "line %ld: %.40s is not an attribute of %.40s: leave it out", xmlGetLineNo(node), (const char *)at->name,
                        (const char *)node->name);
    return status_ok();
}

static status read_types(const xmlNode *node, arena *a, const char **out)
{
    const char *names = NULL, *name = NULL;
    TRY(read_attribute(node, "typeNames", a, &names));
    TRY(read_attribute(node, "typeName", a, &name));
    if (names && name && strcmp(names, name) != 0)
        return FAIL(BAD_PARAM, "typeNames", "regel %ld: geef een Query typeNames of typeName, niet beide",
                    "line %ld: a Query takes typeNames or typeName, not both", xmlGetLineNo(node));
    *out = with_commas(names ? names : name, a);
    return status_ok();
}

static status only_once(const xmlNode *child, bool before)
{
    if (before)
        return FAIL(BAD_SYNTAX, (const char *)child->name, "regel %ld: in een Query staat hoogstens een %.60s",
                    "line %ld: a Query holds at most one %.60s", xmlGetLineNo(child), (const char *)child->name);
    return status_ok();
}

static status read_child(xmlNode *child, const protocol *p, arena *a, query_text *q, text *properties)
{
    if (xml_is(child, p->wfs, "PropertyName") ||
        (!p->joins && xml_is(child, p->fes, "PropertyName"))) /* in WFS 1.0 it is in the filter's namespace */
        return read_property_name(child, a, properties);
    if (xml_is(child, p->fes, "Filter")) {
        TRY(only_once(child, q->filter));
        q->filter = child;
        return status_ok();
    }
    if (is_sorting(child, p, "SortBy")) {
        TRY(only_once(child, q->sort_by));
        return read_sort(child, p, a, &q->sort_by);
    }
    return FAIL(BAD_SYNTAX, "Query", "regel %ld: <%.60s> hoort niet in een Query", "line %ld: <%.60s> does not belong in a Query",
                xmlGetLineNo(child), (const char *)child->name);
}

static status read_query(xmlNode *node, const protocol *p, arena *a, query_text *q)
{
    static const char *const own[] = {"typeNames", "typeName", "aliases", "srsName", NULL};
    text properties = text_new(a);
    TRY(check_attributes(node, own));
    *q = (query_text){.node = node, .namespaces = namespaces_in_scope(node, a)};
    TRY(read_types(node, a, &q->type_names));
    TRY(read_attribute(node, "aliases", a, &q->aliases));
    TRY(read_attribute(node, "srsName", a, &q->srs_name));
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        TRY(read_child(child, p, a, q, &properties));
    q->property_names = or_null(&properties);
    return status_ok();
}

/* A text, or one element as a text, as KVP would hold it (wfs:ParameterType is mixed). */
static status read_argument(xmlNode *node, const char *name, arena *a, const char **out)
{
    xmlNode *element = xmlFirstElementChild(node);
    if (element && xmlNextElementSibling(element))
        return FAIL(BAD_PARAM, name, "regel %ld: de parameter %.60s krijgt een waarde: een tekst of een element",
                    "line %ld: the parameter %.60s takes one value: a text or an element", xmlGetLineNo(node), name);
    *out = element ? xml_text(element, a) : content(node, a);
    return status_ok();
}

/* Prefixes may be declared on a Parameter, for a name in its value. */
static void add_namespaces(const xmlNode *node, text *to)
{
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
        if (ns->prefix)
            text_addf(to, "%sxmlns(%s,%s)", to->length ? "," : "", (const char *)ns->prefix, (const char *)ns->href);
}

/* wfs:StoredQuery with wfs:Parameter children. */
static status read_stored(xmlNode *node, const protocol *p, arena *a, query_text *q)
{
    static const char *const own[] = {"id", NULL};
    TRY(check_attributes(node, own));
    kvp *arguments = arena_alloc(a, sizeof *arguments);
    text namespaces = text_new(a);
    text_add(&namespaces, namespaces_in_scope(node, a) ? namespaces_in_scope(node, a) : "");
    *q = (query_text){.arguments = arguments};
    TRY(read_attribute(node, "id", a, &q->stored_query));
    if (!q->stored_query)
        return FAIL(MISSING_PARAM, "id", "een StoredQuery vraagt een id", "a StoredQuery needs an id");
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        const char *name = attribute(child, "name", a);
        if (!xml_is(child, p->wfs, "Parameter") || !name ||
            arguments->count == KVP_PAIRS / 2) /* a link must hold them and the request's own parameters */
            return FAIL(BAD_SYNTAX, "StoredQuery", "in een StoredQuery mogen alleen Parameter's met een name staan",
                        "a StoredQuery may hold Parameters with a name only");
        if (kvp_has(arguments, name))
            return FAIL(BAD_PARAM, name, "de parameter %.60s staat er twee keer in", "the parameter %.60s occurs twice", name);
        add_namespaces(child, &namespaces);
        arguments->pairs[arguments->count].name = name;
        TRY(read_argument(child, name, a, &arguments->pairs[arguments->count].value));
        arguments->count++;
    }
    q->namespaces = or_null(&namespaces);
    return namespaces_check(q->namespaces,
                            a); /* a prefix declared on two Parameters, or on one and around it, must stand for one namespace */
}

static status complete_all(const kvp *beside, query_text *queries, size_t count, arena *a)
{
    for (size_t i = 0; beside && i < count; i++)
        TRY(query_text_complete(beside, i, count, a, &queries[i]));
    return status_ok();
}

status query_texts_from_xml(xmlNode *root, const protocol *p, const kvp *beside, arena *a, query_texts *out)
{
    query_text *queries = arena_array(a, QUERIES_MOST, sizeof *queries);
    size_t count = 0;
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child)) {
        if (count == QUERIES_MOST)
            return FAIL(BAD_PARAM, "Query", "meer dan %d vragen tegelijk", "more than %d queries at once", (int)QUERIES_MOST);
        if (xml_is(child, p->wfs, xml_is(root, p->wfs, "LockFeature") && p->locks->expiry_s > 1 ? "Lock" : "Query"))
            TRY(read_query(child, p, a, &queries[count++]));
        else if (xml_is(child, p->wfs, "StoredQuery") && protocol_has(p, "DescribeStoredQueries"))
            TRY(read_stored(child, p, a, &queries[count++]));
        else
            return FAIL(BAD_SYNTAX, "Query", "regel %ld: <%.60s> is geen Query of StoredQuery",
                        "line %ld: <%.60s> is not a Query or a StoredQuery", xmlGetLineNo(child), (const char *)child->name);
    }
    if (count == 0)
        return FAIL(MISSING_PARAM, "Query", "er is geen Query of StoredQuery", "there is not a Query or a StoredQuery");
    TRY(complete_all(beside, queries, count, a));
    *out = (query_texts){queries, count};
    return status_ok();
}

static void set_pair(kvp *k, const char *name, const char *given)
{
    size_t at = 0;
    while (at < k->count && !text_equal_nocase(k->pairs[at].name, name))
        at++;
    if (at < k->count && given)
        k->pairs[at].value = given;
    else if (given)
        add_pair(k, name, given);
}

/* Removes the parameters of queries, in every spelling. */
static void drop_query(kvp *k)
{
    size_t left = 0;
    for (size_t i = 0; i < k->count; i++)
        if (!parameters_is_of_query(k->pairs[i].name))
            k->pairs[left++] = k->pairs[i];
    k->count = left;
}

static bool is_list(const xmlNode *child, const protocol *p, const char *name)
{
    return xml_is(child, p->ows, name) || xml_is(child, p->wfs, name);
}

/* Children that are lists of words in KVP: AcceptVersions/Version, Sections/Section … */
static void read_words(kvp *k, xmlNode *child, const protocol *p, arena *a)
{
    static const char *const lists[][2] = {
        {"AcceptVersions", "acceptVersions"}, {"AcceptFormats", "acceptFormats"}, {"Sections", "sections"}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!is_list(child, p, lists[i][0]))
            continue;
        text words = text_new(a);
        for (xmlNode *item = xmlFirstElementChild(child); item; item = xmlNextElementSibling(item))
            append(&words, content(item, a));
        add_pair(k, lists[i][1], words.chars);
    }
}

/* Children that are each one item of a list: TypeName, StoredQueryId. */
static void read_items(kvp *k, xmlNode *root, vocabulary wfs, const char *element, const char *name, arena *a)
{
    text items = text_new(a);
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child))
        if (xml_is(child, wfs, element))
            append(&items, content(child, a));
    if (items.length)
        add_pair(k, name, items.chars);
}

/* wfs.xsd of WFS 1.1 has defaults for both; an empty attribute counts as a missing one. */
static void add_defaults(kvp *k, const protocol *p)
{
    if (!kvp_get(k, "service"))
        set_pair(k, "service", "WFS");
    if (!kvp_get(k, "version"))
        set_pair(k, "version", p->version);
}

const kvp *request_xml_parameters(xmlNode *root, const protocol *p, arena *a)
{
    kvp *k = arena_alloc(a, sizeof *k);
    add_pair(k, "request", arena_strdup(a, (const char *)root->name));
    for (xmlAttr *at = root->properties; at && k->count < KVP_PAIRS; at = at->next) /* the caller refuses a full list */
        if (!at->ns)
            add_pair(k, arena_strdup(a, (const char *)at->name), attribute(root, (const char *)at->name, a));
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child))
        read_words(k, child, p, a);
    read_items(k, root, p->wfs, "TypeName", "typeNames", a);
    read_items(k, root, p->wfs, "LockId", "lockId", a);
    read_items(k, root, p->wfs, "StoredQueryId", "storedQuery_Id", a);
    if (namespaces_in_scope(root, a))
        add_pair(k, "namespaces", namespaces_in_scope(root, a));
    if (p->attributes_optional)
        add_defaults(k, p);
    return k;
}

/* One member of every query as "(one)(two)", or plain when there is one query; nothing when no query has it. */
static void add_member(kvp *k, const char *name, const char *const *members, size_t count, arena *a)
{
    text t = text_new(a);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        text_addf(&t, count > 1 ? "(%s)" : "%s", members[i] ? members[i] : "");
        any |= members[i] != NULL;
    }
    if (any)
        add_pair(k, name, t.chars);
}

static const char *member(const query_text *q, size_t which, arena *a)
{
    const char *const members[] = {q->type_names, q->aliases, q->srs_name, q->property_names, q->sort_by, q->resource_ids};
    return which < 6 ? members[which] : q->filter ? xml_text(q->filter, a) : NULL;
}

const kvp *query_texts_to_kvp(const query_texts *texts, const kvp *others, arena *a)
{
    static const char *const names[] = {"typeNames", "aliases", "srsName", "propertyName", "sortBy", "resourceId", "filter"};
    kvp *k = arena_alloc(a, sizeof *k);
    const char **members = arena_array(a, texts->count + 1, sizeof *members);
    *k = *others;
    if (texts->queries[0].stored_query) {
        set_pair(k, "namespaces", texts->queries[0].namespaces);
        add_pair(k, "storedQuery_Id", texts->queries[0].stored_query);
        for (size_t i = 0; i < texts->queries[0].arguments->count; i++)
            add_pair(k, texts->queries[0].arguments->pairs[i].name, texts->queries[0].arguments->pairs[i].value);
        return k;
    }
    drop_query(k); /* their values are in the queries now */
    if (texts->queries[0].bbox)
        add_pair(k, "bbox", texts->queries[0].bbox);
    if (kvp_get(others, "cql_filter")) /* from the URL, unchanged: it already says which filter belongs to which query */
        add_pair(k, "cql_filter", kvp_get(others, "cql_filter"));
    for (size_t which = 0; which < sizeof names / sizeof *names; which++) {
        for (size_t i = 0; i < texts->count; i++)
            members[i] = member(&texts->queries[i], which, a);
        add_member(k, names[which], members, texts->count, a);
    }
    return k;
}
