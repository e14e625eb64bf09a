/* SHA-256 (FIPS 180-4), and comparing secrets. */
#ifndef AUTH_DIGEST_H
#define AUTH_DIGEST_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32 };

typedef struct digest {
    unsigned char bytes[DIGEST_SIZE];
} digest;

/* SHA-256 of these bytes. */
digest digest_of(const void *data, size_t size);
/* SHA-256 of the rest of this open file. False: it could not be read (errno says why). */
bool digest_of_file(int file, digest *out);
const char *digest_base64(const digest *d, arena *a); /* RFC 4648 §4 */
bool digest_equal(const digest *a, const digest *b);  /* takes the same time wherever they differ */
uint64_t digest_number(const digest *d);              /* its first eight bytes: to choose a place in a table */

#endif
