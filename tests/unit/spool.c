#include "data/manage/source/spool.h"
#include "data/manage/source/confine.h"

#include "tests/unit/unit.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct spooled {
    arena *arena;
    FILE *file;
} spooled;

/* Three rows: numbers 1, 7 and 8, with 3, 1 and 2 fields. */
static spooled make(void)
{
    spooled s = {arena_new(), tmpfile()};
    spool_writer w = spool_writer_new(s.file, s.arena);
    static const struct {
        uint64_t number;
        size_t count;
        const char *fields[3];
    } rows[] = {{1, 3, {"een", "", "drie"}}, {2, 2, {"", ""}}, {7, 1, {"zeven"}}, {8, 2, {"\xC2\xB0", "x"}}};
    assert_non_null(s.file);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        spool_row(&w, rows[i].number);
        for (size_t f = 0; f < rows[i].count; f++)
            spool_field(&w, slice_of(rows[i].fields[f]), f == 1 ? CELL_NUMBER : CELL_TEXT);
        assert_int_equal(spool_row_end(&w).code, ST_OK);
    }
    assert_int_equal(w.rows, 3);
    assert_int_equal(fflush(s.file), 0);
    return s;
}

static void drop(spooled s)
{
    arena_free(s.arena);
    fclose(s.file);
}

static void rows_come_back_with_their_numbers_and_kinds_without_empty_ones(void **state)
{
    static const uint64_t numbers[] = {1, 7, 8}, counts[] = {3, 1, 2};
    spooled s = make();
    spool_reader *r = spool_reader_new(fileno(s.file), s.arena);
    row_record *c = arena_alloc(s.arena, sizeof *c);
    cell_kind kinds[CSV_FIELDS_MAX];
    uint64_t number = 0;
    bool more = false;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(spool_next(r, c, kinds, &number, &more).code, ST_OK);
        assert_true(more && number == numbers[i] && c->count == counts[i]);
        if (i == 0)
            assert_true(slice_is(c->fields[0], "een") && c->fields[1].length == 0 && slice_is(c->fields[2], "drie") &&
                        kinds[1] == CELL_NUMBER && kinds[2] == CELL_TEXT);
    }
    assert_int_equal(spool_next(r, c, kinds, &number, &more).code, ST_OK);
    assert_false(more);
    drop(s);
}

/* Rows of the file until the end, or until it is no spool. */
static size_t count_rows(int fd, bool *broken)
{
    arena *a = arena_new();
    spool_reader *r = spool_reader_new(fd, a);
    row_record *c = arena_alloc(a, sizeof *c);
    cell_kind kinds[CSV_FIELDS_MAX];
    uint64_t number = 0;
    size_t count = 0;
    status s = status_ok();
    for (bool more = true; more && s.code == ST_OK; count += more && s.code == ST_OK)
        s = spool_next(r, c, kinds, &number, &more);
    *broken = s.code == ST_BAD_INPUT;
    arena_free(a);
    return count;
}

static void a_spool_that_ends_too_early_is_broken_wherever_it_ends(void **state)
{
    (void)state;
    bool broken = false;
    spooled s = make();
    const off_t whole = lseek(fileno(s.file), 0, SEEK_END);
    size_t ends = 0;
    for (off_t length = whole; length-- > 0;) {
        assert_int_equal(ftruncate(fileno(s.file), length), 0);
        const size_t rows = count_rows(fileno(s.file), &broken);
        assert_true(rows < 3);
        ends += !broken; /* between two rows: convert.c counts them besides */
    }
    assert_int_equal(ends, 3);
    drop(s);
}

static void no_length_or_kind_in_a_spool_is_trusted(void **state)
{
    (void)state;
    spooled s = make();
    const off_t whole = lseek(fileno(s.file), 0, SEEK_END);
    for (off_t at = 0; at < whole; at++) {
        char byte = 0;
        bool broken = false;
        assert_int_equal(pread(fileno(s.file), &byte, 1, at), 1);
        assert_int_equal(pwrite(fileno(s.file), "\xFF", 1, at), 1);
        count_rows(fileno(s.file), &broken); /* AddressSanitizer looks on */
        assert_int_equal(pwrite(fileno(s.file), &byte, 1, at), 1);
    }
    drop(s);
}

static void too_many_fields_are_refused_and_empty_ones_behind_them_are_not(void **state)
{
    (void)state;
    arena *a = arena_new();
    FILE *file = tmpfile();
    spool_writer w = spool_writer_new(file, a);
    for (int extra = 0; extra < 2; extra++) {
        spool_row(&w, 1);
        for (int i = 0; i < CSV_FIELDS_MAX; i++)
            spool_field(&w, slice_of("x"), CELL_TEXT);
        spool_field(&w, slice_of(extra ? "x" : ""), CELL_TEXT);
        assert_int_equal(spool_row_end(&w).code, extra ? ST_BAD_INPUT : ST_OK);
    }
    arena_free(a);
    fclose(file);
}

/* 0: the process may do nothing that it does not need. */
static int try_everything(void)
{
    char *const none[] = {NULL};
    confine_process(1ULL << 40, 60);
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM)
        return 1;
    return execve("/bin/true", none, none) == -1 && errno == EPERM ? 0 : 2;
}

static void a_confined_process_has_no_network_and_starts_no_program(void **state)
{
    (void)state;
    int how = 0;
    const pid_t child = fork();
    if (child == 0)
        _exit(try_everything());
    assert_true(child > 0 && waitpid(child, &how, 0) == child);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_with_their_numbers_and_kinds_without_empty_ones),
        cmocka_unit_test(a_spool_that_ends_too_early_is_broken_wherever_it_ends),
        cmocka_unit_test(no_length_or_kind_in_a_spool_is_trusted),
        cmocka_unit_test(too_many_fields_are_refused_and_empty_ones_behind_them_are_not),
        cmocka_unit_test(a_confined_process_has_no_network_and_starts_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
