/* Numbers by which rows that are the same are found: 64 bits, so that two different ones practically never have the same one. */
#ifndef MANAGE_FINGERPRINT_H
#define MANAGE_FINGERPRINT_H

#include "base/slice.h"

#include <stdint.h>

/* splitmix64's last step (data/manage/random.h): every bit of the value reaches every bit of the result. */
static inline uint64_t fingerprint_add(uint64_t hash, uint64_t value)
{
    uint64_t z = (hash ^ value) + 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* NULL and empty are the same; the length counts, so that texts after each other do not run together. */
static inline uint64_t fingerprint_add_text(uint64_t hash, slice chars)
{
    for (size_t i = 0; i < chars.length; i++)
        hash = fingerprint_add(hash, (unsigned char)chars.at[i]);
    return fingerprint_add(hash, chars.length);
}

#endif
