/* The scope of who works at the command line: he holds the file itself, so no token stands behind it. For commands alone
 * (tests/lint refuses this header elsewhere): what answers a request has its scope from a credential. */
#ifndef AUTH_SCOPE_OPERATOR_H
#define AUTH_SCOPE_OPERATOR_H

#include "auth/scope.h"
#include "base/arena.h"

/* May read and write in these gemeenten and nowhere else; belongs to no organisation. The codes must live as long as the arena.
 */
const scope *scope_of_operator(const char *const *gemeenten, size_t count, arena *a);

#endif
