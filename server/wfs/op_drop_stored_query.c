/* DropStoredQuery (WFS 2.0 (09-025r2) §14.6). Another organisation's stored query is treated as one that does not exist. */
#include "server/wfs/stored_predefined.h"
#include "server/wfs/stored_query.h"

status read_drop_stored_query(const kvp *k, arena *a, request *rq);
status run_drop_stored_query(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

static status not_there(const char *id)
{
    return FAIL(BAD_PARAM, "id", "uw organisatie heeft geen opgeslagen vraag '%.80s'",
                "your organisation has no stored query '%.80s'", id);
}

/* In a document the id is an attribute with a name of its own (§14.6.1). */
status read_drop_stored_query(const kvp *k, arena *a, request *rq)
{
    static const char *const in_url[] = {"storedQuery_Id", "storedQueryId", NULL}, *const in_document[] = {"id", NULL};
    const char **id = arena_array(a, 1, sizeof *id);
    TRY(stored_queries_check_keeper(rq->stored));
    if (rq->head)
        return FAIL(NO_METHOD, "", "HEAD verandert niets: stuur DropStoredQuery met GET of POST",
                    "HEAD changes nothing: send DropStoredQuery by GET or POST");
    *id = kvp_first(k, rq->document ? in_document : in_url);
    if (!*id)
        return FAIL(MISSING_PARAM, rq->document ? "id" : "storedQuery_Id",
                    "DropStoredQuery vraagt de id van een opgeslagen vraag", "DropStoredQuery needs the id of a stored query");
    if (stored_predefined_find(*id))
        return FAIL(BAD_PARAM, "id", "de opgeslagen vraag '%.80s' is van de dienst zelf en blijft",
                    "the stored query '%.80s' is the service's own and stays", *id);
    rq->stored_ids = (text_list){id, 1};
    return status_ok();
}

status run_drop_stored_query(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    bool found = false;
    (void)seen;
    (void)features;
    TRY(stored_queries_drop(rq->stored, rq->stored_ids.items[0], &found));
    if (!found)
        return not_there(rq->stored_ids.items[0]);
    return stored_query_done(rq->protocol, "wfs:DropStoredQueryResponse", a, to);
}
