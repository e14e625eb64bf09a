/* The file of service keys as the operator writes it (data/store/service_keys.h is how the workers read it). No key is in it,
 * only hashes. */
#ifndef MANAGE_KEY_RING_H
#define MANAGE_KEY_RING_H

#include "base/arena.h"
#include "base/status.h"

typedef struct key_ring key_ring;

typedef struct ring_key {
    const char *id, *name, *role;
    const char *gemeenten;            /* NIS codes with commas between them; "" for a role over all */
    const char *made_at;              /* YYYY-MM-DDThh:mm:ssZ, like the next two */
    const char *expires;              /* YYYY-MM-DD: from that day on it is not valid */
    const char *revoked_at, *used_at; /* NULL: never */
} ring_key;

typedef struct ring_keys {
    ring_key *items;
    size_t count;
} ring_keys;

/* Makes the file (mode 0600, of the store's owner: base/beside.h) when it is not there. ST_BAD_INPUT, ST_UNAVAILABLE for
 * the operator. Closed with the arena. */
MUST_USE status key_ring_open(const char *path, const char *store, arena *a, key_ring **out);

/* revoked_at and used_at of the key are ignored; hash: SHA-256 of its whole text. ST_BAD_INPUT, ST_UNAVAILABLE. */
MUST_USE status key_ring_add(key_ring *r, const ring_key *key, const unsigned char hash[32]);
/* ST_NOT_FOUND when there is no such key; *already: it was revoked before. */
MUST_USE status key_ring_revoke(key_ring *r, const char *id, const char *at, bool *already);
MUST_USE status key_ring_list(key_ring *r, arena *a, ring_keys *out); /* in the order in which they were made */

#endif
