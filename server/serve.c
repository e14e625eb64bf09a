/* The whole server in one page: a request goes to the service of its path, the token becomes a scope, and the service answers
 * from what that scope may see (call_rows in server/http/call.h is the door to the rows). */
#include "server/serve.h"

#include "base/clock.h"
#include "server/http/exception.h"
#include "server/http/log_caller.h"
#include "server/http/secret_in_url.h"
#include "server/http/web_heads.h"

#include <string.h>

/* Before anything expensive: who asks, and whether it is their turn. */
static status admit(call *c, arena *a, const output *to)
{
    const scope *who = NULL;
    TRY(scope_from_token(&c->x->credentials, c->server->check, a, &who));
    log_caller(who, a, c->log);
    TRY(turn_enter(c->turn, caller_of(who, c->x->credentials.remote_address), c->x, to));
    c->who = who;
    c->began = clock_steady();
    return status_ok();
}

static status answer(call *c, arena *a, output *to)
{
    const service *s = c->service;
    TRY(secret_in_url_check(c->x->query, a)); /* before anything else: it must not come back in a message or a log line */
    const bool options = strcmp(c->x->method, "OPTIONS") == 0;
    if (options && (!s->options || c->x->preflight)) {
        web_answer_preflight(route_methods(c, a), to);
        return status_ok();
    }
    if (!options)
        TRY(route_check_method(c, a));
    const status admitted = s->open ? status_ok() : admit(c, a, to);
    c->refused = admitted.code != ST_OK;
    TRY(admitted);
    return options ? s->options(c, a, to) : s->answer(c, a, to);
}

static void answer_error(const status *failed, call *c, arena *a, output *to)
{
    out_rewind(to);
    exception_heads(failed, c->x, c->allow ? c->allow : route_methods(c, a), a, to);
    c->service->error(failed, c, a, to);
}

static bool waits(const server *s, const status *answered, const output *to)
{
    return answered->code == ST_PUT_ASIDE || (answered->code == ST_BUSY && !out_committed(to) && turn_wait_again(s->turn));
}

/* refused: by an error in place of an answer. Its status stands in the log, whatever the version of the protocol made of it. */
static void write_log(const call *c, const status *answered, bool refused, const output *to)
{
    log_request *said = c->log;
    said->id = c->x->id;
    said->error = answered->code == ST_OK ? NULL : status_ows_code(answered->code);
    said->address = c->x->credentials.remote_address;
    said->waited_ms = (double)turn_waited_ms(c->turn);
    said->bytes = out_total(to);
    said->http = refused || answered->code == ST_CLIENT_GONE ? status_http(answered->code) : out_current_head(to)->http;
    log_write_request(said);
}

static call call_of(const server *s, const exchange *x, log_request *said, arena *a)
{
    call c = {.x = x, .site = &s->site, .turn = s->turn, .server = s, .log = said};
    c.service = route_find(s->services, &c);
    c.own = arena_alloc(a, c.service->own);
    return c;
}

bool serve(const server *s, const exchange *x, arena *a, output *to)
{
    log_request said = {.operation = "-", .layer = "-"};
    const double began = clock_steady();
    call c = call_of(s, x, &said, a);
    const status answered = answer(&c, a, to);
    if (waits(s, &answered, to))
        return false;
    const bool refused = answered.code != ST_OK && !out_committed(to);
    if (refused)
        answer_error(&answered, &c, a, to);
    out_close(to);
    said.ms = (clock_steady() - began) * 1e3;
    write_log(&c, &answered, refused, to);
    return true;
}
