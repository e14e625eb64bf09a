/* Pages of a restricted layer: the rows that are kept while counting, and the counts that tell where a page begins. */

#include "data/store/spatialite/connection.h"
#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROWS = 90,
    SEEN = 54,
    MOST = 100
}; /* 90 rows in three gemeenten, a tenth of them hidden; two of the three are the caller's */

static const property properties[] = {{.name = "naam", .column = "naam", .type = VALUE_STRING},
                                      {.name = "vorm", .column = "vorm", .type = VALUE_GEOMETRY},
                                      {.name = "maat", .column = "maat", .type = VALUE_DECIMAL}};
static const property *const all[] = {&properties[0], &properties[1], &properties[2]};
static const layer things = {.name = "ding",
                             .table = "ding",
                             .id_column = "id",
                             .restrict_column = "nis",
                             .hide_column = "weg",
                             .hide_parameter = "weg",
                             .properties = properties,
                             .property_count = 3,
                             .geometry = 1,
                             .geometry_type = GEOMETRY_POINT,
                             .srid = 31370};
static const catalog layers = {&things, 1};

static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE opgeslagen_vraag(organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id));"
    "CREATE TABLE organisatie_gemeente(organisatie TEXT, nis_code TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE gemeente(nis_code TEXT, kbo_nummer TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE ding(id INTEGER PRIMARY KEY, nis TEXT, naam TEXT, weg INTEGER, maat REAL, vorm BLOB);"
    "CREATE INDEX ding_eigen ON ding(nis, weg);"
    "CREATE VIRTUAL TABLE idx_ding_vorm USING rtree(pkid, xmin, xmax, ymin, ymax);"
    "CREATE VIRTUAL TABLE eigen_ding_vorm USING rtree(pkid, xmin, xmax, ymin, ymax, nismin, nismax);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO ding SELECT i, CASE i % 3 WHEN 0 "
    "THEN "
    "'11002' WHEN 1 THEN '23002' ELSE '44021' END, CASE i % 5 WHEN 0 THEN NULL ELSE 'ding ' || i END, i % 10 = 0, i / 4.0, "
    "CASE i % 7 WHEN 0 THEN NULL ELSE zeroblob(i) END FROM n;"
    "INSERT INTO eigen_ding_vorm SELECT id, id, id, id, id, nis * 1048576.0 + weg * 524288.0, nis * 1048576.0 + weg * 524288.0 + "
    "16384 FROM ding;"
    "CREATE TRIGGER eigen_ding_erbij AFTER INSERT ON ding BEGIN INSERT INTO eigen_ding_vorm VALUES (NEW.id, NEW.id, NEW.id, "
    "NEW.id, NEW.id, "
    "NEW.nis * 1048576.0 + NEW.weg * 524288.0, NEW.nis * 1048576.0 + NEW.weg * 524288.0 + 16384.0); END;";

static const char *const first_and_last[] = {"11002", "44021"}, *const middle[] = {"23002"};

typedef struct fixture {
    char path[64];
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
    if (!f)
        return -1;
    snprintf(f->path, sizeof f->path, "/tmp/pages-XXXXXX");
    close(mkstemp(f->path));
    run_script(f->path, schema);
    f->settings = (store_settings){.location = f->path, .query_timeout_s = 5};
    f->arena = arena_new();
    *state = f;
    return spatialite_open(&f->settings, &layers, &f->store).code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char side[80];
    arena_free(f->arena);
    spatialite_close(f->store);
    unlink(f->path);
    snprintf(side, sizeof side, "%s-wal", f->path);
    unlink(side);
    snprintf(side, sizeof side, "%s-shm", f->path);
    unlink(side);
    free(f);
    return 0;
}

static query everything(int64_t start, int64_t count)
{
    return (query){.sources = {{.layer = &things, .properties = all, .property_count = 3}},
                   .source_count = 1,
                   .start = start,
                   .count = count};
}

