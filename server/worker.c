#include "server/worker.h"

#include "data/organisations.h"
#include "data/service_keys.h"
#include "server/base/log.h"
#include "server/fcgi.h"
#include "server/serve.h"

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
} worker;

/* What can be wrong with a configuration shows here. */
static status open_server(worker *w, const config *c, const catalog *layers, const common *shared)
{
    w->server.site = (site){.config = c, .catalog = layers, .crs = shared->crs, .continuations = continuations_new(c->continuations)};
    w->server.site.kept = kept_new();
    TRY(store_open(&c->store, layers, &w->server.store));
    w->organisations = organisations_of(w->server.store);
    w->keys = service_keys_new(c->keys);
    w->book = service_keys_book(w->keys);
    TRY(token_check_new(&c->token, &(token_world){&w->organisations, &w->book, shared->auth}, &w->check));
    w->server.check = w->check;
    w->server.lanes = shared->lanes;
    return status_ok();
}

static status open_worker(worker *w, const config *c, const catalog *layers, const common *shared, int listener)
{
    TRY(open_server(w, c, layers, shared));
    w->transport = fcgi_new(listener);
    w->arena = arena_new();
    w->to = out_new();
    return status_ok();
}

static void close_worker(worker *w)
{
    out_free(w->to);
    arena_free(w->arena);
    fcgi_free(w->transport);
    token_check_free(w->check);
    service_keys_free(w->keys);
    store_close(w->server.store);
    continuations_free(w->server.site.continuations);
    kept_free(w->server.site.kept);
}

status worker_try(const config *c, const catalog *layers, const common *shared)
{
    worker w = {0};
    const status opened = open_server(&w, c, layers, shared);
    close_worker(&w);
    return opened;
}

/* The order matters: the arena lives as long as the exchange, and the answer is finished before the rows are left. */
static void answer_one(worker *w)
{
    exchange x;
    if (!fcgi_accept(w->transport, w->server.site.config->public_url, w->arena, &x))
        return;
    out_open(w->to, fcgi_sink(w->transport));
    serve(&w->server, &x, w->arena, w->to);
    fcgi_finish(w->transport);
    arena_reset(w->arena);
}

static bool has_work(int listener)
{
    struct pollfd p = {.fd = listener, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

/* Connections that were made before the end are answered too; a socket that was handed over may go on filling, so not for ever. */
static void empty_queue(worker *w, int listener)
{
    enum { SECONDS = 5 };
    const time_t end = time(NULL) + SECONDS;
    while (has_work(listener) && time(NULL) < end)
        answer_one(w);
}

/* Waits for a connection or for SIGTERM; false: stop. */
static bool wait_for_work(int listener, int signals)
{
    struct pollfd p[] = {{.fd = listener, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    while (poll(p, 2, -1) < 0) {
    }
    return p[1].revents == 0;
}

static int stop_signal(void)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    return signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
}

int worker_run(const config *c, const catalog *layers, const common *shared, int listener)
{
    worker w = {0};
    const int signals = stop_signal();
    const status opened = open_worker(&w, c, layers, shared, listener);
    if (opened.code != ST_OK)
        log_write("error", "worker: %s", opened.en);
    while (opened.code == ST_OK && wait_for_work(listener, signals))
        answer_one(&w);
    if (opened.code == ST_OK)
        empty_queue(&w, listener);
    close_worker(&w);
    close(signals);
    return opened.code == ST_OK ? 0 : 1;
}
