#include "server/wfs/request.h"

#include "base/xml/xml_content.h"
#include "server/wfs/body.h"
#include "server/wfs/namespaces.h"
#include "server/wfs/parameters.h"
#include "server/wfs/request_xml.h"

#include <string.h>

#define OPERATION(standard_name, name, needs_rows)           \
    status read_##name(const kvp *k, arena *a, request *rq); \
    status run_##name(const request *rq, rows *seen, arena *a, output *to, int64_t *features);
#include "server/wfs/operations.def"
#undef OPERATION

const operation operations[] = {
#define OPERATION(standard_name, name, needs_rows) {#standard_name, needs_rows, read_##name, run_##name},
#include "server/wfs/operations.def"
#undef OPERATION
};

const size_t operation_count = sizeof operations / sizeof *operations;

static status find_operation(const kvp *k, const operation **out)
{
    const char *name = kvp_get(k, "request");
    if (!name)
        return FAIL(MISSING_PARAM, "request", "de parameter REQUEST ontbreekt, bijvoorbeeld REQUEST=GetCapabilities",
                    "the parameter REQUEST is missing, for example REQUEST=GetCapabilities");
    for (size_t i = 0; i < operation_count; i++)
        if (text_equal_nocase(operations[i].name, name)) {
            *out = &operations[i];
            return status_ok();
        }
    /* OWS 1.1 (06-121r3) table 27: "Name of operation not supported" */
    return FAIL(NO_OPERATION, name, "de bewerking '%.60s' is er niet", "there is no operation '%.60s'", name);
}

static status check_service(const kvp *k)
{
    const char *service = kvp_get(k, "service");
    if (!service)
        return FAIL(MISSING_PARAM, "service", "de parameter SERVICE ontbreekt: schrijf SERVICE=WFS",
                    "the parameter SERVICE is missing: write SERVICE=WFS");
    if (!text_equal_nocase(service, "WFS"))
        return FAIL(BAD_PARAM, "service", "SERVICE '%.40s' wordt niet ondersteund: schrijf SERVICE=WFS",
                    "SERVICE '%.40s' is not supported: write SERVICE=WFS", service);
    return status_ok();
}

/* From here on errors are reported in the form of the version that was asked for. A document's namespace has already decided its
 * version. */
static void guess_protocol(request *rq)
{
    if (!rq->document)
        rq->protocol = protocol_nearest(kvp_get(rq->parameters, "version"));
}

/* GDAL writes version="2.0.0" on a Transaction in the namespace of 1.x, and reads the answer of 1.x alone: there the namespace
 * decides (docs/decisions/transactions.md). */
static bool is_of_its_namespace(const request *rq, const protocol *named)
{
    return !rq->document || rq->operation->needs_rows != ROWS_TO_CHANGE || xml_is_of(rq->document, named->wfs);
}

/* GetCapabilities negotiates the version itself (OWS 1.1 §7.3.2). */
static status choose_protocol(request *rq)
{
    const protocol *named = rq->protocol;
    if (rq->operation != &operations[0])
        TRY(protocol_find(kvp_get(rq->parameters, "version"), &named));
    rq->protocol = is_of_its_namespace(rq, named) ? named : rq->protocol;
    if (!protocol_has(rq->protocol, rq->operation->name))
        return FAIL(NO_OPERATION, rq->operation->name, "de bewerking %s is er niet in %s", "there is no operation %s in %s",
                    rq->operation->name, rq->protocol->name);
    return status_ok();
}

/* Stored queries came with WFS 2.0. */
static status check_stored(const request *rq)
{
    static const char *const names[] = {"storedQuery_Id", "storedQueryId", NULL};
    if (kvp_first(rq->parameters, names) && !protocol_has(rq->protocol, "DescribeStoredQueries"))
        return FAIL(BAD_PARAM, names[0], "opgeslagen vragen (STOREDQUERY_ID) zijn er niet in %s",
                    "there are no stored queries (STOREDQUERY_ID) in %s", rq->protocol->name);
    return status_ok();
}

/* Every element name must be from the vocabularies of the request's version. Of a Transaction every element is read, so none is
 * passed over: there are features in it. */
static status check_document(const request *rq, arena *a)
{
    const protocol *p = rq->protocol;
    if (rq->operation->needs_rows == ROWS_TO_CHANGE)
        return status_ok();
    const vocabulary all[] = {p->wfs, p->ows, p->fes, p->gml, NULL};
    TRY(xml_check_names(rq->document, all, NULL));
    TRY(request_xml_check_children(rq->document, p, a));
    return xml_check_content(rq->document, NULL);
}

status request_identify(request *rq, arena *a)
{
    TRY(parameters_tidy(rq->parameters, a, &rq->parameters));
    if (kvp_get(rq->parameters, "continuation"))
        TRY(parameters_check_link(rq->parameters));
    guess_protocol(rq);
    TRY(check_service(rq->parameters));
    TRY(find_operation(rq->parameters, &rq->operation));
    TRY(choose_protocol(rq));
    TRY(check_stored(rq));
    TRY(parameters_check(rq->parameters, rq->operation));
    if (rq->operation != &operations[0]) /* GetCapabilities has no names to resolve */
        TRY(namespaces_check(kvp_get(rq->parameters, "namespaces"), a));
    return rq->document ? check_document(rq, a) : status_ok();
}

static status read_all(const exchange *x, const site *s, arena *a, request *out)
{
    request rq = {.site = s, .endpoint = config_endpoint(s->config, x->path), .head = strcmp(x->method, "HEAD") == 0};
    *out = rq; /* also on failure: the log shows how far reading got */
    if (!rq.endpoint)
        return FAIL(NOT_FOUND, "", "hier is geen dienst; de WFS staat op %.200s%.80s",
                    "there is no service here; the WFS is at %.200s%.80s", x->base_url, s->config->endpoints[0].path);
    const status taken_in = strcmp(x->method, "POST") == 0 ? body_read(x, a, &rq) : kvp_parse(x->query, a, &rq.parameters);
    *out = rq;
    TRY(taken_in);
    rq.url = arena_printf(a, "%s%s", x->base_url, rq.endpoint->path);
    *out = rq;
    return request_identify(out, a);
}

status request_read(const exchange *x, const site *s, arena *a, request *out)
{
    const status read = read_all(x, s, a, out);
    if (!out->protocol) /* it failed before that could be read */
        out->protocol = protocol_guess(x->query, x->body, x->body_size);
    return read;
}

status request_resolve(request *rq, const stored_queries *stored, arena *a)
{
    rq->stored = stored;
    return rq->operation->read(rq->parameters, a, rq);
}