static void enter(fixture *f, const char *const *gemeenten, size_t count)
{
    const status entered = spatialite_enter(f->store, gemeenten, count, (store_watch){0});
    assert_int_equal(entered.code, ST_OK);
}

static int64_t count_all(fixture *f)
{
    int64_t counted = -1;
    const query q = everything(0, 1);
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    const status done = spatialite_count(f->store, &p, &counted);
    assert_int_equal(done.code, ST_OK);
    return counted;
}

/* Reads the ids of this query's page; returns how many there are. */
static size_t read_ids_from(fixture *f, const query *q, const char *from, int64_t ids[MOST])
{
    spatialite_cursor *c = NULL;
    feature row;
    size_t n = 0;
    const sql_plan p = sql_plan_select(q, &(sql_plan_view){.dialect = spatialite_dialect(f->store), .from = from}, f->arena);
    const status opened = spatialite_select(f->store, &p, all, 3, f->arena, &c);
    assert_int_equal(opened.code, ST_OK);
    for (; n < MOST && spatialite_next(c, &row); n++)
        ids[n] = row.id;
    const status ended = spatialite_cursor_end(c);
    assert_int_equal(ended.code, ST_OK);
    return n;
}

static size_t read_ids(fixture *f, const query *q, int64_t ids[MOST])
{
    return read_ids_from(f, q, NULL, ids);
}

static void a_page_begun_at_its_gemeente_is_the_page_counted_off(void **state)
{
    fixture *f = *state;
    int64_t whole[MOST], part[MOST];
    enter(f, first_and_last, 2);
    const query every = everything(0, MOST);
    assert_int_equal(read_ids(f, &every, whole), SEEN);
    assert_int_equal(count_all(f), SEEN);
    for (int64_t start = 0; start < SEEN; start++) {
        page_place at;
        query q = everything(start, 7);
        const sql_plan counting = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
        assert_true(spatialite_place(f->store, &counting, start, &at));
        assert_string_equal(at.nis, start < SEEN / 2 ? "11002" : "44021");
        q.start = at.before;
        const size_t n = read_ids_from(f, &q, at.nis, part);
        assert_int_equal(n, SEEN - start < 7 ? SEEN - start : 7);
        assert_memory_equal(part, whole + start, n * sizeof *part);
    }
    spatialite_leave(f->store);
}

static bool knows_place(fixture *f, int64_t start)
{
    page_place at;
    const query q = everything(start, 7);
    const sql_plan counting = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    return spatialite_place(f->store, &counting, start, &at);
}

static void a_place_is_known_from_counting_alone(void **state)
{
    fixture *f = *state;
    enter(f, first_and_last, 2);
    assert_false(knows_place(f, 3));
    assert_int_equal(count_all(f), SEEN);
    assert_true(knows_place(f, 3));
    assert_false(knows_place(f, SEEN)); /* after the last row */
    spatialite_leave(f->store);
    assert_false(knows_place(f, 3)); /* nobody has entered */
    enter(f, middle, 1);
    assert_false(knows_place(f, 3)); /* another caller's counts are not used */
    spatialite_leave(f->store);
}

static void counts_are_of_one_caller_and_of_the_data_as_they_are(void **state)
{
    fixture *f = *state;
    for (int turn = 0; turn < 2; turn++) {
        enter(f, first_and_last, 2);
        assert_int_equal(count_all(f), SEEN + turn);
        spatialite_leave(f->store);
        enter(f, middle, 1);
        assert_int_equal(count_all(f), 27);
        spatialite_leave(f->store);
        enter(f, NULL, 0);
        assert_int_equal(count_all(f), 0);
        spatialite_leave(f->store);
        run_script(f->path, "UPDATE ding SET weg = 0 WHERE id = 20");
    }
}

