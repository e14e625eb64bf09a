#include "auth/introspection.h"

#include "auth/fetch.h"
#include "auth/iso_time.h"
#include "auth/token_cache.h"
#include "base/json.h"
#include "base/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct introspection {
    introspection_settings settings;
    const claim_rules *rules;
    client *client;
    breaker *breaker;
    fetch_line *line;
    introspection_asker asker;
    token_cache *cache;
};

static status ask_network(void *context, const char *url, const char *form, const char *authorization, text *body)
{
    return fetch_post(context, url, form, authorization, body);
}

static status settings_check(const introspection_settings *s)
{
    if (!s->client_id || !*s->client_id)
        return FAIL(BAD_INPUT, "client_id", "De instelling \"token.introspection.client_id\" ontbreekt.",
                    "The setting \"token.introspection.client_id\" is missing.");
    return fetch_allowed(s->url, "introspection.url");
}

status introspection_new(const introspection_settings *settings, const claim_rules *rules, breaker *b,
                         const introspection_asker *asker, introspection **out)
{
    client *own = NULL;
    TRY(settings_check(settings));
    TRY(client_new(&(client_settings){settings->client_id, settings->method, settings->client_secret_file,
                                      settings->private_key_file, rules->issuer},
                   &own));
    introspection *i = calloc(1, sizeof *i);
    if (!i)
        abort();
    *i = (introspection){.settings = *settings, .rules = rules, .client = own, .breaker = b, .line = fetch_line_new()};
    i->settings.recheck_s = settings->recheck_s ? settings->recheck_s : RECHECK_DEFAULT;
    i->asker = asker ? *asker : (introspection_asker){i->line, ask_network};
    i->cache = token_cache_new();
    *out = i;
    return status_ok();
}

void introspection_free(introspection *i)
{
    if (!i)
        return;
    token_cache_free(i->cache);
    fetch_line_free(i->line);
    client_free(i->client);
    free(i);
}

static status unavailable(void)
{
    return FAIL(UNAVAILABLE, "",
                "Uw token kan nu niet nagekeken worden bij het toegangsbeheer. Probeer het over enkele seconden opnieuw.",
                "Your token cannot be checked with the access management now. Try again in a few seconds.");
}

static status not_active(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization", "Het token is niet (meer) geldig. Meld u opnieuw aan.",
                "The token is not valid, or no longer. Log in again.");
}

static bool equals(const json_t *value, const char *expected)
{
    return json_is_string(value) && strcmp(json_string_value(value), expected) == 0;
}

/* Absent, one text, or a list of texts. With anything else the answer cannot be used. */
static bool is_text_or_list(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!json_is_string(json_array_get(value, i)))
            return false;
    return !value || json_is_null(value) || json_is_string(value) || json_is_array(value);
}

static bool names_nobody(const json_t *audience)
{
    return !audience || json_is_null(audience) || equals(audience, "") ||
           (json_is_array(audience) && json_array_size(audience) == 0);
}

static bool names(const json_t *audience, const char *ours)
{
    bool found = equals(audience, ours);
    for (size_t i = 0; i < json_array_size(audience); i++)
        found = found || equals(json_array_get(audience, i), ours);
    return found;
}

/* RFC 7662 §2.2: scopes in one text with blanks between them; ACM/IDM also gives a list. */
static bool has_scope(const json_t *held, const char *wanted, arena *a)
{
    const text_list words = text_split(a, json_is_string(held) ? json_string_value(held) : "", ' ');
    bool found = names(json_is_array(held) ? held : NULL, wanted);
    for (size_t i = 0; i < words.count; i++)
        found = found || strcmp(words.items[i], wanted) == 0;
    return found;
}

static bool read_end(const json_t *exp, double *end)
{
    *end = HUGE_VAL;
    if (!exp || json_is_null(exp))
        return true;
    if (json_is_string(exp))
        return iso_time_read(json_string_value(exp), end);
    *end = json_number_value(exp);
    return json_is_number(exp);
}

static status other_server(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization", "Het token is niet voor deze server bedoeld (iss, aud of scope).",
                "The token is not meant for this server (iss, aud or scope).");
}

