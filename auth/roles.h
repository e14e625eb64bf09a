/* The roles (roles.def). For auth/ alone: everything else asks the scope for a capability, never for a role. */
#ifndef AUTH_ROLES_H
#define AUTH_ROLES_H

#include "auth/scope.h"

enum {
    CAPABILITIES_OWN = CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN | CAPABILITY_ADMINISTER_SWITCH,
    CAPABILITIES_ALL = CAPABILITY_READ_ALL | CAPABILITY_WRITE_ALL,
    CAPABILITIES_MEMBER = CAPABILITY_KEEP_QUERIES /* held per organisation, not per gemeente */
};

/* Does not compile for a role that may do something where it may not read, or that may remove rows. A grant for a gemeente brings
 * it into the scope, so a role that writes in all gemeenten but reads only its own would bring in everybody's. */
#define ROLE_READS(name, capabilities)                                                            \
    _Static_assert(!((capabilities)&CAPABILITY_REMOVE), #name " removes no rows");                \
    _Static_assert((capabilities) & (CAPABILITY_READ_OWN | CAPABILITY_READ_ALL), #name " reads"); \
    _Static_assert(!((capabilities)&CAPABILITIES_OWN) || ((capabilities)&CAPABILITY_READ_OWN),    \
                   #name " reads its own gemeenten");                                             \
    _Static_assert(!((capabilities)&CAPABILITIES_ALL) || ((capabilities)&CAPABILITY_READ_ALL), #name " reads all gemeenten");

typedef struct role {
    const char *name;
    unsigned capabilities; /* of enum capability, or-ed together */
    bool for_keys;         /* whether a service key may carry it */
} role;

/* In any case; NULL when there is no such role. */
const role *role_find(const char *name);

#endif
