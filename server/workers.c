#include "server/workers.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "gml/crs/crs.h"
#include "server/http/listen.h"
#include "server/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS_MOST = 256, CHILDREN_MOST = 2 * WORKERS_MOST, DRAIN_EXTRA_S = 10, QUICK_DEATH_S = 2, LONGEST_REST_S = 10 };

/* One reading of the configuration; a reload makes a new one. */
typedef struct generation {
    arena *arena;
    config config;
    catalog layers;
} generation;

typedef struct child {
    pid_t pid;    /* 0: none */
    double began; /* clock_steady */
    bool leaving; /* told to stop */
} child;

typedef struct parent {
    pid_t pid;
    const char *config_path;
    generation *now;
    common shared;
    listener listener;
    arena *arena; /* for what outlives a reload */
    sigset_t signals, before;
    child children[CHILDREN_MOST]; /* twice as many: during a reload the old ones still drain */
    bool stopping;
} parent;

static void free_generation(generation *g)
{
    arena_free(g->arena);
    free(g);
}

/* What data/ cannot know: which reference systems gml/ can write. */
static status check_systems(const catalog *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->layers[i].geometry_type != GEOMETRY_NONE && !crs_on_offer(c->layers[i].srid))
            return FAIL(BAD_INPUT, "layers", "laag %s: crs=\"%d\" kan niet; kies 31370, 3812, 4258, 4326 of 3857",
                        "layer %s: crs=\"%d\" is not supported; choose 31370, 3812, 4258, 4326 or 3857", c->layers[i].name,
                        c->layers[i].srid);
    return status_ok();
}

/* PROJ takes 40 ms for this, so it is not done again in every worker. */
static status measure_systems(crs_set **out)
{
    TRY(crs_set_new(out));
    crs_set_rest(*out);
    return status_ok();
}

/* Reads the configuration and tries it. */
static status check_generation(generation *g, const char *path, const common *shared)
{
    TRY(config_read(path, g->arena, &g->config));
    TRY(catalog_read(g->config.layers, g->arena, &g->layers));
    TRY(check_systems(&g->layers));
    return worker_try(&g->config, &g->layers, shared);
}

static status read_generation(const char *path, const common *shared, generation **out)
{
    generation *g = calloc(1, sizeof *g);
    if (!g)
        abort();
    g->arena = arena_new();
    const status checked = check_generation(g, path, shared);
    if (checked.code != ST_OK) {
        free_generation(g);
        return checked;
    }
    *out = g;
    return status_ok();
}

/* In the child: SIGTERM stays blocked (the worker polls for it), the others get their default back; a dead parent takes its
 * workers along. */
static void become_worker(const parent *p)
{
    sigset_t stop = p->before;
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_SETMASK, &stop, NULL);
    signal(SIGUSR1, SIG_IGN); /* meant for the parent: sent to all processes, it must end none */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != p->pid)
        exit(1); /* it died before that call */
    exit(worker_run(&p->now->config, &p->now->layers, &p->shared, p->listener.fd));
}

/* False: the system has no process to give now; it is tried again at the next signal or within ten seconds. */
static bool start_worker(parent *p, child *c)
{
    const pid_t pid = fork();
    if (pid == 0)
        become_worker(p);
    if (pid < 0) {
        log_write("error", "cannot start a worker");
        return false;
    }
    *c = (child){.pid = pid, .began = clock_steady()};
    return true;
}

static int count_workers(const parent *p)
{
    int count = 0;
    for (size_t i = 0; i < CHILDREN_MOST; i++)
        count += p->children[i].pid && !p->children[i].leaving;
    return count;
}

static void fill_up(parent *p)
{
    for (size_t i = 0; i < CHILDREN_MOST && count_workers(p) < p->now->config.workers; i++)
        if (!p->children[i].pid && !start_worker(p, &p->children[i]))
            return;
}

static void tell_all(parent *p, int signal_number)
{
    for (size_t i = 0; i < CHILDREN_MOST; i++)
        if (p->children[i].pid) {
            p->children[i].leaving = true;
            kill(p->children[i].pid, signal_number);
        }
}

