/* The store during months in one worker: unexpected values, and a file that disappears and comes back. */

#include "data/store/spatialite/connection.h"
#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const property properties[] = {{.name = "maat", .column = "maat", .type = VALUE_DECIMAL},
                                      {.name = "naam", .column = "naam", .type = VALUE_STRING},
                                      {.name = "vorm", .column = "vorm", .type = VALUE_GEOMETRY}};
static const property *const all[] = {&properties[0], &properties[1], &properties[2]};
static const layer things = {.name = "ding",
                             .table = "ding",
                             .id_column = "id",
                             .hide_column = "weg",
                             .hide_parameter = "weg",
                             .properties = properties,
                             .property_count = 3,
                             .geometry = 2,
                             .geometry_type = GEOMETRY_POINT,
                             .srid = 31370};
static const catalog layers = {&things, 1};

static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE opgeslagen_vraag(organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id));"
    "CREATE TABLE organisatie_gemeente(organisatie TEXT, nis_code TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE gemeente(nis_code TEXT, kbo_nummer TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "INSERT INTO gemeente VALUES('44021', '0207451227', '1977-01-01', NULL);"
    "CREATE TABLE ding(id INTEGER PRIMARY KEY, maat REAL, naam TEXT, weg INTEGER, vorm BLOB);"
    "CREATE VIRTUAL TABLE idx_ding_vorm USING rtree(pkid, xmin, xmax, ymin, ymax);"
    "INSERT INTO ding VALUES (1, 9e999, NULL, 0, NULL), (2, -9e999, x'', NULL, x''), (3, 1.5, 12, 1, x'00'), (4, NULL, 'vier', "
    "0, 5);";

typedef struct fixture {
    char path[64], aside[64];
    store_settings settings;
    arena *arena;
    spatialite *store;
} fixture;

