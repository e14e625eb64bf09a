/* Texts that a spreadsheet would take for a formula (CWE-1236), and the guard against it: an apostrophe in front, which a
 * spreadsheet shows as text. Source: OWASP, "CSV Injection".
 *
 * A text that already looks guarded gets one more, so that taking one off always gives back the original text. */
#ifndef BASE_FORMULA_H
#define BASE_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a spreadsheet may take a field that begins with this character for a formula. */
static inline bool formula_sign(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether the text needs the guard: a sign of a formula, perhaps after apostrophes. */
static inline bool formula_begins(const char *chars, size_t length)
{
    size_t i = 0;
    while (i < length && chars[i] == '\'')
        i++;
    return i < length && formula_sign(chars[i]);
}

/* Whether the text has the guard, so that its first byte is to be left out. */
static inline bool formula_is_guarded(const char *chars, size_t length)
{
    return length > 1 && chars[0] == '\'' && formula_begins(chars, length);
}

#endif
