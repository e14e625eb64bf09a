/* WFS at the endpoints of the configuration: reads the request, opens the rows that its caller may see, and lets its operation
 * answer from them. */
#include "server/http/exception.h"
#include "server/http/route.h"
#include "server/wfs/continued.h"
#include "server/wfs/parameters.h"
#include "server/wfs/request.h"

#include <string.h>

/* A program configured with a URL without its last part asks for a service at "/": a web page would only confuse it. */
static bool asks_at_the_root(const exchange *x)
{
    return strcmp(x->path, "/") == 0 && (strcasestr(x->query, "service=") || strcasestr(x->query, "request="));
}

static bool takes(const call *c)
{
    return asks_at_the_root(c->x) || config_endpoint(c->site->config, c->x->path);
}

static bool writes(const operation *o)
{
    return o->needs_rows == ROWS_TO_CHANGE || o->needs_rows == ROWS_TO_LOCK;
}

static bool gets_rows(const operation *o, const scope *who)
{
    return o->needs_rows == ROWS_ALWAYS || writes(o) || (o->needs_rows == ROWS_OF_CALLER && !scope_is_anonymous(who));
}

/* Logs what has been read so far. */
static void tell_log(const request *rq, log_request *log)
{
    if (rq->operation)
        log->operation = rq->operation->name;
    if (rq->layer_count == 1)
        log->layer = rq->layers[0]->name;
}

static status answer_request(const call *c, arena *a, output *to, request *rq)
{
    rows *seen = NULL;
    TRY(request_read(c->x, c->site, a, rq));
    rq->turn = c->turn;
    rq->who = c->who;
    TRY(continued_take_up(rq, c->who, a)); /* a kept request is read only after checking whose it is */
    TRY(request_resolve(rq, call_stored_queries(c, a), a));
    if (writes(rq->operation))
        TRY(call_edit(c, a, &rq->edit));
    if (gets_rows(rq->operation, c->who))
        TRY(rq->edit ? call_rows_for(c, rq->edit, a, &seen) : call_rows(c, a, &seen));
    soap_wrap(&rq->soap, NULL, a, to);
    return rq->operation->run(rq, seen, a, to, &c->log->rows);
}

static status answer_wfs(call *c, arena *a, output *to)
{
    request *rq = c->own;
    const status answered = answer_request(c, a, to, rq);
    tell_log(rq, c->log);
    return parameters_locate(&answered, rq);
}

/* A refusal is written in the form of the request (an envelope, JSON), if that form can be read at little cost. */
static void read_form(const call *c, arena *a, request *rq)
{
    enum { BYTES = 64 * 1024 };
    const bool cheap = c->x->body_size <= BYTES && !*c->x->content_encoding;
    const status read = cheap ? request_read(c->x, c->site, a, rq) : status_ok();
    (void)read; /* the refusal is the answer, even if reading fails */
    tell_log(rq, c->log);
}

static void write_error(const status *s, call *c, arena *a, output *to)
{
    request *rq = c->own;
    if (c->refused)
        read_form(c, a, rq);
    soap_wrap(&rq->soap, s, a, to);
    exception_manner how = exception_manner_of(c->x, rq->parameters, rq->soap.version != SOAP_NONE, a);
    const protocol *in = rq->protocol ? rq->protocol : protocol_guess(c->x->query, c->x->body, c->x->body_size);
    how.report = in->exception;
    how.in_200 = in->refuses_in_200 && rq->operation && rq->operation->needs_rows == ROWS_TO_CHANGE;
    exception_write(s, &how, a, to);
}

const service wfs_service = {
    .takes = takes, .methods = METHOD_GET | METHOD_POST, .own = sizeof(request), .answer = answer_wfs, .error = write_error};
