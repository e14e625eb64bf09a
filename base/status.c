#include "base/status.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *ows_code;
    int http;
} table[ST_COUNT] = {
#define STATUS(name, ows, http) [ST_##name] = {ows, http},
#include "base/status.def"
#undef STATUS
};

status status_ok(void)
{
    status s;
    s.code = ST_OK;
    s.retry_s = 0;
    s.locator[0] = s.nl[0] = s.en[0] = '\0';
    return s;
}

status status_fail(status_code code, const char *locator, const char *nl, const char *en, ...)
{
    status s = {.code = code};
    snprintf(s.locator, sizeof s.locator, "%s", locator ? locator : "");

    va_list first, second;
    va_start(first, en);
    va_copy(second, first);
    vsnprintf(s.nl, sizeof s.nl, nl, first);
    vsnprintf(s.en, sizeof s.en, en, second);
    va_end(second);
    va_end(first);
    /* A message repeats what a client sent, and both the room and a "%.60s" cut between bytes, not between characters. */
    text_clean(s.locator);
    text_clean(s.nl);
    text_clean(s.en);
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

static bool is_camel(const char *word, size_t length)
{
    bool small = false;
    for (size_t i = 0; i < length; i++) {
        const char c = word[i];
        small |= c >= 'a' && c <= 'z';
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return false;
    }
    return small && word[0] >= 'A' && word[0] <= 'Z';
}

const char *status_rule(const status *s, char out[STATUS_RULE])
{
    const char *open = strrchr(s->nl, '(');
    const size_t length = open ? strlen(open) : 0;
    out[0] = '\0';
    if (length > 2 && length - 2 < STATUS_RULE && open[length - 1] == ')' && is_camel(open + 1, length - 2))
        snprintf(out, STATUS_RULE, "%.*s", (int)(length - 2), open + 1);
    return out;
}
