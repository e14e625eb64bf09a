/* Where the keys come from, and when they are read again. One per process; it reads no clock: the caller gives the time. For
 * auth/ alone.
 *
 * A file is checked once a second at most and read again when it changed. When it cannot be read the old keys are dropped too: a
 * key that was removed must not stay valid because the new file is unreadable. A URL is fetched when a key is first needed, every
 * ten minutes, and for an unknown kid once a minute at most (a provider that rotates its keys). A failure is remembered, so that
 * a provider that is down does not stall each request; keys that were fetched before stay good for an hour.
 */
#ifndef AUTH_KEY_SOURCE_H
#define AUTH_KEY_SOURCE_H

#include "auth/keys.h"
#include "base/text.h"

#include <stdint.h>

enum {                           /* seconds */
       KEYS_REFRESH = 600,       /* a fetched set is asked for again */
       KEYS_UNKNOWN = 60,        /* … and at most this often for a kid that is not in it */
       KEYS_RETRY = 10,          /* after a failure, when there are no keys */
       KEYS_RETRY_WITH_OLD = 60, /* after a failure, while the old keys still serve */
       KEYS_EXPIRE = 3600        /* a set that could not be refreshed is dropped */
};

typedef struct key_source key_source;

/* Gets what is at the URL, appended to *body. */
typedef status key_fetch(const char *url, text *body);

key_source *key_source_file(const char *path); /* the text must outlive the source */
key_source *key_source_url(const char *url, key_fetch *fetch);
void key_source_free(key_source *s); /* NULL is fine */

/* Reads the keys now. ST_BAD_INPUT with the reason, for the operator. */
MUST_USE status key_source_load(key_source *s, int64_t now);

/* Reads the keys again when they are due; a failure goes to the log. now: as below. */
void key_source_refresh(key_source *s, int64_t now);

/* Another number whenever the keys were read again or dropped, so that what was concluded from them can be forgotten. */
uint64_t key_source_version(const key_source *s);

/* now: seconds of a clock that only goes forward. *out lives until the next call.
 * ST_UNAUTHENTICATED: the keys are known and this one is not among them. ST_UNAVAILABLE: the keys are not available now. */
MUST_USE status key_source_find(key_source *s, key_alg alg, const char *kid, int64_t now, const key **out);

#endif
