#include "auth/token_cache.h"

#include <math.h>
#include <stdlib.h>

typedef struct entry {
    digest token;
    json_t *claims;    /* NULL in the refused half */
    int64_t until;     /* steady seconds; 0: empty */
    double end;        /* Unix time */
    uint64_t asked_at; /* the cache's own count of questions */
} entry;

struct token_cache {
    entry active[CACHE_ACTIVE_SETS][CACHE_WAYS];
    entry refused[CACHE_REFUSED_SETS][CACHE_WAYS];
    uint64_t questions;
};

token_cache *token_cache_new(void)
{
    token_cache *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    return c;
}

void token_cache_clear(token_cache *c)
{
    for (size_t i = 0; i < CACHE_ACTIVE_SETS; i++)
        for (size_t j = 0; j < CACHE_WAYS; j++)
            json_decref(c->active[i][j].claims);
    *c = (token_cache){.questions = c->questions};
}

void token_cache_free(token_cache *c)
{
    if (!c)
        return;
    token_cache_clear(c);
    free(c);
}

static entry *active_set(token_cache *c, const digest *token)
{
    return c->active[digest_number(token) % CACHE_ACTIVE_SETS];
}

static entry *refused_set(token_cache *c, const digest *token)
{
    return c->refused[digest_number(token) % CACHE_REFUSED_SETS];
}

static bool is_good(const entry *e, const clock_reading *now)
{
    return e->until > now->steady && e->end > (double)now->wall;
}

static entry *find(entry *set, const digest *token, const clock_reading *now)
{
    for (size_t i = 0; i < CACHE_WAYS; i++)
        if (is_good(&set[i], now) && digest_equal(&set[i].token, token))
            return &set[i];
    return NULL;
}

/* The same token's place, else an expired one, else the least recently used. */
static entry *place(entry *set, const digest *token, const clock_reading *now)
{
    entry *worst = &set[0];
    for (size_t i = 0; i < CACHE_WAYS; i++) {
        if (set[i].until && digest_equal(&set[i].token, token))
            return &set[i];
        if (is_good(worst, now) && (!is_good(&set[i], now) || set[i].asked_at < worst->asked_at))
            worst = &set[i];
    }
    return worst;
}

cached token_cache_find(token_cache *c, const digest *token, const clock_reading *now, json_t **claims)
{
    entry *found = find(active_set(c, token), token, now);
    c->questions++;
    if (found) {
        found->asked_at = c->questions;
        *claims = json_incref(found->claims);
        return CACHED_ACTIVE;
    }
    found = find(refused_set(c, token), token, now);
    if (!found)
        return CACHED_NOTHING;
    found->asked_at = c->questions;
    return CACHED_REFUSED;
}

void token_cache_keep_active(token_cache *c, const digest *token, json_t *claims, const clock_reading *now, int64_t seconds,
                             double end)
{
    entry *e = place(active_set(c, token), token, now);
    json_decref(e->claims);
    *e = (entry){*token, json_incref(claims), now->steady + seconds, end, c->questions};
}

void token_cache_keep_refused(token_cache *c, const digest *token, const clock_reading *now, int64_t seconds)
{
    *place(refused_set(c, token), token, now) = (entry){*token, NULL, now->steady + seconds, HUGE_VAL, c->questions};
}
