#include "auth/scope.h"

#include "auth/scope_make.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return strcmp(((const grant *)a)->nis, ((const grant *)b)->nis);
}

const scope *scope_make_anonymous(arena *a)
{
    scope *who = arena_alloc(a, sizeof *who);
    who->anonymous = true;
    who->actor = "";
    return who;
}

/* Neighbours in the sorted list that name the same gemeente become one. */
static void add(grant_list *list, grant next)
{
    grant *last = list->count ? &list->items[list->count - 1] : NULL;
    if (last && strcmp(last->nis, next.nis) == 0)
        last->capabilities |= next.capabilities;
    else
        list->items[list->count++] = next;
}

const scope *scope_make(grant_list grants, const char *actor, arena *a)
{
    scope *who = arena_alloc(a, sizeof *who);
    grant *sorted = arena_array(a, grants.count + 1, sizeof *sorted);
    for (size_t i = 0; i < grants.count; i++)
        sorted[i] = grants.items[i];
    qsort(sorted, grants.count, sizeof *sorted, compare);
    who->actor = actor;
    who->grants.items = arena_array(a, grants.count + 1, sizeof *who->grants.items);
    for (size_t i = 0; i < grants.count; i++)
        add(&who->grants, sorted[i]);
    return who;
}

bool scope_is_anonymous(const scope *who)
{
    return who->anonymous;
}

size_t scope_gemeente_count(const scope *who)
{
    return who->grants.count;
}

const char *scope_gemeente(const scope *who, size_t index)
{
    return who->grants.items[index].nis;
}

bool scope_may(const scope *who, capability what, const char *nis)
{
    const grant wanted = {.nis = nis};
    const grant *found =
        who->grants.count ? bsearch(&wanted, who->grants.items, who->grants.count, sizeof wanted, compare) : NULL;
    return found && (found->capabilities & what) == (unsigned)what;
}

const char *scope_actor(const scope *who)
{
    return who->actor;
}
