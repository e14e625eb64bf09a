/* A scope written down as a literal.
   expect: (invalid use of undefined type|incomplete type|undefined type) */
#include "auth/scope.h"

size_t leak(void);

size_t leak(void)
{
    return scope_gemeente_count(&(const scope){0});
}
