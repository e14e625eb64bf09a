#include "data/model/case_fold.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ASCII folds to ASCII of the same length, and is in every normal form: most texts need no table. */
static bool is_ascii(const char *chars)
{
    for (; *chars; chars++)
        if ((unsigned char)*chars >= 0x80)
            return false;
    return true;
}

static char *lower_ascii(char *chars)
{
    for (char *c = chars; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return chars;
}

/* A text in which more marks than this combine with one letter is not brought to a normal form. Sorting marks takes the square of
 * their number in time, and no script has more than 30 (UAX 15, Stream-Safe Text Format). */
enum { MARKS_MOST = 30 };

static size_t add_mark(const char *at, size_t bytes, size_t marks)
{
    utf8proc_int32_t code = -1;
    const bool known = bytes > 1 && utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)bytes, &code) > 0;
    return known && utf8proc_get_property(code)->combining_class != 0 ? marks + 1 : 0;
}

static bool is_orderly(const char *chars)
{
    size_t marks = 0;
    while (*chars && marks <= MARKS_MOST) {
        const size_t bytes = text_character(chars);
        marks = add_mark(chars, bytes, marks);
        chars += bytes ? bytes : 1;
    }
    return marks <= MARKS_MOST;
}

/* *out: NULL when the text is not well-formed, or has too many marks in a row. False: no memory. */
static bool map(const char *chars, int options, char **out)
{
    utf8proc_uint8_t *mapped = NULL;
    *out = NULL;
    if (!is_orderly(chars))
        return true;
    const utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)chars, 0, &mapped,
                                               (utf8proc_option_t)(UTF8PROC_NULLTERM | UTF8PROC_STABLE | options));
    *out = size < 0 ? NULL : (char *)mapped;
    return size != UTF8PROC_ERROR_NOMEM;
}

char *case_fold_malloc(const char *chars)
{
    char *folded = NULL;
    if (!is_ascii(chars) && !map(chars, UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE, &folded))
        return NULL;
    if (folded)
        return folded;
    folded = strdup(chars);
    return folded ? lower_ascii(folded) : NULL;
}

char *accent_fold_malloc(const char *chars)
{
    char *folded = NULL;
    if (!is_ascii(chars) && !map(chars, UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK, &folded))
        return NULL;
    return folded ? folded : strdup(chars);
}

static const char *kept(char *folded, arena *a)
{
    if (!folded)
        abort(); /* as arena_alloc does */
    const char *const copy = arena_strdup(a, folded);
    free(folded);
    return copy;
}

const char *case_fold(const char *chars, arena *a)
{
    return kept(case_fold_malloc(chars), a);
}

const char *accent_fold(const char *chars, arena *a)
{
    return kept(accent_fold_malloc(chars), a);
}

static uint32_t code_point(const char *at, size_t bytes)
{
    const unsigned char *s = (const unsigned char *)at;
    switch (bytes) {
    case 0: return CASE_FOLD_NONE | s[0];
    case 1: return s[0];
    case 2: return (s[0] & 0x1FU) << 6 | (s[1] & 0x3FU);
    case 3: return (s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU);
    default: return (s[0] & 0x07U) << 18 | (s[1] & 0x3FU) << 12 | (s[2] & 0x3FU) << 6 | (s[3] & 0x3FU);
    }
}

size_t case_fold_code_points(const char *chars, uint32_t *to)
{
    size_t count = 0;
    while (*chars) {
        const size_t bytes = text_character(chars);
        to[count++] = code_point(chars, bytes);
        chars += bytes ? bytes : 1;
    }
    return count;
}

/* What one code point folds to: itself when it does not fold. */
static size_t fold_one(uint32_t code, uint32_t *to)
{
    utf8proc_int32_t folded[CASE_FOLD_EXPANDS];
    int boundary = 0;
    const bool known = !(code & CASE_FOLD_NONE);
    const utf8proc_ssize_t count =
        known ? utf8proc_decompose_char((utf8proc_int32_t)code, folded, CASE_FOLD_EXPANDS, UTF8PROC_CASEFOLD, &boundary) : 0;
    if (count < 1 || count > CASE_FOLD_EXPANDS) {
        *to = code;
        return 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        to[i] = (uint32_t)folded[i] | (i > 0 ? CASE_FOLD_INSIDE : 0U);
    return (size_t)count;
}

static size_t fold_all(const uint32_t *codes, size_t count, uint32_t *to)
{
    size_t folded = 0;
    for (size_t i = 0; i < count; i++)
        folded += fold_one(codes[i], to + folded);
    return folded;
}

uint32_t *case_fold_characters(const char *chars, size_t *count)
{
    char *composed = NULL;
    if (!is_ascii(chars) && !map(chars, UTF8PROC_COMPOSE, &composed))
        return NULL;
    const char *const from = composed ? composed : chars;
    const size_t room = strlen(from) + 1;
    uint32_t *codes = calloc(room, (CASE_FOLD_EXPANDS + 1) * sizeof *codes);
    if (codes)
        *count = fold_all(codes + CASE_FOLD_EXPANDS * room, case_fold_code_points(from, codes + CASE_FOLD_EXPANDS * room), codes);
    free(composed);
    return codes;
}
