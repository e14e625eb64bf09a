/* CreateStoredQuery (WFS 2.0 (09-025r2) §14.5): all definitions of a request, or none. */
#include "server/wfs/query_text.h"
#include "server/wfs/stored_check.h"
#include "server/wfs/stored_query.h"

#include <string.h>

status read_create_stored_query(const kvp *k, arena *a, request *rq);
status run_create_stored_query(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

static status read_definition(xmlNode *node, const request *rq, arena *a, stored_definition *out)
{
    stored_query *q = arena_alloc(a, sizeof *q);
    TRY(stored_definition_read(node, rq->protocol, a, q));
    TRY(stored_definition_check_names(q, rq->site->catalog));
    const char *kept = stored_definition_text(node, a);
    if (strlen(kept) > STORED_DEFINITION_MOST)
        return FAIL(TOO_LARGE, "StoredQueryDefinition", "een definitie mag hoogstens %d bytes lang zijn, niet %zu",
                    "a definition can be at most %d bytes long, not %zu", (int)STORED_DEFINITION_MOST, strlen(kept));
    TRY(stored_check(q, kept, rq, a));
    *out = (stored_definition){q->id, kept};
    return status_ok();
}

static status read_definitions(arena *a, request *rq)
{
    stored_definition *all = arena_array(a, STORED_QUERIES_MOST, sizeof *all);
    size_t count = 0;
    for (xmlNode *child = xmlFirstElementChild(rq->document); child; child = xmlNextElementSibling(child)) {
        if (count == STORED_QUERIES_MOST)
            return FAIL(NOT_PROCESSED, "StoredQueryDefinition", "een organisatie kan hoogstens %d vragen bewaren",
                        "an organisation can keep at most %d queries", (int)STORED_QUERIES_MOST);
        TRY(read_definition(child, rq, a, &all[count++]));
    }
    if (count == 0)
        return FAIL(MISSING_PARAM, "StoredQueryDefinition", "er is geen StoredQueryDefinition",
                    "there is no StoredQueryDefinition");
    rq->created.definitions = all;
    rq->created.count = count;
    return status_ok();
}

/* A caller who may not keep stored queries is told so first, and nothing else. */
status read_create_stored_query(const kvp *k, arena *a, request *rq)
{
    (void)k;
    TRY(stored_queries_check_keeper(rq->stored));
    if (!rq->document)
        return FAIL(MISSING_PARAM, "StoredQueryDefinition", "CreateStoredQuery stuurt u als XML-document (POST)",
                    "send CreateStoredQuery as an XML document (POST)");
    return read_definitions(a, rq);
}

status run_create_stored_query(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)seen;
    (void)features;
    TRY(stored_queries_keep(rq->stored, rq->created.definitions, rq->created.count));
    return stored_query_done(rq->protocol, "wfs:CreateStoredQueryResponse", a, to);
}
