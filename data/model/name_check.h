/* The check of a text that an operator supplies (a name, a code, a source, a description): it must be readable and without
 * surprises, like every other text of the store. */
#ifndef MODEL_NAME_CHECK_H
#define MODEL_NAME_CHECK_H

#include "base/slice.h"

/* Of a name that name_is_ncname takes; such a character has three bytes at most. */
enum { NAME_CHARACTERS = 60, NAME_BYTES = 3 * NAME_CHARACTERS };

/* What is wrong and where, and what would be right: to be read after the name of the field. */
typedef struct name_fault {
    char nl[128], en[128];
} name_fault;

/* False, with *out, when the text is empty, longer than `most` characters, not UTF-8 (RFC 3629), or holds a character that is not
 * visible: a control character (line ends and tabs too), a noncharacter (XML 1.0 §2.2, Unicode §23.7), or one that changes the
 * direction of writing (Unicode's property Bidi_Control). The caller takes off blanks around it first (slice_trim). */
bool name_is_plain(slice value, size_t most, name_fault *out);

/* As name_is_plain, for a text of lines: it may be empty and hold line ends and tabs, and has `most` bytes at most. */
bool note_is_plain(slice value, size_t most, name_fault *out);

/* Whether a layer or a property may have this name: an NCName (XML Names 1.0 §3, by the letters of XML 1.0 fourth edition, which
 * every parser takes) of NAME_CHARACTERS characters at most, in Unicode's normal form C. False, with *out, when not.
 *
 * Clients compare names byte for byte, so "é" of two characters would be another name that looks the same. */
bool name_is_ncname(const char *name, name_fault *out);

/* Whether a terminal would obey this character, or a reader would not see it. Takes one well-formed character. */
bool character_is_hidden(const char *at, size_t length);

#endif
