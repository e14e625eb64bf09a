#include "data/model/letter_case.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CHARACTER_MOST = 4 };

static size_t map_character(const char *at, size_t bytes, bool upper, char *to)
{
    utf8proc_int32_t code = 0;
    if (utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)bytes, &code) < 1) {
        memcpy(to, at, bytes);
        return bytes;
    }
    return (size_t)utf8proc_encode_char(upper ? utf8proc_toupper(code) : utf8proc_tolower(code), (utf8proc_uint8_t *)to);
}

char *letter_case_malloc(const char *chars, bool upper)
{
    char *mapped = malloc(CHARACTER_MOST * strlen(chars) + 1);
    char *to = mapped;
    for (const char *at = chars; mapped && *at;) {
        const size_t bytes = text_character(at) ? text_character(at) : 1;
        to += map_character(at, bytes, upper, to);
        at += bytes;
    }
    if (mapped)
        *to = '\0';
    return mapped;
}
