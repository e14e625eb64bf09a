/* Letters in the other case, character by character (Unicode's simple mappings): for a filter's functions. For comparing without
 * case see case_fold.h. */
#ifndef MODEL_LETTER_CASE_H
#define MODEL_LETTER_CASE_H

#include <stdbool.h>

/* UTF-8; other bytes stay as they are. To be freed; NULL: no memory. */
char *letter_case_malloc(const char *chars, bool upper);

#endif
