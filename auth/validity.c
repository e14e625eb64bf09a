/* The registered claims: claims_check of claims.h. */
#include "auth/claims.h"

#include <string.h>

static bool equals(const json_t *value, const char *expected)
{
    return json_is_string(value) && strcmp(json_string_value(value), expected) == 0;
}

/* RFC 7519 §4.1.3: one string or an array of them. */
static bool holds(const json_t *audience, const char *ours)
{
    bool found = equals(audience, ours);
    for (size_t i = 0; i < json_array_size(audience); i++)
        found = found || equals(json_array_get(audience, i), ours);
    return found;
}

static status not_a_time(const char *claim)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "Het token heeft geen geldig tijdstip in \"%s\": verwacht is een getal, in seconden sinds 1970.",
                "The token has no valid time in \"%s\": expected a number of seconds since 1970.", claim);
}

/* nbf and iat: absent, or not in the future. */
static status has_come(const json_t *claims, const char *claim, double latest)
{
    const json_t *moment = json_object_get(claims, claim);
    if (!moment)
        return status_ok();
    if (!json_is_number(moment))
        return not_a_time(claim);
    if (json_number_value(moment) > latest)
        return FAIL(UNAUTHENTICATED, "Authorization",
                    "Het token is nog niet geldig. Controleer de klok van het toestel dat het token maakte.",
                    "The token is not valid yet. Check the clock of the machine that made it.");
    return status_ok();
}

/* RFC 7519 §4.1.4: "on or after" exp is too late. */
static status has_not_passed(const json_t *claims, double earliest)
{
    const json_t *end = json_object_get(claims, "exp");
    if (!json_is_number(end))
        return not_a_time("exp");
    if (json_number_value(end) <= earliest)
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token is verlopen. Vraag een nieuw token.",
                    "The token has expired. Ask for a new one.");
    return status_ok();
}

status claims_check(const json_t *claims, const claim_rules *rules, int64_t now)
{
    if (json_object_size(claims) > CLAIMS_LIMIT)
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token heeft te veel gegevens: hoogstens %d claims.",
                    "The token has too many claims: at most %d.", (int)CLAIMS_LIMIT);
    if (!equals(json_object_get(claims, "iss"), rules->issuer))
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token komt van een andere uitgever (iss) dan deze server vertrouwt.",
                    "The token comes from another issuer (iss) than this server trusts.");
    if (!holds(json_object_get(claims, "aud"), rules->audience))
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token is niet voor deze server bedoeld (aud).",
                    "The token is not meant for this server (aud).");
    TRY(has_not_passed(claims, (double)(now - rules->skew_s)));
    TRY(has_come(claims, "nbf", (double)(now + rules->skew_s)));
    return has_come(claims, "iat", (double)(now + rules->skew_s));
}
