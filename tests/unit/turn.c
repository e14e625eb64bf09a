/* Whose turn it is to write: the first who came, and nobody who is not there any more. */
#include "base/db/turn.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *store_in(arena *a)
{
    const char *path = arena_printf(a, "%s/store.sqlite", scratch_folder(a));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    return path;
}

static void the_first_has_it_until_he_gives_it_back(void **state)
{
    arena *a = arena_new();
    const char *store = store_in(a);
    int first = -1, second = -1;
    (void)state;
    assert_int_equal(turn_take(store, 0, &first), TURN_MINE);
    assert_int_equal(turn_take(store, 0, &second), TURN_LATE);
    assert_int_equal(second, -1);
    turn_give(&first);
    assert_int_equal(first, -1);
    assert_int_equal(turn_take(store, 0, &second), TURN_MINE);
    turn_give(&second);
    turn_give(&second);
    arena_free(a);
}

static void a_moment_is_noted_until_the_turn_is_given_back(void **state)
{
    arena *a = arena_new();
    const char *store = store_in(a);
    int first = -1, second = -1;
    (void)state;
    assert_int_equal(turn_ask(store), TURN_NOBODY);
    assert_int_equal(turn_take(store, 0, &first), TURN_MINE);
    assert_int_equal(turn_ask(store), TURN_NOBODY);
    turn_note(first);
    assert_int_equal(turn_ask(store), TURN_SOMEBODY);
    assert_int_equal(turn_ask(store), TURN_SOMEBODY); /* asking takes nothing away from him */
    assert_int_equal(turn_take(store, 0, &second), TURN_LATE);
    turn_give(&first);
    assert_int_equal(turn_ask(store), TURN_NOBODY);
    turn_note(-1);
    assert_int_equal(turn_ask(store), TURN_NOBODY);
    arena_free(a);
}

static void what_cannot_be_asked_is_not_nobody(void **state)
{
    arena *a = arena_new();
    const char *store = store_in(a);
    (void)state;
    assert_int_equal(symlink("/dev/null", arena_printf(a, "%s" TURN_FILE, store)), 0);
    assert_int_equal(turn_ask(store), TURN_UNKNOWN);
    arena_free(a);
}

/* Reads a byte that a child writes; 0 when it went away. */
static char hear(int from)
{
    char said = 0;
    return read(from, &said, 1) == 1 ? said : 0;
}

static void say(int to, char what)
{
    if (write(to, &what, 1) != 1)
        _exit(2);
}

static void who_is_killed_keeps_nobody_waiting(void **state)
{
    arena *a = arena_new();
    const char *store = store_in(a);
    int line[2], mine = -1;
    (void)state;
    assert_int_equal(pipe(line), 0);
    const pid_t child = fork();
    if (child == 0) {
        say(line[1], turn_take(store, 5, &mine) == TURN_MINE ? 'y' : 'n');
        for (;;)
            pause();
    }
    assert_int_equal(hear(line[0]), 'y');
    assert_int_equal(turn_take(store, 0, &mine), TURN_LATE);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(turn_take(store, 5, &mine), TURN_MINE);
    turn_give(&mine);
    close(line[0]);
    close(line[1]);
    arena_free(a);
}

/* Says his letter when it is his turn, as often as he can; ends with 1 when it never is. */
static void write_often(const char *store, char letter, int to)
{
    enum { TIMES = 40 };
    for (int i = 0; i < TIMES; i++) {
        int mine = -1;
        if (turn_take(store, 60, &mine) != TURN_MINE)
            _exit(1);
        say(to, letter);
        turn_give(&mine);
    }
    _exit(0);
}

static void whoever_writes_all_the_time_lets_others_through(void **state)
{
    enum { WRITERS = 3 };
    arena *a = arena_new();
    const char *store = store_in(a);
    pid_t children[WRITERS];
    int line[2], all = 0;
    (void)state;
    assert_int_equal(pipe(line), 0);
    for (int i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0)
            write_often(store, (char)('a' + i), line[1]);
    close(line[1]);
    while (hear(line[0]))
        all++;
    for (int i = 0; i < WRITERS; i++) {
        int ended = 0;
        assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
        assert_int_equal(ended, 0);
    }
    assert_int_equal(all, 40 * WRITERS);
    close(line[0]);
    arena_free(a);
}

static void without_a_file_there_is_no_queue(void **state)
{
    int mine = 7;
    (void)state;
    assert_int_equal(turn_take("/nowhere/at/all/store.sqlite", 5, &mine), TURN_NONE);
    assert_int_equal(mine, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_has_it_until_he_gives_it_back),
        cmocka_unit_test(a_moment_is_noted_until_the_turn_is_given_back),
        cmocka_unit_test(what_cannot_be_asked_is_not_nobody),
        cmocka_unit_test(who_is_killed_keeps_nobody_waiting),
        cmocka_unit_test(whoever_writes_all_the_time_lets_others_through),
        cmocka_unit_test(without_a_file_there_is_no_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
