#include "server/wfs/continued.h"

#include "server/wfs/lists.h"
#include "server/wfs/query_text.h"
#include "server/wfs/request_xml.h"

#include <string.h>

#define PARAMETER "continuation"

/* What a link may say besides the id of the request that it continues. */
static const char *const said_by_link[] = {"startIndex", "count", "resultType", "peildatum", NULL};

static status read_kept(const char *asked, arena *a, request *rq)
{
    rq->document = NULL;
    if (*asked != '<')
        return kvp_parse_kept(asked, a, &rq->parameters);
    TRY(xml_read(asked, strlen(asked), "request", a, &rq->document));
    rq->protocol = protocol_of_root(rq->document, NULL) ? protocol_of_root(rq->document, NULL) : rq->protocol;
    rq->parameters = request_xml_parameters(rq->document, rq->protocol, a);
    return status_ok();
}

status continued_take_up(request *rq, const scope *who, arena *a)
{
    const kvp *link = rq->parameters;
    const char *id = kvp_get(link, PARAMETER);
    if (!id)
        return status_ok();
    TRY(continuations_find(rq->site->continuations, rows_caller_of(who, a), id, a, &rq->continued));
    TRY(read_kept(rq->continued.text, a, rq));
    rq->parameters = kvp_over(rq->parameters, link, said_by_link, a);
    return request_identify(rq, a);
}

/* Of the filter in a query string, or of each one in a list "(a)(b)". */
static status filter_meaning(const char *given, arena *a, const char **out)
{
    text_list filters = {0};
    text t = text_new(a);
    TRY(lists_read(given, "filter", a, &filters));
    for (size_t i = 0; i < filters.count; i++) {
        const char *one = filters.items[i];
        xmlNode *root = NULL;
        if (*one)
            TRY(xml_read(one, strlen(one), "filter", a, &root));
        text_addf(&t, *given == '(' ? "(%s)" : "%s", root ? xml_meaning(root, a) : "");
    }
    *out = t.chars;
    return status_ok();
}

/* The request without the comments and blanks that mean nothing in it, so that they do not use up the caller's bytes. */
static status meaning(const request *rq, arena *a, const char **out)
{
    const char *given = kvp_get(rq->parameters, "filter"), *meant = NULL;
    if (rq->document || !given) {
        *out = rq->document ? xml_meaning(rq->document, a) : kvp_text(rq->parameters, a);
        return status_ok();
    }
    TRY(filter_meaning(given, a, &meant));
    *out = kvp_with(rq->parameters, "filter", meant, a);
    return status_ok();
}

/* A request that was kept before is kept again unchanged: its id stays the same, and its hour starts again. */
status continued_link(const request *rq, const rows *seen, int64_t start, const char *moment, arena *a, const char **url)
{
    const char *id = NULL, *asked = rq->continued.text;
    if (!rq->continued.id)
        TRY(meaning(rq, a, &asked));
    TRY(continuations_keep(rq->site->continuations, rows_caller(seen, a), asked, a, &id));
    *url = arena_printf(a, "%s&" PARAMETER "=%s&RESULTTYPE=results&COUNT=%lld&STARTINDEX=%lld%s%s",
                        protocol_link(rq->protocol, rq->url, rq->operation->name, a), id, (long long)rq->features.count,
                        (long long)start, moment ? "&PEILDATUM=" : "", moment ? moment : "");
    return status_ok();
}
