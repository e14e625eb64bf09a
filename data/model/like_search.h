/* Where the stretch between two wild cards of a pattern first fits in a text; for like.c alone.
 *
 * Without single characters this is Knuth, Morris and Pratt's search: its time grows with pattern + text. With them it is the
 * bit-parallel automaton of Baeza-Yates and Gonnet (1992), which tries all places at once: text × pattern / 64.
 */
#ifndef MODEL_LIKE_SEARCH_H
#define MODEL_LIKE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Units of a pattern that are not a code point: the wild card, and the single character. */
enum { LIKE_ANY = 0x7FFFFFF0, LIKE_ONE = 0x7FFFFFF1 };

/* Code points as case_fold.h gives them. */
typedef struct like_text {
    const uint32_t *chars;
    size_t length;
} like_text;

/* Code points and LIKE_ONE; one at least. */
typedef struct like_stretch {
    const uint32_t *units;
    size_t count;
} like_stretch;

enum { LIKE_NOWHERE = -1, LIKE_NO_MEMORY = -2 };

/* The place after the first match of the stretch at or after `from`; LIKE_NOWHERE; LIKE_NO_MEMORY. at_end: only a match that ends
 * with the text. */
ptrdiff_t like_find(like_stretch s, like_text t, size_t from, bool at_end);

/* The place after the stretch when the text begins with it; LIKE_NOWHERE otherwise. */
ptrdiff_t like_begins(like_stretch s, like_text t);

#endif
