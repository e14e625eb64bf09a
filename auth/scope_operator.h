/* The scope of someone at the command line, who has the store's file itself and so needs no token. For commands alone (tests/lint
 * refuses this header elsewhere): code that answers a request gets its scope from a credential. */
#ifndef AUTH_SCOPE_OPERATOR_H
#define AUTH_SCOPE_OPERATOR_H

#include "auth/scope.h"
#include "base/arena.h"

/* May read, write and remove in these gemeenten and nowhere else; belongs to no organisation. The codes must live as long as the
 * arena.
 */
const scope *scope_of_operator(const char *const *gemeenten, size_t count, arena *a);

#endif
