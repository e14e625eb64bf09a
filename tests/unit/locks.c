/* Locks on rows: whose they are, what they keep from whom, and how they end. */
#include "data/store/locks.h"

#include "auth/scope_make.h"
#include "tests/unit/edit_fixture.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

/* As keeper_of, of another organisation: so another caller. */
static const scope *other_keeper_of(const place *p, const known_gemeente *g)
{
    static member one = {"0207509031", 0, true};
    grant *own = arena_array(p->a, 1, sizeof *own);
    own[0] = (grant){g->nis_code, CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    return scope_make((grant_list){own, 1}, (member_list){&one, 1}, (scope_names){"user:eva", "beheerder"}, p->a);
}

static int64_t add(place *p, const known_gemeente *g, const char *note)
{
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, g, note);
    assert_int_equal(change_row(p, keeper_of(p, g), INSERT, &row, &id).code, ST_OK);
    return id;
}

typedef struct taking {
    const scope *who;
    const int64_t *ids;
    size_t count;
    bool some;
    int64_t seconds;
    bool taken[4];
} taking;

static status take(const place *p, taking *t, const char **id)
{
    edit *e = NULL;
    lock_row *rows = arena_array(p->a, t->count + 1, sizeof *rows);
    for (size_t i = 0; i < t->count; i++)
        rows[i] = (lock_row){layer_rows_risicolocatie(), t->ids[i]};
    const lock_asked asked = {rows, t->count, t->some, t->seconds};
    TRY(edit_enter(p->store, t->who, EDIT_ORIGIN_REQUEST, p->a, &e));
    TRY(locks_take(e, &asked, id, t->taken));
    return edit_commit(e);
}

static const char *take_one(const place *p, const scope *who, int64_t row, int64_t seconds)
{
    const char *id = NULL;
    assert_int_equal(take(p, &(taking){.who = who, .ids = &row, .count = 1, .seconds = seconds}, &id).code, ST_OK);
    return id;
}

/* Strikes the row off, with this lock; NULL: with none. */
static status strike(const place *p, const scope *who, int64_t row, const char *lock)
{
    edit *e = NULL;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e));
    if (lock)
        TRY(edit_hold_lock(e, lock));
    TRY(edit_strike(e, &(edit_row){.layer = layer_rows_risicolocatie(), .id = row}));
    return edit_commit(e);
}

static void end_all(const place *p)
{
    (void)ask(p, "UPDATE slot SET tot = tot - 4000");
}

static void a_locked_row_is_changed_with_its_lock_alone(void **state)
{
    place *p = *state;
    const scope *eva = other_keeper_of(p, p->one);
    const int64_t row = add(p, p->one, "een");
    const char *lock = take_one(p, eva, row, 0);
    assert_int_equal(strlen(lock), 32);
    const status refused = strike(p, keeper_of(p, p->one), row, NULL);
    assert_int_equal(refused.code, ST_MISSING_PARAM);
    assert_string_equal(refused.locator, "lockId");
    assert_non_null(strstr(refused.nl, "(Vergrendeld)"));
    assert_int_equal(strike(p, eva, row, NULL).code, ST_MISSING_PARAM);
    assert_int_equal(strike(p, eva, row, lock).code, ST_OK);
}

static void a_lock_is_not_booked(void **state)
{
    place *p = *state;
    const int64_t row = add(p, p->one, "een");
    (void)take_one(p, keeper_of(p, p->one), row, 0);
    assert_string_equal(ask(p, "SELECT count(*) FROM boeking"), "2");
}

/* The very words of an id that nobody ever had. */
static void the_lock_of_somebody_else_was_never_there(void **state)
{
    static const char made_up[] = "0123456789abcdef0123456789abcdef";
    place *p = *state;
    const int64_t row = add(p, p->one, "een"), theirs = add(p, p->two, "twee");
    const char *lock = take_one(p, other_keeper_of(p, p->one), row, 0);
    const scope *const others[] = {keeper_of(p, p->one), keeper_of(p, p->two)};
    for (size_t i = 0; i < 2; i++) {
        const status real = strike(p, others[i], theirs, lock), never = strike(p, others[i], theirs, made_up);
        assert_int_equal(real.code, ST_NO_LOCK);
        assert_int_equal(never.code, ST_NO_LOCK);
        assert_string_equal(real.nl, never.nl);
        assert_string_equal(real.locator, never.locator);
    }
}

