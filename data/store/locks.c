#include "data/store/locks.h"

#include "base/belgian_time.h"
#include "base/clock.h"
#include "base/hex.h"
#include "data/store/edit_inner.h"
#include "data/store/rows.h"

#include <string.h>

enum { ID_DIGITS = 32 };

static status ask(const edit *e, lock_step step, lock_found *out)
{
    lock_found found = {0};
    if (!e->store->driver->lock)
        return FAIL(NO_OPTION, "", "deze opslag kan geen objecten vergrendelen", "this store cannot lock features");
    step.now = clock_wall();
    TRY(e->store->driver->lock(e->store, &step, e->arena, &found));
    if (out)
        *out = found;
    return status_ok();
}

status locks_check_caller(const scope *who)
{
    if (scope_is_anonymous(who))
        return FAIL(UNAUTHENTICATED, "", "om iets te vergrendelen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to lock anything you must log in: send a token (Bearer or Basic)");
    if (scope_may_somewhere(who, CAPABILITY_WRITE_OWN))
        return status_ok();
    return FAIL(FORBIDDEN, "Authorization",
                "u mag hier niets wijzigen, dus ook niets vergrendelen: vraag het uw toegangsbeheerder",
                "you may change nothing here, so lock nothing either: ask your access manager");
}

/* --- Whose it is --- */

static status unknown(void)
{
    return FAIL(NO_LOCK, "lockId", "er is geen slot met deze lockId: vergrendel de objecten opnieuw",
                "there is no lock with this lockId: lock the features again");
}

static status has_ended(void)
{
    return FAIL(LOCK_EXPIRED, "lockId", "het slot met deze lockId is verlopen: vergrendel de objecten opnieuw",
                "the lock with this lockId has expired: lock the features again");
}

static status find(const edit *e, const char *id, held_lock *out)
{
    lock_found found;
    TRY(edit_check_open(e));
    TRY(ask(e, (lock_step){.kind = LOCK_FIND, .lock = {.id = id}}, &found));
    if (!found.lock.id || strcmp(found.lock.caller, rows_caller_of(e->who, e->arena)) != 0)
        return unknown();
    if (found.lock.until <= clock_wall())
        return has_ended();
    *out = found.lock;
    return status_ok();
}

/* --- Taking --- */

static int64_t length_of(int64_t seconds)
{
    if (seconds <= 0)
        return LOCK_SECONDS;
    return seconds < LOCK_SECONDS_MOST ? seconds : LOCK_SECONDS_MOST;
}

static status make(const edit *e, int64_t seconds, held_lock *out)
{
    char *id = arena_alloc(e->arena, ID_DIGITS + 1);
    if (!random_hex(id, ID_DIGITS))
        return FAIL(UNAVAILABLE, "", "er kan nu niets vergrendeld worden: probeer het straks opnieuw",
                    "nothing can be locked now: try again later");
    *out = (held_lock){.id = id,
                       .caller = rows_caller_of(e->who, e->arena),
                       .actor = scope_actor(e->who),
                       .seconds = length_of(seconds),
                       .until = clock_wall() + length_of(seconds)};
    return status_ok();
}

static status check_room(const edit *e, const held_lock *mine)
{
    lock_found held;
    TRY(ask(e, (lock_step){.kind = LOCK_COUNT, .lock = *mine}, &held));
    return held.count < LOCKS_EACH
               ? status_ok()
               : FAIL(NOT_PROCESSED, "", "u hebt al %d sloten: laat er eerst een los, of wacht tot er een verloopt",
                      "you hold %d locks already: release one first, or wait until one expires", (int)LOCKS_EACH);
}

status locks_check_count(int64_t count)
{
    return count <= LOCK_ROWS_MOST
               ? status_ok()
               : FAIL(NOT_LOCKED, "", "een slot kan hoogstens %d objecten houden: vergrendel er minder tegelijk",
                      "a lock can hold at most %d features: lock fewer at a time", (int)LOCK_ROWS_MOST);
}

/* Whether he may change the row, and nobody else holds it. */
static status is_free(const edit *e, const held_lock *mine, const lock_row *row, bool *out)
{
    row_state now = {0};
    lock_found held = {0};
    if (!row->layer->restrict_column || !row->layer->editable)
        return status_ok();
    TRY(e->store->driver->state(e->store, row->layer, row->id, e->arena, &now));
    if (!now.nis || now.hidden || !scope_may(e->who, CAPABILITY_WRITE_OWN, now.nis))
        return status_ok();
    TRY(ask(e, (lock_step){.kind = LOCK_OF_ROW, .table = row->layer->table, .row = row->id}, &held));
    *out = !held.lock.id || strcmp(held.lock.id, mine->id) == 0;
    return status_ok();
}

static status cannot(const lock_row *row)
{
    return FAIL(NOT_LOCKED, "",
                "het object %s.%lld kan niet vergrendeld worden: iemand houdt het vast, of u mag het niet wijzigen",
                "the feature %s.%lld cannot be locked: somebody holds it, or you may not change it", row->layer->name,
                (long long)row->id);
}

static status take_row(const edit *e, const held_lock *mine, const lock_row *row, bool *taken)
{
    bool is_taken = false;
    TRY(edit_check_going(e));
    TRY(is_free(e, mine, row, &is_taken));
    if (is_taken)
        TRY(ask(e, (lock_step){.kind = LOCK_ADD_ROW, .lock = *mine, .table = row->layer->table, .row = row->id}, NULL));
    *taken = is_taken;
    return status_ok();
}

