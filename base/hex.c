#include "base/hex.h"

#include <sys/random.h>

void hex_write(const unsigned char *bytes, size_t count, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

/* Up to 256 bytes come all together or not at all, even if a signal arrives (getrandom(2)). */
bool random_bytes(void *out, size_t count)
{
    return getrandom(out, count, 0) == (ssize_t)count;
}

bool random_hex(char *out, size_t digits)
{
    unsigned char bytes[RANDOM_HEX_MOST / 2];
    if (digits > RANDOM_HEX_MOST || !random_bytes(bytes, digits / 2))
        return false;
    hex_write(bytes, digits / 2, out);
    return true;
}
