#include "server/wfs/query_text.h"

#include "server/wfs/lists.h"
#include "server/wfs/namespaces.h"
#include "server/wfs/parameters.h"
#include "server/wfs/type_names.h"

#include <string.h>

enum { QUERIES_MOST = 20 };

/* The item for the index-th query: a single list serves all queries; otherwise there is one list for each query. */
static status item_of(const kvp *k, const char *const *names, size_t index, size_t count, arena *a, const char **out)
{
    const char *given = kvp_first(k, names), *item = NULL;
    size_t lists = 0;
    if (!given)
        return status_ok();
    TRY(lists_item(given, names[0], index, a, &item, &lists));
    if (lists != 1 && lists != count)
        return FAIL(BAD_PARAM, names[0], "%s heeft %zu lijsten, er zijn %zu vragen", "%s has %zu lists, there are %zu queries",
                    names[0], lists, count);
    *out = *item || lists == 1 ? item : NULL; /* "(a)()": the second query has none */
    return status_ok();
}

/* One query may have a list for each of its types (WFS 2.0 §7.9.2.4.5.3). */
static status property_names_of(const kvp *k, size_t index, size_t count, arena *a, const char **out)
{
    static const char *const names[] = {"propertyName", NULL};
    if (count > 1)
        return item_of(k, names, index, count, a, out);
    *out = kvp_get(k, names[0]);
    return status_ok();
}

/* A prefix of NAMESPACES is also declared in the filter (WFS 2.0 §7.6.6), for the names of its elements and for their contents.
 */
static status read_filter(const char *given, const char *namespaces, arena *a, xmlNode **out)
{
    xmlNode *root = NULL;
    if (!given)
        return status_ok();
    TRY(namespaces_check(namespaces, a));
    TRY(xml_read(given, strlen(given), "filter", a, &root));
    namespaces_declare(namespaces, root, a);
    type_names_settle(root);
    *out = root;
    return status_ok();
}

/* OWSLib (its issues 710 and 800) sends the filter as "query": if we ignored it, the answer would hold everything. Any other
 * "query" is a vendor parameter. */
static const char *const *filter_parameter(const kvp *k)
{
    static const char *const plain[] = {"filter", NULL}, *const query_of_owslib[] = {"query", NULL};
    const char *given = kvp_get(k, "query");
    const bool holds_filter = given && given[strspn(given, " \t\r\n(")] == '<';
    return holds_filter && !kvp_get(k, "filter") ? query_of_owslib : plain;
}

static status check_filters(const kvp *k)
{
    const char *filter_text = kvp_get(k, "filter"), *other = kvp_get(k, "query");
    if (filter_text && other && other[strspn(other, " \t\r\n(")] == '<' && strcmp(filter_text, other) != 0)
        return FAIL(BAD_PARAM, "filter", "er staat een filter in FILTER en een ander in QUERY",
                    "there is one filter in FILTER and another in QUERY");
    return status_ok();
}

static const char *const type_names[] = {"typeNames", "typeName", NULL}; /* typeName: WFS 1.x and the existing layer */
static const char *const stored_query_ids[] = {"storedQuery_Id", "storedQueryId", NULL};
static const char *const resource_ids[] = {"resourceId", "featureId", NULL};

/* The next ";" outside quotes, or the end. */
static const char *end_of_cql(const char *at)
{
    for (char quote = '\0'; *at && (quote || *at != ';' || at[1] == '\0'); at++)
        quote = quote ? (*at == quote ? '\0' : quote) : (*at == '\'' || *at == '"') ? *at : '\0';
    return at;
}

/* GeoServer separates the filters of several queries by ";"; one filter serves all. */
static status cql_of(const kvp *k, size_t index, size_t count, arena *a, const char **out)
{
    const char *given = kvp_get(k, "cql_filter"), *found = given;
    size_t lists = 0;
    if (given && !*given)
        return FAIL(BAD_PARAM, "cql_filter", "CQL_FILTER is leeg", "CQL_FILTER is empty");
    for (const char *at = given, *end = at; given && count > 1 && end; lists++) {
        end = end_of_cql(at);
        if (lists == index)
            found = arena_strndup(a, at, (size_t)(end - at));
        at = end + 1;
        end = *end ? end : NULL;
    }
    if (lists > 1 && lists != count)
        return FAIL(BAD_PARAM, "cql_filter", "%s heeft %zu lijsten, er zijn %zu vragen",
                    "%s has %zu lists, there are %zu queries", "cql_filter", lists, count);
    *out = lists == 1 ? given : found;
    return status_ok();
}

