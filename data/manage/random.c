#include "data/manage/random.h"

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

uint64_t random_next(random_source *r)
{
    return mix(r->state += 0x9E3779B97F4A7C15U);
}

random_source random_start(uint64_t seed, uint64_t one, uint64_t two)
{
    return (random_source){mix(mix(mix(seed + 1) + one) + two)};
}

/* The high half of a 32 x 32 product: no division, and a bias below 2^-32 x limit that no sample shows. */
uint32_t random_below(random_source *r, uint32_t limit)
{
    return (uint32_t)(((random_next(r) >> 32) * limit) >> 32);
}

double random_unit(random_source *r)
{
    return (double)(random_next(r) >> 11) * 0x1p-53;
}

bool random_chance(random_source *r, uint32_t per_mille)
{
    return random_below(r, 1000) < per_mille;
}
