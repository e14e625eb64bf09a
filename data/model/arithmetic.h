/* Arithmetic of filters (CQL2, 21-065r2 §7.9): by value, so that whole numbers stay whole as long as they fit. */
#ifndef MODEL_ARITHMETIC_H
#define MODEL_ARITHMETIC_H

#include "base/number.h"

/* The operation is one of + - * / % d(iv) ^. False where there is no result: division by zero, and what is no finite number.
 * `/` gives fractions, `div` the whole part of the quotient, toward zero. */
bool arithmetic(char operation, const number *left, const number *right, number *out);

#endif
