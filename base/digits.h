/* Numbers as decimal digits. Not by printf: with it, coordinates were half of the work of an answer. Each function returns the
 * place after its last character, and may overwrite the bytes after that, up to DIGITS_ROOM from where it began. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

enum { DIGITS_ROOM = 40, DIGITS_DECIMAL_ROOM = 400 }; /* the longest: -1.23e-308 with 17 digits */

/* In decimal, with a minus when it is negative. Like all of these: writes at `at`, without a NUL, DIGITS_ROOM bytes at most, and
 * returns the place after them. */
char *digits_integer(char *at, int64_t number);

/* At most `decimals` (0…9) after the point, trailing zeros left out; never an exponent; -0 is 0. A number of 9e9 or more,
 * infinity and NaN are written as by digits_double, so that they do not look like a coordinate. */
char *digits_fixed(char *at, double number, int decimals);

/* How many significant digits, 15 to 17, it takes to read back the same double. */
int digits_precision(double number);

/* Whether digits_fixed with six decimals loses nothing; true of nearly every number in a table. Integers below 2^53 over a power
 * of ten are exact to a digit, without printf. */
bool digits_are_few(double number);

/* xs:decimal: as many digits as it takes to read back the same double, never an exponent; DIGITS_DECIMAL_ROOM bytes at most.
 * Finite. */
char *digits_decimal(char *at, double number);

/* With the precision that it takes to read back the same double (xs:double, JSON number). */
char *digits_double(char *at, double number);

#endif
