/* A decimal numeral of any length, as it is written in XML Schema (part 2 §3.2.3 to §3.2.5, §3.3.13): "+7", "1.0", "5e3",
 * "99999999999999999999". */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct number {
    bool whole;      /* by its value ("1.0" and "5e3" are whole), and it fits in 64 bits */
    int64_t integer; /* when whole */
    double real; /* otherwise: the nearest one. Infinite beyond the range of a double, and 0 only for 0 itself, so that comparing
                    two still tells which is larger */
} number;

enum { NUMBER_MOST = 1000 };

/* Reads the whole text as one number; false for anything else, and for more than NUMBER_MOST characters. */
bool number_read(const char *chars, number *out);

#endif
