#include "server/http/admission.h"

#include "base/clock.h"
#include "server/http/admission_table.h"

#include <stdlib.h>
#include <unistd.h>

struct admission {
    admission_table *table; /* shared by all processes */
    aside *aside;
};

struct turn {
    admission *all;
    int workers;
    int number; /* in the table; -1: none */
    bool late;  /* it has waited too long */
    caller who;
    const exchange *x;
    const output *to;
    int64_t since, began; /* ms: when it was first read, when this worker took it up */
};

static int processors(void)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > PLACES_MOST ? PLACES_MOST : (int)online;
}

admission *admission_new(void)
{
    admission *all = calloc(1, sizeof *all);
    if (!all)
        abort(); /* at start-up */
    *all = (admission){table_new(processors()), aside_new()};
    return all;
}

void admission_free(admission *all)
{
    if (!all)
        return;
    table_free(all->table);
    aside_free(all->aside);
    free(all);
}

void admission_forget(admission *all, pid_t dead)
{
    table_lock(all->table);
    table_forget(all->table, dead);
    table_unlock(all->table);
}

void admission_close(admission *all)
{
    table_lock(all->table);
    all->table->closing = true;
    table_unlock(all->table);
}

bool admission_is_closing(const admission *all)
{
    table_lock(all->table);
    const bool closing = all->table->closing;
    table_unlock(all->table);
    return closing;
}

bool admission_has_waiting(const admission *all)
{
    table_lock(all->table);
    const bool some = all->table->line_length > 0;
    table_unlock(all->table);
    return some;
}

static int64_t now_ms(void)
{
    return (int64_t)(clock_ticks() * 1000);
}

turn *turn_new(admission *all, int workers)
{
    turn *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    *p = (turn){.all = all, .workers = workers, .number = -1};
    return p;
}

void turn_free(turn *p)
{
    if (p)
        turn_leave(p);
    free(p);
}

static status put_aside(void)
{
    return FAIL(PUT_ASIDE, "", "de vraag wacht op haar beurt", "the request waits for its turn");
}

/* Puts the request both in the line and aside, or in neither. */
static bool stand_in_line(const turn *p, waiting *w, kept_request kept)
{
    if (!table_wait(p->all->table, w))
        return false;
    const bool there = aside_put(p->all->aside, w->who.part, w->ticket, kept);
    if (!there)
        table_wait_no_more(p->all->table, w->ticket);
    return there;
}

/* One step: a heavy request gives up its place, a new one checks again whether there is one by now; else it waits. */
static status wait_or_enter(turn *p, waiting *w, kept_request kept)
{
    admission_table *t = p->all->table;
    table_lock(t);
    if (p->number >= 0)
        table_leave(t, p->number);
    p->number = w->heavy ? -1 : table_admit(t, &w->who, getpid(), p->workers, now_ms());
    const bool waits = p->number < 0 && stand_in_line(p, w, kept);
    table_unlock(t);
    return p->number >= 0 ? status_ok() : waits ? put_aside() : store_busy();
}

static status wait_in_line(turn *p, bool heavy)
{
    kept_request kept;
    waiting w = {.who = p->who, .since = p->since, .heavy = heavy};
    if (!p->x->keeper.keep || !p->x->keeper.keep(p->x->keeper.context, &kept, &w.bytes))
        return store_busy();
    const status done = wait_or_enter(p, &w, kept);
    close(kept.bytes);
    return done;
}

static status ask_for_place(turn *p)
{
    admission_table *t = p->all->table;
    p->since = p->began;
    table_lock(t);
    p->number = table_admit(t, &p->who, getpid(), p->workers, p->began);
    table_unlock(t);
    return p->number >= 0 ? status_ok() : wait_in_line(p, false);
}

status turn_enter(turn *p, caller who, const exchange *x, const output *to)
{
    p->who = who;
    p->x = x;
    p->to = to;
    p->began = now_ms();
    if (p->late)
        return store_busy();
    return p->number >= 0 ? status_ok() : ask_for_place(p);
}

/* Once its answer has begun, the request is heavy in any case. */
static bool may_be_heavy(turn *p)
{
    admission_table *t = p->all->table;
    const bool begun = out_committed(p->to);
    table_lock(t);
    const bool heavy = table_make_heavy(t, p->number, p->workers, now_ms(), begun);
    const bool yields = heavy && !begun && table_must_yield(t, p->number, p->workers);
    table_unlock(t);
    return heavy && !yields;
}

static status_code may_go_on(void *context)
{
    turn *p = context;
    const store_watch *client = &p->x->watch;
    const status_code gone = client->stop ? client->stop(client->context) : ST_OK;
    const int64_t heavy_after = p->who.anonymous ? HEAVY_MS_ANONYMOUS : HEAVY_MS;
    if (gone != ST_OK || now_ms() - p->began < heavy_after || may_be_heavy(p))
        return gone;
    return ST_BUSY;
}

store_watch turn_watch(turn *p)
{
    return (store_watch){p, may_go_on};
}

status turn_weigh(turn *p, int64_t features)
{
    return features < HEAVY_FEATURES || may_be_heavy(p) ? status_ok() : store_busy();
}

bool turn_wait_again(turn *p)
{
    if (p->number < 0 || out_committed(p->to) || now_ms() - p->since >= WAIT_MS)
        return false;
    return wait_in_line(p, true).code == ST_PUT_ASIDE;
}

void turn_leave(turn *p)
{
    table_lock(p->all->table);
    if (p->number >= 0)
        table_leave(p->all->table, p->number);
    table_unlock(p->all->table);
    *p = (turn){.all = p->all, .workers = p->workers, .number = -1};
}

/* When the request of an entry is missing, it was lost with a worker that died: the next one is tried. */
bool turn_next(turn *p, bool all_must_go, kept_request *out)
{
    admission_table *t = p->all->table;
    waiting w = {0};
    bool found = false;
    table_lock(t);
    for (chosen c = CHOSE_ONE; !found && c != CHOSE_NONE;) {
        c = table_choose(t, getpid(), p->workers, now_ms(), all_must_go, &w, &p->number);
        found = c != CHOSE_NONE && aside_take(p->all->aside, w.who.part, w.ticket, out);
        p->late = c == CHOSE_LATE;
        if (!found && p->number >= 0) {
            table_leave(t, p->number);
            p->number = -1;
        }
    }
    table_unlock(t);
    p->since = w.since;
    return found;
}

bool turn_is_last_free(const turn *p)
{
    table_lock(p->all->table);
    const bool last = table_is_full(p->all->table, p->workers);
    table_unlock(p->all->table);
    return last;
}

int64_t turn_waited_ms(const turn *p)
{
    return p->began - p->since;
}
