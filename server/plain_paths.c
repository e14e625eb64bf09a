#include "server/plain_paths.h"

#include "server/http/page.h"
#include "server/landing.h"

#include <string.h>

/* For a monitor: 200 when this worker can read the store. */
static status answer_health(const server *s, const exchange *x, arena *a, output *to)
{
    (void)x;
    (void)a;
    TRY(store_alive(s->store));
    out_type(to, 200, "application/json");
    out_header(to, "Cache-Control", "no-store");
    out_text(to, "{\"status\":\"ok\",\"version\":\"" RISICOLAAG_VERSION "\"}\n");
    return status_ok();
}

static status answer_landing(const server *s, const exchange *x, arena *a, output *to)
{
    landing_write(&s->site, x, a, to);
    return status_ok();
}

static status answer_icon(const server *s, const exchange *x, arena *a, output *to)
{
    (void)s;
    (void)x;
    (void)a;
    page_write_file("icon.svg", "image/svg+xml", to);
    return status_ok();
}

/* RFC 9309: there is nothing here for search engines, and every request costs. */
static status answer_robots(const server *s, const exchange *x, arena *a, output *to)
{
    (void)s;
    (void)x;
    (void)a;
    page_write_file("robots.txt", "text/plain; charset=utf-8", to);
    return status_ok();
}

static const struct {
    const char *path;
    plain_path answer;
} plain_paths[] = {
    {"/", answer_landing}, {"/healthz", answer_health}, {"/favicon.ico", answer_icon}, {"/robots.txt", answer_robots}};

static bool is_endpoint(const config *c, const char *path)
{
    for (size_t i = 0; i < c->endpoint_count; i++)
        if (strcmp(c->endpoints[i].path, path) == 0)
            return true;
    return false;
}

/* A program whose address lacks its last part asks for a service at "/": a page would only confuse it. */
static bool asks_for_a_service(const exchange *x)
{
    return strcmp(x->path, "/") == 0 && (strcasestr(x->query, "service=") || strcasestr(x->query, "request="));
}

plain_path plain_path_of(const server *s, const exchange *x)
{
    if (asks_for_a_service(x) || is_endpoint(s->site.config, x->path))
        return NULL;
    for (size_t i = 0; i < sizeof plain_paths / sizeof *plain_paths; i++)
        if (strcmp(plain_paths[i].path, x->path) == 0)
            return plain_paths[i].answer;
    return NULL;
}

const char *plain_path_methods(const server *s, const exchange *x)
{
    return plain_path_of(s, x) ? "GET, HEAD, OPTIONS" : "GET, HEAD, POST, OPTIONS";
}
