/* What browsers, search engines and monitors ask of every host. Read with GET alone, by anybody. */
#include "server/http/may_keep.h"
#include "server/http/page.h"
#include "server/http/server.h"

/* For a monitor: 200 when this worker can read the store. */
static status answer_health(call *c, arena *a, output *to)
{
    (void)a;
    TRY(store_alive(c->server->store));
    out_type(to, 200, "application/json");
    may_keep(to, KEPT_BY_NOBODY, NULL);
    out_text(to, "{\"status\":\"ok\",\"version\":\"" RISICOLAAG_VERSION "\"}\n");
    return status_ok();
}

static status answer_icon(call *c, arena *a, output *to)
{
    (void)c;
    (void)a;
    page_write_file("icon.svg", "image/svg+xml", to);
    return status_ok();
}

/* RFC 9309: there is nothing here for search engines, and every request costs. */
static status answer_robots(call *c, arena *a, output *to)
{
    (void)c;
    (void)a;
    page_write_file("robots.txt", "text/plain; charset=utf-8", to);
    return status_ok();
}

const service health_service = {
    .prefix = "/healthz", .methods = METHOD_GET, .open = true, .answer = answer_health, .error = call_error_as_asked};
const service icon_service = {
    .prefix = "/favicon.ico", .methods = METHOD_GET, .open = true, .answer = answer_icon, .error = call_error_as_asked};
const service robots_service = {
    .prefix = "/robots.txt", .methods = METHOD_GET, .open = true, .answer = answer_robots, .error = call_error_as_asked};
