/* GetFeature (WFS 2.0 (09-025r2) §7.9): count, then stream. Counts and rows are read from one consistent snapshot, so the numbers
 * are exact. */
#include "server/http/may_keep.h"
#include "server/wfs/answer_file.h"
#include "server/wfs/features_answer.h"
#include "server/wfs/lock_rows.h"
#include "server/wfs/paging.h"
#include "server/wfs/request.h"
#include "server/wfs/shared_features.h"

#include <string.h>

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* The answer in the making. */
typedef struct writing {
    const request *request;
    rows *seen;
    encoding *e;
    written *before;                /* NULL: no feature can come twice */
    collection parts[SOURCES_MOST]; /* of the current query, one per type */
    void *states[SOURCES_MOST];     /* of the encoder, one per type */
} writing;

/* One feature of a tuple. */
typedef struct part {
    const feature *feature; /* NULL: a reference is enough */
    uint32_t copy;
} part;

static status member_written(writing *w)
{
    w->e->features++;
    if (w->e->file)
        return w->e->file->may_go_on(w->e->file->context);
    if (out_failed(w->e->to))
        return FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection");
    return status_ok();
}

static uint32_t times_before(const writing *w, const layer *l, int64_t id)
{
    return w->before ? written_add(w->before, l, id) : 0;
}

static status write_features(writing *w, const page *p)
{
    const encoder *with = w->request->features.encoder;
    cursor *c = NULL;
    TRY(page_select(p, w->seen, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c)) {
        if (times_before(w, p->query.sources[0].layer, f->id) > 0)
            with->reference(w->e, f->id);
        else
            TRY(with->feature(w->e, f));
        TRY(member_written(w));
    }
    return cursor_end(c);
}

static void turn_to(const writing *w, size_t of)
{
    w->e->what = &w->parts[of];
    w->e->state = w->states[of];
}

static status write_part(const writing *w, const part *p, int64_t id)
{
    w->e->copy = p->copy;
    if (p->feature)
        return w->request->features.encoder->feature(w->e, p->feature);
    w->request->features.encoder->reference(w->e, id);
    return status_ok();
}

/* The tuple is closed on failure too. */
static status write_parts(const writing *w, const part *parts, const int64_t *ids, size_t count)
{
    status done = status_ok();
    w->request->features.encoder->begin_tuple(w->e);
    for (size_t i = 0; i < count && done.code == ST_OK; i++) {
        turn_to(w, i);
        done = write_part(w, &parts[i], ids[i]);
    }
    w->request->features.encoder->end_tuple(w->e);
    w->e->copy = 0;
    return done;
}

/* All its features are read before the first is written. */
static status write_tuple(writing *w, const query *q, tuples *t, const int64_t *ids)
{
    part parts[SOURCES_MOST] = {0};
    for (size_t i = 0; i < q->source_count; i++) {
        parts[i].copy = times_before(w, q->sources[i].layer, ids[i]);
        if (parts[i].copy == 0 || !w->request->features.tuples_refer)
            TRY(tuples_feature(t, i, &parts[i].feature));
    }
    TRY(write_parts(w, parts, ids, q->source_count));
    return member_written(w);
}

static status write_tuples(writing *w, const query *q)
{
    tuples *t = NULL;
    TRY(rows_tuples(w->seen, q, &t));
    for (const int64_t *ids = tuples_next(t); ids; ids = tuples_next(t))
        TRY(write_tuple(w, q, t, ids));
    return tuples_end(t);
}

static status prepare_part(writing *w, const page *p, size_t of)
{
    const request *rq = w->request;
    const source *s = &p->query.sources[of];
    collection *c = &w->parts[of];
    *c = (collection){.layer = s->layer,
                      .properties = s->properties,
                      .property_count = s->property_count,
                      .crs = p->asked->crs[of],
                      .matched = p->matched,
                      .returned = p->returned};
    if (s->layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(rq->site->crs, s->layer->srid, c->crs.code, &c->transform));
    w->e->what = c;
    rq->features.encoder->prepare(w->e);
    w->states[of] = w->e->state;
    return status_ok();
}

/* The head has already given the number of features, so an answer with fewer would be wrong, whatever the cause. */
static status check_promise(const writing *w, const page *p, uint64_t before)
{
    if ((int64_t)(w->e->features - before) == p->returned)
        return status_ok();
    return FAIL(INTERNAL, "", "het aantal objecten verschilt van de telling", "the number of features differs from the count");
}

static status write_query(writing *w, const page *p)
{
    const query *q = &p->query;
    const uint64_t before = w->e->features;
    for (size_t i = 0; i < q->source_count; i++)
        TRY(prepare_part(w, p, i));
    turn_to(w, 0);
    TRY(w->request->features.encoder->begin_query(w->e));
    if (p->returned > 0)
        TRY(q->source_count > 1 ? write_tuples(w, q) : write_features(w, p));
    TRY(check_promise(w, p, before));
    return w->request->features.encoder->end_query(w->e);
}

static status write_whole(writing *w, const pages *all)
{
    TRY(w->request->features.encoder->begin(w->e));
    for (size_t i = 0; i < all->count; i++)
        TRY(write_query(w, &all->pages[i]));
    return w->request->features.encoder->end(w->e);
}

/* Room for every feature of the page, and no more. */
static written *shared_features_of(const request *rq, const pages *all, arena *a)
{
    size_t most = 0;
    for (size_t i = 0; i < all->count; i++)
        most += (size_t)all->pages[i].returned * all->pages[i].query.source_count;
    return rq->features.shares_features ? written_new(a, most) : NULL;
}