/* ACM/IDM leaves `aud` empty for some clients; a token that names only other servers is not meant for us. */
static status check_purpose(const introspection *i, const json_t *answer, arena *a)
{
    const json_t *issuer = json_object_get(answer, "iss"), *audience = json_object_get(answer, "aud");
    if (issuer && !json_is_null(issuer) && !equals(issuer, i->rules->issuer))
        return other_server();
    if (!names_nobody(audience) && !names(audience, i->rules->audience) && !names(audience, i->settings.client_id))
        return other_server();
    if (i->settings.scope && !has_scope(json_object_get(answer, "scope"), i->settings.scope, a))
        return other_server();
    return status_ok();
}

status introspection_judge(const introspection *i, const char *body, size_t size, const clock_reading *now, arena *a,
                           json_t **claims, double *end)
{
    json_t *answer = json_object_read(body, size, a);
    const json_t *active = json_object_get(answer, "active");
    double until = 0;
    if (!json_is_boolean(active))
        return unavailable();
    if (!json_is_true(active))
        return not_active();
    if (json_object_size(answer) > CLAIMS_LIMIT || !is_text_or_list(json_object_get(answer, "aud")) ||
        !is_text_or_list(json_object_get(answer, "scope")) || !read_end(json_object_get(answer, "exp"), &until))
        return unavailable();
    if (until <= (double)now->wall)
        return not_active();
    TRY(check_purpose(i, answer, a));
    *claims = answer;
    *end = until;
    return status_ok();
}

static status ask(introspection *i, const char *token, const clock_reading *now, text *body)
{
    text form = text_new(body->arena);
    const char *authorization = NULL;
    form_add(&form, "token", token);
    form_add(&form, "token_type_hint", "access_token");
    TRY(client_sign_in(i->client, now, &form, &authorization));
    return i->asker.ask(i->asker.context, i->settings.url, form.chars, authorization, body);
}

/* The reason goes to the operator's log; the client is only told to wait. */
static status went_wrong(introspection *i, int64_t now, const char *reason)
{
    breaker_went_wrong(i->breaker, now);
    log_write("error", "introspection: %s", reason);
    return unavailable();
}

/* The provider refused our credentials, or this one request. It is up, so we keep asking; otherwise anybody with an odd token
 * could make us stop. */
static status was_refused(introspection *i, const char *reason)
{
    breaker_went_well(i->breaker);
    log_write("error", "introspection: %s", reason);
    return unavailable();
}

/* RFC 6750 §2.1, b64token: a text that cannot be a token is not sent to the provider. */
static bool is_token(const char *token)
{
    const size_t length = strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");
    return length > 0 && token[length + strspn(token + length, "=")] == '\0';
}

static status learn(introspection *i, const digest *hash, const char *token, const clock_reading *now, arena *a, json_t **claims)
{
    text body = text_new(a);
    double end = 0;
    const int64_t began = clock_now().steady;
    const status asked = ask(i, token, now, &body);
    const int64_t answered = now->steady + clock_now().steady - began;
    if (asked.code == ST_BAD_PARAM)
        return was_refused(i, asked.en);
    if (asked.code != ST_OK)
        return went_wrong(i, answered, asked.en);
    if (body.length > ANSWER_LIMIT)
        return went_wrong(i, answered, "the answer is too long");
    const status judged = introspection_judge(i, body.chars, body.length, now, a, claims, &end);
    if (judged.code == ST_UNAVAILABLE)
        return went_wrong(i, answered, "the answer is not an introspection response (RFC 7662 section 2.2)");
    breaker_went_well(i->breaker);
    if (judged.code == ST_OK)
        token_cache_keep_active(i->cache, hash, *claims, now, i->settings.recheck_s, end);
    else
        token_cache_keep_refused(i->cache, hash, now, REFUSED_KEPT);
    return judged;
}

bool introspection_knows(introspection *i, const char *token, const clock_reading *now)
{
    const digest hash = digest_of(token, strlen(token));
    json_t *ignored = NULL;
    const cached found = token_cache_find(i->cache, &hash, now, &ignored);
    json_decref(ignored);
    return found != CACHED_NOTHING;
}

status introspection_claims(introspection *i, const char *token, const clock_reading *now, arena *a, json_t **claims)
{
    const digest hash = digest_of(token, strlen(token));
    json_t *known = NULL;
    switch (token_cache_find(i->cache, &hash, now, &known)) {
    case CACHED_ACTIVE: *claims = json_keep(known, a); return status_ok();
    case CACHED_REFUSED: return not_active();
    case CACHED_NOTHING: break;
    }
    if (!is_token(token))
        return not_active();
    if (!breaker_may(i->breaker, now->steady))
        return unavailable();
    return learn(i, &hash, token, now, a, claims);
}
