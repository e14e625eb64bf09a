#include "server/lanes.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LANES_MOST = 128 };

struct lanes {
    _Atomic pid_t holders[LANES_MOST]; /* 0: free */
};

struct lane {
    lanes *all;
    int most;
    int place; /* -1: none */
    store_watch client;
    const output *to;
    struct timespec began;
};

lanes *lanes_new(void)
{
    lanes *all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED)
        abort(); /* at start-up, one page: there is no machine left to serve on */
    return all;
}

void lanes_free(lanes *all)
{
    if (all)
        munmap(all, sizeof *all);
}

void lanes_clear(lanes *all, pid_t dead)
{
    for (size_t i = 0; i < LANES_MOST; i++) {
        pid_t holder = dead;
        atomic_compare_exchange_strong(&all->holders[i], &holder, 0);
    }
}

static void leave(void *handle)
{
    lane *l = handle;
    if (l->place >= 0)
        atomic_store(&l->all->holders[l->place], 0);
    l->place = -1;
}

static bool take(lane *l)
{
    for (int i = 0; l->place < 0 && i < l->most && i < LANES_MOST; i++) {
        pid_t none = 0;
        if (atomic_compare_exchange_strong(&l->all->holders[i], &none, getpid()))
            l->place = i;
    }
    return l->place >= 0;
}

lane *lane_new(lanes *all, int most, store_watch client, const output *to, arena *a)
{
    lane *l = arena_alloc(a, sizeof *l);
    *l = (lane){.all = all, .most = most, .place = -1, .client = client, .to = to};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &l->began);
    arena_defer(a, leave, l);
    return l;
}

static int64_t ms_since(struct timespec then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)(now.tv_sec - then.tv_sec) * 1000 + (now.tv_nsec - then.tv_nsec) / 1000000;
}

static status_code may_go_on(void *context)
{
    lane *l = context;
    const status_code client = l->client.stop ? l->client.stop(l->client.context) : ST_OK;
    if (client != ST_OK || ms_since(l->began) < LANE_MS || take(l) || out_committed(l->to))
        return client;
    return ST_BUSY;
}

store_watch lane_watch(lane *l)
{
    return (store_watch){l, may_go_on};
}

status lane_weigh(lane *l, int64_t features)
{
    return features < LANE_FEATURES || take(l) ? status_ok() : store_busy();
}
