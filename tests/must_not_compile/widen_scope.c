/* A scope that was given cannot be changed: there is nothing to write to.
   expect: (invalid use of undefined type|incomplete definition of type|incomplete type) */
#include "auth/scope.h"

void leak(scope *who);

void leak(scope *who)
{
    who->grants.count = 285;
}
