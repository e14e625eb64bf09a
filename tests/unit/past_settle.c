/* What is told of a moment stays true: not while a change of before it is being committed, and no two changes have one moment. */
#include "tests/unit/edit_fixture.h"

#include "base/clock.h"
#include "base/db/turn.h"
#include "data/model/peildatum.h"
#include "data/store/rows.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <string.h>

/* What a hook of SQLite does right before the change of a writer can be seen. */
static struct {
    void (*act)(void);
    place *p;
    store *reader;
    const layer *layer;
    const char *moment;
    status_code told;
} meanwhile;

static int before_commit(void *db)
{
    void (*act)(void) = meanwhile.act;
    if (!act || sqlite3_txn_state(db, "main") != SQLITE_TXN_WRITE)
        return 0;
    meanwhile.act = NULL;
    act();
    return 0;
}

static int hook(sqlite3 *db, const char **error, const struct sqlite3_api_routines *routines)
{
    (void)error;
    (void)routines;
    sqlite3_commit_hook(db, before_commit, db);
    return SQLITE_OK;
}

static int set_up(void **state)
{
    if (place_set_up(state) != 0)
        return -1;
    sqlite3_auto_extension((void (*)(void))hook); /* for the connections that are opened from here on */
    place *p = *state;
    catalog *layers = arena_alloc(p->a, sizeof *layers);
    assert_int_equal(catalog_read(SOURCES "/data/layers", p->a, layers).code, ST_OK);
    memset(&meanwhile, 0, sizeof meanwhile);
    meanwhile.p = p;
    meanwhile.layer = catalog_layer(layers, "risicolocatie");
    assert_int_equal(store_open(&p->settings, layers, &meanwhile.reader).code, ST_OK);
    return 0;
}

static int tear_down(void **state)
{
    store_close(meanwhile.reader);
    sqlite3_reset_auto_extension();
    return place_tear_down(state);
}

static status_code give_up(void *asked)
{
    ++*(int *)asked;
    return ST_BUSY;
}

/* How many rows there were at a moment; NULL: now. */
static status count_at(const char *moment, store_watch watch, const char **at, int64_t *count)
{
    arena *a = arena_new();
    rows *r = NULL;
    const query q = {.sources = {{.layer = meanwhile.layer}}, .source_count = 1, .count = 1000};
    assert_int_equal(rows_enter(meanwhile.reader, keeper_of(meanwhile.p, meanwhile.p->one), watch, a, &r).code, ST_OK);
    status s = rows_look_back(r, moment, at);
    if (s.code == ST_OK)
        s = rows_count(r, &q, count);
    if (s.code == ST_OK)
        *at = arena_strdup(meanwhile.p->a, *at);
    arena_free(a);
    return s;
}

static void insert(place *p)
{
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, p->one, "een");
    const status done = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    if (done.code != ST_OK)
        fail_msg("%s", done.en);
}

/* Of this very moment, by somebody who gives up at the first question of the watch. */
static void ask_now(void)
{
    int asked = 0;
    int64_t count = -1;
    const char *at = NULL;
    meanwhile.moment = peildatum_text(clock_wall_ms(), meanwhile.p->a);
    meanwhile.told = count_at(meanwhile.moment, (store_watch){&asked, give_up}, &at, &count).code;
    assert_int_equal(asked, 1);
}

static void of_a_moment_nothing_is_told_while_a_change_of_before_it_is_committed(void **state)
{
    int64_t count = 0;
    const char *at = NULL;
    insert(*state);
    meanwhile.act = ask_now;
    insert(*state);
    assert_int_equal(meanwhile.told, ST_BUSY);
    assert_int_equal(count_at(meanwhile.moment, (store_watch){0}, &at, &count).code, ST_OK);
    assert_int_equal(count, 2);
    assert_string_equal(at, meanwhile.moment);
}

static void ask_of_before(void)
{
    int64_t count = -1;
    const char *at = NULL;
    meanwhile.moment = ask(meanwhile.p, "SELECT moment FROM boeking ORDER BY id DESC LIMIT 1");
    meanwhile.told = count_at(meanwhile.moment, (store_watch){0}, &at, &count).code;
    assert_int_equal(count, 1);
}

static void what_was_committed_before_is_told_meanwhile(void **state)
{
    insert(*state);
    meanwhile.act = ask_of_before;
    insert(*state);
    assert_int_equal(meanwhile.told, ST_OK);
}

