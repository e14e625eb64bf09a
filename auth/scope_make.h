/* The inside of a scope and its maker: for auth/ alone (tests/lint refuses this header elsewhere). */
#ifndef AUTH_SCOPE_MAKE_H
#define AUTH_SCOPE_MAKE_H

#include "auth/scope.h"
#include "base/arena.h"

/* What may be done in one gemeente. */
typedef struct grant {
    const char *nis;
    unsigned capabilities; /* of enum capability, or-ed together */
} grant;

typedef struct grant_list {
    grant *items;
    size_t count;
} grant_list;

/* A role for an organisation. */
typedef struct member {
    const char *organisation;
    unsigned capabilities; /* those that are held per organisation */
    bool chosen;           /* by the user, at the provider */
} member;

typedef struct member_list {
    member *items;
    size_t count;
} member_list;

/* What somebody is called: for records, never for a decision. */
typedef struct scope_names {
    const char *actor; /* as scope_actor gives it */
    const char *roles; /* as scope_roles gives them */
} scope_names;

struct scope {
    bool anonymous;
    scope_names names;
    member_list members; /* the chosen one first, then ascending, no duplicates */
    grant_list grants;   /* ascending by NIS code, no duplicates, each with a capability to read */
};

/* The scope of a caller without a token: no gemeente, no organisation. */
const scope *scope_make_anonymous(arena *a);
/* In any order; two grants for one gemeente are merged, and so are two members for one organisation. The texts must live as long
 * as the arena. */
const scope *scope_make(grant_list grants, member_list members, scope_names names, arena *a);

#endif
