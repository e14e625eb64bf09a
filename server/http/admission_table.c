#include "server/http/admission_table.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

admission_table *table_new(int processors)
{
    pthread_mutexattr_t kind;
    admission_table *t = mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (t == MAP_FAILED || pthread_mutexattr_init(&kind) != 0)
        abort(); /* at start-up, for a few pages: without those the machine cannot serve */
    pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    if (pthread_mutex_init(&t->lock, &kind) != 0)
        abort();
    pthread_mutexattr_destroy(&kind);
    t->processors = processors;
    return t;
}

void table_free(admission_table *t)
{
    if (t)
        munmap(t, sizeof *t);
}

/* Every change is to one entry at a time, and a worker that finds an entry without its request takes it out
 * (server/http/admission.c). */
void table_lock(admission_table *t)
{
    if (pthread_mutex_lock(&t->lock) == EOWNERDEAD)
        pthread_mutex_consistent(&t->lock);
}

void table_unlock(admission_table *t)
{
    pthread_mutex_unlock(&t->lock);
}

typedef struct sums {
    int all, own, heavy, own_heavy;
    bool alone; /* judging by what runs */
} sums;

static sums add_up(const admission_table *t, uint64_t part)
{
    sums s = {.alone = true};
    for (int i = 0; i < t->places_used; i++) {
        const running *r = &t->places[i];
        const bool own = r->worker && r->who.part == part;
        s.all += r->worker != 0;
        s.own += own;
        s.heavy += r->worker && r->heavy;
        s.own_heavy += own && r->heavy;
        s.alone = s.alone && (own || !r->worker);
    }
    return s;
}

/* The last two callers are kept, so the last other one is always among them. */
static bool is_alone(const admission_table *t, uint64_t part, const sums *s, int64_t now)
{
    for (int i = 0; i < 2; i++)
        if (t->last[i].part && t->last[i].part != part && now - t->last[i].when < ALONE_MS)
            return false;
    for (int i = 0; s->alone && t->line_length && i < LINE_MOST; i++)
        if (t->line[i].ticket && t->line[i].who.part != part)
            return false;
    return s->alone;
}

