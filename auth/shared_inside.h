/* The inside of the shared memory: for auth/ alone. */
#ifndef AUTH_SHARED_INSIDE_H
#define AUTH_SHARED_INSIDE_H

#include "auth/breaker.h"
#include "auth/limiter.h"
#include "auth/shared.h"

struct auth_shared {
    breaker introspection;
    limiter limiter; /* by address */
    limiter waiting; /* by token: a table of its own, so that a flood of tokens pushes nobody's count out */
    limiter good;    /* by token: separate for the same reason */
};

#endif
