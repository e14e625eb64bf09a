#include "server/wfs/lock_rows.h"

/* Ids alone: what the page kept while it was counted, or the rows again. */
static status collect(const page *p, rows *seen, lock_row *to, size_t *count)
{
    cursor *c = NULL;
    if (p->returned == 0)
        return status_ok();
    TRY(page_select(p, seen, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c))
        to[(*count)++] = (lock_row){p->query.sources[0].layer, f->id};
    return cursor_end(c);
}

static status collect_all(rows *seen, const pages *all, arena *a, locked_rows *out)
{
    lock_row *found = arena_array(a, (size_t)all->returned + 1, sizeof *found);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        TRY(collect(&all->pages[i], seen, found, &count));
    *out = (locked_rows){.rows = found, .count = count};
    return status_ok();
}

/* Of these rows those that were taken, as a query by their ids. */
static page only_taken(const page *p, const lock_row *found, const bool *taken, arena *a)
{
    page left = *p;
    int64_t *ids = arena_array(a, (size_t)p->returned + 1, sizeof *ids);
    filter *where = arena_alloc(a, sizeof *where);
    *where = (filter){.kind = FILTER_IDS, .ids = ids};
    for (int64_t i = 0; i < p->returned; i++)
        if (taken[i])
            ids[where->id_count++] = found[i].id;
    left.query.where = where;
    left.query.start = 0;
    left.query.count = left.matched = left.returned = (int64_t)where->id_count;
    left.is_read = false;
    return left;
}

static void leave_out_others(pages *all, const locked_rows *l, arena *a)
{
    page *left = arena_array(a, all->count + 1, sizeof *left);
    size_t at = 0;
    all->matched = all->returned = 0;
    for (size_t i = 0; i < all->count; i++) {
        left[i] = only_taken(&all->pages[i], l->rows + at, l->taken + at, a);
        at += (size_t)all->pages[i].returned;
        all->matched += left[i].matched;
        all->returned += left[i].returned;
    }
    all->pages = left;
}

static bool took_all(const locked_rows *l)
{
    size_t i = 0;
    while (i < l->count && l->taken[i])
        i++;
    return i == l->count;
}

status lock_rows_take(const request *rq, rows *seen, pages *all, arena *a, locked_rows *out)
{
    locked_rows l;
    TRY(locks_check_count(all->returned)); /* before the room for them is made */
    TRY(collect_all(seen, all, a, &l));
    bool *taken = arena_array(a, l.count + 1, sizeof *taken);
    const lock_asked asked = {l.rows, l.count, rq->lock.some, rq->lock.seconds};
    TRY(locks_take(rq->edit, &asked, &l.id, taken));
    TRY(edit_commit(rq->edit));
    l.taken = taken;
    if (!took_all(&l))
        leave_out_others(all, &l, a);
    *out = l;
    return status_ok();
}
