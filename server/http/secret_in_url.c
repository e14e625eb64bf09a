#include "server/http/secret_in_url.h"

#include "auth/service_key.h"
#include "base/text.h"

#include <string.h>

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_escape(const char *chars, size_t left)
{
    return left > 2 && chars[0] == '%' && digit(chars[1]) >= 0 && digit(chars[2]) >= 0;
}

/* Escapes undone as far as they are well formed: whether the query is good is for kvp_parse to say. */
static const char *unescaped(const char *chars, size_t length, arena *a)
{
    unsigned char *plain = arena_alloc(a, length + 1), *to = plain; /* zeroed: it ends by itself */
    for (size_t i = 0; i < length; i++) {
        const bool escape = is_escape(chars + i, length - i);
        const unsigned code =
            escape ? (unsigned)digit(chars[i + 1]) * 16 + (unsigned)digit(chars[i + 2]) : (unsigned char)chars[i];
        *to++ = (unsigned char)code;
        i += escape ? 2 : 0;
    }
    return (const char *)plain;
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
        if (secret_in_url_is_name(unescaped(query, name, a)) || service_key_seems(unescaped(query + value, length - value, a)))
            return refuse();
        query += length + (query[length] == '&');
    }
    return status_ok();
}
