#include "auth/roles.h"

#include "base/text.h"

static const role roles[] = {
#define ROLE(name, capabilities, for_keys) {#name, capabilities, for_keys},
#include "auth/roles.def"
#undef ROLE
};

#define ROLE(name, capabilities, for_keys) ROLE_READS(name, capabilities)
#include "auth/roles.def"
#undef ROLE

const role *role_find(const char *name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (text_equal_nocase(name, roles[i].name))
            return &roles[i];
    return NULL;
}
