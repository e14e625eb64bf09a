/* What a caller may see. Opaque, with one maker: scope_from_token (auth/token.h). Everything after the door asks the scope, never
 * the token or its claims. Lives in the arena of the request. */
#ifndef AUTH_SCOPE_H
#define AUTH_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct scope scope;

/* No token was given: only public layers and documents. */
bool scope_is_anonymous(const scope *who);

/* The gemeenten (NIS codes, 5 digits, ascending, no doubles) whose rows the caller may see; none for an anonymous caller. */
size_t scope_gemeente_count(const scope *who);
const char *scope_gemeente(const scope *who, size_t index);

#endif
