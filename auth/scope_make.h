/* The inside of a scope and its maker: for auth/ alone (tests/lint refuses this header elsewhere). */
#ifndef AUTH_SCOPE_MAKE_H
#define AUTH_SCOPE_MAKE_H

#include "auth/scope.h"
#include "server/base/arena.h"

/* What may be done in one gemeente. */
typedef struct grant {
    const char *nis;
    unsigned capabilities; /* of enum capability, together */
} grant;

typedef struct grant_list {
    grant *items;
    size_t count;
} grant_list;

struct scope {
    bool anonymous;
    const char *actor;
    grant_list grants; /* ascending by NIS code, no doubles, each with a capability to read */
};

const scope *scope_make_anonymous(arena *a);
/* In any order; two grants for one gemeente are added up. The texts must live as long as the arena. */
const scope *scope_make(grant_list grants, const char *actor, arena *a);

#endif
