/* The inside of a scope and its maker: for auth/ alone (tests/lint refuses this header elsewhere). */
#ifndef AUTH_SCOPE_MAKE_H
#define AUTH_SCOPE_MAKE_H

#include "auth/scope.h"
#include "server/base/text.h"

struct scope {
    bool anonymous;
    text_list gemeenten; /* ascending, no doubles */
};

const scope *scope_make_anonymous(arena *a);
const scope *scope_make(text_list gemeenten,
                        arena *a); /* in any order, doubles allowed; the texts must live as long as the arena */

#endif
