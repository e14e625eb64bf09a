/* A scope made by hand: it has no size outside auth/.
   expect: (storage size of .own. isn't known|incomplete type) */
#include "auth/scope.h"

size_t leak(void);

size_t leak(void)
{
    scope own;
    return scope_gemeente_count(&own);
}
