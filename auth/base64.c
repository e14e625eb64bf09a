#include "auth/base64.h"

#include <stdint.h>

/* The value of one digit; 64 when it is not a digit. The two alphabets differ in the last two digits only. */
static uint32_t digit(char c, char digit62, char digit63)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 52;
    return c == digit62 ? 62 : c == digit63 ? 63 : 64;
}

/* length counts digits, not padding. */
static bool decode(const char *chars, size_t length, const char last[2], arena *a, bytes *out)
{
    if (length % 4 == 1)
        return false;
    unsigned char *data = arena_alloc(a, length / 4 * 3 + 3);
    size_t size = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < length; i++) {
        const uint32_t value = digit(chars[i], last[0], last[1]);
        if (value == 64)
            return false;
        bits = (bits << 6 | value) & 0xFFFFU;
        held += 6;
        if (held >= 8) {
            held -= 8;
            data[size++] = (unsigned char)(bits >> held);
        }
    }
    if (bits & ((1U << held) - 1U)) /* RFC 4648 §3.5: unused bits must be zero */
        return false;
    *out = (bytes){data, size};
    return true;
}

bool base64_decode(const char *chars, size_t length, arena *a, bytes *out)
{
    if (length % 4)
        return false;
    for (int padding = 0; padding < 2 && length && chars[length - 1] == '='; padding++)
        length--;
    return decode(chars, length, "+/", a, out);
}

bool base64url_decode(const char *chars, size_t length, arena *a, bytes *out)
{
    return decode(chars, length, "-_", a, out);
}
