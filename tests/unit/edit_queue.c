/* Several writers of one store: each gets through, in the order in which they came, and one that was killed keeps nobody waiting.
 */
#include "tests/unit/edit_fixture.h"

#include "base/db/turn.h"

#include "tests/unit/unit.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 3, EDITS = 8 };

/* A process of its own, with a store of its own, as a worker has. */
static void write_rows(place *p)
{
    static const catalog nothing = {0};
    int64_t id = 0;
    if (store_open(&p->settings, &nothing, &p->store).code != ST_OK)
        _exit(2);
    for (int i = 0; i < EDITS; i++) {
        const risicolocatie_row row = new_row(p, p->one, "een");
        if (change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code != ST_OK)
            _exit(3);
    }
    _exit(0);
}

static void each_of_several_writers_gets_through(void **state)
{
    place *p = *state;
    pid_t children[WRITERS];
    store_close(p->store); /* SQLite's connections do not outlive a fork */
    p->store = NULL;
    for (int i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0)
            write_rows(p);
    for (int i = 0; i < WRITERS; i++) {
        int ended = 0;
        assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
        assert_int_equal(ended, 0);
    }
    assert_string_equal(ask(p, "SELECT count(*) || ' ' || count(DISTINCT id) FROM risicolocatie"), "24 24");
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
}

static void who_waits_too_long_is_told_to_come_back(void **state)
{
    place *p = *state;
    int before = -1;
    int64_t id = 0;
    struct stat file;
    const risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(turn_take(p->settings.location, 5, &before), TURN_MINE); /* somebody else who writes and writes */
    const status late = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    assert_int_equal(late.code, ST_UNAVAILABLE); /* 503, with Retry-After */
    assert_string_equal(late.en, "others have been writing for 5 seconds: try again later");
    turn_give(&before);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    assert_int_equal(stat(arena_printf(p->a, "%s" TURN_FILE, p->settings.location), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0640);
    assert_int_equal(file.st_size, 0);
}

static void a_step_that_fails_gives_the_turn_back(void **state)
{
    place *p = *state;
    int mine = -1;
    int64_t id = 0;
    risicolocatie_row wrong = new_row(p, p->one, "een");
    wrong.einddatum = slice_of("1979-12-31");
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &wrong, &id).code, ST_BAD_PARAM);
    assert_int_equal(turn_take(p->settings.location, 0, &mine), TURN_MINE);
    turn_give(&mine);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(each_of_several_writers_gets_through),
        WITH_PLACE(who_waits_too_long_is_told_to_come_back),
        WITH_PLACE(a_step_that_fails_gives_the_turn_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
