/* Which caller a request counts for when requests must share the workers (server/http/admission.h). The numbers are equal for
 * equal callers, and nothing can be read back from them. They decide who waits, never what somebody sees: two callers with the
 * same number would share a part of the workers, but no rows. */
#ifndef AUTH_CALLER_H
#define AUTH_CALLER_H

#include "auth/scope.h"

#include <stdint.h>

typedef struct caller {
    bool anonymous;
    uint64_t part; /* whose part of the workers it takes: its organisations', else the credential's own; all anonymous callers
                      share one */
    uint64_t self; /* who takes turns within that part: a user or a key; for anonymous callers an address (of IPv6 its first 64
                      bits) */
} caller;

/* address: the client's, as the web server saw it; NULL: not known. */
caller caller_of(const scope *who, const char *address);

#endif
