#include "server/continued.h"

#include <string.h>

#define PARAMETER "continuation"

/* What a link may say itself. */
static const char *const said_by_link[] = {"startIndex", "count", "resultType", NULL};

status continued_take_up(request *rq, arena *a)
{
    const char *id = kvp_get(rq->parameters, PARAMETER);
    if (!id)
        return status_ok();
    TRY(continuations_find(rq->site->continuations, id, a, &rq->continued));
    return kvp_parse_kept(rq->continued.parameters, rq->parameters, said_by_link, a, &rq->parameters);
}

status continued_check(const request *rq, const rows *seen, arena *a)
{
    const bool own = !rq->continued.id || (seen && strcmp(rq->continued.caller, rows_caller(seen, a)) == 0);
    return own ? status_ok() : continuations_gone();
}

/* A request that was kept is kept again as it was: its id stays, and its hour begins anew. */
status continued_link(const request *rq, const rows *seen, int64_t start, arena *a, const char **url)
{
    const char *id = NULL, *parameters = rq->continued.id ? rq->continued.parameters : kvp_text(rq->parameters, a);
    TRY(continuations_keep(rq->site->continuations, rows_caller(seen, a), parameters, a, &id));
    *url = arena_printf(a, "%s?service=WFS&version=2.0.0&request=%s&" PARAMETER "=%s&RESULTTYPE=results&COUNT=%lld&STARTINDEX=%lld", rq->url,
                        rq->operation->name, id, (long long)rq->count, (long long)start);
    return status_ok();
}
