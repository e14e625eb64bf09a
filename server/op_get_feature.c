/* GetFeature (WFS 2.0 (09-025r2) §7.9): count, then stream. Count and rows come from one consistent reading, so the numbers are exact. */
#include "server/request.h"

#include <time.h>

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

static const char *time_stamp(arena *a)
{
    const time_t now = time(NULL);
    struct tm utc;
    char space[32];
    gmtime_r(&now, &utc);
    strftime(space, sizeof space, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return arena_strdup(a, space);
}

/* The same request with one parameter changed. */
static const char *link_with(const request *rq, const char *name, const char *given, arena *a)
{
    return arena_printf(a, "%s?%s", rq->url, kvp_with(rq->parameters, name, given, a));
}

static const char *page_link(const request *rq, int64_t start, arena *a)
{
    return link_with(rq, "STARTINDEX", arena_printf(a, "%lld", (long long)start), a);
}

/* WFS 2.0 §7.7.4.4.1: of results the pages beside this one; of hits the results themselves. */
static void add_links(const request *rq, arena *a, collection *c)
{
    const query *q = &rq->query;
    if (rq->hits && c->matched > 0)
        c->next = link_with(rq, "RESULTTYPE", "results", a);
    if (rq->hits || q->count == 0)
        return;
    if (q->start + c->returned < c->matched)
        c->next = page_link(rq, q->start + q->count, a);
    const int64_t end = q->start < c->matched ? q->start : c->matched; /* before an empty page beyond the end lies the last one */
    if (end > 0)
        c->previous = page_link(rq, end > q->count ? end - q->count : 0, a);
}

static int64_t count_returned(const query *q, int64_t matched)
{
    const int64_t left = matched > q->start ? matched - q->start : 0;
    return left < q->count ? left : q->count;
}

static const char *schema_url(const request *rq, arena *a)
{
    return arena_printf(a, "%s?service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=%s%%3A%s", rq->url, rq->endpoint->prefix,
                        rq->query.layer->name);
}

static status describe(const request *rq, int64_t matched, arena *a, collection *out)
{
    const query *q = &rq->query;
    collection c = {.layer = q->layer,
                    .prefix = rq->endpoint->prefix,
                    .uri = rq->endpoint->uri,
                    .schema_url = schema_url(rq, a),
                    .properties = q->properties,
                    .property_count = q->property_count,
                    .crs = rq->crs,
                    .crs_asked = rq->crs_asked,
                    .matched = matched,
                    .returned = rq->hits ? 0 : count_returned(q, matched),
                    .time_stamp = time_stamp(a),
                    .bare = rq->by_id};
    if (q->layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(rq->site->crs, q->layer->srid, rq->crs.code, &c.transform));
    add_links(rq, a, &c);
    *out = c;
    return status_ok();
}

static status unwritable(void)
{
    return FAIL(INTERNAL, "", "een object heeft een geometrie die niet te schrijven is", "a feature has a geometry that cannot be written");
}

static status write_features(const request *rq, encoding *e, rows *seen)
{
    cursor *c = NULL;
    if (rq->hits || e->what->returned == 0)
        return status_ok();
    TRY(rows_select(seen, &rq->query, &c));
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

static status count_rows(const request *rq, rows *seen, int64_t *out)
{
    int64_t matched = 0;
    TRY(rows_count(seen, &rq->query, &matched));
    if (rq->by_id && matched == 0)
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", kvp_get(rq->parameters, "id"));
    *out = matched;
    return status_ok();
}

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    int64_t matched = 0;
    collection c;
    TRY(count_rows(rq, seen, &matched));
    TRY(describe(rq, matched, a, &c));
    encoding e = {.what = &c, .to = to, .arena = a};
    out_type(to, 200, rq->encoder->media_type);
    out_header(to, "Cache-Control", "private, no-store");
    rq->encoder->begin(&e);
    const status written = write_features(rq, &e, seen);
    *features = (int64_t)e.features;
    if (written.code == ST_OK)
        rq->encoder->end(&e);
    else if (out_committed(to) && !out_failed(to) && rq->encoder->truncate)
        rq->encoder->truncate(&e, &written);
    return written;
}
