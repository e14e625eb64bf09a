#include "data/store/stored_queries.h"

#include <stdlib.h>
#include <string.h>

struct stored_queries {
    store *store;
    const scope *who;
};

stored_queries *stored_queries_of(store *s, const scope *who, arena *a)
{
    stored_queries *q = arena_alloc(a, sizeof *q);
    *q = (stored_queries){s, who};
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

/* An id that several organisations of the caller's use is one stored query: the one that stored_queries_find gives. */
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

static status no_role(void)
{
    return FAIL(
        FORBIDDEN, "Authorization",
        "om een vraag te bewaren of te verwijderen is de rol Beheerder of Integrator nodig voor uw organisatie: vraag die aan uw "
        "toegangsbeheerder",
        "to keep or drop a query takes the role Beheerder or Integrator for your organisation: ask your access manager for it");
}

static status several(void)
{
    return FAIL(
        FORBIDDEN, "Authorization",
        "u hebt deze rol voor meer dan een organisatie: kies er een bij het aanmelden, of gebruik een sleutel voor een gemeente",
        "you hold this role for more than one organisation: choose one when you log in, or use a key for one municipality");
}

static status home_of(const stored_queries *q, const char **organisation)
{
    if (!q || scope_is_anonymous(q->who))
        return FAIL(UNAUTHENTICATED, "",
                    "om een vraag te bewaren of te verwijderen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to keep or drop a query you must log in: send a token (Bearer or Basic)");
    switch (scope_home(q->who, organisation)) {
    case SCOPE_HOME_ONE: return status_ok();
    case SCOPE_HOME_SEVERAL: return several();
    case SCOPE_HOME_NONE: break;
    }
    return no_role();
}

status stored_queries_check_keeper(const stored_queries *q)
{
    const char *organisation = NULL;
    return home_of(q, &organisation);
}

status stored_queries_keep(const stored_queries *q, const stored_definition *all, size_t count)
{
    const char *organisation = NULL;
    TRY(home_of(q, &organisation));
    return store_keep_queries(q->store, organisation, scope_actor(q->who), all, count);
}

status stored_queries_drop(const stored_queries *q, const char *id, bool *found)
{
    const char *organisation = NULL;
    TRY(home_of(q, &organisation));
    return store_drop_query(q->store, organisation, id, found);
}
