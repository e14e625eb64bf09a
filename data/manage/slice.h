/* A piece of text that belongs to someone else: not NUL-terminated. `at` NULL stands for SQL's NULL. */
#ifndef MANAGE_SLICE_H
#define MANAGE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct slice {
    const char *at;
    size_t length;
} slice;

static inline slice slice_of(const char *text)
{
    return (slice){text, text ? strlen(text) : 0};
}

static inline bool slice_is(slice s, const char *text)
{
    return s.at && s.length == strlen(text) && memcmp(s.at, text, s.length) == 0;
}

static inline bool slice_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without blanks and line ends around it. */
static inline slice slice_trim(slice s)
{
    while (s.length && slice_is_blank(s.at[0]))
        s = (slice){s.at + 1, s.length - 1};
    while (s.length && slice_is_blank(s.at[s.length - 1]))
        s.length--;
    return s;
}

/* Nothing there: NULL for the store. */
static inline slice slice_or_null(slice s)
{
    return s.length ? s : (slice){NULL, 0};
}

#endif
