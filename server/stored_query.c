#include "server/stored_query.h"

#include "server/names.h"

static status unknown(const char *name)
{
    return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                "there is no stored query '%.80s'; ListStoredQueries lists them all", name);
}

/* §7.9.3.6: the one stored query that every server has. An id that is none of ours is not found, like one that does not exist. */
static status expand_by_id(const query_text *q, const request *rq, query_text *out)
{
    const char *given = kvp_get(q->arguments, "id");
    const layer *l = NULL;
    int64_t id = 0;
    if (!given)
        return FAIL(MISSING_PARAM, "id", "de parameter ID ontbreekt", "the parameter ID is missing");
    if (!names_id(rq->site->catalog, given, &l, &id))
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", given);
    *out = (query_text){.type_names = l->name, .resource_ids = given, .srs_name = q->srs_name, .property_names = q->property_names};
    return status_ok();
}

/* Alone, GetFeatureById answers with the feature itself (§7.9.3.6); beside other queries it is one of them. */
static void note_by_id(request *rq, size_t count)
{
    if (count > 1)
        return;
    rq->by_id = true;
    rq->start = 0;
    rq->count = 1;
}

static status expand(const query_text *q, size_t count, request *rq, query_text *out)
{
    if (!names_is_by_id(q->stored_query))
        return unknown(q->stored_query);
    TRY(expand_by_id(q, rq, out));
    note_by_id(rq, count);
    return status_ok();
}

status stored_query_expand(const query_texts *given, arena *a, request *rq, query_texts *out)
{
    query_text *all = arena_array(a, given->count + 1, sizeof *all);
    for (size_t i = 0; i < given->count; i++) {
        all[i] = given->queries[i];
        rq->no_url |= given->count > 1 && all[i].stored_query; /* a URL holds one stored query, and nothing beside it (table 8) */
        if (given->queries[i].stored_query)
            TRY(expand(&given->queries[i], given->count, rq, &all[i]));
    }
    *out = (query_texts){all, given->count};
    return status_ok();
}