static status check_found(const request *rq, const pages *all)
{
    if (rq->features.by_id && all->matched == 0)
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'",
                    rq->features.by_id);
    if (rq->features.whole && !rq->features.hits && !rq->head && rq->features.start + all->returned < all->matched)
        return FAIL(NOT_PROCESSED, "maxFeatures",
                    "deze vragen geven samen meer dan %lld objecten: stel ze een voor een, of vraag er minder",
                    "these queries give more than %lld features together: ask them one at a time, or ask for less",
                    (long long)all->returned);
    return status_ok();
}

/* The name with a _ for each character that a plain file name of a header has no place for. */
static const char *plain_name(const char *name, arena *a)
{
    text t = text_new(a);
    for (size_t n = text_character(name); n; name += n, n = text_character(name))
        text_add_bytes(&t, n == 1 ? name : "_", 1);
    return t.chars;
}

/* "risicolocatie-2026-11-29.csv": a file saved today does not overwrite one saved earlier. A name beyond ASCII stands there a
 * second time, in UTF-8 (RFC 6266 §4.3, RFC 8187); names of layers (data/model/name_check.h) have nothing else to escape. */
static const char *file_name(const request *rq, const answer *said, arena *a)
{
    const char *const name = rq->layers[0]->name, *const plain = plain_name(name, a),
                      *const end = arena_printf(a, "-%.10s.%s", said->time_stamp, rq->features.encoder->extension);
    const char *full = strcmp(plain, name) == 0 ? "" : arena_printf(a, "; filename*=UTF-8''%s%s", kvp_escaped(name, a), end);
    return arena_printf(a, "attachment; filename=\"%s%s\"%s", plain, end, full);
}

/* Headers with what a file itself has no place for: its name, how many features there are and how many it holds, and where the
 * next page is (RFC 8288). */
static void write_file_head(const request *rq, const answer *said, arena *a, output *to)
{
    out_header(to, "Content-Disposition", file_name(rq, said, a));
    out_header(to, "OGC-NumberMatched", arena_printf(a, "%lld", (long long)said->matched));
    if (!rq->head) /* HEAD returns no features */
        out_header(to, "OGC-NumberReturned", arena_printf(a, "%lld", (long long)said->returned));
    if (said->next)
        out_header(to, "Link", arena_printf(a, "<%s>; rel=\"next\"", said->next));
}

static void write_head(const request *rq, const answer *said, arena *a, output *to)
{
    out_type(to, 200, rq->features.encoder->media_type);
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    if (rq->features.encoder->extension)
        write_file_head(rq, said, a, to);
}

/* After the first flush the client must be able to see that something is missing: in the document, or because the connection
 * breaks off. A bare feature as the document has no place for it. */
static void write_failure(encoding *e, const encoder *with, const status *why)
{
    if (!out_committed(e->to) || out_failed(e->to))
        return;
    if (with->truncate && !e->answer->bare)
        with->truncate(e, why);
    else
        out_break(e->to);
}

static status answer_as_stream(writing *w, const pages *all, output *to)
{
    write_head(w->request, w->e->answer, w->e->arena, to);
    w->e->to = to;
    const status done = write_whole(w, all);
    if (done.code != ST_OK)
        write_failure(w->e, w->request->features.encoder, &done);
    return done;
}

static status make_file(writing *w, const pages *all, answer_file **made, int64_t *size)
{
    const config *c = w->request->site->config;
    const answer_file_settings how = {.folder = c->tmp,
                                      .most = (int64_t)c->answer_mb * 1024 * 1024,
                                      .leave_free = (int64_t)c->leave_free_mb * 1024 * 1024,
                                      .limit_s = c->store.query_timeout_s,
                                      .watch = turn_watch(w->request->turn)};
    TRY(answer_file_make(&how, w->e->arena, made));
    w->e->file = answer_file_sink(*made);
    TRY(write_whole(w, all));
    return answer_file_size(*made, size);
}

/* Nothing of the answer is written before the file is complete. A HEAD request does not wait for the file. */
static status answer_as_file(writing *w, const pages *all, output *to)
{
    answer_file *made = NULL;
    int64_t size = 0;
    if (!w->request->head)
        TRY(make_file(w, all, &made, &size));
    write_head(w->request, w->e->answer, w->e->arena, to);
    if (!made)
        return status_ok();
    out_header(to, "Content-Length", arena_printf(w->e->arena, "%lld", (long long)size));
    return answer_file_send(made, to);
}

status features_answer(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    pages all = {0};
    TRY(pages_count(rq, seen, a, &all));
    TRY(check_found(rq, &all));
    answer said = {0};
    locked_rows l = {0};
    if (rq->edit)
        TRY(lock_rows_take(rq, seen, &all, a, &l));
    TRY(turn_weigh(rq->turn, all.returned));
    TRY(pages_answer(rq, seen, &all, a, &said));
    said.lock = l.id;
    encoding e = {.answer = &said, .arena = a};
    writing w = {.request = rq, .seen = seen, .e = &e, .before = shared_features_of(rq, &all, a)};
    const status done = rq->features.encoder->sink == SINK_FILE ? answer_as_file(&w, &all, to) : answer_as_stream(&w, &all, to);
    *features = (int64_t)e.features;
    return done;
}

status run_get_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    return features_answer(rq, seen, a, to, features);
}