static void who_writes_for_long_keeps_nobody_waiting_until_he_commits(void **state)
{
    place *p = *state;
    int mine = -1;
    int64_t count = -1;
    const char *at = NULL;
    insert(p);
    assert_int_equal(turn_take(p->settings.location, 0, &mine), TURN_MINE);
    assert_int_equal(count_at(NULL, (store_watch){0}, &at, &count).code, ST_OK);
    assert_int_equal(count, 1);
    turn_note(mine);
    const status refused = count_at(NULL, (store_watch){0}, &at, &count);
    assert_int_equal(refused.code, ST_UNAVAILABLE);
    assert_string_equal(refused.locator, "peildatum");
    turn_give(&mine);
    assert_int_equal(count_at(NULL, (store_watch){0}, &at, &count).code, ST_OK);
}

/* The reading began before the change; when it is told that nobody commits, the change is there. */
static void now_is_a_moment_that_gives_the_same_again(void **state)
{
    enum { TIMES = 20 };
    const char *moments[TIMES] = {0};
    for (int i = 0; i < TIMES; i++) {
        int64_t count = -1;
        insert(*state);
        assert_int_equal(count_at(NULL, (store_watch){0}, &moments[i], &count).code, ST_OK);
        assert_int_equal(count, i + 1);
    }
    for (int i = 0; i < TIMES; i++) {
        int64_t count = -1;
        const char *at = NULL;
        assert_int_equal(count_at(moments[i], (store_watch){0}, &at, &count).code, ST_OK);
        assert_int_equal(count, i + 1);
    }
}

static void no_two_changes_have_one_moment_nor_one_that_is_to_come(void **state)
{
    place *p = *state;
    for (int i = 0; i < 30; i++)
        insert(p);
    const char *now = peildatum_text(clock_wall_ms(), p->a);
    assert_string_equal(ask(p, "SELECT count(*) - count(DISTINCT moment) FROM boeking"), "0");
    assert_true(strcmp(ask(p, "SELECT moment FROM boeking ORDER BY id DESC LIMIT 1"), now) <= 0);
}

/* SQLite cuts off what is less than a millisecond of a moment that it reads: all of a minute are tried. */
static void the_moment_after_another_is_later_whichever_it_is(void **state)
{
    assert_string_equal(ask(*state,
                            "WITH RECURSIVE n(ms) AS (SELECT 0 UNION ALL SELECT ms + 1 FROM n WHERE ms < 59999), t(m) AS (SELECT "
                            "printf('2026-11-30T23:59:%06.3fZ', ms / 1000.0) FROM n) SELECT count(*) FROM t WHERE NOT "
                            "strftime('%Y-%m-%dT%H:%M:%fZ', m, '+0.002 seconds') > m"),
                        "0");
}

/* As if the clock had been put back: the journal goes further than it. */
static void with_a_clock_that_went_back_now_is_where_the_journal_ends(void **state)
{
    place *p = *state;
    int64_t count = -1;
    const char *at = NULL;
    ask(p, "INSERT INTO boeking (id, moment, weg) SELECT max(id) + 1, '2999-01-01T00:00:00.000Z', 'verzoek' FROM boeking");
    insert(p);
    assert_int_equal(count_at(NULL, (store_watch){0}, &at, &count).code, ST_OK);
    assert_int_equal(count, 1);
    assert_string_equal(at, ask(p, "SELECT moment FROM boeking ORDER BY id DESC LIMIT 1"));
    assert_true(strcmp(at, "2999-01-01T00:00:00.000Z") > 0);
    assert_int_equal(count_at("2999-01-01T00:00:00.000Z", (store_watch){0}, &at, &count).code, ST_OK);
    assert_int_equal(count, 0);
    const status later = count_at("2999-02-01T00:00:00.000Z", (store_watch){0}, &at, &count);
    assert_int_equal(later.code, ST_BAD_PARAM);
    assert_string_equal(later.locator, "peildatum");
}

#define WITH_READER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_READER(of_a_moment_nothing_is_told_while_a_change_of_before_it_is_committed),
        WITH_READER(what_was_committed_before_is_told_meanwhile),
        WITH_READER(who_writes_for_long_keeps_nobody_waiting_until_he_commits),
        WITH_READER(now_is_a_moment_that_gives_the_same_again),
        WITH_READER(no_two_changes_have_one_moment_nor_one_that_is_to_come),
        WITH_READER(the_moment_after_another_is_later_whichever_it_is),
        WITH_READER(with_a_clock_that_went_back_now_is_where_the_journal_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