static void note_coming(admission_table *t, uint64_t part, int64_t now)
{
    if (t->last[0].part != part) {
        t->last[1] = t->last[0];
        t->last[0].part = part;
    }
    t->last[0].when = now;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static int half(int of)
{
    return most(1, of / 2);
}

static int quarter(int of)
{
    return most(1, of / 4);
}

/* The number of workers that parts are computed from. */
static int shared(const admission_table *t, int workers)
{
    return workers < 2 * t->processors ? workers : 2 * t->processors;
}

static int running_most(const admission_table *t, const caller *who, bool alone, int workers)
{
    const int w = shared(t, workers);
    if (who->anonymous)
        return alone ? half(w) : w < 4 ? 1 : most(2, quarter(w));
    return !alone ? half(w) : workers > 2 && w == workers ? workers - 1 : w;
}

static bool may_run(const admission_table *t, const caller *who, int workers, int64_t now)
{
    const sums s = add_up(t, who->part);
    if (s.own == 0)
        return true;
    const bool alone = is_alone(t, who->part, &s, now), only_heavy = s.own == s.own_heavy;
    return s.own < running_most(t, who, alone, workers) && (alone || only_heavy || s.all + 1 < workers);
}

static int heavy_most(int workers)
{
    return most(1, workers - quarter(workers));
}

static bool may_be_heavy(const admission_table *t, const caller *who, int workers, int64_t now)
{
    const sums s = add_up(t, who->part);
    if (s.own_heavy == 0)
        return s.heavy < heavy_most(workers);
    const int w = shared(t, workers), own_most = is_alone(t, who->part, &s, now) ? half(w) : quarter(w);
    return !who->anonymous && s.own_heavy < own_most && s.heavy < half(workers);
}

static bool may_go(const admission_table *t, const waiting *w, int workers, int64_t now)
{
    return may_run(t, &w->who, workers, now) && (!w->heavy || may_be_heavy(t, &w->who, workers, now));
}

static int take_place(admission_table *t, const caller *who, pid_t worker, bool heavy)
{
    for (int i = 0; i < PLACES_MOST; i++)
        if (!t->places[i].worker) {
            t->places[i] = (running){.worker = worker, .who = *who, .heavy = heavy};
            t->places_used = most(t->places_used, i + 1);
            return i;
        }
    return -1;
}

/* A request of the same part that already waits, and may go, comes before a new one. */
static bool others_first(const admission_table *t, const caller *who, int workers, int64_t now)
{
    for (int i = 0; t->line_length && i < LINE_MOST; i++)
        if (t->line[i].ticket && t->line[i].who.part == who->part && may_go(t, &t->line[i], workers, now))
            return true;
    return false;
}

int table_admit(admission_table *t, const caller *who, pid_t worker, int workers, int64_t now)
{
    note_coming(t, who->part, now);
    if (!may_run(t, who, workers, now) || others_first(t, who, workers, now))
        return -1;
    return take_place(t, who, worker, false);
}

void table_leave(admission_table *t, int place)
{
    t->places[place] = (running){0};
    while (t->places_used > 0 && !t->places[t->places_used - 1].worker)
        t->places_used--;
}

void table_forget(admission_table *t, pid_t worker)
{
    for (int i = PLACES_MOST - 1; i >= 0; i--)
        if (t->places[i].worker == worker)
            table_leave(t, i);
}

bool table_make_heavy(admission_table *t, int place, int workers, int64_t now, bool anyhow)
{
    running *r = &t->places[place];
    r->heavy = r->heavy || anyhow || may_be_heavy(t, &r->who, workers, now);
    return r->heavy;
}

bool table_must_yield(const admission_table *t, int place, int workers)
{
    const running *r = &t->places[place];
    if (!r->heavy || !t->line_length)
        return false;
    const sums mine = add_up(t, r->who.part);
    const bool more_than_mine = mine.own_heavy > quarter(shared(t, workers));
    for (int i = 0; mine.heavy >= heavy_most(workers) && i < LINE_MOST; i++) {
        const waiting *w = &t->line[i];
        if (w->ticket && w->heavy && w->who.part != r->who.part && (more_than_mine || r->who.anonymous) &&
            add_up(t, w->who.part).own_heavy == 0)
            return true;
    }
    return false;
}

static bool has_room(const admission_table *t, const waiting *w)
{
    size_t part = 0, self = 0, bytes = w->bytes, bytes_of_part = w->bytes;
    for (int i = 0; i < LINE_MOST; i++) {
        const waiting *other = &t->line[i];
        if (!other->ticket)
            continue;
        const bool same_part = other->who.part == w->who.part;
        part += same_part;
        self += same_part && other->who.self == w->who.self;
        bytes += other->bytes;
        bytes_of_part += same_part ? other->bytes : 0;
    }
    return part < LINE_OF_PART && self < LINE_OF_SELF && bytes <= LINE_BYTES && bytes_of_part <= LINE_BYTES_OF_PART;
}

bool table_wait(admission_table *t, waiting *w)
{
    if (!has_room(t, w))
        return false;
    for (int i = 0; i < LINE_MOST; i++)
        if (!t->line[i].ticket) {
            w->ticket = ++t->tickets;
            t->line[i] = *w;
            t->line_length++;
            return true;
        }
    return false;
}

static uint64_t last_turn_of(const admission_table *t, uint64_t self)
{
    for (int i = 0; i < TURNS_KEPT; i++)
        if (t->had_turn[i].self == self)
            return t->had_turn[i].turn;
    return 0;
}

/* Replaces the one whose turn was longest ago: a forgotten caller comes first again. */
static void note_turn(admission_table *t, uint64_t self)
{
    int at = 0;
    for (int i = 0; i < TURNS_KEPT && t->had_turn[at].self != self; i++)
        if (t->had_turn[i].self == self || t->had_turn[i].turn < t->had_turn[at].turn)
            at = i;
    t->had_turn[at].self = self;
    t->had_turn[at].turn = ++t->turns;
}

/* A request that gave way to another's heavy one must not be back before it: among heavy requests anonymous ones come last. */
static bool goes_before(const admission_table *t, const waiting *a, const waiting *b)
{
    const bool a_last = a->heavy && a->who.anonymous, b_last = b->heavy && b->who.anonymous;
    if (a_last != b_last)
        return b_last;
    const uint64_t turn_a = last_turn_of(t, a->who.self), turn_b = last_turn_of(t, b->who.self);
    return turn_a != turn_b ? turn_a < turn_b : a->ticket < b->ticket;
}

static void take_out(admission_table *t, waiting *w, waiting *out)
{
    *out = *w;
    *w = (waiting){0};
    t->line_length--;
}

void table_wait_no_more(admission_table *t, uint64_t ticket)
{
    waiting gone;
    for (int i = 0; i < LINE_MOST; i++)
        if (t->line[i].ticket == ticket)
            take_out(t, &t->line[i], &gone);
}

static waiting *late_one(admission_table *t, int64_t now, bool all_must_go)
{
    for (int i = 0; i < LINE_MOST; i++)
        if (t->line[i].ticket && (all_must_go || now - t->line[i].since >= WAIT_MS))
            return &t->line[i];
    return NULL;
}

chosen table_choose(admission_table *t, pid_t worker, int workers, int64_t now, bool all_must_go, waiting *out, int *place)
{
    waiting *best = NULL, *late = t->line_length ? late_one(t, now, all_must_go) : NULL;
    if (late) {
        take_out(t, late, out);
        return CHOSE_LATE;
    }
    for (int i = 0; t->line_length && i < LINE_MOST; i++) {
        waiting *w = &t->line[i];
        if (w->ticket && may_go(t, w, workers, now) && (!best || goes_before(t, w, best)))
            best = w;
    }
    if (!best)
        return CHOSE_NONE;
    take_out(t, best, out);
    note_turn(t, out->who.self);
    *place = take_place(t, &out->who, worker, out->heavy);
    return CHOSE_ONE;
}

bool table_is_full(const admission_table *t, int workers)
{
    return add_up(t, 0).all + 1 >= workers;
}
