#include "base/slice.h"

#include "base/text.h"

/* Called for every field of every row; most texts begin and end with a letter or a digit. */
static bool shows(char c)
{
    return c > ' ' && c < 0x7F;
}

static size_t blank_before(const char *from, const char *end)
{
    for (size_t n = 1; n <= 3 && n <= (size_t)(end - from); n++)
        if (text_blank(end - n, end) == n)
            return n;
    return 0;
}

slice slice_trim(slice s)
{
    const char *from = s.at, *to = s.at + s.length;
    for (size_t n = 1; n && from < to && !shows(*from); from += n)
        n = text_blank(from, to);
    for (size_t n = 1; n && from < to && !shows(to[-1]); to -= n)
        n = blank_before(from, to);
    return (slice){from, (size_t)(to - from)};
}
