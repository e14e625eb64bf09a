#include "server/worker.h"

#include "base/clock.h"
#include "base/log.h"
#include "data/store/organisations.h"
#include "data/store/service_keys.h"
#include "server/http/fcgi.h"
#include "server/serve.h"
#include "server/services.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

typedef struct worker {
    server server;
    token_check *check;
    directory organisations;
    service_keys *keys;
    key_book book;
    fcgi *transport;
    arena *arena;
    output *to;
    const admission *admission;
    bool was_new; /* the last one came from the listener */
} worker;

/* Anything wrong with a configuration shows here. */
static status open_server(worker *w, const config *c, const catalog *layers, const common *shared)
{
    w->server.site = (site){.config = c,
                            .catalog = layers,
                            .crs = shared->crs,
                            .continuations = continuations_new(c->continuations, c->store.location)};
    w->server.site.kept = document_cache_new();
    w->server.services = services;
    TRY(store_open(&c->store, layers, &w->server.store));
    w->organisations = organisations_of(w->server.store);
    w->keys = service_keys_new(c->keys, c->store.location);
    w->book = service_keys_book(w->keys);
    TRY(token_check_new(&c->token, &(token_world){&w->organisations, &w->book, shared->auth}, &w->check));
    w->server.check = w->check;
    return status_ok();
}

static status open_worker(worker *w, const config *c, const catalog *layers, const common *shared, int listener)
{
    TRY(open_server(w, c, layers, shared));
    w->admission = shared->admission;
    w->server.turn = turn_new(shared->admission, c->workers);
    w->transport = fcgi_new(listener);
    w->arena = arena_new();
    w->to = out_new();
    return status_ok();
}

static void close_worker(worker *w)
{
    turn_free(w->server.turn);
    out_free(w->to);
    arena_free(w->arena);
    fcgi_free(w->transport);
    token_check_free(w->check);
    service_keys_free(w->keys);
    store_close(w->server.store);
    continuations_free(w->server.site.continuations);
    document_cache_free(w->server.site.kept);
}

status worker_try(const config *c, const catalog *layers, const common *shared)
{
    worker w = {0};
    const status opened = open_server(&w, c, layers, shared);
    close_worker(&w);
    return opened;
}

/* The order matters: the arena lives as long as the exchange, the answer is finished before the rows are left, and the place is
 * given back last. */
static void answer(worker *w, const exchange *x)
{
    out_open(w->to, fcgi_sink(w->transport));
    if (serve(&w->server, x, w->arena, w->to))
        fcgi_finish(w->transport);
    else
        fcgi_let_go(w->transport);
}

static void end_request(worker *w)
{
    arena_reset(w->arena);
    turn_leave(w->server.turn);
}

static bool answer_new(worker *w)
{
    exchange x;
    const bool came = fcgi_accept(w->transport, &w->server.site.config->front, w->arena, &x);
    if (came)
        answer(w, &x);
    end_request(w);
    return came;
}

static bool answer_waiting(worker *w, bool all_must_go)
{
    exchange x;
    kept_request kept;
    if (!turn_next(w->server.turn, all_must_go, &kept))
        return false;
    if (fcgi_resume(w->transport, kept, &w->server.site.config->front, w->arena, &x))
        answer(w, &x);
    end_request(w);
    return true;
}

/* Answers one request, a waiting one or a new one. When all other workers have one in hand, new ones go first, because they may
 * be of callers that have nothing running and need not wait; but they alternate with the line, so that it moves on under a stream
 * of new ones. False: there was none. */
static bool answer_one(worker *w, bool has_new)
{
    const bool new_first = has_new && !w->was_new && turn_is_last_free(w->server.turn);
    w->was_new = new_first;
    if (new_first && answer_new(w))
        return true;
    return answer_waiting(w, false) || (has_new && answer_new(w));
}

static bool has_work(int listener)
{
    struct pollfd p = {.fd = listener, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20L * 1000 * 1000}, NULL);
}

/* Connections that were made before the end are answered too; a socket that was handed over may go on filling, so not for ever.
 * Waiting requests still get their turn when the whole server stops (after a reload the new workers see to that), and are told to
 * come back when it takes too long. */
static void empty_queue(worker *w, int listener)
{
    enum { SECONDS = 5 };
    const double end = clock_steady() + SECONDS;
    const bool closing = admission_is_closing(w->admission);
    bool some = true;
    while (some && clock_steady() < end) {
        if (!answer_one(w, has_work(listener)))
            rest();
        some = has_work(listener) || (closing && admission_has_waiting(w->admission));
    }
    while (closing && answer_waiting(w, true)) {
    }
}

static int stop_signal(void)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    return signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A worker that ends a request looks at the line at once; room that only time or a death made is seen after this. */
static int longest_rest_ms(const worker *w)
{
    return admission_has_waiting(w->admission) ? 100 : 1000;
}

static void answer_until_told(worker *w, int listener, int signals)
{
    struct pollfd p[] = {{.fd = listener, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    bool busy = false;
    while (p[1].revents == 0) {
        if (poll(p, 2, busy ? 0 : longest_rest_ms(w)) >= 0 && p[1].revents == 0)
            busy = answer_one(w, p[0].revents != 0);
    }
}

int worker_run(const config *c, const catalog *layers, const common *shared, int listener)
{
    worker w = {0};
    const int signals = stop_signal();
    const status opened = open_worker(&w, c, layers, shared, listener);
    if (opened.code != ST_OK)
        log_write("error", "worker: %s", opened.en);
    if (opened.code == ST_OK) {
        answer_until_told(&w, listener, signals);
        empty_queue(&w, listener);
    }
    close_worker(&w);
    close(signals);
    return opened.code == ST_OK ? 0 : 1;
}