static void few_rows_are_the_rows_of_the_page(void **state)
{
    fixture *f = *state;
    int64_t whole[MOST];
    store_page found;
    enter(f, first_and_last, 2);
    const query every = everything(0, MOST);
    read_ids(f, &every, whole);
    const status done =
        small_page_read(f->store, &every, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, MOST, f->arena, &found);
    assert_int_equal(done.code, ST_OK);
    assert_true(found.all);
    assert_int_equal(found.count, SEEN);
    for (size_t i = 0; i < found.count; i++) {
        const feature *one = &found.features[i];
        char name[20];
        snprintf(name, sizeof name, "ding %d", (int)one->id);
        assert_int_equal(one->id, whole[i]);
        assert_int_equal(one->values[0].null, one->id % 5 == 0);
        if (!one->values[0].null)
            assert_string_equal(one->values[0].text, name);
        assert_int_equal(one->values[1].null, one->id % 7 == 0);
        if (!one->values[1].null)
            assert_int_equal(one->values[1].shape.size, one->id);
        assert_true(one->values[2].real == (double)one->id / 4);
    }
    spatialite_leave(f->store);
}

static void more_rows_than_asked_are_the_first_ones(void **state)
{
    fixture *f = *state;
    int64_t whole[MOST];
    store_page found;
    enter(f, first_and_last, 2);
    const query every = everything(0, MOST);
    read_ids(f, &every, whole);
    for (size_t most = SEEN - 2; most <= SEEN; most++) {
        const status done =
            small_page_read(f->store, &every, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, most, f->arena, &found);
        assert_int_equal(done.code, ST_OK);
        assert_int_equal(found.all, most == SEEN);
        assert_int_equal(found.count, most);
        assert_int_equal(found.features[most - 1].id, whole[most - 1]);
        arena_reset(f->arena); /* releases the statement */
    }
    spatialite_leave(f->store);
}

/* Rows found by a box come in the order of the R-tree, so the first ones would be arbitrary. */
static void of_rows_without_order_there_are_all_or_none(void **state)
{
    fixture *f = *state;
    static const double ring[] = {0, 0, 40.5, 0, 40.5, 40.5, 0, 40.5, 0, 0};
    const region around = {.mbr = {0, 0, 40.5, 40.5}, .inner = {0, 0, 40.5, 40.5}, .ring = ring, .count = 5};
    const filter in_box = {.kind = FILTER_REGION, .region = &around};
    store_page found;
    query q = everything(0, MOST);
    q.where = &in_box;
    enter(f, first_and_last, 2);
    const status whole =
        small_page_read(f->store, &q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, MOST, f->arena, &found);
    assert_int_equal(whole.code, ST_OK);
    assert_true(found.all);
    assert_int_equal(found.count, 24); /* 26 of the 40 are the caller's, of which 20 and 30 are hidden */
    for (size_t i = 1; i < found.count; i++)
        assert_true(found.features[i - 1].id < found.features[i].id);
    const status part =
        small_page_read(f->store, &q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, 10, f->arena, &found);
    assert_int_equal(part.code, ST_OK);
    assert_false(found.all);
    assert_int_equal(found.count, 0);
    spatialite_leave(f->store);
}

static int64_t count_region(fixture *f, const region *around, hidden_rows hidden, bool by_box)
{
    const filter in_box = {.kind = FILTER_REGION, .region = around};
    int64_t counted = -1;
    query q = everything(0, 1);
    q.where = &in_box;
    q.sources[0].hidden = hidden;
    const sql_plan p =
        sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(f->store), .counted_by_box = by_box}, f->arena);
    const status done = spatialite_count(f->store, &p, &counted);
    assert_int_equal(done.code, ST_OK);
    assert_int_equal(strstr(p.sql, "_spot") != NULL, by_box && hidden == HIDDEN_LEFT_OUT);
    return counted;
}

/* Counts the ids from 1 to 90 in (low, high) that are in two of the three gemeenten; a tenth is hidden. */
static int64_t expect(int low, int high, hidden_rows hidden)
{
    int64_t n = 0;
    for (int id = low + 1; id < high; id++)
        n += id >= 1 && id <= ROWS && id % 3 != 1 && (hidden == HIDDEN_INCLUDED || (id % 10 == 0) == (hidden == HIDDEN_ONLY));
    return n;
}

