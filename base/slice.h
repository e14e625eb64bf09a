/* A piece of text that belongs to someone else: not NUL-terminated. `at` NULL stands for SQL's NULL. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct slice {
    const char *at;
    size_t length;
} slice;

/* A whole text, which must live as long as the slice; NULL stays NULL. */
static inline slice slice_of(const char *word)
{
    return (slice){word, word ? strlen(word) : 0};
}

/* Whether it is this word, byte for byte; NULL never is. */
static inline bool slice_is(slice s, const char *word)
{
    return s.at && s.length == strlen(word) && memcmp(s.at, word, s.length) == 0;
}

/* Whether both hold the same bytes; NULL and "" are the same here. */
static inline bool slice_equals(slice one, slice other)
{
    return one.length == other.length && (one.length == 0 || memcmp(one.at, other.at, one.length) == 0);
}

/* Without the blanks and line ends around it, those of Unicode too (text_blank): a no-break space is copied along from a
 * spreadsheet or a web page, and nobody sees it. */
slice slice_trim(slice s);

/* An empty text as NULL, for the store. */
static inline slice slice_or_null(slice s)
{
    return s.length ? s : (slice){NULL, 0};
}

#endif
