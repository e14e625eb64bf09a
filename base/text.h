/* Text that grows in an arena (SQL, small documents), and small helpers for reading text. UTF-8 throughout. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct text {
    arena *arena;
    char *chars; /* always NUL-terminated */
    size_t length, room;
} text;

/* An empty text that grows in this arena; what was added stays where `chars` points until more is added. */
text text_new(arena *a);
void text_add(text *t, const char *chars);
void text_add_bytes(text *t, const char *chars, size_t length);
void text_addf(text *t, const char *format, ...) PRINTF_LIKE(2, 3);

typedef struct text_list {
    const char **items;
    size_t count;
} text_list;

/* Splits at every separator, exactly; empty items are kept ("a,,b" has three). "" gives an empty list. Items live in the arena.
 */
text_list text_split(arena *a, const char *chars, char separator);
/* The items of a list that a person or a client wrote, without the blanks around each; every such list is split here. A text of
 * blanks alone gives an empty list. Blanks are those of Unicode (no-break and zero-width spaces too): they are copied along from
 * documents, and an item that kept one would match nothing. */
text_list text_items(arena *a, const char *chars, char separator);
/* The words between blanks or any of these separators, none of them empty. separators: "" for blanks alone. */
text_list text_words(arena *a, const char *chars, const char *separators);

/* Bytes of the blank that begins at `at`, 0 for anything else: those of XML, and U+00A0, U+1680, U+2000 to U+200B, U+2028,
 * U+2029, U+202F, U+205F, U+3000, U+FEFF. end: the end of the text; nothing is read from there on. */
size_t text_blank(const char *at, const char *end);

/* A copy without blanks (space, tab, line ends) around it. */
const char *text_trim(arena *a, const char *chars);

bool text_equal_nocase(const char *a, const char *b); /* ASCII only, independent of locale */
/* Whether the text is one of these, compared likewise; NULL-terminated. */
bool text_is_among_nocase(const char *chars, const char *const *words);
bool text_is_utf8(const char *chars, size_t length); /* well-formed (RFC 3629) and without NUL */

/* Bytes of the character that begins here, 0 when it is not well-formed (RFC 3629) or NUL. Reads no further than a NUL. */
size_t text_character(const char *at);

/* Bytes of as many whole characters of a well-formed text as fit in `most` bytes. */
size_t text_fitting(const char *chars, size_t most);

/* The text with U+FFFD for each byte that is not well-formed and for each NUL: so that a caller that reads up to the NUL gets all
 * of it. The text itself when it has none of these. */
const char *text_whole(const char *chars, size_t length, arena *a);

/* In place: drops bytes that are not well-formed and turns control characters into blanks, so that the rest is safe in XML, in
 * JSON and on a terminal. */
void text_clean(char *chars);

/* Whole-string readers, independent of locale: false unless all of the text is one number in range. */
bool text_to_int64(const char *chars, int64_t *out);
bool text_to_double(const char *chars, double *out); /* finite only: NaN and infinity are refused */

#endif
