/* Access by a service key: for auth/token.c alone. */
#ifndef AUTH_SERVICE_KEY_INSIDE_H
#define AUTH_SERVICE_KEY_INSIDE_H

#include "auth/key_book.h"
#include "auth/limiter.h"
#include "auth/rights.h"
#include "base/clock.h"

enum { KEY_FAILURES = 30 }; /* of an address per LIMITER_WINDOW; they never stop a good key */

typedef struct key_check {
    const key_book *book; /* NULL: there are no keys */
    limiter *limiter;
} key_check;

/* *id: for the audit trail. ST_UNAUTHENTICATED: no such key, revoked, expired. ST_TOO_MANY: no such key, and many wrong ones from
 * this address before. */
MUST_USE status service_key_rights(const key_check *check, const char *key, const char *address, const clock_reading *now,
                                   arena *a, right_list *rights, const char **id);

#endif
