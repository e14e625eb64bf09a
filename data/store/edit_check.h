/* The inside of an edit (edit.h): every rule that a row must obey, whichever way it comes in. */
#ifndef STORE_EDIT_CHECK_H
#define STORE_EDIT_CHECK_H

#include "data/store/edit_look.h"

/* ST_BAD_PARAM for the first rule that is broken, with the property as locator, and a sentence that ends in the rule's code. */
MUST_USE status edit_check_row(const row_look *look, const edit_row *row);

/* Whether the layer has the table that the rules of risk locations are about; SQL ignores case in its name. */
bool edit_is_risk_location(const layer *l);

/* ST_BAD_PARAM that tells what this rule says. */
status edit_broken(const rule_breach *b);

/* ST_BAD_PARAM, with `name` as locator, for words that are no text that people can read, or a long one. NULL is fine. */
MUST_USE status edit_check_text(const char *name, const char *words);
/* The same of the reason of a row. */
MUST_USE status edit_check_reason(const edit_row *row);

#endif
