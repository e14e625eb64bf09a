#include "server/continued.h"

#include "server/query_text.h"
#include "server/request_xml.h"

#include <string.h>

#define PARAMETER "continuation"

/* What a link may say itself. */
static const char *const said_by_link[] = {"startIndex", "count", "resultType", NULL};

static status read_kept(const char *asked, arena *a, request *rq)
{
    if (*asked != '<')
        return kvp_parse_kept(asked, a, &rq->parameters);
    TRY(xml_read(asked, strlen(asked), "request", a, &rq->document));
    rq->parameters = request_xml_parameters(rq->document, a);
    return status_ok();
}

status continued_take_up(request *rq, arena *a)
{
    const kvp *link = rq->parameters;
    const char *id = kvp_get(link, PARAMETER);
    if (!id)
        return status_ok();
    TRY(continuations_find(rq->site->continuations, id, a, &rq->continued));
    TRY(read_kept(rq->continued.text, a, rq));
    rq->parameters = kvp_over(rq->parameters, link, said_by_link, a);
    return status_ok();
}

status continued_check(const request *rq, const rows *seen, arena *a)
{
    const bool own = !rq->continued.id || (seen && strcmp(rq->continued.caller, rows_caller(seen, a)) == 0);
    return own ? status_ok() : continuations_gone();
}

/* A request that was kept is kept again as it was: its id stays, and its hour begins anew. */
status continued_link(const request *rq, const rows *seen, int64_t start, arena *a, const char **url)
{
    const char *id = NULL, *asked = rq->continued.id ? rq->continued.text : rq->document ? xml_text(rq->document, a) : kvp_text(rq->parameters, a);
    TRY(continuations_keep(rq->site->continuations, rows_caller(seen, a), asked, a, &id));
    *url = arena_printf(a, "%s?service=WFS&version=2.0.0&request=%s&" PARAMETER "=%s&RESULTTYPE=results&COUNT=%lld&STARTINDEX=%lld", rq->url,
                        rq->operation->name, id, (long long)rq->count, (long long)start);
    return status_ok();
}
