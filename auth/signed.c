#include "auth/signed.h"

#include "auth/jwt.h"
#include "auth/token_cache.h"

#include <stdlib.h>
#include <string.h>

struct signed_check {
    key_source *keys;
    const claim_rules *rules;
    token_cache *good;
    uint64_t version; /* of the keys that the signatures in `good` were checked with */
};

signed_check *signed_check_new(key_source *keys, const claim_rules *rules)
{
    signed_check *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    *s = (signed_check){.keys = keys, .rules = rules, .good = token_cache_new()};
    return s;
}

void signed_check_free(signed_check *s)
{
    if (!s)
        return;
    token_cache_free(s->good);
    free(s);
}

/* Tokens accepted with other keys prove nothing now: one of those keys may have been withdrawn. Returns whether there was
 * anything to forget. */
static bool forget_other_keys(signed_check *s)
{
    const uint64_t version = key_source_version(s->keys);
    const bool other = version != s->version;
    if (other)
        token_cache_clear(s->good);
    s->version = version;
    return other;
}

/* A reference of the caller's own, or NULL. Only a token that was good before makes it check the keys, not just any token that
 * somebody sends. */
static json_t *recall(signed_check *s, const digest *hash, const clock_reading *now)
{
    json_t *known = NULL;
    if (token_cache_find(s->good, hash, now, &known) != CACHED_ACTIVE)
        return NULL;
    key_source_refresh(s->keys, now->steady);
    if (!forget_other_keys(s))
        return known;
    json_decref(known);
    return NULL;
}

/* The end is that of claims_check, which judges it at each request: here it only makes room. Looking for the key may have read
 * all keys again: then the earlier tokens are forgotten, and this one stays. */
static void remember(signed_check *s, const digest *hash, json_t *claims, const clock_reading *now)
{
    const double end = json_number_value(json_object_get(claims, "exp")) + (double)s->rules->skew_s;
    (void)forget_other_keys(s);
    token_cache_keep_active(s->good, hash, claims, now, SIGNED_KEPT, end);
}

static status verify(const signed_check *s, const char *token, const clock_reading *now, arena *a, json_t **claims)
{
    jwt read = {0};
    const key *k = NULL;
    TRY(jwt_read(token, a, &read));
    TRY(key_source_find(s->keys, read.alg, read.kid, now->steady, &k));
    return jwt_verify(&read, k, a, claims);
}

status signed_claims(signed_check *s, const char *token, const clock_reading *now, arena *a, json_t **claims)
{
    const size_t length = strlen(token);
    const digest hash = digest_of(token, length);
    json_t *found = json_keep(recall(s, &hash, now), a);
    const bool known = found;
    if (!known)
        TRY(verify(s, token, now, a, &found));
    TRY(claims_check(found, s->rules, now->wall));
    if (!known && length <= SIGNED_KEPT_LENGTH)
        remember(s, &hash, found, now);
    *claims = found;
    return status_ok();
}

bool signed_knows(signed_check *s, const char *token, const clock_reading *now)
{
    const digest hash = digest_of(token, strlen(token));
    json_t *known = NULL;
    const cached found = token_cache_find(s->good, &hash, now, &known);
    json_decref(known);
    return found == CACHED_ACTIVE;
}
