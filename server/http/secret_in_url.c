#include "server/http/secret_in_url.h"

#include "auth/service_key.h"
#include "base/text.h"
#include "server/http/url_decode.h"

#include <string.h>

/* Decoded as far as it can be: kvp_parse decides whether the query is valid. */
static const char *plain(const char *chars, size_t length, arena *a)
{
    char *made = arena_alloc(a, length + 1);
    url_decode(chars, length, made);
    return made;
}

bool secret_in_url_is_name(const char *name)
{
    static const char *const names[] = {"token",   "access_token", "id_token", "bearer",   "authorization", "apikey",  "api_key",
                                        "api-key", "key",          "authkey",  "auth_key", "x-api-key",     "password"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal_nocase(name, names[i]))
            return true;
    return false;
}

static status refuse(void)
{
    return FAIL(
        BAD_PARAM, "",
        "Een token of sleutel hoort niet in een URL. Stuur een token in de header Authorization (Bearer, of Basic met het token "
        "als "
        "wachtwoord), een sleutel ook in X-API-Key. Vraag een nieuwe: deze kan in logbestanden staan.",
        "A token or key does not belong in a URL. Send a token in the Authorization header (Bearer, or Basic with the token as "
        "the password), a key also in X-API-Key. Ask for a new one: this one may be in log files.");
}

status secret_in_url_check(const char *query, arena *a)
{
    while (*query) {
        const size_t length = strcspn(query, "&"), name = strcspn(query, "=&");
        const size_t value = name < length ? name + 1 : length;
        if (secret_in_url_is_name(plain(query, name, a)) || service_key_seems(plain(query + value, length - value, a)))
            return refuse();
        query += length + (query[length] == '&');
    }
    return status_ok();
}
