/* GetFeature (WFS 2.0 (09-025r2) §7.9.2): first what applies to all its queries, then each query. */
#include "server/wfs/feature_version.h"
#include "server/wfs/filter_scope.h"
#include "server/wfs/format_options.h"
#include "server/wfs/peildatum.h"
#include "server/wfs/query_text.h"
#include "server/wfs/resolve_parameter.h"
#include "server/wfs/shared_features.h"
#include "server/wfs/stored_query.h"

#include <string.h>

status read_get_feature(const kvp *k, arena *a, request *rq);
status read_get_property_value(const kvp *k, arena *a, request *rq);

static status read_whole_number(const kvp *k, const char *const *names, int64_t *out)
{
    const char *given = kvp_first(k, names);
    int64_t number = 0;
    if (!given)
        return status_ok();
    if (!text_to_int64(given, &number) || number < 0)
        return FAIL(BAD_PARAM, names[0], "%s moet een geheel getal van 0 of meer zijn, niet '%.40s'",
                    "%s must be a whole number of 0 or more, not '%.40s'", names[0], given);
    *out = number;
    return status_ok();
}

/* "text/xml" is the GML of the request's version. */
static status read_format(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "outputFormat");
    rq->features.encoder = rq->protocol->plain;
    if (given && !encoder_is_named(rq->protocol->plain, given))
        TRY(encoder_find(given, &rq->features.encoder));
    return format_options_read(kvp_get(k, "format_options"), rq->features.encoder, a, &rq->features.options);
}

/* The version whose collection the features are in. */
static const protocol *home(const request *rq)
{
    return protocol_of_format(rq->protocol, rq->features.encoder);
}

/* Whether everything must be in the answer because the client could not see that there is more: a file does not mention a next
 * page, nor do the collections of some versions. */
static bool is_whole(const request *rq)
{
    return rq->features.encoder->extension || !rq->protocol->counts || !home(rq)->counts;
}

static status read_paging(const kvp *k, request *rq)
{
    static const char *const count[] = {"count", "maxFeatures", NULL}, *const start[] = {"startIndex", NULL};
    rq->features.whole = is_whole(rq) && !kvp_first(k, count);
    rq->features.count = is_whole(rq) ? INT64_MAX : rq->site->config->page;
    TRY(read_whole_number(k, count, &rq->features.count));
    return read_whole_number(k, start, &rq->features.start);
}

/* A table format, or the collection of an older version, may have no place for the number. */
static status check_hits(const request *rq)
{
    if (rq->features.encoder->no_hits)
        return FAIL(BAD_PARAM, "outputFormat", "'%s' kan geen aantal alleen geven: vraag RESULTTYPE=hits als '%s'",
                    "'%s' cannot give a count alone: ask for RESULTTYPE=hits as '%s'", rq->features.encoder->names[0],
                    rq->protocol->plain->names[0]);
    if (!rq->protocol->hits || !home(rq)->hits)
        return FAIL(BAD_PARAM, "resultType", "een antwoord van %s kan geen aantal zeggen (RESULTTYPE=hits); vraag het als '%s'",
                    "an answer of %s cannot say a number (RESULTTYPE=hits); ask for it as '%s'", home(rq)->name,
                    protocol_default()->plain->names[0]);
    return status_ok();
}

static status read_result_type(const kvp *k, request *rq)
{
    const char *given = kvp_get(k, "resultType");
    rq->features.hits = given && text_equal_nocase(given, "hits");
    if (given && !rq->features.hits && !text_equal_nocase(given, "results"))
        return FAIL(BAD_PARAM, "resultType", "RESULTTYPE moet results of hits zijn, niet '%.40s'",
                    "RESULTTYPE must be results or hits, not '%.40s'", given);
    return rq->features.hits ? check_hits(rq) : status_ok();
}

static void take_repeats(const kvp *k, request *rq, wfs_query *queries, arena *a)
{
    const char *resolve = kvp_get(k, "resolve");
    rq->features.shares_features = rq->features.encoder->reference && shared_features_possible(queries, rq->features.query_count);
    if (!rq->features.shares_features)
        return;
    rq->features.tuples_refer = resolve && text_equal_nocase(resolve, "none");
    rq->features.refers = rq->features.tuples_refer || rq->features.query_count > 1;
    if (rq->features.refers)
        shared_features_unite_properties(queries, rq->features.query_count, a);
    rq->features.count = rq->features.count < SHARED_FEATURES_MOST ? rq->features.count : SHARED_FEATURES_MOST;
}

/* The document gives its reference system once, for all queries: those without srsName take the one that was given, and two
 * different ones are refused. */
static status take_one_crs(const request *rq, wfs_query *queries)
{
    const wfs_query *asked = NULL;
    for (size_t i = 0; i < rq->features.query_count; i++) {
        if (asked && queries[i].crs_asked && queries[i].crs[0].code != asked->crs[0].code)
            return FAIL(
                BAD_PARAM, "srsName",
                "'%s' heeft een coördinatenstelsel voor alle vragen samen, niet EPSG:%d en EPSG:%d; vraag ze apart, of als '%s'",
                "'%s' has one reference system for all queries together, not EPSG:%d and EPSG:%d; ask one at a time, or for '%s'",
                rq->features.encoder->names[0], asked->crs[0].code, queries[i].crs[0].code, rq->protocol->plain->names[0]);
        asked = !asked && queries[i].crs_asked ? &queries[i] : asked;
    }
    for (size_t i = 0; asked && i < rq->features.query_count; i++) {
        memcpy(queries[i].crs, asked->crs, sizeof queries[i].crs);
        queries[i].crs_asked = true;
    }
    return status_ok();
}

