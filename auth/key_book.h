/* The service keys that were given out. auth/ checks a key; the keys' file answers through this seam. */
#ifndef AUTH_KEY_BOOK_H
#define AUTH_KEY_BOOK_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

typedef struct key_record {
    const char *role;       /* a name of auth/roles.def */
    text_list gemeenten;    /* NIS codes, as they were when the key was made; none for a role over all */
    unsigned char hash[32]; /* SHA-256 of the whole key */
    int64_t expires;        /* Unix time: from then on it is no longer good */
    bool revoked;
} key_record;

typedef struct key_book {
    void *context;
    /* Reads the file at every call, so that a revocation takes effect at once. *out: NULL when there is no such key. Fails only
     * when the file cannot be read; a missing file holds no keys. */
    MUST_USE status (*find)(void *context, const char *id, arena *a, const key_record **out);
    /* Notes that this key was just used. Never fails: at worst the note is lost. */
    void (*note_use)(void *context, const char *id, int64_t now);
} key_book;

#endif
