/* Whether a value can be that of its property, as the layer file describes it: the part of the rules that holds for any layer. */
#ifndef MODEL_VALUE_CHECK_H
#define MODEL_VALUE_CHECK_H

#include "data/model/feature.h"
#include "data/model/layer.h"
#include "data/model/rules.h"

/* False, with *out, for a text that is not UTF-8, holds a character that a reader does not see (name_check.h), is too long or not
 * in the code list; for a date or a moment that does not exist or is not written as the store writes it; for a number that is not
 * finite; for an empty geometry; and for NULL where a value is required. */
bool value_fits(const property *p, const value *v, rule_breach *out);

#endif