static status check_tables(const request *rq, size_t queries)
{
    if (queries > 1 && rq->features.encoder->extension)
        return FAIL(BAD_PARAM, "outputFormat",
                    "%zu vragen passen niet in een tabel: stel ze een voor een als '%s', of vraag '%s'",
                    "%zu queries do not fit in one table: ask them one at a time as '%s', or ask for '%s'", queries,
                    rq->features.encoder->names[0], rq->protocol->plain->names[0]);
    return status_ok();
}

static status read_queries(const kvp *k, arena *a, request *rq)
{
    query_texts given = {0}, texts = {0};
    TRY(rq->document ? query_texts_from_xml(rq->document, rq->protocol, k, a, &given)
                     : query_texts_from_kvp(k, rq->protocol, a, &given));
    if (rq->document)
        rq->parameters = query_texts_to_kvp(&given, k, a);
    TRY(stored_query_expand(&given, a, rq, &texts));
    if (texts.count == 0) /* everything from here on uses the first query */
        return FAIL(MISSING_PARAM, "typeNames", "er is geen enkele vraag", "there is no query at all");
    TRY(feature_version_read(&texts, a, rq));
    TRY(check_tables(rq, texts.count));
    wfs_query *queries = arena_array(a, texts.count + 1, sizeof *queries);
    for (size_t i = 0; i < texts.count; i++) {
        TRY(query_resolve(&texts.queries[i], a, rq, &queries[i]));
        rq->features.queries = queries;
        rq->features.query_count = i + 1;
    }
    if (rq->features.encoder->one_crs)
        TRY(take_one_crs(rq, queries));
    take_repeats(k, rq, queries, a);
    return status_ok();
}

status read_get_feature(const kvp *k, arena *a, request *rq)
{
    rq->features = (feature_request){0};
    TRY(read_format(k, a, rq));
    if (rq->soap.version != SOAP_NONE && rq->features.encoder != rq->protocol->plain)
        return FAIL(BAD_PARAM, "outputFormat", "in een SOAP-envelop past alleen '%s'", "a SOAP envelope takes '%s' only",
                    rq->protocol->plain->names[0]);
    TRY(resolve_parameter_check(k));
    TRY(read_paging(k, rq));
    TRY(read_result_type(k, rq));
    TRY(peildatum_read(k, a, rq));
    TRY(read_queries(k, a, rq));
    if (rq->head)
        rq->features.count = 0; /* the head is the same without features (RFC 9110 §9.3.2), and nobody reads the rest */
    return status_ok();
}

/* A property of a type of the first query: a request for values has one query (WFS 2.0 §10.2.4.3). */
static status read_value_reference(const kvp *k, arena *a, request *rq)
{
    filter_source sources[SOURCES_MOST];
    const wfs_query *q = &rq->features.queries[0];
    for (size_t i = 0; i < q->query.source_count; i++)
        sources[i] = (filter_source){.layer = q->query.sources[i].layer, .alias = q->aliases[i]};
    const fes_scope s = filter_scope(rq, sources, NULL, q->query.source_count, NULL, NULL, a);
    const char *path = kvp_get(k, "valueReference");
    expression e = {0};
    if (!path && kvp_has(k, "valueReference"))
        return FAIL(BAD_PARAM, "valueReference", "VALUEREFERENCE is leeg", "VALUEREFERENCE is empty");
    if (!path)
        return FAIL(MISSING_PARAM, "valueReference", "de parameter VALUEREFERENCE ontbreekt",
                    "the parameter VALUEREFERENCE is missing");
    TRY(fes_reference(&s, path, &e));
    rq->features.value.property = e.property;
    rq->features.value.source = e.source;
    rq->features.value.absent = e.kind == EXPRESSION_ABSENT;
    /* No property here is a reference, but the path must name an existing property (§10.2). */
    return kvp_get(k, "resolvePath") ? fes_reference(&s, kvp_get(k, "resolvePath"), &e) : status_ok();
}

/* GetPropertyValue (WFS 2.0 §10.2): like GetFeature, but with values instead of features, and only as GML. */
status read_get_property_value(const kvp *k, arena *a, request *rq)
{
    TRY(read_get_feature(k, a, rq));
    if (rq->features.query_count != 1)
        return FAIL(BAD_PARAM, "typeNames", "GetPropertyValue beantwoordt maar een vraag tegelijk",
                    "GetPropertyValue takes one query only");
    if (rq->features.encoder != rq->protocol->plain)
        return FAIL(BAD_PARAM, "outputFormat", "waarden zijn er alleen als '%s'", "values are available as '%s' only",
                    rq->protocol->plain->names[0]);
    return read_value_reference(k, a, rq);
}
