/* Bytes as hexadecimal digits, in lower case. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/status.h"

#include <stddef.h>

/* Writes 2 * count digits and a NUL. */
void hex_write(const unsigned char *bytes, size_t count, char *out);

/* Unpredictable bytes from the system's own generator (getrandom). False: it gave none; do not use *out then. */
MUST_USE bool random_bytes(void *out, size_t count);

enum { RANDOM_HEX_MOST = 64 };
/* A name that nobody can guess: `digits` random digits (even, RANDOM_HEX_MOST at most; 4 bits each) and a NUL. False: as
 * random_bytes. */
MUST_USE bool random_hex(char *out, size_t digits);

#endif
