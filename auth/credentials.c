#include "auth/credentials.h"

#include "auth/base64.h"
#include "auth/service_key.h"
#include "base/text.h"

#include <string.h>

static status unknown_scheme(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "De header Authorization moet \"Bearer <token>\" of \"Basic <gebruiker en token>\" zijn.",
                "The Authorization header must be \"Bearer <token>\" or \"Basic <user and token>\".");
}

static status bad_basic(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "De Basic-aanmelding is niet leesbaar. Vul als wachtwoord uw token of sleutel in; de gebruikersnaam is vrij.",
                "The Basic credentials are not readable. Give your token or key as the password; the user name is free.");
}

static status too_long(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization", "Het token is te lang: hoogstens %d bytes.",
                "The token is too long: at most %d bytes.", (int)TOKEN_LIMIT);
}

/* RFC 7617 §2: the user ends at the first colon, so a password may hold one (and then it is not a JWT). */
static status basic_password(const char *encoded, arena *a, const char **password)
{
    bytes pair;
    if (!base64_decode(encoded, strlen(encoded), a, &pair))
        return bad_basic();
    const char *colon = memchr(pair.data, ':', pair.size);
    if (!colon || strlen(colon) != pair.size - (size_t)(colon - (const char *)pair.data)) /* a NUL would hide the rest */
        return bad_basic();
    *password = colon + 1;
    return status_ok();
}

static status read_authorization(const char *authorization, arena *a, const char **token)
{
    if (strnlen(authorization, AUTHORIZATION_LIMIT + 1) > AUTHORIZATION_LIMIT)
        return too_long();
    const size_t scheme_length = strcspn(authorization, " ");
    const char *scheme = arena_strndup(a, authorization, scheme_length);
    const char *found = authorization + scheme_length + strspn(authorization + scheme_length, " ");
    if (text_equal_nocase(scheme, "Basic"))
        TRY(basic_password(found, a, &found));
    else if (!text_equal_nocase(scheme, "Bearer"))
        return unknown_scheme();
    if (!*found)
        return unknown_scheme();
    if (strlen(found) > TOKEN_LIMIT)
        return too_long();
    *token = found;
    return status_ok();
}

static status read_api_key(const char *key, const char **presented)
{
    if (strnlen(key, TOKEN_LIMIT + 1) > TOKEN_LIMIT)
        return too_long();
    if (!service_key_seems(key))
        return FAIL(UNAUTHENTICATED, "X-API-Key", "In de header X-API-Key hoort een sleutel die met \"%s\" begint.",
                    "The X-API-Key header takes a key that begins with \"%s\".", SERVICE_KEY_PREFIX);
    *presented = key;
    return status_ok();
}

static bool given_in(const char *header)
{
    return header && *header;
}

/* A token that was copied with the line ends of a mail or a terminal in it. */
static status check_in_one_piece(const char *token)
{
    for (const char *c = token; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F)
            return FAIL(UNAUTHENTICATED, "Authorization",
                        "Midden in of achter het token staat een regeleinde of een spatie: neem het over zonder.",
                        "The token has a line end or a blank in it or after it: copy it without.");
    return status_ok();
}

/* Two credentials are ambiguous: one program could check the first while another uses the second. */
status credentials_read(const credentials *given, arena *a, const char **presented)
{
    const char *found = NULL;
    if (given_in(given->authorization) && given_in(given->api_key))
        return FAIL(UNAUTHENTICATED, "Authorization", "Stuur één van beide: de header Authorization of de header X-API-Key.",
                    "Send one of the two: the Authorization header or the X-API-Key header.");
    if (given_in(given->authorization))
        TRY(read_authorization(given->authorization, a, &found));
    if (given_in(given->api_key))
        TRY(read_api_key(given->api_key, &found));
    if (found)
        TRY(check_in_one_piece(found));
    *presented = found;
    return status_ok();
}
