/* GetFeature (WFS 2.0 (09-025r2) §7.9): count, then stream. Counts and rows come from one consistent reading, so the numbers are exact. */
#include "server/paging.h"
#include "server/request.h"

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

static status unwritable(void)
{
    return FAIL(INTERNAL, "", "een object heeft een geometrie die niet te schrijven is", "a feature has a geometry that cannot be written");
}

static status write_features(const request *rq, encoding *e, rows *seen, const query *q)
{
    cursor *c = NULL;
    TRY(rows_select(seen, q, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c)) {
        rq->encoder->feature(e, f);
        e->features++;
        if (out_failed(e->to))
            return FAIL(CLIENT_GONE, "", "de client is weg", "the client is gone");
        if (e->failed)
            return unwritable();
    }
    return cursor_end(c);
}

static status write_query(const request *rq, encoding *e, rows *seen, const page *p)
{
    const query *q = &p->query;
    collection c = {.layer = q->layer,
                    .properties = q->properties,
                    .property_count = q->property_count,
                    .crs = p->crs,
                    .matched = p->matched,
                    .returned = p->returned};
    if (q->layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(rq->site->crs, q->layer->srid, p->crs.code, &c.transform));
    e->what = &c;
    rq->encoder->begin_query(e);
    if (p->returned > 0)
        TRY(write_features(rq, e, seen, q));
    rq->encoder->end_query(e);
    return status_ok();
}

static status write_queries(const request *rq, encoding *e, rows *seen, const pages *all)
{
    for (size_t i = 0; i < all->count; i++)
        TRY(write_query(rq, e, seen, &all->pages[i]));
    return status_ok();
}

static status check_found(const request *rq, const pages *all)
{
    if (rq->by_id && all->matched == 0)
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", kvp_get(rq->parameters, "id"));
    return status_ok();
}

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    pages all = {0};
    TRY(pages_count(rq, seen, a, &all));
    TRY(check_found(rq, &all));
    answer said = {0};
    TRY(lane_weigh(rq->lane, all.returned));
    TRY(pages_answer(rq, seen, &all, a, &said));
    encoding e = {.answer = &said, .to = to, .arena = a};
    out_type(to, 200, rq->encoder->media_type);
    out_header(to, "Cache-Control", "private, no-store");
    rq->encoder->begin(&e);
    const status written = write_queries(rq, &e, seen, &all);
    *features = (int64_t)e.features;
    if (written.code == ST_OK)
        rq->encoder->end(&e);
    else if (out_committed(to) && !out_failed(to) && rq->encoder->truncate)
        rq->encoder->truncate(&e, &written);
    return written;
}
