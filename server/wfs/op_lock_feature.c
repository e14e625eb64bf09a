/* LockFeature and GetFeatureWithLock: the rows are locked before the first byte of the answer (docs/decisions/locks.md). */
#include "base/xml/xmlw.h"
#include "server/http/may_keep.h"
#include "server/wfs/features_answer.h"
#include "server/wfs/lock_rows.h"

status run_lock_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features);
status run_get_feature_with_lock(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

static void open_answer(xmlw *w, const protocol *p, const char *lock)
{
    xmlw_open(w, p->locks->answer);
    xmlw_namespace(w, "wfs", p->wfs[0]);
    xmlw_namespace(w, p->locks->prefix, p->fes[0]);
    if (p->locks->id_is_attribute)
        xmlw_attribute(w, p->locks->id, lock);
    else
        xmlw_element(w, p->locks->id, lock);
}

/* A list of nothing is left out. */
static void write_list(xmlw *w, const protocol *p, const char *name, const locked_rows *l, bool taken)
{
    bool open = false;
    for (size_t i = 0; i < l->count; i++) {
        if (l->taken[i] != taken)
            continue;
        if (!open)
            xmlw_open(w, name);
        open = true;
        xmlw_open(w, p->locks->feature);
        xmlw_attributef(w, p->locks->feature_id, "%s.%lld", l->rows[i].layer->name, (long long)l->rows[i].id);
        xmlw_close(w);
    }
    if (open)
        xmlw_close(w);
}

static status answer_lock(const request *rq, const locked_rows *l, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    open_answer(w, rq->protocol, l->id);
    write_list(w, rq->protocol, "wfs:FeaturesLocked", l, true);
    write_list(w, rq->protocol, "wfs:FeaturesNotLocked", l, false);
    xmlw_close(w);
    out_type(to, 200, "text/xml; charset=utf-8");
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    return xmlw_finish(w, to);
}

static status renew(const request *rq, locked_rows *out)
{
    TRY(locks_renew(rq->edit, rq->lock.renews, rq->lock.seconds));
    TRY(edit_commit(rq->edit));
    *out = (locked_rows){.id = rq->lock.renews};
    return status_ok();
}

static status take(const request *rq, rows *seen, arena *a, locked_rows *out)
{
    pages all = {0};
    TRY(pages_count(rq, seen, a, &all));
    return lock_rows_take(rq, seen, &all, a, out);
}

status run_lock_feature(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    locked_rows l = {0};
    TRY(rq->lock.renews ? renew(rq, &l) : take(rq, seen, a, &l));
    *features = (int64_t)l.count;
    return answer_lock(rq, &l, a, to);
}

status run_get_feature_with_lock(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    return features_answer(rq, seen, a, to, features);
}
