/* Letters without their case (matchCase="false", FES 2.0 (09-026r2) §7.7.3.2), by Unicode's full case folding (UAX 44,
 * CaseFolding.txt C + F): "STRASSE" = "straße", "É" = "é" whether it is one code point or two. The same for every language:
 * Turkish dotless i stays a different letter.
 *
 * Text is UTF-8. In a text that is not well-formed, or has more than 30 combining marks in a row (no script needs them), only
 * ASCII letters are folded. Time and memory grow with the length of the text.
 */
#ifndef MODEL_CASE_FOLD_H
#define MODEL_CASE_FOLD_H

#include "base/arena.h"

#include <stdint.h>

/* Folded and in normal form C: two texts are equal but for case when these are equal, byte for byte. */
const char *case_fold(const char *chars, arena *a);
/* The same, for a caller without an arena; free it. NULL when there is no memory. */
char *case_fold_malloc(const char *chars);

/* Letters without their accents (ACCENTI, CQL2 (21-065r2) §7.3): marks that combine with a letter are left out, in normal form C.
 * Letters that are letters of their own, "ø", stay. */
const char *accent_fold(const char *chars, arena *a);
/* The same, for a caller without an arena; free it. NULL when there is no memory. */
char *accent_fold_malloc(const char *chars);

/* One code point of a text. CASE_FOLD_INSIDE: not the first of those that one character folded to ("ß" gives s and s).
 * CASE_FOLD_NONE: a byte that is not UTF-8. */
enum { CASE_FOLD_INSIDE = 0x40000000, CASE_FOLD_NONE = 0x20000000, CASE_FOLD_CODE_POINT = 0x1FFFFF };

enum {
    CASE_FOLD_EXPANDS = 4
}; /* one byte of text never gives more code points: a fold has at most 3 (CaseFolding.txt), and room to notice more */

/* The code points as they are. `to` has room for strlen(text) of them. Returns how many there are. */
size_t case_fold_code_points(const char *chars, uint32_t *to);
/* The characters of normal form C, each folded: what case_fold gives, but also marking where a character begins. To be freed;
 * NULL: no memory. */
uint32_t *case_fold_characters(const char *chars, size_t *count);

#endif
