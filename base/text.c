#include "base/text.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

text text_new(arena *a)
{
    text t = {.arena = a, .room = 128};
    t.chars = arena_alloc(a, t.room);
    return t;
}

static void make_room(text *t, size_t more)
{
    if (t->length + more + 1 <= t->room)
        return;
    while (t->room < t->length + more + 1)
        t->room *= 2;
    char *larger = arena_alloc(t->arena, t->room);
    memcpy(larger, t->chars, t->length);
    t->chars = larger;
}

void text_add_bytes(text *t, const char *chars, size_t length)
{
    make_room(t, length);
    memcpy(t->chars + t->length, chars, length);
    t->length += length;
    t->chars[t->length] = '\0';
}

void text_add(text *t, const char *chars)
{
    text_add_bytes(t, chars, strlen(chars));
}

void text_addf(text *t, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        make_room(t, (size_t)n);
        vsnprintf(t->chars + t->length, (size_t)n + 1, format, again);
        t->length += (size_t)n;
    }
    va_end(again);
}

size_t text_blank(const char *at, const char *end)
{
    static const char *const others[] = {"\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                         "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};
    const size_t left = (size_t)(end - at);
    if (left > 0 && strchr(" \t\r\n\v\f", *at))
        return *at ? 1 : 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (left >= strlen(others[i]) && strncmp(at, others[i], strlen(others[i])) == 0)
            return strlen(others[i]);
    return left >= 3 && strncmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x80 && (unsigned char)at[2] <= 0x8B ? 3 : 0;
}

static const char *skip_blanks(const char *at, const char *end)
{
    for (size_t n = text_blank(at, end); n; n = text_blank(at, end))
        at += n;
    return at;
}

/* The end of the text that begins at `from`, without trailing blanks. */
static const char *without_blanks(const char *from, const char *end)
{
    const char *last = from;
    for (const char *at = skip_blanks(from, end); at < end; at = skip_blanks(at, end))
        last = ++at;
    return last;
}

text_list text_split(arena *a, const char *chars, char separator)
{
    text_list list = {0};
    if (!*chars)
        return list;
    size_t count = 1;
    for (const char *c = chars; *c; c++)
        count += *c == separator;
    list.items = arena_array(a, count, sizeof *list.items);
    for (const char *end = strchr(chars, separator); end; end = strchr(chars, separator)) {
        list.items[list.count++] = arena_strndup(a, chars, (size_t)(end - chars));
        chars = end + 1;
    }
    list.items[list.count++] = arena_strdup(a, chars);
    return list;
}

text_list text_items(arena *a, const char *chars, char separator)
{
    text_list list = {0};
    const char *const all = chars + strlen(chars);
    size_t count = 1;
    if (skip_blanks(chars, all) == all)
        return list;
    for (const char *c = chars; *c; c++)
        count += *c == separator;
    list.items = arena_array(a, count, sizeof *list.items);
    for (bool more = true; more;) {
        const char *separating = strchr(chars, separator), *end = separating ? separating : all;
        const char *from = skip_blanks(chars, end), *to = without_blanks(from, end);
        list.items[list.count++] = arena_strndup(a, from, (size_t)(to - from));
        more = separating != NULL;
        chars = end + more;
    }
    return list;
}

text_list text_words(arena *a, const char *chars, const char *separators)
{
    const char *const all = chars + strlen(chars);
    text_list list = {.items = arena_array(a, strlen(chars) / 2 + 1, sizeof *list.items)};
    while (chars < all) {
        const char *end = chars;
        while (end < all && !text_blank(end, all) && !strchr(separators, *end))
            end++;
        if (end > chars)
            list.items[list.count++] = arena_strndup(a, chars, (size_t)(end - chars));
        const size_t blank = text_blank(end, all);
        chars = end < all ? end + (blank ? blank : 1) : all;
    }
    return list;
}

const char *text_trim(arena *a, const char *chars)
{
    static const char blanks[] = " \t\r\n";
    chars += strspn(chars, blanks);
    size_t length = strlen(chars);
    while (length && strchr(blanks, chars[length - 1]))
        length--;
    return arena_strndup(a, chars, length);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_nocase(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

bool text_is_among_nocase(const char *chars, const char *const *words)
{
    while (*words && !text_equal_nocase(*words, chars))
        words++;
    return *words != NULL;
}

/* Length of the sequence that starts at s, 0 when it is not well-formed: RFC 3629 §4. */
static size_t utf8_sequence(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80)
        return s[0] ? 1 : 0;
    const size_t n = s[0] >= 0xC2 && s[0] <= 0xDF ? 2 : (s[0] & 0xF0U) == 0xE0 ? 3 : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4 : 0;
    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0U) != 0x80U)
            return 0;
    const bool overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    const bool beyond = (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF4 && s[1] > 0x8F);
    return overlong || beyond ? 0 : n;
}

size_t text_character(const char *at)
{
    return utf8_sequence((const unsigned char *)at, 4);
}

/* U+FFFE and U+FFFF (EF BF BE, EF BF BF) are well-formed but not characters of XML (1.0 §2.2). */
static bool is_noncharacter(const char *at)
{
    return strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0;
}

void text_clean(char *chars)
{
    char *to = chars;
    for (const char *from = chars; *from;) {
        const size_t n = text_character(from);
        if (n == 1)
            *to++ = (unsigned char)*from < 0x20 || *from == 0x7F ? ' ' : *from;
        else if (n > 1 && !is_noncharacter(from)) {
            memmove(to, from, n);
            to += n;
        }
        from += n ? n : 1;
    }
    *to = '\0';
}

bool text_is_utf8(const char *chars, size_t length)
{
    const unsigned char *s = (const unsigned char *)chars;
    for (size_t i = 0; i < length;) {
        const size_t n = utf8_sequence(s + i, length - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t text_fitting(const char *chars, size_t most)
{
    size_t fitting = 0;
    for (size_t n = text_character(chars); n && fitting + n <= most; n = text_character(chars + fitting))
        fitting += n;
    return fitting;
}

const char *text_whole(const char *chars, size_t length, arena *a)
{
    if (text_is_utf8(chars, length))
        return chars;
    text t = text_new(a);
    for (const char *c = chars; c < chars + length;) {
        const size_t n = text_character(c);
        text_add_bytes(&t, n ? c : "\xEF\xBF\xBD", n ? n : 3);
        c += n ? n : 1;
    }
    return t.chars;
}

bool text_to_int64(const char *chars, int64_t *out)
{
    if (!(*chars == '-' || (*chars >= '0' && *chars <= '9')))
        return false;
    char *end = NULL;
    errno = 0;
    const long long value = strtoll(chars, &end, 10);
    if (errno || *end || end == chars)
        return false;
    *out = value;
    return true;
}

/* Only the characters of a decimal number: keeps strtod from taking hex floats, "nan", "inf" and leading blanks. */
static bool looks_decimal(const char *chars)
{
    const size_t n = strlen(chars);
    return n > 0 && n <= 64 && strspn(chars, "+-.0123456789eE") == n;
}

bool text_to_double(const char *chars, double *out)
{
    if (!looks_decimal(chars))
        return false;
    char *end = NULL;
    const double value = strtod(chars, &end); /* the program never calls setlocale: the C locale holds */
    if (*end || end == chars || !isfinite(value))
        return false;
    *out = value;
    return true;
}
