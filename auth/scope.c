#include "auth/scope.h"

#include "auth/scope_make.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const scope *scope_make_anonymous(arena *a)
{
    scope *who = arena_alloc(a, sizeof *who);
    who->anonymous = true;
    return who;
}

const scope *scope_make(text_list gemeenten, arena *a)
{
    scope *who = arena_alloc(a, sizeof *who);
    text_list *own = &who->gemeenten;
    own->items = arena_array(a, gemeenten.count + 1, sizeof *own->items);
    for (size_t i = 0; i < gemeenten.count; i++)
        own->items[i] = gemeenten.items[i];
    qsort(own->items, gemeenten.count, sizeof *own->items, compare);
    for (size_t i = 0; i < gemeenten.count; i++)
        if (own->count == 0 || strcmp(own->items[own->count - 1], own->items[i]) != 0)
            own->items[own->count++] = own->items[i];
    return who;
}

bool scope_is_anonymous(const scope *who)
{
    return who->anonymous;
}

size_t scope_gemeente_count(const scope *who)
{
    return who->gemeenten.count;
}

const char *scope_gemeente(const scope *who, size_t index)
{
    return who->gemeenten.items[index];
}
