#include "server/http/route.h"

#include "base/text.h"

#include <string.h>

static const struct {
    enum method method;
    const char *name;
} methods[] = {
    {METHOD_GET, "GET"}, {METHOD_POST, "POST"}, {METHOD_PUT, "PUT"}, {METHOD_PATCH, "PATCH"}, {METHOD_DELETE, "DELETE"}};

enum { METHODS = sizeof methods / sizeof *methods };

static bool has_prefix(const service *s, const char *path)
{
    const size_t n = strlen(s->prefix);
    return strncmp(path, s->prefix, n) == 0 && (path[n] == '\0' || (s->has_below && path[n] == '/'));
}

static bool is_for(const service *s, const call *c)
{
    return (s->takes && s->takes(c)) || (s->prefix && has_prefix(s, c->x->path));
}

const service *route_find(const service *const *services, const call *c)
{
    for (size_t i = 0; services[i]; i++)
        if (is_for(services[i], c))
            return services[i];
    return services[0];
}

static unsigned methods_of(const call *c)
{
    const service *s = c->service;
    return s->methods | (s->editing && c->site->config->editing ? s->editing : 0);
}

const char *route_allow(unsigned allowed, arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < METHODS; i++)
        if (allowed & methods[i].method)
            text_addf(&t, "%s, %s", methods[i].name, methods[i].method == METHOD_GET ? "HEAD, " : "");
    text_add(&t, "OPTIONS");
    return t.chars;
}

const char *route_methods(const call *c, arena *a)
{
    return route_allow(methods_of(c), a);
}

/* The same for a person: "GET, HEAD en OPTIONS". */
static const char *list(unsigned allowed, const char *and, arena *a)
{
    const char *all = route_allow(allowed, a), *last = strrchr(all, ',');
    return last ? arena_printf(a, "%.*s %s%s", (int)(last - all), all, and, last + 1) : all;
}

unsigned route_method(const char *name)
{
    for (size_t i = 0; i < METHODS; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return strcmp(name, "HEAD") == 0 ? METHOD_GET : 0;
}

status route_no_method(unsigned allowed, arena *a)
{
    return FAIL(NO_METHOD, "", "hier mogen alleen de methoden %s%.0s", "only the methods %.0s%s are allowed here",
                list(allowed, "en", a), list(allowed, "and", a));
}

status route_check_method(const call *c, arena *a)
{
    return methods_of(c) & route_method(c->x->method) ? status_ok() : route_no_method(methods_of(c), a);
}
