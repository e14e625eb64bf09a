#include "server/wfs/editing.h"

bool editing_is_for(const request *rq)
{
    return rq->site->config->editing && rq->who && scope_may_somewhere(rq->who, CAPABILITY_WRITE_OWN);
}

status editing_check(const request *rq)
{
    if (!rq->site->config->editing)
        return FAIL(NO_OPERATION, rq->operation->name, "in deze dienst kunt u lezen, en niets wijzigen",
                    "in this service you can read, and change nothing");
    if (!rq->who || scope_is_anonymous(rq->who))
        return FAIL(UNAUTHENTICATED, "", "om iets te wijzigen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to change anything you must log in: send a token (Bearer or Basic)");
    if (!scope_may_somewhere(rq->who, CAPABILITY_WRITE_OWN))
        return FAIL(NO_RIGHT, rq->operation->name,
                    "u mag hier lezen, en niets wijzigen: vraag de rol die dat mag aan uw toegangsbeheerder (GeenSchrijfrecht)",
                    "you may read here, and change nothing: ask your access manager for a role that may (GeenSchrijfrecht)");
    return status_ok();
}

bool editing_offers(const request *rq, const operation *o)
{
    const bool writes = o->needs_rows == ROWS_TO_CHANGE || o->needs_rows == ROWS_TO_LOCK;
    return protocol_has(rq->protocol, o->name) && (!writes || editing_is_for(rq));
}
