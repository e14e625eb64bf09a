/* A token is not a scope.
   expect: incompatible.pointer.type */
#include "auth/scope.h"

size_t count(const char *token);

size_t count(const char *token)
{
    return scope_gemeente_count(token);
}
