#include "server/wfs/stored_query.h"

#include "base/xml/xml_content.h"
#include "base/xml/xmlw.h"
#include "server/http/may_keep.h"
#include "server/wfs/parameters.h"
#include "server/wfs/stored_definition.h"
#include "server/wfs/stored_fill.h"
#include "server/wfs/stored_predefined.h"

#include <string.h>

enum { EXPANDED_MOST = 200 };

typedef struct expansion {
    query_text *queries;
    size_t count;
} expansion;

static status unknown(const char *name)
{
    return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                "there is no stored query '%.80s'; ListStoredQueries lists them all", name);
}

static status add(expansion *e, const query_text *q)
{
    if (e->count == EXPANDED_MOST)
        return FAIL(BAD_PARAM, "Query", "meer dan %d vragen tegelijk", "more than %d queries at once", (int)EXPANDED_MOST);
    e->queries[e->count++] = *q;
    return status_ok();
}

static bool is_every_type(const char *type_names)
{
    return type_names &&
           (strcmp(type_names, "gml:AbstractFeature") == 0 || strcmp(type_names, "schema-element(gml:AbstractFeature)") == 0);
}

/* Expands the name that stands for every feature type (§7.9.2.4.1): one query for each type. */
static status add_types(expansion *e, const query_text *q, const request *rq)
{
    if (!is_every_type(q->type_names))
        return add(e, q);
    for (size_t i = 0; i < rq->site->catalog->count; i++) {
        query_text one = *q;
        one.type_names = rq->site->catalog->layers[i].name;
        TRY(add(e, &one));
    }
    return status_ok();
}

status stored_query_texts(const stored_query *stored, const request *rq, arena *a, query_texts *out)
{
    expansion e = {.queries = arena_array(a, EXPANDED_MOST, sizeof *e.queries)};
    query_texts inner = {0};
    TRY(xml_check_content(stored->expression, NULL));
    TRY(query_texts_from_xml(stored->expression, rq->protocol, NULL, a, &inner));
    for (size_t i = 0; i < inner.count; i++) {
        if (inner.queries[i].stored_query) /* so that none can run itself */
            return FAIL(BAD_PARAM, "QueryExpressionText",
                        "een opgeslagen vraag bestaat uit Query's, niet uit een andere opgeslagen vraag",
                        "a stored query consists of Queries, not of another stored query");
        TRY(add_types(&e, &inner.queries[i], rq));
    }
    *out = (query_texts){e.queries, e.count};
    return status_ok();
}

/* In a URL other names are vendor parameters; in a document a Parameter is meant for the stored query (§7.9.3.4). */
static status refuse_argument(const char *name)
{
    return FAIL(BAD_PARAM, name, "de opgeslagen vraag heeft geen parameter %.60s; DescribeStoredQueries noemt ze allemaal",
                "the stored query has no parameter %.60s; DescribeStoredQueries lists them all", name);
}

static bool is_projection(const char *name)
{
    return text_equal_nocase(name, "srsName") || text_equal_nocase(name, "propertyName");
}

/* srsName and propertyName say how features are shown, which a definition may leave to the caller. */
static bool stands_in_own(const void *context, const char *name)
{
    return stored_parameter_of(context, name, strlen(name)) || is_projection(name);
}

static bool stands_in_predefined(const void *context, const char *name)
{
    const predefined *p = context;
    return stored_predefined_has(p, name) || (p->one_feature && is_projection(name));
}

static status excluded(const char *name)
{
    return FAIL(BAD_PARAM, name, "een opgeslagen vraag bepaalt zelf wat ze geeft: %s kan niet samen met STOREDQUERY_ID",
                "a stored query decides for itself what it gives: %s cannot be used with STOREDQUERY_ID", name);
}

/* WFS 2.0 tables 8 and 10: a stored query takes no keywords of an ad hoc query, except as its own parameters of those names. For
 * a document, the URL has already been checked (query_text_kvp.c). */
static status check_query(const query_text *q, const request *rq, bool (*allowed)(const void *context, const char *name),
                          const void *context)
{
    const char *name = rq->document ? NULL : parameters_of_query(q->arguments, allowed, context);
    return name ? excluded(name) : status_ok();
}