static void run_script(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s", error);
    sqlite3_close(db);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    char folder[] = "/tmp/store-XXXXXX";
    if (!f || !mkdtemp(folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/store.sqlite", folder);
    snprintf(f->aside, sizeof f->aside, "%s/aside.sqlite", folder);
    run_script(f->path, schema);
    f->settings = (store_settings){.location = f->path, .query_timeout_s = 5};
    f->arena = arena_new();
    const status opened = spatialite_open(&f->settings, &layers, &f->store);
    *state = f;
    return opened.code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    arena_free(f->arena);
    spatialite_close(f->store);
    *strrchr(f->path, '/') = '\0';
    static const char *const left[] = {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "aside.sqlite"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        snprintf(f->aside, sizeof f->aside, "%.40s/%s", f->path, left[i]);
        unlink(f->aside);
    }
    const int removed = rmdir(f->path);
    free(f);
    return removed;
}

static query everything(void)
{
    return (query){.sources = {{.layer = &things, .properties = all, .property_count = 3, .hidden = HIDDEN_INCLUDED}},
                   .source_count = 1,
                   .count = 100};
}

static int64_t count(fixture *f, hidden_rows hidden)
{
    int64_t counted = -1;
    query q = everything();
    q.sources[0].hidden = hidden;
    const status entered = spatialite_enter(f->store, NULL, 0, (store_watch){0});
    if (entered.code != ST_OK)
        return -1;
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    const status done = spatialite_count(f->store, &p, &counted);
    spatialite_leave(f->store);
    return done.code == ST_OK ? counted : -1;
}

static bool knows_gent(fixture *f)
{
    text_list nis = {0};
    return spatialite_gemeenten_of(&f->store->common, "0207451227", f->arena, &nis).code == ST_OK && nis.count == 1;
}

static void values_that_no_format_can_write_count_as_none(void **state)
{
    fixture *f = *state;
    spatialite_cursor *c = NULL;
    feature row;
    const query q = everything();
    assert_int_equal(spatialite_enter(f->store, NULL, 0, (store_watch){0}).code, ST_OK);
    const sql_plan p = sql_plan_select(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    assert_int_equal(spatialite_select(f->store, &p, all, 3, f->arena, &c).code, ST_OK);
    assert_true(spatialite_next(c, &row) && row.values[0].null && row.values[1].null && row.values[2].null);
    assert_true(spatialite_next(c, &row) && row.values[0].null && !row.values[1].null && !row.values[2].null);
    assert_string_equal(row.values[1].text, "");
    assert_int_equal(row.values[2].shape.size, 0);
    assert_true(spatialite_next(c, &row) && !row.values[0].null && row.values[0].real == 1.5);
    assert_string_equal(row.values[1].text, "12");
    assert_true(spatialite_next(c, &row) && row.values[0].null && row.values[2].shape.size == 1);
    assert_false(spatialite_next(c, &row));
    assert_int_equal(spatialite_cursor_end(c).code, ST_OK);
    arena_reset(f->arena);
    spatialite_leave(f->store);
}

static status read_all(fixture *f, value_type type, int *rows)
{
    const property weg = {.name = "weg", .column = "weg", .type = type}, *const one[] = {&weg};
    spatialite_cursor *c = NULL;
    feature row;
    query q = everything();
    q.sources[0].properties = one;
    q.sources[0].property_count = 1;
    assert_int_equal(spatialite_enter(f->store, NULL, 0, (store_watch){0}).code, ST_OK);
    const sql_plan p = sql_plan_select(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    assert_int_equal(spatialite_select(f->store, &p, one, 1, f->arena, &c).code, ST_OK);
    for (*rows = 0; spatialite_next(c, &row); ++*rows)
        assert_true(row.values[0].null || type != VALUE_INTEGER || row.values[0].integer < 10);
    const status ended = spatialite_cursor_end(c);
    arena_reset(f->arena);
    spatialite_leave(f->store);
    return ended;
}

/* What was not computed is no answer: SQLite would give 0 for it. */
static void what_is_no_number_in_a_column_of_numbers_ends_the_rows_with_an_error(void **state)
{
    fixture *f = *state;
    static const value_type numbers[] = {VALUE_INTEGER, VALUE_BOOLEAN, VALUE_DECIMAL};
    static const char *const wrong[] = {"'veel'", "x'3132'", "''", "'3 keer'"}, *const right[] = {"'3'", "3.0", "' 4'", "NULL"};
    int rows = 0;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 3; j++) {
            char sql[100];
            snprintf(sql, sizeof sql, "UPDATE ding SET weg = %s WHERE id = 3", wrong[i]);
            run_script(f->path, sql);
            const status failed = read_all(f, numbers[j], &rows);
            assert_int_equal(failed.code, ST_INTERNAL);
            assert_string_equal(failed.locator, "weg");
            assert_non_null(strstr(failed.en, "feature 3"));
            assert_int_equal(rows, 2);
            snprintf(sql, sizeof sql, "UPDATE ding SET weg = %s WHERE id = 3", right[i]);
            run_script(f->path, sql);
            assert_int_equal(read_all(f, numbers[j], &rows).code, ST_OK);
            assert_int_equal(rows, 4);
        }
    run_script(f->path, "UPDATE ding SET weg = 3.5 WHERE id = 3");
    assert_int_equal(read_all(f, VALUE_INTEGER, &rows).code, ST_INTERNAL);
    assert_int_equal(read_all(f, VALUE_DECIMAL, &rows).code, ST_OK);
    run_script(f->path, "UPDATE ding SET weg = 1e19 WHERE id = 3");
    assert_int_equal(read_all(f, VALUE_INTEGER, &rows).code, ST_INTERNAL);
}

/* layer.h: rows with 1 in the column are hidden, and only those. */
static void a_row_that_does_not_say_whether_it_is_hidden_is_shown(void **state)
{
    fixture *f = *state;
    assert_int_equal(count(f, HIDDEN_LEFT_OUT), 3);
    assert_int_equal(count(f, HIDDEN_ONLY), 1);
    assert_int_equal(count(f, HIDDEN_INCLUDED), 4);
}

/* The reader comes halfway through a load: a reconnection that failed must not be taken for one that worked. */
static void after_a_failed_reconnection_the_next_caller_gets_a_good_one(void **state)
{
    fixture *f = *state;
    run_script(f->path, "ALTER TABLE ding RENAME TO dingen");
    const status entered = spatialite_enter(f->store, NULL, 0, (store_watch){0});
    assert_int_equal(entered.code, ST_UNAVAILABLE); /* not the client's fault, and no details for the client */
    assert_null(strstr(entered.en, "ding"));
    assert_int_equal(spatialite_alive(f->store).code, ST_UNAVAILABLE);
    run_script(f->path, "ALTER TABLE dingen RENAME TO ding");
    assert_true(knows_gent(f)); /* the token check asks first */
    assert_int_equal(spatialite_alive(f->store).code, ST_OK);
    assert_int_equal(count(f, HIDDEN_INCLUDED), 4);
}

static void a_store_that_is_not_there_is_missed_and_found_again(void **state)
{
    fixture *f = *state;
    assert_int_equal(rename(f->path, f->aside), 0);
    assert_int_equal(count(f, HIDDEN_INCLUDED), -1);
    assert_int_not_equal(spatialite_alive(f->store).code, ST_OK);
    assert_false(knows_gent(f));
    assert_int_equal(rename(f->aside, f->path), 0);
    assert_true(knows_gent(f));
    assert_int_equal(count(f, HIDDEN_INCLUDED), 4);
}

/* A restored backup moved into place: no worker may keep reading the old file. */
static void another_file_under_the_same_name_is_read_from_the_next_request_on(void **state)
{
    fixture *f = *state;
    assert_int_equal(count(f, HIDDEN_INCLUDED), 4);
    run_script(f->aside, schema);
    run_script(f->aside, "DELETE FROM ding WHERE id > 1; DELETE FROM gemeente");
    assert_int_equal(rename(f->aside, f->path), 0);
    assert_false(knows_gent(f));
    assert_int_equal(count(f, HIDDEN_INCLUDED), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_number_in_a_column_of_numbers_ends_the_rows_with_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_that_no_format_can_write_count_as_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_row_that_does_not_say_whether_it_is_hidden_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(after_a_failed_reconnection_the_next_caller_gets_a_good_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_store_that_is_not_there_is_missed_and_found_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_file_under_the_same_name_is_read_from_the_next_request_on, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
