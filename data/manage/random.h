/* Numbers that look random and are the same everywhere: splitmix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
 * number generators", 2014). Only integer arithmetic and exact IEEE operations, so a sample is the same on every machine. */
#ifndef MANAGE_RANDOM_H
#define MANAGE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct random_source {
    uint64_t state;
} random_source;

/* A stream of its own for each (seed, one, two): rows do not depend on how many came before them. */
random_source random_start(uint64_t seed, uint64_t one, uint64_t two);

/* The next 64 bits of the stream. */
uint64_t random_next(random_source *r);
uint32_t random_below(random_source *r, uint32_t limit); /* 0 … limit - 1; limit > 0 */
double random_unit(random_source *r);                    /* [0, 1), a multiple of 2^-53 */
bool random_chance(random_source *r, uint32_t per_mille);

#endif
