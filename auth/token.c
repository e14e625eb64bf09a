#include "auth/token.h"

#include "auth/claims.h"
#include "auth/credentials.h"
#include "auth/fetch.h"
#include "auth/jwt.h"
#include "auth/key_source.h"
#include "auth/scope_make.h"

#include <stdlib.h>
#include <time.h>

struct token_check {
    claim_rules rules;
    role_rules roles;
    const directory *organisations;
    key_source *keys; /* changes under a const check: the keys are re-read, the rules are not */
};

static int64_t seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec;
}

static bool given(const char *value)
{
    return value && *value;
}

static status settings_check(const token_settings *s)
{
    if (!given(s->issuer))
        return FAIL(BAD_INPUT, "issuer", "De uitgever van de tokens (issuer) ontbreekt.", "The issuer of the tokens is missing.");
    if (!given(s->audience))
        return FAIL(BAD_INPUT, "audience", "De doelgroep van de tokens (audience) ontbreekt.",
                    "The audience of the tokens is missing.");
    if (given(s->jwks_file) == given(s->jwks_url))
        return FAIL(BAD_INPUT, "jwks_file", "Geef een sleutelbestand (jwks_file) of een adres (jwks_url), niet beide.",
                    "Give a key file (jwks_file) or an address (jwks_url), not both.");
    if (s->clock_skew_s < 0 || s->clock_skew_s > TOKEN_SKEW_LIMIT)
        return FAIL(BAD_INPUT, "clock_skew_s", "Het toegelaten klokverschil is 0 tot %d seconden.",
                    "The clock skew may be 0 to %d seconds.", (int)TOKEN_SKEW_LIMIT);
    return given(s->jwks_url) ? fetch_allowed(s->jwks_url) : status_ok();
}

static token_check *check_new(const token_settings *s, const directory *organisations)
{
    token_check *check = calloc(1, sizeof *check);
    if (!check)
        abort();
    check->rules = (claim_rules){s->issuer, s->audience, s->clock_skew_s ? s->clock_skew_s : TOKEN_SKEW};
    check->roles = (role_rules){given(s->role_claim) ? s->role_claim : TOKEN_ROLE_CLAIM, s->all_for.count ? &s->all_for : NULL};
    check->organisations = organisations;
    check->keys = given(s->jwks_file) ? key_source_file(s->jwks_file) : key_source_url(s->jwks_url, fetch);
    return check;
}

status token_check_new(const token_settings *settings, const directory *organisations, token_check **out)
{
    TRY(settings_check(settings));
    token_check *check = check_new(settings, organisations);
    if (given(settings->jwks_file)) { /* a URL waits for the first token: start-up does not depend on another machine */
        const status loaded = key_source_load(check->keys, seconds(CLOCK_MONOTONIC));
        if (loaded.code != ST_OK) {
            token_check_free(check);
            return loaded;
        }
    }
    *out = check;
    return status_ok();
}

void token_check_free(token_check *check)
{
    if (!check)
        return;
    key_source_free(check->keys);
    free(check);
}

static status verified_claims(const char *authorization, const token_check *check, arena *a, json_t **claims)
{
    const char *compact = NULL;
    jwt token = {0};
    const key *k = NULL;
    TRY(credentials_token(authorization, a, &compact));
    TRY(jwt_read(compact, a, &token));
    TRY(key_source_find(check->keys, token.alg, token.kid, seconds(CLOCK_MONOTONIC), &k));
    TRY(jwt_verify(&token, k, a, claims));
    return claims_check(*claims, &check->rules, seconds(CLOCK_REALTIME));
}

status scope_from_token(const char *authorization, const token_check *check, arena *a, const scope **out)
{
    json_t *claims = NULL;
    right_list rights = {0};
    if (!given(authorization)) {
        *out = scope_make_anonymous(a);
        return status_ok();
    }
    TRY(verified_claims(authorization, check, a, &claims));
    TRY(claims_rights(claims, &check->roles, a, &rights));
    return rights_scope(&rights, claims_actor(claims, a), check->organisations, a, out);
}
