#include "server/wfs/transaction_ids.h"

#include <stdlib.h>
#include <string.h>

typedef struct place {
    size_t layer; /* its number in the catalog */
    int64_t id;
    bool dropped;
} place;

struct transaction_ids {
    place *items; /* ascending, no duplicates */
    size_t count, room;
};

static int compare(const void *a, const void *b)
{
    const place *one = a, *other = b;
    if (one->layer != other->layer)
        return one->layer < other->layer ? -1 : 1;
    return (one->id > other->id) - (one->id < other->id);
}

static place *find(const transaction_ids *all, const layer *l, int64_t id)
{
    const place wanted = {.layer = l->number, .id = id};
    return all->count ? bsearch(&wanted, all->items, all->count, sizeof wanted, compare) : NULL;
}

bool transaction_ids_has(const transaction_ids *all, const layer *l, int64_t id)
{
    const place *found = find(all, l, id);
    return found && !found->dropped;
}

void transaction_ids_drop(transaction_ids *all, const layer *l, int64_t id)
{
    place *found = find(all, l, id);
    if (found)
        found->dropped = true;
}

/* The ids that actions give for this layer, as one list. */
static filter ids_of(const transaction *t, const layer *l, int64_t *ids)
{
    filter all = {.kind = FILTER_IDS, .ids = ids};
    for (size_t i = 0; i < t->count; i++) {
        const filter *where = t->actions[i].where;
        if (!where || where->kind != FILTER_IDS || t->actions[i].layer != l || where->id_count == 0)
            continue;
        memcpy(ids + all.id_count, where->ids, where->id_count * sizeof *ids);
        all.id_count += where->id_count;
    }
    return all;
}

static status take_all(rows *seen, const layer *l, const filter *where, arena *a, transaction_ids *to)
{
    query *q = arena_alloc(a, sizeof *q);
    cursor *c = NULL;
    *q = (query){.sources = {{.layer = l}}, .source_count = 1, .where = where, .count = INT64_MAX};
    TRY(rows_select(seen, q, &c));
    for (const feature *f = cursor_next(c); f && to->count < to->room; f = cursor_next(c))
        to->items[to->count++] = (place){.layer = l->number, .id = f->id};
    return cursor_end(c);
}

static bool came_before(const transaction *t, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (t->actions[i].layer == t->actions[at].layer && t->actions[i].where && t->actions[i].where->kind == FILTER_IDS)
            return true;
    return false;
}

/* Rows come gemeente by gemeente. */
status transaction_ids_find(const transaction *t, rows *seen, arena *a, transaction_ids **out)
{
    transaction_ids *all = arena_alloc(a, sizeof *all);
    *all = (transaction_ids){.items = arena_array(a, TRANSACTION_IDS + 1, sizeof *all->items), .room = TRANSACTION_IDS + 1};
    for (size_t i = 0; i < t->count; i++) {
        if (!t->actions[i].where || t->actions[i].where->kind != FILTER_IDS || came_before(t, i))
            continue;
        filter *where = arena_alloc(a, sizeof *where);
        *where = ids_of(t, t->actions[i].layer, arena_array(a, TRANSACTION_IDS + 1, sizeof(int64_t)));
        TRY(take_all(seen, t->actions[i].layer, where, a, all));
    }
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare);
    *out = all;
    return status_ok();
}
