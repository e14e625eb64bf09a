#include "auth/token.h"

#include "auth/credentials.h"
#include "auth/digest.h"
#include "auth/fetch.h"
#include "auth/introspection.h"
#include "auth/jwt.h"
#include "auth/scope_make.h"
#include "auth/service_key.h"
#include "auth/service_key_inside.h"
#include "auth/shared_inside.h"
#include "auth/signed.h"
#include "base/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKEN_FAILURES = 60,  /* of an address per LIMITER_WINDOW, of tokens that the provider had to be asked about */
    TRIES_PER_SECOND = 2, /* questions of such an address, for first and for next tries each */
};

struct token_check {
    claim_rules rules;
    role_rules roles;
    token_world world;
    auth_shared *own_shared; /* when the caller gave none */
    key_source *keys;        /* changes under a const check: the keys are re-read, the rules are not; NULL: no JWT is accepted */
    signed_check *jwts;      /* NULL as the keys are */
    introspection *introspection; /* NULL: off */
};

static bool given(const char *value)
{
    return value && *value;
}

static status settings_check(const token_settings *s)
{
    if (s->keys_only)
        return status_ok();
    if (!given(s->issuer))
        return FAIL(BAD_INPUT, "issuer", "De uitgever van de tokens (issuer) ontbreekt.", "The issuer of the tokens is missing.");
    if (!given(s->audience))
        return FAIL(BAD_INPUT, "audience", "De doelgroep van de tokens (audience) ontbreekt.",
                    "The audience of the tokens is missing.");
    if (given(s->jwks_file) && given(s->jwks_url))
        return FAIL(BAD_INPUT, "jwks_file", "Geef een sleutelbestand (jwks_file) of een adres (jwks_url), niet beide.",
                    "Give a key file (jwks_file) or an address (jwks_url), not both.");
    if (!given(s->jwks_file) && !given(s->jwks_url) && !given(s->introspection.url))
        return FAIL(BAD_INPUT, "jwks_file", "Geef een sleutelbestand (jwks_file), een adres (jwks_url) of introspection.",
                    "Give a key file (jwks_file), an address (jwks_url) or introspection.");
    if (s->clock_skew_s < 0 || s->clock_skew_s > TOKEN_SKEW_LIMIT)
        return FAIL(BAD_INPUT, "clock_skew_s", "Het toegelaten klokverschil is 0 tot %d seconden.",
                    "The clock skew may be 0 to %d seconds.", (int)TOKEN_SKEW_LIMIT);
    return given(s->jwks_url) ? fetch_allowed(s->jwks_url, "jwks_url") : status_ok();
}

static token_check *check_new(const token_settings *s, const token_world *world)
{
    token_check *check = calloc(1, sizeof *check);
    if (!check)
        abort();
    check->rules = (claim_rules){s->issuer, s->audience, s->clock_skew_s ? s->clock_skew_s : TOKEN_SKEW};
    check->roles = (role_rules){given(s->role_claim) ? s->role_claim : TOKEN_ROLE_CLAIM, s->all_for.count ? &s->all_for : NULL};
    check->world = *world;
    if (!check->world.shared)
        check->world.shared = check->own_shared = auth_shared_new();
    return check;
}

/* A URL is fetched when the first token comes: start-up does not depend on another machine. */
static status check_open(token_check *check, const token_settings *s)
{
    if (given(s->jwks_url))
        check->keys = key_source_url(s->jwks_url, fetch);
    if (given(s->jwks_file)) {
        check->keys = key_source_file(s->jwks_file);
        TRY(key_source_load(check->keys, clock_now().steady));
    }
    if (check->keys)
        check->jwts = signed_check_new(check->keys, &check->rules);
    if (given(s->introspection.url))
        TRY(introspection_new(&s->introspection, &check->rules, &check->world.shared->introspection, NULL,
                              &check->introspection));
    return status_ok();
}

status token_check_new(const token_settings *settings, const token_world *world, token_check **out)
{
    TRY(settings_check(settings));
    token_check *check = check_new(settings, world);
    const status opened = check_open(check, settings);
    if (opened.code != ST_OK) {
        token_check_free(check);
        return opened;
    }
    *out = check;
    return status_ok();
}

void token_check_free(token_check *check)
{
    if (!check)
        return;
    introspection_free(check->introspection);
    signed_check_free(check->jwts);
    key_source_free(check->keys);
    auth_shared_free(check->own_shared);
    free(check);
}

/* A name for it in the tables, which never hold the token itself; 64 bits of its hash are enough for a turn. */
static const char *name_of(const char *token, arena *a)
{
    const digest hash = digest_of(token, strlen(token));
    return arena_printf(a, "%016" PRIx64, digest_number(&hash));
}