/* True when a worker died so soon after its start that starting the next one at once would only spin. */
static bool note_death(parent *p, pid_t pid, int how)
{
    for (size_t i = 0; i < CHILDREN_MOST; i++) {
        child *c = &p->children[i];
        if (c->pid != pid)
            continue;
        const bool quick = !c->leaving && clock_steady() - c->began < QUICK_DEATH_S;
        if (!c->leaving)
            log_write("error", "worker %d died (%s %d); a new one is started", (int)pid, WIFSIGNALED(how) ? "signal" : "status",
                      WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
        admission_forget(p->shared.admission, pid);
        *c = (child){0};
        return quick;
    }
    return false;
}

static void bury(parent *p)
{
    int how = 0;
    bool quick = false;
    for (pid_t pid = waitpid(-1, &how, WNOHANG); pid > 0; pid = waitpid(-1, &how, WNOHANG))
        quick |= note_death(p, pid, how);
    if (quick)
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
}

static void reload(parent *p)
{
    generation *fresh = NULL;
    notify_reloading();
    const status read = read_generation(p->config_path, &p->shared, &fresh);
    if (read.code != ST_OK) {
        log_write("error", "reload refused, the old configuration stays: %s", read.en);
        notify_say("READY=1\nSTATUS=config.json is fout: de vorige instellingen blijven gelden");
        return;
    }
    log_write("info", "reload: new workers are started, the old ones finish what they have");
    tell_all(p, SIGTERM);
    free_generation(p->now);
    p->now = fresh;
    notify_say("READY=1\nSTATUS=");
}

static status open_log(const generation *g)
{
    return g->config.log ? log_to(g->config.log) : status_ok();
}

/* After the file was renamed, as logrotate(8) does. Workers inherit the open log, so they are replaced, as after a reload. */
static void reopen_log(parent *p)
{
    const status opened = open_log(p->now);
    if (opened.code != ST_OK)
        log_write("error", "%s", opened.en);
    else
        tell_all(p, SIGTERM);
}

/* Until the next signal; 0 when the given time is over. */
static int next_signal(const parent *p, int seconds)
{
    const struct timespec limit = {.tv_sec = seconds};
    const int got = sigtimedwait(&p->signals, NULL, &limit);
    return got > 0 ? got : 0;
}

static bool has_children(const parent *p)
{
    for (size_t i = 0; i < CHILDREN_MOST; i++)
        if (p->children[i].pid)
            return true;
    return false;
}

/* Every request in hand is answered, within the time limit of a query. */
static void drain(parent *p)
{
    const int most_s = p->now->config.store.query_timeout_s + DRAIN_EXTRA_S;
    const double deadline = clock_steady() + most_s;
    notify_stopping(most_s + DRAIN_EXTRA_S);
    listen_withdraw(&p->listener);
    admission_close(p->shared.admission);
    tell_all(p, SIGTERM);
    while (has_children(p) && clock_steady() < deadline) {
        next_signal(p, 1);
        bury(p);
        notify_say("WATCHDOG=1");
    }
    tell_all(p, SIGKILL);
}

static void handle(parent *p, int got)
{
    if (got == SIGHUP)
        reload(p);
    if (got == SIGUSR1)
        reopen_log(p);
    if (got == SIGTERM || got == SIGINT)
        p->stopping = true;
    bury(p);
}

static void block_signals(parent *p)
{
    static const int wanted[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1};
    sigemptyset(&p->signals);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sigaddset(&p->signals, wanted[i]);
    sigprocmask(SIG_BLOCK, &p->signals, &p->before);
    signal(SIGPIPE, SIG_IGN); /* a client that left shows as a failed write */
}

status workers_try(const char *config_path)
{
    common shared = {.auth = auth_shared_new()};
    generation *g = NULL;
    status tried = measure_systems(&shared.crs);
    if (tried.code == ST_OK)
        tried = read_generation(config_path, &shared, &g);
    if (g)
        free_generation(g);
    auth_shared_free(shared.auth);
    crs_set_free(shared.crs);
    return tried;
}

static status start(parent *p)
{
    p->shared = (common){.auth = auth_shared_new(), .admission = admission_new()};
    TRY(measure_systems(&p->shared.crs));
    TRY(read_generation(p->config_path, &p->shared, &p->now));
    TRY(open_log(p->now));
    return listen_open(arena_strdup(p->arena, p->now->config.socket), &p->listener);
}

static void serve_until_told(parent *p)
{
    const int rest_s = notify_interval_s(LONGEST_REST_S);
    log_write("info", "serving with %d workers", p->now->config.workers);
    fill_up(p);
    notify_say("READY=1");
    while (!p->stopping) {
        fill_up(p);
        if (count_workers(p) > 0)
            notify_say("WATCHDOG=1");
        handle(p, next_signal(p, rest_s));
    }
    drain(p);
    listen_close(&p->listener);
    log_write("info", "stopped");
}

int workers_run(const char *config_path)
{
    parent p = {.pid = getpid(), .config_path = config_path, .arena = arena_new()};
    block_signals(&p);
    const status started = start(&p);
    if (started.code == ST_OK)
        serve_until_told(&p);
    else
        log_write("error", "%s", started.en);
    if (p.now)
        free_generation(p.now);
    auth_shared_free(p.shared.auth);
    admission_free(p.shared.admission);
    crs_set_free(p.shared.crs);
    arena_free(p.arena);
    return started.code == ST_OK ? 0 : 1;
}
