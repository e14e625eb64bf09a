#include "base/db/database.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct file {
    char path[64];
} file;

/* A file as another program may have made it: with a trigger that calls one of our functions, and with an R-tree. */
static int make_file(void **state)
{
    file *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->path, "/tmp/database-XXXXXX");
    const int fd = mkstemp(f->path);
    assert_true(fd >= 0 && close(fd) == 0);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE a (b); CREATE VIRTUAL TABLE r USING rtree (id, x0, x1);"
                                  "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ours(); END",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    *state = f;
    return 0;
}

static int drop_file(void **state)
{
    file *f = *state;
    unlink(f->path);
    free(f);
    return 0;
}

static void nothing(sqlite3_context *c, int count, sqlite3_value **values)
{
    (void)count, (void)values;
    sqlite3_result_null(c);
}

static sqlite3 *opened(const file *f, database_use use)
{
    sqlite3 *db = NULL;
    assert_true(database_open(f->path, use, &db));
    assert_int_equal(sqlite3_create_function(db, "ours", 0, SQLITE_UTF8, NULL, nothing, NULL, NULL), SQLITE_OK);
    return db;
}

static void assert_refused(sqlite3 *db, const char *sql, const char *why)
{
    assert_int_not_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    if (!strstr(sqlite3_errmsg(db), why))
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static void what_is_in_the_file_has_no_rights_of_ours(void **state)
{
    sqlite3 *db = opened(*state, (database_use){.writes = true});
    assert_refused(db, "INSERT INTO a VALUES (1)", "unsafe use of ours()");
    assert_refused(db, "DELETE FROM r_node", "may not be modified");
    assert_refused(db, "SELECT \"no column\" FROM a", "no such column");
    assert_refused(db, "ATTACH ':memory:' AS more", "too many attached databases");
    sqlite3_close(db);
}

static void a_reader_writes_nothing(void **state)
{
    sqlite3 *db = opened(*state, (database_use){0});
    assert_refused(db, "CREATE TABLE c (d)", "readonly");
    sqlite3_close(db);
}

static void the_writer_of_spatialite_may_call_its_functions_and_fill_an_r_tree(void **state)
{
    sqlite3 *db = opened(*state, (database_use){.writes = true, .runs_spatialite = true});
    assert_int_equal(sqlite3_exec(db, "INSERT INTO a VALUES (1); DELETE FROM r_node", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int64_t pragma(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const int64_t found = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return found;
}

static void a_connection_has_the_memory_and_the_patience_it_was_given(void **state)
{
    const database_use use = {.busy_ms = 1234, .attached = 1, .mapped_bytes = 65536, .cache_kib = 512};
    sqlite3 *db = opened(*state, use);
    assert_int_equal(pragma(db, "PRAGMA busy_timeout"), 1234);
    assert_int_equal(pragma(db, "PRAGMA mmap_size"), 65536);
    assert_int_equal(pragma(db, "PRAGMA cache_size"), -512);
    assert_int_equal(sqlite3_exec(db, "ATTACH ':memory:' AS more", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_file_that_is_not_there_is_not_made(void **state)
{
    const file *f = *state;
    sqlite3 *db = NULL;
    unlink(f->path);
    assert_false(database_open(f->path, (database_use){.writes = true}, &db));
    sqlite3_close(db);
    assert_int_not_equal(access(f->path, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_in_the_file_has_no_rights_of_ours, make_file, drop_file),
        cmocka_unit_test_setup_teardown(a_reader_writes_nothing, make_file, drop_file),
        cmocka_unit_test_setup_teardown(the_writer_of_spatialite_may_call_its_functions_and_fill_an_r_tree, make_file, drop_file),
        cmocka_unit_test_setup_teardown(a_connection_has_the_memory_and_the_patience_it_was_given, make_file, drop_file),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_not_made, make_file, drop_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
