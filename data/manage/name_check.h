/* The check of a short text that an operator brings (a name, a code, a source): as every other text of the store, readable and
 * without surprises. */
#ifndef MANAGE_NAME_CHECK_H
#define MANAGE_NAME_CHECK_H

#include "data/manage/slice.h"

/* What is wrong, and what would be right. */
typedef struct name_fault {
    const char *nl, *en;
} name_fault;

/* False, with *out, when the text is empty, longer than `most` characters, no UTF-8 (RFC 3629), or holds a control character
 * (line ends and tabs too) or a character that XML cannot hold (XML 1.0 §2.2). Blanks around it are the caller's to take off
 * (slice_trim). */
bool name_is_plain(slice value, size_t most, name_fault *out);

#endif
