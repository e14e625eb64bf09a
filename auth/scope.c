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
    who->names = (scope_names){"", ""};
    return who;
}

/* Neighbours in the sorted list that name the same gemeente become one, in place. */
static grant_list merged(grant *sorted, size_t count)
{
    grant_list list = {.items = sorted};
    for (size_t i = 0; i < count; i++) {
        if (list.count && strcmp(sorted[list.count - 1].nis, sorted[i].nis) == 0)
            sorted[list.count - 1].capabilities |= sorted[i].capabilities;
        else
            sorted[list.count++] = sorted[i];
    }
    return list;
}

static int compare_members(const void *a, const void *b)
{
    const member *one = a, *two = b;
    return one->chosen != two->chosen ? two->chosen - one->chosen : strcmp(one->organisation, two->organisation);
}

/* All entries of one organisation agree on whether it was chosen, so they are neighbours. */
static member_list merged_members(member *sorted, size_t count)
{
    member_list list = {.items = sorted};
    for (size_t i = 0; i < count; i++) {
        if (list.count && strcmp(sorted[list.count - 1].organisation, sorted[i].organisation) == 0)
            sorted[list.count - 1].capabilities |= sorted[i].capabilities;
        else
            sorted[list.count++] = sorted[i];
    }
    return list;
}

static member_list sorted_members(member_list given, arena *a)
{
    member *sorted = arena_array(a, given.count + 1, sizeof *sorted);
    for (size_t i = 0; i < given.count; i++)
        sorted[i] = given.items[i];
    qsort(sorted, given.count, sizeof *sorted, compare_members);
    return merged_members(sorted, given.count);
}

/* For a caller who may see all, the store returns them sorted: checking that costs a tenth of sorting. */
static void sort(grant *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare(&items[i - 1], &items[i]) > 0) {
            qsort(items, count, sizeof *items, compare);
            return;
        }
}

const scope *scope_make(grant_list grants, member_list members, scope_names names, arena *a)
{
    scope *who = arena_alloc(a, sizeof *who);
    grant *sorted = arena_array(a, grants.count + 1, sizeof *sorted);
    for (size_t i = 0; i < grants.count; i++)
        sorted[i] = grants.items[i];
    sort(sorted, grants.count);
    who->names = names;
    who->grants = merged(sorted, grants.count);
    who->members = sorted_members(members, a);
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

bool scope_reads(const scope *who, size_t index)
{
    return (who->grants.items[index].capabilities & (CAPABILITY_READ_OWN | CAPABILITY_READ_ALL)) != 0;
}

bool scope_may(const scope *who, capability what, const char *nis)
{
    const grant wanted = {.nis = nis};
    const grant *found =
        who->grants.count ? bsearch(&wanted, who->grants.items, who->grants.count, sizeof wanted, compare) : NULL;
    return found && (found->capabilities & what) == (unsigned)what;
}

bool scope_may_somewhere(const scope *who, capability what)
{
    for (size_t i = 0; i < who->grants.count; i++)
        if ((who->grants.items[i].capabilities & what) == (unsigned)what)
            return true;
    return false;
}

size_t scope_organisation_count(const scope *who)
{
    return who->members.count;
}

const char *scope_organisation(const scope *who, size_t index)
{
    return who->members.items[index].organisation;
}

/* A user who chose an organisation means that one: nothing is kept for another one instead. */
scope_home_kind scope_home(const scope *who, const char **organisation)
{
    const member_list *m = &who->members;
    const size_t count = m->count && m->items[0].chosen ? 1 : m->count;
    const member *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!(m->items[i].capabilities & CAPABILITY_KEEP_QUERIES))
            continue;
        if (found)
            return SCOPE_HOME_SEVERAL;
        found = &m->items[i];
    }
    if (!found)
        return SCOPE_HOME_NONE;
    *organisation = found->organisation;
    return SCOPE_HOME_ONE;
}

const char *scope_actor(const scope *who)
{
    return who->names.actor;
}

const char *scope_roles(const scope *who)
{
    return who->names.roles;
}
