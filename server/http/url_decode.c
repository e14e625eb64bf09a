#include "server/http/url_decode.h"

#include "base/text.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that is escaped at `from`, -1 for none. */
static int escaped(const char *from, size_t left)
{
    if (left < 3 || hex_digit(from[1]) < 0 || hex_digit(from[2]) < 0)
        return -1;
    return hex_digit(from[1]) * 16 + hex_digit(from[2]);
}

bool url_decode(const char *from, size_t length, char *to)
{
    bool good = true;
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        const int code = from[i] == '%' ? escaped(from + i, length - i) : -1;
        good &= from[i] != '%' || code >= 0;
        to[used++] = code >= 0 ? (char)code : from[i] == '+' ? ' ' : from[i];
        i += code >= 0 ? 2 : 0;
    }
    to[used] = '\0';
    return good && text_is_utf8(to, used);
}
