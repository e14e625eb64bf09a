/* Service keys: for GIS clients and integrators that cannot use OAuth. `rlk_<id>_<secret>`: the id (10 hexadecimal digits) is for
 * lists and logs, the secret is 256 random bits in base64url. The prefix lets scanners of code and mail find a key that leaked.
 */
#ifndef AUTH_SERVICE_KEY_H
#define AUTH_SERVICE_KEY_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

#define SERVICE_KEY_PREFIX "rlk_"

enum { SERVICE_KEY_ID = 10, SERVICE_KEY_SECRET = 43, SERVICE_KEY_LENGTH = 4 + SERVICE_KEY_ID + 1 + SERVICE_KEY_SECRET };

typedef struct new_key {
    const char *text, *id;
    unsigned char hash[32]; /* what is kept of it */
} new_key;

/* A key that nobody has yet, from the kernel's random numbers. */
MUST_USE status service_key_make(arena *a, new_key *out);

/* Whether a key of this role may be given out, and with how many gemeenten. ST_BAD_INPUT with what would be right. */
MUST_USE status service_key_check_role(const char *role, size_t gemeenten);

/* Whether a text begins as a key does: it is then treated as one, whichever header it came in. */
bool service_key_seems(const char *presented);

#endif
