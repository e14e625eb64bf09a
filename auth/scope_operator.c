#include "auth/scope_operator.h"

#include "auth/scope_make.h"

const scope *scope_of_operator(const char *const *gemeenten, size_t count, arena *a)
{
    grant *grants = arena_array(a, count + 1, sizeof *grants);
    for (size_t i = 0; i < count; i++)
        grants[i] = (grant){gemeenten[i], CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN | CAPABILITY_REMOVE};
    return scope_make((grant_list){grants, count}, (member_list){0}, (scope_names){"operator", ""}, a);
}
