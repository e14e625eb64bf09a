/* PropertyIsLike (FES 2.0 (09-026r2) §7.7.3.4): a pattern whose wild card stands for any number of characters and whose single
 * character for exactly one. The request chooses both, so everything else is literal: "%" and "_" mean nothing unless declared.
 * The pattern covers the whole text.
 *
 * A character is a Unicode code point; with ignore_case the text is first brought to normal form C and folded (case_fold.h),
 * where "ß" is one character for the single character and still equals "SS". Time grows with pattern + text; with single
 * characters after a wild card, with pattern × text / 64 at most (like_search.h).
 */
#ifndef MODEL_LIKE_H
#define MODEL_LIKE_H

#include "base/arena.h"
#include "base/status.h"

typedef struct like_pattern like_pattern;

enum { LIKE_PATTERN_MAX = 10000 }; /* code points */

/* The three special characters are one code point each and differ. An escape character makes the next character literal, whatever
 * it is. ST_BAD_PARAM, locator "PropertyIsLike", when that is not so, when the pattern ends in the escape character or is longer
 * than LIKE_PATTERN_MAX. A special character may be NULL: an attribute that the request left out, refused with its name. */
MUST_USE status like_compile(const char *pattern, const char *wild_card, const char *single_char, const char *escape_char,
                             bool ignore_case, arena *a, const like_pattern **out);

/* Whether the whole text matches. */
bool like_matches(const like_pattern *p, const char *chars);

/* The pattern as bytes without pointers, to be bound to SQL; as long as the pattern lives. For this machine, not for a file. */
const void *like_bytes(const like_pattern *p, size_t *size);
/* *out: whether they match; false when the bytes are not such a pattern, or chars is NULL. Returns false when there was no
 * memory. */
__attribute__((warn_unused_result)) bool like_matches_bytes(const void *bytes, size_t size, const char *chars, bool *out);

#endif
