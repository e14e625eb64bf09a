/* The rights that a credential gives, before the store says for which gemeenten: the common form of a token's roles and of a
 * service key. For auth/ alone. */
#ifndef AUTH_RIGHTS_H
#define AUTH_RIGHTS_H

#include "auth/directory.h"
#include "auth/roles.h"

enum { RIGHT_COUNT = 400 };

/* A role for an organisation, for a gemeente, or (both NULL) for nobody in particular. */
typedef struct right {
    const role *role;
    const char *organisation; /* KBO number or OVO code, as the token has it */
    const char *gemeente;     /* NIS code, as it was when the key was made */
} right;

typedef struct right_list {
    right *items; /* at most RIGHT_COUNT, no duplicates */
    size_t count;
    const char *chosen; /* the organisation that the user chose; NULL: none. No right needs to name it. */
} right_list;

/* The scope that these rights make today. ST_FORBIDDEN when they reach no gemeente, ST_UNAVAILABLE when the directory cannot
 * answer. */
MUST_USE status rights_scope(const right_list *rights, const char *actor, const directory *d, arena *a, const scope **out);

#endif
