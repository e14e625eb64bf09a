/* LockFeature and GetFeatureWithLock (WFS 2.0 (09-025r2) §12.2, §13.2): the queries are those of GetFeature. */
#include "server/wfs/editing.h"
#include "server/wfs/lock_rows.h"

status read_get_feature(const kvp *k, arena *a, request *rq);
status read_lock_feature(const kvp *k, arena *a, request *rq);
status read_get_feature_with_lock(const kvp *k, arena *a, request *rq);

static status read_action(const kvp *k, request *rq)
{
    const char *given = kvp_get(k, "lockAction");
    rq->lock.some = given && text_equal_nocase(given, "SOME");
    if (given && !rq->lock.some && !text_equal_nocase(given, "ALL"))
        return FAIL(BAD_PARAM, "lockAction", "LOCKACTION moet ALL of SOME zijn, niet '%.40s'",
                    "LOCKACTION must be ALL or SOME, not '%.40s'", given);
    return status_ok();
}

/* Whatever is beyond the longest is as good as that. */
static status read_expiry(const kvp *k, request *rq)
{
    const char *given = kvp_get(k, "expiry");
    const int64_t unit = rq->protocol->locks->expiry_s;
    int64_t number = 0;
    if (!given)
        return status_ok();
    if (!text_to_int64(given, &number) || number < 1)
        return FAIL(BAD_PARAM, "expiry", "EXPIRY moet een geheel getal van 1 of meer zijn (%s), niet '%.40s'",
                    "EXPIRY must be a whole number of 1 or more (%s), not '%.40s'", unit == 1 ? "s" : "min", given);
    rq->lock.seconds = number < LOCK_SECONDS_MOST ? number * unit : LOCK_SECONDS_MOST;
    return status_ok();
}

static status check_head(const request *rq)
{
    return rq->head ? FAIL(NO_METHOD, "", "HEAD vergrendelt niets: stuur %s met GET of POST",
                           "HEAD locks nothing: send %s by GET or POST", rq->operation->name)
                    : status_ok();
}

static status read_lock(const kvp *k, request *rq)
{
    rq->lock = (lock_wish){0};
    TRY(editing_check(rq));
    TRY(check_head(rq));
    TRY(read_action(k, rq));
    return read_expiry(k, rq);
}

/* A row has its lock for itself, so each must be told apart from the others. */
static status check_no_joins(const request *rq)
{
    for (size_t i = 0; i < rq->features.query_count; i++)
        if (rq->features.queries[i].query.source_count > 1)
            return FAIL(BAD_PARAM, "typeNames", "objecten van een join kunnen niet vergrendeld worden: vraag een type tegelijk",
                        "features of a join cannot be locked: ask for one type at a time");
    return status_ok();
}

/* The id in an element of a document of 1.x, or in a parameter. */
static bool asks_something(const request *rq, const kvp *k)
{
    xmlNode *child = rq->document ? xmlFirstElementChild(rq->document) : NULL;
    while (child && xml_is(child, rq->protocol->wfs, "LockId"))
        child = xmlNextElementSibling(child);
    return child || kvp_get(k, "typeNames") || kvp_get(k, "typeName") || kvp_get(k, "resourceId") || kvp_get(k, "featureId") ||
           kvp_get(k, "storedQuery_Id") || kvp_get(k, "storedQueryId");
}

static status read_renewal(const kvp *k, request *rq)
{
    rq->features = (feature_request){0};
    return asks_something(rq, k)
               ? FAIL(BAD_PARAM, "lockId", "een LOCKID verlengt een slot zoals het is: laat de vraag weg, of de LOCKID",
                      "a LOCKID renews a lock as it is: leave out the query, or the LOCKID")
               : status_ok();
}

status read_lock_feature(const kvp *k, arena *a, request *rq)
{
    TRY(read_lock(k, rq));
    rq->lock.renews = kvp_get(k, "lockId");
    if (rq->lock.renews)
        return read_renewal(k, rq);
    TRY(read_get_feature(k, a, rq));
    rq->features.count = LOCK_ROWS_MOST + 1; /* one more than can be locked is one too many */
    return check_no_joins(rq);
}

/* The lock's id stands on the collection. */
static status check_has_place(const request *rq)
{
    if (rq->features.encoder != rq->protocol->plain)
        return FAIL(BAD_PARAM, "outputFormat", "alleen '%s' heeft plaats voor een lockId", "only '%s' has a place for a lockId",
                    rq->protocol->plain->names[0]);
    if (rq->features.hits)
        return FAIL(BAD_PARAM, "resultType", "een aantal alleen (hits) vergrendelt niets: vraag RESULTTYPE=results",
                    "a count alone (hits) locks nothing: ask for RESULTTYPE=results");
    return status_ok();
}

status read_get_feature_with_lock(const kvp *k, arena *a, request *rq)
{
    TRY(read_lock(k, rq));
    TRY(read_get_feature(k, a, rq));
    TRY(check_has_place(rq));
    return check_no_joins(rq);
}
