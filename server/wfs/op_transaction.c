/* Transaction: every action in the order of the document, in one edit; all of them, or none (docs/decisions/transactions.md). */
#include "base/xml/xmlw.h"
#include "data/store/locks.h"
#include "server/http/may_keep.h"
#include "server/wfs/transaction_ids.h"
#include "server/wfs/transaction_read.h"

#include <stdlib.h>
#include <string.h>

status run_transaction(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

typedef struct running {
    const request *request;
    rows *seen;
    arena *arena;
    transaction_ids *named;
    const bool *changed;       /* by the number of a layer: an action has changed it */
    changed_feature *features; /* room for TRANSACTION_ROWS */
    transaction_done done;
} running;

static status too_many(void)
{
    return FAIL(NOT_PROCESSED, "Filter", "meer dan %d objecten in een Transaction: maak de filters enger, of verdeel het werk",
                "more than %d features in one Transaction: narrow the filters, or divide the work", (int)TRANSACTION_ROWS);
}

static int64_t total(const running *r)
{
    int64_t all = 0;
    for (int i = 0; i < ACTION_KINDS; i++)
        all += r->done.totals[i];
    return all;
}

static status note(running *r, const action *of, int64_t id)
{
    if (total(r) == TRANSACTION_ROWS)
        return too_many();
    r->done.totals[of->kind]++;
    if (of->kind == ACTION_DELETE)
        return status_ok();
    r->features[r->done.count++] = (changed_feature){of->kind, of->handle, of->layer, id};
    return status_ok();
}

static edit_row row_of(const action *of, int64_t id)
{
    return (edit_row){.layer = of->layer, .id = id, .properties = of->properties, .values = of->values, .count = of->count};
}

/* Clients send back the id with all that they read. */
static status check_id(const action *of, int64_t id, arena *a)
{
    if (!of->id || strcmp(of->id, arena_printf(a, "%s.%lld", of->layer->name, (long long)id)) == 0)
        return status_ok();
    return FAIL(BAD_VALUE, "id", "het id van een object kan niet gewijzigd worden", "the id of a feature cannot be changed");
}

/* A rule that is broken, and a gemeente that the caller may not write for: the request can be understood, and not be done. Who
 * may log in otherwise is not the question, so no 403 that asks for it. */
static status as_refusal(const status *s)
{
    const bool refused = s->code == ST_BAD_PARAM || s->code == ST_FORBIDDEN;
    return refused ? FAIL(NOT_PROCESSED, s->code == ST_FORBIDDEN ? "" : s->locator, "%s%.0s", "%.0s%s", s->nl, s->en) : *s;
}

static status change_row(running *r, const action *of, int64_t id)
{
    const edit_row row = row_of(of, id);
    if (of->kind == ACTION_DELETE)
        TRY(edit_strike(r->request->edit, &row));
    else
        TRY(edit_update(r->request->edit, &row));
    if (of->kind == ACTION_DELETE)
        transaction_ids_drop(r->named, of->layer, id);
    return status_ok();
}

static status change(running *r, const action *of, int64_t id)
{
    TRY(check_id(of, id, r->arena));
    const status done = change_row(r, of, id);
    if (done.code != ST_OK)
        return as_refusal(&done);
    return note(r, of, id);
}

static status insert(running *r, const action *of)
{
    int64_t id = 0;
    const edit_row row = row_of(of, 0);
    const status done = edit_insert(r->request->edit, &row, &id);
    if (done.code != ST_OK)
        return as_refusal(&done);
    return note(r, of, id);
}

/* --- Which rows --- */

static int compare(const void *a, const void *b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* Each once, however often it is named. */
static status change_named(running *r, const action *of)
{
    const filter *where = of->where;
    int64_t *ids = arena_array(r->arena, where->id_count + 1, sizeof *ids);
    if (where->id_count)
        memcpy(ids, where->ids, where->id_count * sizeof *ids);
    qsort(ids, where->id_count, sizeof *ids, compare);
    for (size_t i = 0; i < where->id_count; i++)
        if ((i == 0 || ids[i] != ids[i - 1]) && transaction_ids_has(r->named, of->layer, ids[i]))
            TRY(change(r, of, ids[i]));
    return status_ok();
}

/* A reading does not see what this edit has changed, so a filter on properties comes before every change of its type. */
static status check_unchanged(const running *r, const action *of)
{
    if (!r->changed[of->layer->number])
        return status_ok();
    return FAIL(NOT_PROCESSED, "Filter",
                "een filter op eigenschappen kan niet na een wijziging van %s in dezelfde Transaction: noem de objecten bij hun "
                "id, of stuur dit apart",
                "a filter on properties cannot follow a change of %s in the same Transaction: name the features by their ids, or "
                "send this by itself",
                of->layer->name);
}

/* All are found before the first is changed. */
static status find_rows(running *r, const action *of, int64_t *ids, size_t *count)
{
    query *q = arena_alloc(r->arena, sizeof *q);
    cursor *c = NULL;
    *q = (query){.sources = {{.layer = of->layer}}, .source_count = 1, .where = of->where, .count = TRANSACTION_ROWS + 1};
    TRY(rows_select(r->seen, q, &c));
    for (const feature *f = cursor_next(c); f && *count <= TRANSACTION_ROWS; f = cursor_next(c))
        ids[(*count)++] = f->id;
    TRY(cursor_end(c));
    return *count > TRANSACTION_ROWS ? too_many() : status_ok();
}

static status change_found(running *r, const action *of)
{
    size_t count = 0;
    int64_t *ids = arena_array(r->arena, TRANSACTION_ROWS + 2, sizeof *ids);
    TRY(check_unchanged(r, of));
    TRY(find_rows(r, of, ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(change(r, of, ids[i]));
    return status_ok();
}

/* --- All actions --- */

/* An edit keeps everybody else from writing: one for whom nobody waits any more ends here. */
static status check_wanted(const running *r)
{
    const store_watch watch = turn_watch(r->request->turn);
    return watch.stop && watch.stop(watch.context) == ST_CLIENT_GONE
               ? FAIL(CLIENT_GONE, "", "niemand wacht nog op het antwoord", "nobody waits for the answer any more")
               : status_ok();
}

static status run_action(running *r, const action *of)
{
    TRY(check_wanted(r));
    if (of->kind == ACTION_INSERT)
        return insert(r, of);
    return of->where->kind == FILTER_IDS ? change_named(r, of) : change_found(r, of);
}

/* Its lock, if it has one: the edit may change what that holds (§15.2.3.1). */
static status hold_lock(const request *rq)
{
    const char *lock = kvp_get(rq->parameters, "lockId");
    return lock ? edit_hold_lock(rq->edit, lock) : status_ok();
}

static status release_lock(const request *rq)
{
    const char *how = kvp_get(rq->parameters, "releaseAction");
    const bool some = how && text_equal_nocase(how, "SOME");
    if (how && !some && !text_equal_nocase(how, "ALL"))
        return FAIL(BAD_PARAM, "releaseAction", "releaseAction moet ALL of SOME zijn, niet '%.40s'",
                    "releaseAction must be ALL or SOME, not '%.40s'", how);
    return locks_release(rq->edit, some ? LOCKS_SOME : LOCKS_ALL);
}

static status run_all(running *r, bool *changed)
{
    const transaction *t = &r->request->changes;
    r->changed = changed;
    TRY(hold_lock(r->request));
    for (size_t i = 0; i < t->count; i++) {
        const status done = run_action(r, &t->actions[i]);
        if (done.code != ST_OK)
            return transaction_named(&done, &t->actions[i], i + 1);
        changed[t->actions[i].layer->number] = true;
    }
    TRY(release_lock(r->request));
    return edit_commit(r->request->edit);
}

static status write_done(const running *r, output *to)
{
    xmlw *w = xmlw_new(r->arena);
    r->request->protocol->transaction(&r->done, w, r->arena);
    out_type(to, 200, "text/xml; charset=utf-8");
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    return xmlw_finish(w, to);
}

status run_transaction(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    running r = {.request = rq, .seen = seen, .arena = a, .features = arena_array(a, TRANSACTION_ROWS + 1, sizeof *r.features)};
    bool *changed = arena_array(a, rq->site->catalog->count + 1, sizeof *changed);
    memset(changed, 0, (rq->site->catalog->count + 1) * sizeof *changed);
    r.done.features = r.features;
    TRY(transaction_ids_find(&rq->changes, seen, a, &r.named));
    TRY(run_all(&r, changed));
    *features = total(&r);
    return write_done(&r, to);
}
