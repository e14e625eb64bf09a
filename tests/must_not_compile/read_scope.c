/* The inside of a scope is nobody's business.
   expect: (invalid use of undefined type|incomplete definition of type|incomplete type) */
#include "auth/scope.h"

bool leak(const scope *who);

bool leak(const scope *who)
{
    return who->anonymous;
}