/* Whoever does not see a row is not told that it is locked. */
static void a_locked_row_of_another_gemeente_is_not_there(void **state)
{
    place *p = *state;
    const int64_t row = add(p, p->one, "een");
    const status before = strike(p, keeper_of(p, p->two), row, NULL);
    (void)take_one(p, keeper_of(p, p->one), row, 0);
    const status after = strike(p, keeper_of(p, p->two), row, NULL);
    assert_int_equal(after.code, ST_NOT_FOUND);
    assert_string_equal(after.nl, before.nl);
}

static void all_or_nothing_or_what_can_be_had(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const int64_t ids[] = {add(p, p->one, "een"), add(p, p->one, "twee"), add(p, p->two, "drie"), 999};
    (void)take_one(p, other_keeper_of(p, p->one), ids[1], 0);
    const char *lock = NULL;
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(take(p, &(taking){.who = who, .ids = ids, .count = i + 1}, &lock).code, ST_NOT_LOCKED);
    assert_string_equal(ask(p, "SELECT count(*) FROM slot"), "1");
    taking some = {.who = who, .ids = ids, .count = 4, .some = true};
    assert_int_equal(take(p, &some, &lock).code, ST_OK);
    assert_true(some.taken[0]);
    assert_false(some.taken[1] || some.taken[2] || some.taken[3]);
    const int64_t twice[] = {ids[0], ids[0]};
    (void)ask(p, "DELETE FROM slot_object");
    assert_int_equal(take(p, &(taking){.who = who, .ids = twice, .count = 2}, &lock).code, ST_OK);
}

static void a_lock_ends_by_itself_and_is_remembered_for_a_day(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const int64_t row = add(p, p->one, "een"), other = add(p, p->one, "twee");
    const char *lock = take_one(p, who, row, 1000000);
    assert_string_equal(ask(p, "SELECT duur FROM slot"), "3600");
    end_all(p);
    assert_int_equal(strike(p, who, other, lock).code, ST_LOCK_EXPIRED);
    (void)take_one(p, who, row, 0);
    assert_int_equal(strike(p, who, other, lock).code, ST_LOCK_EXPIRED);
    (void)ask(p, "UPDATE slot SET tot = tot - 86400");
    (void)take_one(p, who, row, 0);
    assert_int_equal(strike(p, who, other, lock).code, ST_NO_LOCK);
    end_all(p);
    assert_int_equal(strike(p, who, row, NULL).code, ST_OK);
}

static status renew(const place *p, const scope *who, const char *lock)
{
    edit *e = NULL;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e));
    TRY(locks_renew(e, lock, 0));
    return edit_commit(e);
}

static void a_lock_can_be_renewed_until_it_ends(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const int64_t row = add(p, p->one, "een");
    const char *lock = take_one(p, who, row, 100);
    (void)ask(p, "UPDATE slot SET tot = tot - 50");
    assert_int_equal(renew(p, who, lock).code, ST_OK);
    assert_string_equal(ask(p, "SELECT tot - strftime('%s', 'now') BETWEEN 98 AND 100 FROM slot"), "1");
    assert_int_equal(renew(p, other_keeper_of(p, p->one), lock).code, ST_NO_LOCK);
    end_all(p);
    assert_int_equal(renew(p, who, lock).code, ST_LOCK_EXPIRED);
}

static status strike_and_release(const place *p, const scope *who, int64_t row, const char *lock, locks_how how)
{
    edit *e = NULL;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e));
    TRY(edit_hold_lock(e, lock));
    if (row)
        TRY(edit_strike(e, &(edit_row){.layer = layer_rows_risicolocatie(), .id = row}));
    TRY(locks_release(e, how));
    return edit_commit(e);
}

