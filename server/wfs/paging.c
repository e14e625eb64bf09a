#include "server/wfs/paging.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "server/wfs/continued.h"
#include "server/wfs/feature_version.h"

#include <string.h>

/* Lengths that proxies and clients accept by default: of a URL (RFC 9110 §4.1), and of one in the head of an answer, which
 * proxies read into 4 KiB. */
enum { LINK_BYTES = 8000, HEAD_LINK_BYTES = 2000 };

static const char *time_stamp(arena *a)
{
    char now[CALENDAR_TIME];
    calendar_time(clock_wall(), now);
    return arena_strdup(a, now);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The part of the page that a query with this many rows fills; the rest is left for the next query. */
static void take_share(page *p, int64_t *skip, int64_t *left)
{
    const int64_t skipped = least(*skip, p->matched);
    p->query.start = skipped;
    p->returned = least(p->matched - skipped, *left);
    p->query.count = p->returned;
    *skip -= skipped;
    *left -= p->returned;
}

/* Whether the page may hold all rows: then reading it also counts them. A later page has rows before it, which would be read for
 * nothing. */
static bool may_be_few(const request *rq)
{
    const query *q = &rq->features.queries[0].query;
    return rq->features.query_count == 1 && q->source_count == 1 && q->sort_count == 0 && !rq->features.hits &&
           rq->features.start == 0 && rq->features.count > 0;
}

static status count_page(const request *rq, rows *seen, page *p)
{
    if (may_be_few(rq))
        TRY(rows_small_page(seen, &p->query, (size_t)rq->features.count, &p->found));
    if (!p->found.all)
        return rows_count(seen, &p->query, &p->matched);
    p->matched = (int64_t)p->found.count;
    return status_ok();
}

status page_select(const page *p, rows *seen, cursor **out)
{
    if (!p->is_read)
        return rows_select(seen, &p->query, out);
    *out = rows_over(seen, &p->found, (size_t)p->query.start, (size_t)p->returned);
    return status_ok();
}

/* Reads on at the moment of that version. One that is not there gives what an id that nobody has gives. */
static status turn_to_version(const request *rq, rows *seen, query *q, pages *sum)
{
    static const filter nothing = {.kind = FILTER_IDS};
    version_found found = {0};
    const char *at = NULL;
    TRY(feature_version_find(rq->features.version, seen, &found));
    if (found.moment)
        TRY(rows_look_back(seen, found.moment, &at));
    if (!found.exists)
        q->where = &nothing;
    q->sources[0].hidden = HIDDEN_INCLUDED;
    sum->state = found.state;
    sum->version = found.number;
    return status_ok();
}

status pages_count(const request *rq, rows *seen, arena *a, pages *out)
{
    page *all = arena_array(a, rq->features.query_count + 1, sizeof *all);
    pages sum = {.pages = all, .count = rq->features.query_count};
    const char *at = NULL;
    int64_t skip = rq->features.start, left = rq->features.hits ? 0 : rq->features.count;
    if (rq->features.dated)
        TRY(rows_look_back(seen, rq->features.moment, &at));
    if (!rq->features.moment)
        sum.moment = at;
    for (size_t i = 0; i < rq->features.query_count; i++) {
        all[i] = (page){.query = rq->features.queries[i].query, .asked = &rq->features.queries[i]};
        if (rq->features.version)
            TRY(turn_to_version(rq, seen, &all[i].query, &sum));
        TRY(count_page(rq, seen, &all[i]));
        take_share(&all[i], &skip, &left);
        all[i].is_read = all[i].query.start + all[i].returned <= (int64_t)all[i].found.count;
        sum.matched += all[i].matched;
        sum.returned += all[i].returned;
    }
    *out = sum;
    return status_ok();
}

typedef struct link_maker {
    const request *request;
    const rows *seen;
    const char *moment; /* as pages has it */
} link_maker;

/* A page of "today" stays in the moment of the first one. */
static const kvp *fixed_in_time(const request *rq, const char *moment, arena *a)
{
    static const char *const names[] = {"peildatum", NULL};
    const kvp when = {.pairs = {{names[0], moment}}, .count = 1};
    return moment ? kvp_over(rq->parameters, &when, names, a) : rq->parameters;
}

/* The same request with one parameter changed. One that does not fit in a URL (a document with a long filter) is kept here, and
 * the link says where to continue. */
static status link_with(const link_maker *m, int64_t start, const char *name, const char *given, arena *a, const char **url)
{
    const request *rq = m->request;
    const char *asked = kvp_with(fixed_in_time(rq, m->moment, a), name, given, a);
    const size_t most = rq->features.encoder->extension ? HEAD_LINK_BYTES : LINK_BYTES;
    if (rq->continued.id || rq->features.no_url || strlen(asked) > most)
        return continued_link(rq, m->seen, start, m->moment, a, url);
    *url = arena_printf(a, "%s?%s", rq->url, asked);
    return status_ok();
}

static status page_link(const link_maker *m, int64_t start, arena *a, const char **url)
{
    return link_with(m, start, "STARTINDEX", arena_printf(a, "%lld", (long long)start), a, url);
}

/* WFS 2.0 §7.7.4.4.1: for results, links to the previous and next page; for hits, a link to the results. */
static status add_links(const link_maker *m, answer *said, arena *a)
{
    const request *rq = m->request;
    if (rq->features.hits && said->matched > 0)
        TRY(link_with(m, rq->features.start, "RESULTTYPE", "results", a, &said->next));
    if (rq->features.hits || rq->features.count == 0)
        return status_ok();
    if (rq->features.start < said->matched - said->returned)
        TRY(page_link(m, rq->features.start + said->returned, a, &said->next));
    const int64_t end = least(rq->features.start, said->matched); /* the page before an empty one beyond the end is the last */
    if (end > 0)
        TRY(page_link(m, end > rq->features.count ? end - rq->features.count : 0, a, &said->previous));
    return status_ok();
}

static bool is_asked(const request *rq, const layer *l)
{
    for (size_t i = 0; i < rq->features.query_count; i++)
        for (size_t j = 0; j < rq->features.queries[i].query.source_count; j++)
            if (rq->features.queries[i].query.sources[j].layer == l)
                return true;
    return false;
}

/* The version that the answer is written for: a GML document needs the collection and schema that belong to that GML. */
static const protocol *home(const request *rq)
{
    return protocol_of_format(rq->protocol, rq->features.encoder);
}

/* Each type once, however often it is asked for: a schema may not define one twice. */
static const char *schema_url(const request *rq, arena *a)
{
    text t = text_new(a);
    const catalog *c = rq->site->catalog;
    const char *separator = "";
    text_addf(&t, "%s&%s=", protocol_link(home(rq), rq->url, "DescribeFeatureType", a), home(rq)->type_names);
    for (size_t i = 0; i < c->count; i++)
        if (is_asked(rq, &c->layers[i])) {
            text_addf(&t, "%s%s%%3A%s", separator, rq->endpoint->prefix, kvp_escaped(c->layers[i].name, a));
            separator = ",";
        }
    return t.chars;
}

status pages_answer(const request *rq, const rows *seen, const pages *all, arena *a, answer *out)
{
    answer said = {.prefix = rq->endpoint->prefix,
                   .uri = rq->endpoint->uri,
                   .schema_url = schema_url(rq, a),
                   .collection = home(rq)->collection,
                   .crs = rq->features.queries[0].crs[0],
                   .crs_asked = rq->features.queries[0].crs_asked,
                   .matched = all->matched,
                   .returned = all->returned,
                   .state = all->state,
                   .version = all->version,
                   .time_stamp = time_stamp(a),
                   .options = rq->features.options,
                   .hits = rq->features.hits,
                   .bare = rq->features.by_id && !rq->features.hits, /* a count alone needs a collection to hold it */
                   .referring = rq->features.refers,
                   .nested = rq->features.query_count > 1};
    TRY(add_links(&(link_maker){rq, seen, all->moment}, &said, a));
    *out = said;
    return status_ok();
}
