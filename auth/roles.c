#include "auth/roles.h"

#include "base/text.h"

static const role roles[] = {
#define ROLE(name, capabilities, for_keys) {#name, capabilities, for_keys},
#include "auth/roles.def"
#undef ROLE
};

/* The gemeenten of a scope are those whose rows it may see, so nobody may write where he cannot read. */
#define ROLE(name, capabilities, for_keys)                                                        \
    _Static_assert((capabilities) & (CAPABILITY_READ_OWN | CAPABILITY_READ_ALL), #name " reads"); \
    _Static_assert(((capabilities)&CAPABILITIES_OWN) == 0 || ((capabilities)&CAPABILITY_READ_OWN), #name " reads its own");
#include "auth/roles.def"
#undef ROLE

const role *role_find(const char *name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (text_equal_nocase(name, roles[i].name))
            return &roles[i];
    return NULL;
}