static status read_query(const kvp *k, size_t index, size_t count, arena *a, query_text *out)
{
    static const char *const srs_name[] = {"srsName", NULL}, *const sort_by[] = {"sortBy", NULL},
                             *const aliases[] = {"aliases", NULL};
    query_text q = {.namespaces = kvp_get(k, "namespaces"), .bbox = kvp_get(k, "bbox")};
    const char *filter_text = NULL;
    TRY(item_of(k, type_names, index, count, a, &q.type_names));
    TRY(item_of(k, srs_name, index, count, a, &q.srs_name));
    TRY(property_names_of(k, index, count, a, &q.property_names));
    TRY(item_of(k, sort_by, index, count, a, &q.sort_by));
    TRY(item_of(k, aliases, index, count, a, &q.aliases));
    TRY(item_of(k, resource_ids, index, count, a, &q.resource_ids));
    if (!q.resource_ids && kvp_first(k, resource_ids))
        q.resource_ids = ""; /* an empty list of ids does not ask for every row: it is refused where ids are read */
    TRY(item_of(k, filter_parameter(k), index, count, a, &filter_text));
    TRY(read_filter(filter_text, q.namespaces, a, &q.filter));
    TRY(cql_of(k, index, count, a, &q.cql));
    *out = q;
    return status_ok();
}

/* A language other than FES would be misread (FES 2.0 §6.3.3). */
static status check_language(const kvp *k)
{
    const char *language = kvp_get(k, "filter_language");
    if (language && strcmp(language, "urn:ogc:def:query Language:OGC-FES:Filter") != 0 &&
        strcmp(language, "urn:ogc:def:queryLanguage:OGC-FES:Filter") != 0)
        return FAIL(BAD_PARAM, "filter_language", "de filtertaal '%.60s' wordt niet ondersteund",
                    "the filter language '%.60s' is not supported", language);
    return status_ok();
}

static bool is_shown(const void *context, const char *name)
{
    (void)context;
    return text_equal_nocase(name, "srsName") || text_equal_nocase(name, "propertyName");
}

static bool same_words(const char *one, const char *other, arena *a)
{
    const text_list left = text_words(a, one, ","), right = text_words(a, other, ",");
    size_t i = 0;
    while (i < left.count && i < right.count && strcmp(left.items[i], right.items[i]) == 0)
        i++;
    return i == left.count && i == right.count;
}

static status complete(const char *name, const char *given, arena *a, const char **said)
{
    if (given && *said && !same_words(given, *said, a))
        return FAIL(BAD_PARAM, name, "%s staat in de URL en in het bericht, met verschillende waarden",
                    "%s is in the URL and in the body, with different values", name);
    *said = *said ? *said : given;
    return status_ok();
}

static status complete_filter(const query_text *beside, query_text *q)
{
    if (beside->filter && q->filter)
        return FAIL(BAD_PARAM, "filter", "er staat een filter in de URL en een in het bericht",
                    "there is a filter in the URL and one in the body");
    q->filter = q->filter ? q->filter : beside->filter;
    return status_ok();
}

static status complete_stored(const kvp *beside, const query_text *url, query_text *q)
{
    const char *name = parameters_of_query(beside, is_shown, NULL);
    if (name)
        return FAIL(BAD_PARAM, name, "een opgeslagen vraag bepaalt zelf wat ze geeft: %s kan daar niet bij",
                    "a stored query decides for itself what it gives: %s cannot be used with it", name);
    q->srs_name = url->srs_name;
    q->property_names = url->property_names;
    return status_ok();
}

status query_text_complete(const kvp *beside, size_t index, size_t count, arena *a, query_text *q)
{
    query_text url = {0};
    if (kvp_first(beside, stored_query_ids))
        return FAIL(BAD_PARAM, "storedQuery_Id", "het bericht zegt zelf welke vraag het is: laat STOREDQUERY_ID weg uit de URL",
                    "the body says itself which query it is: leave STOREDQUERY_ID out of the URL");
    TRY(check_language(beside));
    TRY(read_query(beside, index, count, a, &url));
    if (q->stored_query)
        return complete_stored(beside, &url, q);
    TRY(complete("typeNames", url.type_names, a, &q->type_names));
    TRY(complete("aliases", url.aliases, a, &q->aliases));
    TRY(complete("srsName", url.srs_name, a, &q->srs_name));
    TRY(complete("propertyName", url.property_names, a, &q->property_names));
    TRY(complete("sortBy", url.sort_by, a, &q->sort_by));
    TRY(complete("bbox", url.bbox, a, &q->bbox));
    TRY(complete("resourceId", url.resource_ids, a, &q->resource_ids));
    q->cql = url.cql;
    return complete_filter(&url, q);
}

