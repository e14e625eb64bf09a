/* A decimal numeral of any length, as it is written in XML Schema (part 2 §3.2.3 to §3.2.5, §3.3.13): "+7", "1.0", "5e3",
 * "99999999999999999999". */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct number {
    bool whole;      /* by its value: "1.0" and "5e3" are, and 64 bits hold it */
    int64_t integer; /* then */
    double real;     /* otherwise: the nearest one. Beyond the range of a double it is infinite, and never 0 for what is not 0, so
                      * that comparing still tells     which of two is the larger */
} number;

enum { NUMBER_MOST = 1000 };

/* Reads the whole text as one number; false for anything else, also for what is longer than NUMBER_MOST characters. */
bool number_read(const char *chars, number *out);

#endif