static void the_rows_of_a_box_are_counted_alike_by_the_index_alone_and_one_by_one(void **state)
{
    fixture *f = *state;
    assert_true(spatialite_counts_by_box(f->store, &things));
    enter(f, first_and_last, 2);
    for (int low = -5; low < 95; low += 5)
        for (int high = low + 1; high < 100; high += 6) {
            const double west = low + 0.5, east = high - 0.5;
            const double ring[] = {west, west, east, west, east, east, west, east};
            const region around = {.mbr = {west, west, east, east}, .inner = {west, west, east, east}, .ring = ring, .count = 4};
            for (hidden_rows hidden = HIDDEN_LEFT_OUT; hidden <= HIDDEN_INCLUDED; hidden++) {
                assert_int_equal(count_region(f, &around, hidden, true), expect(low, high, hidden));
                assert_int_equal(count_region(f, &around, hidden, false), expect(low, high, hidden));
            }
        }
    spatialite_leave(f->store);
    enter(f, NULL, 0);
    const region everywhere = {.mbr = {-1e6, -1e6, 1e6, 1e6}, .inner = {-1e6, -1e6, 1e6, 1e6}};
    assert_int_equal(count_region(f, &everywhere, HIDDEN_LEFT_OUT, true), 0);
    spatialite_leave(f->store);
}

/* The rows have invalid geometries: one at the edge is tested exactly, and does not meet the box. */
static void a_row_at_the_edge_is_looked_at(void **state)
{
    fixture *f = *state;
    static const double ring[] = {0.5, 0.5, 9.5, 0.5, 9.5, 9.5, 0.5, 9.5};
    const region inside_out = {.mbr = {0.5, 0.5, 9.5, 9.5}, .inner = {1, 1, 0, 0}, .ring = ring, .count = 4};
    enter(f, first_and_last, 2);
    assert_int_equal(count_region(f, &inside_out, HIDDEN_LEFT_OUT, true), 0);
    assert_int_equal(count_region(f, &inside_out, HIDDEN_LEFT_OUT, false), 0);
    spatialite_leave(f->store);
}

/* An index made by an operator may not say which rows are hidden; then nothing may be counted by the index alone. */
static void an_index_that_does_not_tell_what_is_hidden_counts_nothing_alone(void **state)
{
    fixture *f = *state;
    run_script(f->path, "DROP TRIGGER eigen_ding_erbij; UPDATE eigen_ding_vorm SET nismin = nis, nismax = nis + 16384 FROM "
                        "(SELECT id, nis * 1048576.0 AS nis FROM ding) d "
                        "WHERE d.id = pkid;");
    enter(f, first_and_last, 2);
    assert_false(spatialite_counts_by_box(f->store, &things));
    spatialite_leave(f->store);
}

/* Three rows of a megabyte and more do not fit. */
static void rows_that_are_too_large_to_be_kept_are_not(void **state)
{
    fixture *f = *state;
    store_page found;
    run_script(f->path, "UPDATE ding SET vorm = zeroblob(1100000) WHERE id IN (3, 33, 63)");
    enter(f, first_and_last, 2);
    const query every = everything(0, MOST);
    const status done =
        small_page_read(f->store, &every, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, MOST, f->arena, &found);
    assert_int_equal(done.code, ST_OK);
    assert_false(found.all);
    assert_true(found.count < 25); /* up to the third of them */
    assert_int_equal(count_all(f), SEEN);
    spatialite_leave(f->store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_begun_at_its_gemeente_is_the_page_counted_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_is_known_from_counting_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_are_of_one_caller_and_of_the_data_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_rows_are_the_rows_of_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_rows_than_asked_are_the_first_ones, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_rows_without_order_there_are_all_or_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_rows_of_a_box_are_counted_alike_by_the_index_alone_and_one_by_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_row_at_the_edge_is_looked_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_index_that_does_not_tell_what_is_hidden_counts_nothing_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_that_are_too_large_to_be_kept_are_not, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
