#include "auth/limiter.h"

#include "auth/address.h"
#include "auth/digest.h"
#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

/* A slot is one 64-bit word, so that it changes at once or not at all: 32 bits of name, 24 of the second in which counting began
 * (they wrap around in half a year, but only ages matter), 8 of count; 0 is empty. */
enum { COUNT_BITS = 8, BEGAN_BITS = 24, BEGAN_MASK = (1 << BEGAN_BITS) - 1, TRIES = 4 };

typedef struct subject {
    _Atomic uint64_t *set;
    uint64_t tag, now, window;
} subject;

void limiter_start(limiter *l)
{
    if (!random_bytes(l->secret, sizeof l->secret))
        abort(); /* at start-up */
}

static uint64_t tag_of(uint64_t slot)
{
    return slot >> (COUNT_BITS + BEGAN_BITS);
}

static uint64_t age_of(const subject *s, uint64_t slot)
{
    return (s->now - (slot >> COUNT_BITS)) & BEGAN_MASK;
}

static unsigned count_of(uint64_t slot)
{
    return (unsigned)(slot & ((1U << COUNT_BITS) - 1));
}

static uint64_t window_of(limited what)
{
    switch (what) {
    case LIMITED_FIRST_TRY:
    case LIMITED_NEXT_TRY: return LIMITER_SECOND;
    case LIMITED_GOOD: return LIMITER_DAY;
    default: return LIMITER_WINDOW;
    }
}

static subject subject_of(limiter *l, limited what, const char *who, int64_t now)
{
    struct {
        unsigned char secret[sizeof l->secret];
        int what;
        char name[ADDRESS_NAME];
    } all = {.what = (int)what};
    memcpy(all.secret, l->secret, sizeof all.secret);
    address_name(who, all.name);
    const digest d = digest_of(&all, sizeof all);
    const uint64_t number = digest_number(&d);
    return (subject){l->slots[number % LIMITER_SETS], number >> 32, (uint64_t)now & BEGAN_MASK, window_of(what)};
}

static bool is_current(const subject *s, uint64_t slot)
{
    return slot && tag_of(slot) == s->tag && age_of(s, slot) < s->window;
}

unsigned limiter_counted(limiter *l, limited what, const char *who, int64_t now)
{
    const subject s = subject_of(l, what, who, now);
    for (size_t i = 0; i < LIMITER_WAYS; i++) {
        const uint64_t slot = atomic_load(&s.set[i]);
        if (is_current(&s, slot))
            return count_of(slot);
    }
    return 0;
}

/* The subject's own slot, else an empty one, else the one that began longest ago. */
static size_t place(const subject *s)
{
    size_t best = 0;
    uint64_t best_age = 0;
    for (size_t i = 0; i < LIMITER_WAYS; i++) {
        const uint64_t slot = atomic_load(&s->set[i]), age = slot ? age_of(s, slot) : UINT64_MAX;
        if (slot && tag_of(slot) == s->tag)
            return i;
        if (age > best_age) {
            best = i;
            best_age = age;
        }
    }
    return best;
}

/* One more in the current window, or the first of a new one. */
static uint64_t counted(const subject *s, uint64_t before)
{
    if (is_current(s, before))
        return count_of(before) < LIMITER_MOST ? before + 1 : before;
    return s->tag << (COUNT_BITS + BEGAN_BITS) | s->now << COUNT_BITS | 1;
}

void limiter_count(limiter *l, limited what, const char *who, int64_t now)
{
    const subject s = subject_of(l, what, who, now);
    for (int i = 0; i < TRIES; i++) { /* another worker may have changed the slot meanwhile */
        _Atomic uint64_t *at = &s.set[place(&s)];
        uint64_t before = atomic_load(at);
        if (atomic_compare_exchange_strong(at, &before, counted(&s, before)))
            return;
    }
}