static status stored_from_kvp(const kvp *k, const char *id, arena *a, query_texts *out)
{
    query_text *q = arena_alloc(a, sizeof *q);
    *q = (query_text){.stored_query = id,
                      .arguments = k,
                      .namespaces = kvp_get(k, "namespaces"),
                      .srs_name = kvp_get(k, "srsName"),
                      .property_names = kvp_get(k, "propertyName")};
    *out = (query_texts){q, 1};
    return status_ok();
}

/* The type of "type.id" and of "type.id.v3", NULL when there is no dot. */
static const char *type_of(const char *id, arena *a)
{
    int64_t version = 0;
    const char *own = resource_id_without_version(id, a, &version), *dot = strrchr(own, '.');
    return dot ? arena_strndup(a, own, (size_t)(dot - own)) : NULL;
}

/* Ids without type names (WFS 2.0 §7.9.2.4.3): one query for each type that they name. */
static status split_by_type(const query_text *all, arena *a, query_texts *out)
{
    const text_list ids = text_items(a, all->resource_ids, ',');
    query_text *queries = arena_array(a, QUERIES_MOST, sizeof *queries);
    text *of_type = arena_array(a, QUERIES_MOST, sizeof *of_type); /* copying the list for each id would take quadratic time */
    size_t count = 0;
    if (ids.count == 0)
        return FAIL(BAD_PARAM, "resourceId", "RESOURCEID is een lege lijst: verwacht naam.nummer",
                    "RESOURCEID is an empty list: expected name.number");
    for (size_t i = 0; i < ids.count; i++) {
        const char *type = type_of(ids.items[i], a);
        size_t at = 0;
        TRY(resource_id_check(ids.items[i]));
        if (!type)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen resourceId: verwacht naam.nummer",
                        "'%.60s' is not a resourceId: expected name.number", ids.items[i]);
        while (at < count && strcmp(queries[at].type_names, type) != 0)
            at++;
        if (at == QUERIES_MOST)
            return FAIL(BAD_PARAM, "resourceId", "meer dan %d typen tegelijk", "more than %d types at once", (int)QUERIES_MOST);
        if (at == count) {
            queries[count] = *all;
            queries[count].type_names = type;
            queries[count].types_of_ids = true;
            of_type[count++] = text_new(a);
        }
        if (of_type[at].length)
            text_add(&of_type[at], ",");
        text_add(&of_type[at], ids.items[i]);
    }
    for (size_t i = 0; i < count; i++)
        queries[i].resource_ids = of_type[i].chars;
    *out = (query_texts){queries, count};
    return status_ok();
}

/* WFS 1.1 (04-094) §14.7.3, WFS 1.0 (02-058) §13.5.3: "a,b" is two queries, as "(a)(b)" is. */
static const kvp *with_lists(const kvp *k, arena *a)
{
    const char *names = kvp_first(k, type_names);
    if (!names || strchr(names, '('))
        return k;
    const text_list list = text_items(a, names, ',');
    text t = text_new(a);
    if (list.count < 2)
        return k;
    for (size_t i = 0; i < list.count; i++)
        text_addf(&t, "(%s)", list.items[i]);
    kvp *changed = arena_alloc(a, sizeof *changed);
    *changed = *k;
    for (size_t i = 0; i < k->count; i++)
        if (text_is_among_nocase(k->pairs[i].name, type_names))
            changed->pairs[i].value = t.chars;
    return changed;
}

status query_texts_from_kvp(const kvp *k, const protocol *p, arena *a, query_texts *out)
{
    TRY(check_filters(k));
    if (kvp_first(k, stored_query_ids))
        return stored_from_kvp(k, kvp_first(k, stored_query_ids), a, out);
    TRY(check_language(k));
    k = p->joins ? k : with_lists(k, a);
    const char *names = kvp_first(k, type_names);
    text_list lists = {.count = 1};
    if (names)
        TRY(lists_read(names, type_names[0], a, &lists));
    const size_t count = lists.count;
    if (count > QUERIES_MOST)
        return FAIL(BAD_PARAM, "typeNames", "meer dan %d vragen tegelijk", "more than %d queries at once", (int)QUERIES_MOST);
    query_text *queries = arena_array(a, count, sizeof *queries);
    for (size_t i = 0; i < count; i++)
        TRY(read_query(k, i, count, a, &queries[i]));
    if (!names && queries[0].resource_ids)
        return split_by_type(&queries[0], a, out);
    if (!names)
        return FAIL(MISSING_PARAM, "typeNames", "de parameter %s ontbreekt", "the parameter %s is missing", p->type_names);
    *out = (query_texts){queries, count};
    return status_ok();
}