static status wait_turn(void)
{
    return FAIL(
        TOO_MANY, "Authorization",
        "Dit token is hier nog niet nagekeken, en van dit adres kwamen veel verkeerde tokens. Probeer het over enkele seconden "
        "opnieuw.",
        "This token has not been checked here yet, and many wrong tokens came from this address. Try again in a few seconds.");
}

/* The provider gets only a few questions a second for an address that sent many wrong tokens, so that neither it nor the workers
 * are flooded. A token that had to wait comes before tokens seen for the first time: somebody who guesses never tries the same
 * one again. A token that was good in the last day needs no turn. */
static bool has_turn(auth_shared *s, const char *name, const char *address, int64_t now)
{
    if (limiter_counted(&s->limiter, LIMITED_WRONG_TOKEN, address, now) < TOKEN_FAILURES ||
        limiter_counted(&s->good, LIMITED_GOOD, name, now))
        return true;
    const limited turn = limiter_counted(&s->waiting, LIMITED_WAITING, name, now) ? LIMITED_NEXT_TRY : LIMITED_FIRST_TRY;
    const bool free = limiter_counted(&s->limiter, turn, address, now) < TRIES_PER_SECOND;
    if (free)
        limiter_count(&s->limiter, turn, address, now);
    else
        limiter_count(&s->waiting, LIMITED_WAITING, name, now);
    return free;
}

static void note_answer(auth_shared *s, status_code answered, const char *name, const char *address, int64_t now)
{
    if (answered == ST_OK)
        limiter_count(&s->good, LIMITED_GOOD, name, now);
    if (answered == ST_UNAUTHENTICATED)
        limiter_count(&s->limiter, LIMITED_WRONG_TOKEN, address, now);
}

/* Each token that this worker does not know costs the provider a question and this worker the wait. */
static status claims_of_provider(const token_check *check, const char *token, const credentials *given_by,
                                 const clock_reading *now, arena *a, json_t **claims)
{
    auth_shared *shared = check->world.shared;
    const char *address = given_by->remote_address;
    if (introspection_knows(check->introspection, token, now))
        return introspection_claims(check->introspection, token, now, a, claims);
    const char *name = name_of(token, a);
    if (!has_turn(shared, name, address, now->steady))
        return wait_turn();
    const status asked = introspection_claims(check->introspection, token, now, a, claims);
    note_answer(shared, asked.code, name, address, now->steady);
    return asked;
}

static status keys_only(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "Deze dienst neemt geen tokens aan, alleen sleutels. Vraag er een aan de beheerder.",
                "This service takes no tokens, only service keys. Ask its operator for one.");
}

/* Nothing in an unverified token is believed here: it only chooses the check. */
static bool goes_by_signature(const token_check *check, const char *token, const clock_reading *now, arena *a)
{
    return check->jwts &&
           (!check->introspection || signed_knows(check->jwts, token, now) || jwt_seems_from(token, check->rules.issuer, a));
}

static status claims_of(const token_check *check, const char *token, const credentials *given_by, const clock_reading *now,
                        arena *a, json_t **claims)
{
    if (goes_by_signature(check, token, now, a))
        return signed_claims(check->jwts, token, now, a, claims);
    return check->introspection ? claims_of_provider(check, token, given_by, now, a, claims) : keys_only();
}

static status rights_of_token(const token_check *check, const char *token, const credentials *given_by, const clock_reading *now,
                              arena *a, right_list *rights, const char **actor)
{
    json_t *claims = NULL;
    TRY(claims_of(check, token, given_by, now, a, &claims));
    *actor = claims_actor(claims, a);
    return claims_rights(claims, &check->roles, a, rights);
}

static status rights_of_key(const token_check *check, const char *presented, const credentials *given_by,
                            const clock_reading *now, arena *a, right_list *rights, const char **actor)
{
    const key_check keys = {check->world.keys, &check->world.shared->limiter};
    const char *id = NULL;
    TRY(service_key_rights(&keys, presented, given_by->remote_address, now, a, rights, &id));
    *actor = arena_printf(a, "key:%s", id);
    return status_ok();
}

status scope_from_token(const credentials *given_by, const token_check *check, arena *a, const scope **out)
{
    const clock_reading now = clock_now();
    const char *presented = NULL, *actor = "";
    right_list rights = {0};
    TRY(credentials_read(given_by, a, &presented));
    if (!presented) {
        *out = scope_make_anonymous(a);
        return status_ok();
    }
    if (service_key_seems(presented))
        TRY(rights_of_key(check, presented, given_by, &now, a, &rights, &actor));
    else
        TRY(rights_of_token(check, presented, given_by, &now, a, &rights, &actor));
    return rights_scope(&rights, actor, check->world.organisations, a, out);
}
