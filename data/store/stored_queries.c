#include "data/store/stored_queries.h"

#include <stdlib.h>
#include <string.h>

struct stored_queries {
    store *store;
    const scope *who;
    arena *arena;
};

stored_queries *stored_queries_of(store *s, const scope *who, arena *a)
{
    stored_queries *q = arena_alloc(a, sizeof *q);
    *q = (stored_queries){s, who, a};
    return q;
}

status stored_queries_find(const stored_queries *q, const char *id, arena *a, const char **definition)
{
    const char *found = NULL;
    for (size_t i = 0; q && i < scope_organisation_count(q->who) && !found; i++)
        TRY(store_stored_query(q->store, scope_organisation(q->who, i), id, a, &found));
    *definition = found;
    return status_ok();
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An id used by several of the caller's organisations counts as one stored query: the one that stored_queries_find gives. */
static size_t once(const char **sorted, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(sorted[kept - 1], sorted[i]) != 0)
            sorted[kept++] = sorted[i];
    return kept;
}

status stored_queries_ids(const stored_queries *q, arena *a, text_list *out)
{
    const size_t organisations = q ? scope_organisation_count(q->who) : 0;
    text_list all = {.items = arena_array(a, organisations * STORED_QUERIES_MOST + 1, sizeof *all.items)};
    for (size_t i = 0; i < organisations; i++) {
        text_list own = {0};
        TRY(store_stored_query_ids(q->store, scope_organisation(q->who, i), a, &own));
        for (size_t j = 0; j < own.count && j < STORED_QUERIES_MOST; j++)
            all.items[all.count++] = own.items[j];
    }
    qsort(all.items, all.count, sizeof *all.items, compare);
    all.count = once(all.items, all.count);
    *out = all;
    return status_ok();
}

status stored_queries_check_keeper(const stored_queries *q)
{
    const char *organisation = NULL;
    return edit_keeper(q ? q->who : NULL, &organisation);
}

/* Callers who may not do this are refused before anything is opened. */
static status begin(const stored_queries *q, edit **out)
{
    TRY(stored_queries_check_keeper(q));
    return edit_enter(q->store, q->who, EDIT_ORIGIN_REQUEST, q->arena, out);
}

status stored_queries_keep(const stored_queries *q, const stored_definition *all, size_t count)
{
    edit *e = NULL;
    TRY(begin(q, &e));
    TRY(edit_keep_queries(e, all, count));
    return edit_commit(e);
}

status stored_queries_drop(const stored_queries *q, const char *id, bool *found)
{
    edit *e = NULL;
    bool dropped = false;
    TRY(begin(q, &e));
    TRY(edit_drop_query(e, id, &dropped));
    TRY(edit_commit(e));
    *found = dropped;
    return status_ok();
}
