#include "base/hash.h"

#define FNV_PRIME 0x100000001b3ULL

/* With its NUL. */
uint64_t hash_text(uint64_t before, const char *word)
{
    uint64_t number = before;
    for (const char *c = word;; c++) {
        number = (number ^ (unsigned char)*c) * FNV_PRIME;
        if (!*c)
            return number;
    }
}
