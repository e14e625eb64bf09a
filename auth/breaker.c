#include "auth/breaker.h"

bool breaker_may(breaker *b, int64_t now)
{
    int64_t next = atomic_load(&b->next);
    if (next == 0)
        return true;
    return now >= next && atomic_compare_exchange_strong(&b->next, &next, now + BREAKER_TRIAL);
}

void breaker_went_well(breaker *b)
{
    atomic_store(&b->next, 0);
}

void breaker_went_wrong(breaker *b, int64_t now)
{
    atomic_store(&b->next, now + BREAKER_PAUSE);
}
