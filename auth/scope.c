#include "auth/scope.h"

#include "auth/scope_make.h"

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