/* Either the definition or the request says how features are shown, never both. */
static status take_projection(const stored_query *stored, const query_text *q, query_text *one)
{
    const char *srs_name = stored_parameter_of(stored, "srsName", strlen("srsName")) ? NULL : q->srs_name;
    const char *properties = stored_parameter_of(stored, "propertyName", strlen("propertyName")) ? NULL : q->property_names;
    if ((srs_name && one->srs_name) || (properties && one->property_names))
        return excluded(srs_name && one->srs_name ? "srsName" : "propertyName");
    one->srs_name = one->srs_name ? one->srs_name : srs_name;
    one->property_names = one->property_names ? one->property_names : properties;
    return status_ok();
}

static status check_arguments(const stored_query *stored, const query_text *q, const request *rq)
{
    for (size_t i = 0; rq->document && i < q->arguments->count; i++)
        if (!stored_parameter_of(stored, q->arguments->pairs[i].name, strlen(q->arguments->pairs[i].name)))
            return refuse_argument(q->arguments->pairs[i].name);
    return status_ok();
}

static status expand_own(const query_text *q, const request *rq, arena *a, expansion *e)
{
    stored_query *stored = arena_alloc(a, sizeof *stored);
    query_texts inner = {0};
    bool found = false;
    TRY(stored_definition_find(rq->stored, rq->protocol, q->stored_query, a, &found, stored));
    if (!found)
        return unknown(q->stored_query);
    TRY(check_arguments(stored, q, rq));
    TRY(check_query(q, rq, stands_in_own, stored));
    const stored_arguments arguments = {rq, q->arguments, q->namespaces};
    const stored_values values = stored_values_of(&arguments);
    TRY(stored_fill(stored, &values, a));
    TRY(stored_query_texts(stored, rq, a, &inner));
    for (size_t i = 0; i < inner.count; i++) {
        query_text one = inner.queries[i];
        TRY(take_projection(stored, q, &one));
        TRY(add(e, &one));
    }
    return status_ok();
}

/* On its own, GetFeatureById answers with the feature itself (§7.9.3.6); among other queries it is an ordinary query, and with
 * GetPropertyValue it gives values. */
static status note_one_feature(request *rq, const query_text *one, size_t count)
{
    if (count > 1 || strcmp(rq->operation->name, "GetFeature") != 0)
        return status_ok();
    if (rq->features.start > 0 || rq->features.count < 1)
        return FAIL(BAD_PARAM, rq->features.start > 0 ? "startIndex" : "count",
                    "GetFeatureById geeft een object: laat STARTINDEX en COUNT weg",
                    "GetFeatureById gives one feature: leave out STARTINDEX and COUNT");
    rq->features.by_id = one->resource_ids ? one->resource_ids : "";
    rq->features.count = 1;
    return status_ok();
}

static status expand_predefined(const predefined *p, const query_text *q, size_t count, request *rq, arena *a, expansion *e)
{
    query_text one = {0};
    for (size_t i = 0; rq->document && i < q->arguments->count; i++)
        if (!stored_predefined_has(p, q->arguments->pairs[i].name))
            return refuse_argument(q->arguments->pairs[i].name);
    TRY(check_query(q, rq, stands_in_predefined, p));
    TRY(p->expand(q, rq, a, &one));
    if (p->one_feature)
        TRY(note_one_feature(rq, &one, count));
    return add(e, &one);
}

static status expand(const query_text *q, size_t count, request *rq, arena *a, expansion *e)
{
    if (!q->stored_query)
        return add(e, q);
    const predefined *p = stored_predefined_find(q->stored_query);
    rq->features.no_url |= count > 1; /* a URL holds one stored query and no other (table 8) */
    return p ? expand_predefined(p, q, count, rq, a, e) : expand_own(q, rq, a, e);
}

status stored_query_expand(const query_texts *given, arena *a, request *rq, query_texts *out)
{
    expansion e = {.queries = arena_array(a, EXPANDED_MOST, sizeof *e.queries)};
    for (size_t i = 0; i < given->count; i++)
        TRY(expand(&given->queries[i], given->count, rq, a, &e));
    *out = (query_texts){e.queries, e.count};
    return status_ok();
}

status stored_query_done(const protocol *p, const char *element, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    xmlw_open(w, element);
    xmlw_namespace(w, "wfs", p->wfs[0]);
    xmlw_attribute(w, "status", "OK");
    xmlw_close(w);
    out_type(to, 200, "text/xml; charset=utf-8");
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    return xmlw_finish(w, to);
}