static void some_frees_what_was_changed_and_all_the_rest(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const int64_t ids[] = {add(p, p->one, "een"), add(p, p->one, "twee")};
    const char *lock = NULL;
    assert_int_equal(take(p, &(taking){.who = who, .ids = ids, .count = 2}, &lock).code, ST_OK);
    assert_int_equal(strike_and_release(p, who, ids[0], lock, LOCKS_SOME).code, ST_OK);
    assert_string_equal(ask(p, "SELECT group_concat(object) FROM slot_object"), arena_printf(p->a, "%lld", (long long)ids[1]));
    assert_int_equal(strike_and_release(p, who, 0, lock, LOCKS_ALL).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(*) FROM slot_object"), "0");
    assert_int_equal(strike_and_release(p, who, 0, lock, LOCKS_ALL).code, ST_NO_LOCK);
}

static void an_edit_that_fails_releases_nothing(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    edit *e = NULL;
    const int64_t row = add(p, p->one, "een");
    const char *lock = take_one(p, who, row, 0);
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(edit_hold_lock(e, lock).code, ST_OK);
    assert_int_equal(locks_release(e, LOCKS_ALL).code, ST_OK);
    assert_int_equal(edit_strike(e, &(edit_row){.layer = layer_rows_risicolocatie(), .id = 999}).code, ST_NOT_FOUND);
    assert_int_equal(strike(p, who, row, lock).code, ST_OK);
}

static void a_caller_holds_so_many_and_no_more(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const char *lock = NULL;
    for (int i = 0; i < LOCKS_EACH; i++)
        assert_int_equal(take(p, &(taking){.who = who}, &lock).code, ST_OK);
    assert_int_equal(take(p, &(taking){.who = who}, &lock).code, ST_NOT_PROCESSED);
    assert_int_equal(take(p, &(taking){.who = other_keeper_of(p, p->one)}, &lock).code, ST_OK);
    end_all(p);
    assert_int_equal(take(p, &(taking){.who = who}, &lock).code, ST_OK);
}

static void whoever_may_not_write_locks_nothing(void **state)
{
    place *p = *state;
    const char *lock = NULL;
    grant *read = arena_array(p->a, 1, sizeof *read);
    read[0] = (grant){p->one->nis_code, CAPABILITY_READ_OWN};
    const scope *who = scope_make((grant_list){read, 1}, (member_list){0}, (scope_names){"user:leo", "lezer"}, p->a);
    assert_int_equal(take(p, &(taking){.who = who}, &lock).code, ST_FORBIDDEN);
}

static void the_operator_asks_when_the_last_ends_and_may_pass(void **state)
{
    place *p = *state;
    edit *e = NULL;
    int64_t until = 0;
    const int64_t row = add(p, p->one, "een");
    (void)take_one(p, keeper_of(p, p->one), row, 200);
    assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), EDIT_ORIGIN_IMPORT, p->a, &e).code, ST_OK);
    assert_int_equal(locks_of_gemeente(e, p->one->nis_code, &until).code, ST_OK);
    assert_int_equal(until, strtoll(ask(p, "SELECT tot FROM slot"), NULL, 10));
    assert_int_equal(locks_of_gemeente(e, p->two->nis_code, &until).code, ST_OK);
    assert_int_equal(until, 0);
    edit_pass_locks(e);
    assert_int_equal(edit_strike(e, &(edit_row){.layer = layer_rows_risicolocatie(), .id = row}).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(a_locked_row_is_changed_with_its_lock_alone), WITH_PLACE(a_lock_is_not_booked),
        WITH_PLACE(the_lock_of_somebody_else_was_never_there),   WITH_PLACE(a_locked_row_of_another_gemeente_is_not_there),
        WITH_PLACE(all_or_nothing_or_what_can_be_had),           WITH_PLACE(a_lock_ends_by_itself_and_is_remembered_for_a_day),
        WITH_PLACE(a_lock_can_be_renewed_until_it_ends),         WITH_PLACE(some_frees_what_was_changed_and_all_the_rest),
        WITH_PLACE(an_edit_that_fails_releases_nothing),         WITH_PLACE(a_caller_holds_so_many_and_no_more),
        WITH_PLACE(whoever_may_not_write_locks_nothing),         WITH_PLACE(the_operator_asks_when_the_last_ends_and_may_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