static status take(edit *e, const lock_asked *asked, const char **id, bool *taken)
{
    held_lock mine;
    TRY(edit_check_open(e));
    TRY(locks_check_caller(e->who));
    TRY(locks_check_count((int64_t)asked->count));
    TRY(make(e, asked->seconds, &mine));
    TRY(ask(e, (lock_step){.kind = LOCK_SWEEP_ROWS}, NULL));
    TRY(ask(e, (lock_step){.kind = LOCK_SWEEP, .lock = mine}, NULL));
    TRY(check_room(e, &mine));
    TRY(ask(e, (lock_step){.kind = LOCK_KEEP, .lock = mine}, NULL));
    for (size_t i = 0; i < asked->count; i++) {
        TRY(take_row(e, &mine, &asked->rows[i], &taken[i]));
        if (!taken[i] && !asked->some)
            return cannot(&asked->rows[i]);
    }
    *id = mine.id;
    return status_ok();
}

status locks_take(edit *e, const lock_asked *asked, const char **id, bool *taken)
{
    return edit_ended(e, take(e, asked, id, taken));
}

static status keep_for(const edit *e, held_lock lock, int64_t seconds)
{
    lock.seconds = seconds > 0 ? length_of(seconds) : lock.seconds;
    lock.until = clock_wall() + lock.seconds;
    return ask(e, (lock_step){.kind = LOCK_KEEP, .lock = lock}, NULL);
}

static status renew(const edit *e, const char *id, int64_t seconds)
{
    held_lock found;
    TRY(find(e, id, &found));
    return keep_for(e, found, seconds);
}

status locks_renew(edit *e, const char *id, int64_t seconds)
{
    return edit_ended(e, renew(e, id, seconds));
}

/* --- In an edit that changes rows --- */

status edit_hold_lock(edit *e, const char *id)
{
    return edit_ended(e, find(e, id, &e->lock));
}

void edit_pass_locks(edit *e)
{
    e->passes_locks = true;
}

static void note_changed(edit *e, const edit_row *row)
{
    if (e->changed_count == e->changed_room)
        e->changed = arena_grow(e->arena, e->changed, &e->changed_room, e->changed_count + 1, sizeof *e->changed);
    e->changed[e->changed_count++] = (lock_row){row->layer, row->id};
}

/* Of a lock that is his too, but not the one that he named, he is told the same. */
static status is_held(const edit *e, const edit_row *row, int64_t until)
{
    char end[BELGIAN_TIME];
    const char *name = row->layer->name;
    const long long id = (long long)row->id;
    belgian_time(until, end);
    if (e->lock.id)
        return FAIL(NO_LOCK, "lockId", "een ander slot houdt het object %s.%lld, tot %s (Belgische tijd) (Vergrendeld)",
                    "another lock holds the feature %s.%lld, until %s (Belgian time) (Vergrendeld)", name, id, end);
    return FAIL(MISSING_PARAM, "lockId",
                "het object %s.%lld is vergrendeld tot %s (Belgische tijd): wijzig het daarna, of geef de lockId (Vergrendeld)",
                "the feature %s.%lld is locked until %s (Belgian time): change it after that, or give the lockId (Vergrendeld)",
                name, id, end);
}

status edit_check_lock(edit *e, const edit_row *row)
{
    lock_found held;
    if (e->passes_locks || !e->store->driver->lock)
        return status_ok();
    TRY(ask(e, (lock_step){.kind = LOCK_OF_ROW, .table = row->layer->table, .row = row->id}, &held));
    if (!held.lock.id)
        return status_ok();
    if (!e->lock.id || strcmp(held.lock.id, e->lock.id) != 0)
        return is_held(e, row, held.lock.until);
    note_changed(e, row);
    return status_ok();
}

static status free_changed(const edit *e)
{
    for (size_t i = 0; i < e->changed_count; i++)
        TRY(ask(e,
                (lock_step){.kind = LOCK_FREE_ROW, .lock = e->lock, .table = e->changed[i].layer->table, .row = e->changed[i].id},
                NULL));
    return keep_for(e, e->lock, 0);
}

static status release(const edit *e, locks_how how)
{
    TRY(edit_check_open(e));
    if (!e->lock.id)
        return status_ok();
    if (how == LOCKS_SOME)
        return free_changed(e);
    TRY(ask(e, (lock_step){.kind = LOCK_FREE_ROWS, .lock = e->lock}, NULL));
    return ask(e, (lock_step){.kind = LOCK_FORGET, .lock = e->lock}, NULL);
}

status locks_release(edit *e, locks_how how)
{
    TRY(edit_ended(e, release(e, how)));
    if (how == LOCKS_ALL)
        e->lock = (held_lock){0};
    return status_ok();
}

status locks_of_gemeente(edit *e, const char *nis, int64_t *until)
{
    lock_found last = {0};
    if (!e->store->driver->lock)
        return status_ok();
    TRY(edit_ended(e, ask(e, (lock_step){.kind = LOCK_OF_GEMEENTE, .nis = nis}, &last)));
    *until = last.count;
    return status_ok();
}
