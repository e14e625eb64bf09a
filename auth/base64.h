/* Base64, read strictly: no blanks, no stray bits, no missing or extra padding. So one value has one spelling, and two readers of
 * a token (this one and the library that checks its signature) cannot see two different things.
 */
#ifndef AUTH_BASE64_H
#define AUTH_BASE64_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct bytes {
    const unsigned char *data; /* a NUL follows the last one */
    size_t size;
} bytes;

/* RFC 4648 §4: padded to a multiple of four. False otherwise; *out is then untouched. */
bool base64_decode(const char *chars, size_t length, arena *a, bytes *out);

/* RFC 4648 §5, without padding, as RFC 7515 §2 wants it. */
bool base64url_decode(const char *chars, size_t length, arena *a, bytes *out);

#endif
