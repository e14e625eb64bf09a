#include "data/manage/kbo.h"

#include <stdio.h>
#include <stdlib.h>

static unsigned long number(const char *digits, size_t count)
{
    unsigned long n = 0;
    for (size_t i = 0; i < count; i++)
        n = n * 10 + (unsigned long)(digits[i] - '0');
    return n;
}

bool kbo_is_valid(const char *digits, size_t length)
{
    if (length != KBO_DIGITS || (digits[0] != '0' && digits[0] != '1'))
        return false;
    for (size_t i = 0; i < length; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    return number(digits + 8, 2) == 97 - number(digits, 8) % 97;
}

void kbo_make_up(const char *nis_code, char out[KBO_DIGITS + 1])
{
    const unsigned long first = 9900000UL + number(nis_code, 5) % 100000;
    snprintf(out, KBO_DIGITS + 1, "%08lu%02lu", first % 100000000, 97 - first % 97);
}
