/* Numbers of the Crossroads Bank for Enterprises (KBO): ten digits, the last two 97 less the remainder of the first eight by 97.
 */
#ifndef MANAGE_KBO_H
#define MANAGE_KBO_H

#include <stdbool.h>
#include <stddef.h>

enum { KBO_DIGITS = 10 };

/* Whether these are ten digits, the first 0 or 1, and the last two are 97 minus the first eight modulo 97. */
bool kbo_is_valid(const char *digits, size_t length);

/* 099, the NIS code (5 digits) and the check digits. No organisation has such a number, and a reader sees where it came from. */
void kbo_make_up(const char *nis_code, char out[KBO_DIGITS + 1]);

#endif
