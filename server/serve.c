/* The whole building in one page: what comes in is read into a request, the token becomes a scope, the scope opens the door to
 * the rows, and the operation answers from them. */
#include "server/serve.h"

#include "base/log.h"
#include "server/http/exception.h"
#include "server/http/log_caller.h"
#include "server/http/secret_in_url.h"
#include "server/http/web_heads.h"
#include "server/plain_paths.h"
#include "server/wfs/continued.h"
#include "server/wfs/request.h"

#include <string.h>
#include <time.h>

static bool gets_rows(const operation *o, const scope *who)
{
    return o->needs_rows == ROWS_ALWAYS || (o->needs_rows == ROWS_OF_CALLER && !scope_is_anonymous(who));
}

/* Before anything that costs: who asks, and whether it is their turn. */
static status admit(const server *s, const exchange *x, arena *a, const output *to, const scope **who, log_request *said)
{
    TRY(scope_from_token(&x->credentials, s->check, a, who));
    log_caller(*who, a, said);
    return turn_enter(s->turn, caller_of(*who, x->credentials.remote_address), x, to);
}

/* Who is refused is told so in the form of the request (an envelope, JSON), as long as that is read for next to nothing. */
static void read_form(const server *s, const exchange *x, arena *a, request *rq)
{
    enum { BYTES = 64 * 1024 };
    const bool cheap = x->body_size <= BYTES && !*x->content_encoding;
    const status read = cheap ? request_read(x, &s->site, a, rq) : status_ok();
    (void)read; /* the refusal is what is answered */
}

static double milliseconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) * 1e3 + (double)(now.tv_nsec - then->tv_nsec) / 1e6;
}

static status answer_wfs(const server *s, const exchange *x, arena *a, output *to, request *rq, log_request *said)
{
    const scope *who = NULL;
    rows *seen = NULL;
    const status admitted = admit(s, x, a, to, &who, said);
    if (admitted.code != ST_OK && admitted.code != ST_PUT_ASIDE)
        read_form(s, x, a, rq);
    TRY(admitted);
    struct timespec began;
    clock_gettime(CLOCK_MONOTONIC, &began);
    TRY(request_read(x, &s->site, a, rq));
    rq->turn = s->turn;
    TRY(continued_take_up(rq, who, a)); /* not before: whose a kept request is comes before anything that it says */
    TRY(request_resolve(rq, stored_queries_of(s->store, who, a), a));
    if (gets_rows(rq->operation, who)) {
        TRY(rows_enter(s->store, who, turn_watch(rq->turn), a, &seen)); /* left again by the arena */
        rows_has_taken(seen, milliseconds_since(&began) / 1e3);
    }
    soap_wrap(&rq->soap, NULL, a, to);
    return rq->operation->run(rq, seen, a, to, &said->rows);
}

static bool is_method(const exchange *x, const char *name)
{
    return strcmp(x->method, name) == 0;
}

static status check_method(const exchange *x, plain_path plain)
{
    if (is_method(x, "GET") || is_method(x, "HEAD") || (is_method(x, "POST") && !plain))
        return status_ok();
    if (plain)
        return FAIL(NO_METHOD, "", "hier wordt alleen GET beantwoord", "only GET is answered here");
    return FAIL(NO_METHOD, "", "alleen GET en POST worden beantwoord", "only GET and POST are answered");
}

static status answer_any(const server *s, const exchange *x, arena *a, output *to, request *rq, log_request *said)
{
    plain_path plain = plain_path_of(s, x);
    TRY(secret_in_url_check(x->query, a)); /* before anything else: it must not come back in a message or a log line */
    if (is_method(x, "OPTIONS")) {
        web_answer_preflight(plain_path_methods(s, x), to);
        return status_ok();
    }
    TRY(check_method(x, plain));
    return plain ? plain(s, x, a, to) : answer_wfs(s, x, a, to, rq, said);
}

static void write_log(const exchange *x, const request *rq, const status *answered, const output *to, log_request *said)
{
    const layer *l = rq->layer_count == 1 ? rq->layers[0] : NULL;
    said->id = x->id;
    said->operation = rq->operation ? rq->operation->name : "-";
    said->layer = l ? l->name : "-";
    said->error = answered->code == ST_OK ? NULL : status_ows_code(answered->code);
    said->address = x->credentials.remote_address;
    said->bytes = out_total(to);
    said->http = answered->code == ST_CLIENT_GONE ? 499 : out_current_head(to)->http;
    log_write_request(said);
}

static bool waits(const server *s, const status *answered, const output *to)
{
    return answered->code == ST_PUT_ASIDE || (answered->code == ST_BUSY && !out_committed(to) && turn_wait_again(s->turn));
}

bool serve(const server *s, const exchange *x, arena *a, output *to)
{
    request rq = {0};
    log_request said = {0};
    struct timespec began;
    clock_gettime(CLOCK_MONOTONIC, &began);
    const status answered = answer_any(s, x, a, to, &rq, &said);
    if (waits(s, &answered, to))
        return false;
    if (answered.code != ST_OK && !out_committed(to)) {
        const exception_manner how =
            exception_manner_of(x, rq.parameters, rq.soap.version != SOAP_NONE, plain_path_methods(s, x), a);
        out_rewind(to);
        soap_wrap(&rq.soap, &answered, a, to);
        exception_write(&answered, &how, a, to);
    }
    out_close(to);
    said.ms = milliseconds_since(&began);
    said.waited_ms = (double)turn_waited_ms(s->turn);
    write_log(x, &rq, &answered, to, &said);
    return true;
}
