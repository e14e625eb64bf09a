#include "auth/reach.h"

#include "auth/fetch.h"

static status reach_keys(const char *url, arena *a)
{
    text body = text_new(a);
    TRY(fetch_allowed(url, "token.jwks_url"));
    return fetch(url, &body);
}

static status reach_introspection(const char *url, arena *a)
{
    text body = text_new(a);
    TRY(fetch_allowed(url, "token.introspection.url"));
    fetch_line *line = fetch_line_new();
    const status asked = fetch_post(line, url, "token=", NULL, &body);
    fetch_line_free(line);
    return asked.code == ST_BAD_PARAM ? status_ok() : asked;
}

status provider_reach(const token_settings *s, arena *a)
{
    if (s->jwks_url)
        TRY(reach_keys(s->jwks_url, a));
    return s->introspection.url ? reach_introspection(s->introspection.url, a) : status_ok();
}
