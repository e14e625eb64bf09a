/* The inside of a scope: for auth/ alone (tests/lint refuses this header elsewhere). */
#ifndef AUTH_SCOPE_MAKE_H
#define AUTH_SCOPE_MAKE_H

#include "auth/scope.h"
#include "server/base/text.h"

struct scope {
    bool anonymous;
    text_list gemeenten; /* ascending, no doubles */
};

#endif
