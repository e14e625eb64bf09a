/* The check of a text that an operator brings (a name, a code, a source, a description): as every other text of the store,
 * readable and without surprises. */
#ifndef MODEL_NAME_CHECK_H
#define MODEL_NAME_CHECK_H

#include "base/slice.h"

/* What is wrong and where, and what would be right: to be read behind the name of the field. */
typedef struct name_fault {
    char nl[128], en[128];
} name_fault;

/* False, with *out, when the text is empty, longer than `most` characters, no UTF-8 (RFC 3629), or holds a character that does
 * not show: a control (line ends and tabs too), one that is none (XML 1.0 §2.2, Unicode §23.7), or one that turns the direction
 * of writing round (Unicode's property Bidi_Control). Blanks around it are the caller's to take off (slice_trim). */
bool name_is_plain(slice value, size_t most, name_fault *out);

/* As name_is_plain, for a text of lines: it may be empty and hold line ends and tabs, and has `most` bytes at most. */
bool note_is_plain(slice value, size_t most, name_fault *out);

/* Whether a terminal would obey this character, or a reader not see it. Of one well-formed character. */
bool character_is_hidden(const char *at, size_t length);

#endif
