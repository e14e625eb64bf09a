#include "server/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *ows_code;
    int http;
} table[ST_COUNT] = {
#define STATUS(name, ows, http) [ST_##name] = {ows, http},
#include "server/base/status.def"
#undef STATUS
};

status status_ok(void)
{
    status s;
    s.code = ST_OK;
    s.locator[0] = s.nl[0] = s.en[0] = '\0';
    return s;
}

/* vsnprintf may have cut a UTF-8 sequence in two: drop the torn character. */
static void mend_end(char *text, size_t size)
{
    size_t n = strlen(text);
    if (n + 1 < size)
        return;
    while (n > 0 && ((unsigned char)text[n - 1] & 0xC0U) == 0x80U)
        n--;
    if (n > 0)
        text[n - 1] = '\0';
}

status status_fail(status_code code, const char *locator, const char *nl, const char *en, ...)
{
    status s = {.code = code};
    snprintf(s.locator, sizeof s.locator, "%s", locator ? locator : "");
    mend_end(s.locator, sizeof s.locator);

    va_list first, second;
    va_start(first, en);
    va_copy(second, first);
    vsnprintf(s.nl, sizeof s.nl, nl, first);
    vsnprintf(s.en, sizeof s.en, en, second);
    va_end(second);
    va_end(first);
    mend_end(s.nl, sizeof s.nl);
    mend_end(s.en, sizeof s.en);
    return s;
}

const char *status_ows_code(status_code code)
{
    return table[code].ows_code;
}

int status_http(status_code code)
{
    return table[code].http;
}
