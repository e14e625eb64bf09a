/* A stopped query gives an error, never fewer rows: row A0 of the trial of November 2026, where a join that was stopped inside
 * GEOS answered 200 with the rows it had so far. */
#include "data/model/geometry_build.h"
#include "data/store/spatialite/connection.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const property properties[] = {{.name = "vorm", .column = "vorm", .type = VALUE_GEOMETRY},
                                      {.name = "naam", .column = "naam", .type = VALUE_STRING}};
static const property *const shape_only[] = {&properties[0]};
static const layer areas = {.name = "vlak",
                            .table = "vlak",
                            .id_column = "id",
                            .properties = properties,
                            .property_count = 2,
                            .geometry = 0,
                            .geometry_type = GEOMETRY_MULTISURFACE,
                            .srid = 31370};
static const catalog layers = {&areas, 1};

static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE opgeslagen_vraag(organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id));"
    "CREATE TABLE organisatie_gemeente(organisatie TEXT, nis_code TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE gemeente(nis_code TEXT, kbo_nummer TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE vlak(id INTEGER PRIMARY KEY, vorm BLOB, naam TEXT);"
    "CREATE VIRTUAL TABLE idx_vlak_vorm USING rtree(pkid, xmin, xmax, ymin, ymax);";

enum { ROWS = 6, CORNERS = 16 };

typedef struct fixture {
    char folder[32], path[64];
    store_settings settings;
    arena *arena;
    spatialite *store;
    int asked; /* the watch */
} fixture;

/* Random points joined into one ring: GEOS is busy with it for long enough that the watch is asked. */
static geometry scribble(unsigned seed, arena *a)
{
    geometry_build b = geometry_build_new(a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (int i = 0; i < CORNERS; i++) {
        const double x = rand_r(&seed) % 100000, y = rand_r(&seed) % 100000;
        geometry_build_point(&b, x, y);
    }
    geometry_build_close(&b);
    return geometry_build_blob(&b, CLASS_POLYGON, 31370);
}

static void add_rows(sqlite3 *db, arena *a)
{
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO vlak VALUES (?, ?, 'een naam')", -1, &row, NULL), SQLITE_OK);
    for (int i = 1; i <= ROWS; i++) {
        const geometry g = scribble((unsigned)i, a);
        sqlite3_bind_int(row, 1, i);
        sqlite3_bind_blob(row, 2, g.blob, (int)g.size, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(row), SQLITE_DONE);
        sqlite3_reset(row);
    }
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO idx_vlak_vorm SELECT id, 0, 100000, 0, 100000 FROM vlak", NULL, NULL, NULL),
                     SQLITE_OK);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    sqlite3 *db = NULL;
    if (!f || !mkdtemp(strcpy(f->folder, "/tmp/stopped-XXXXXX")))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/store.sqlite", f->folder);
    f->arena = arena_new();
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, schema, NULL, NULL, NULL), SQLITE_OK);
    add_rows(db, f->arena);
    sqlite3_close(db);
    f->settings = (store_settings){.location = f->path, .query_timeout_s = 60};
    const status opened = spatialite_open(&f->settings, &layers, &f->store);
    *state = f;
    return opened.code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    static const char *const left[] = {"", "-wal", "-shm"};
    fixture *f = *state;
    char path[80];
    arena_free(f->arena);
    spatialite_close(f->store);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, left[i]);
        unlink(path);
    }
    const int removed = rmdir(f->folder);
    free(f);
    return removed;
}

/* Says once that others go first, and never again: a place may have come free in the meantime. */
static status_code busy_once(void *context)
{
    fixture *f = context;
    return f->asked++ == 0 ? ST_BUSY : ST_OK;
}

static expression shape(size_t from)
{
    return (expression){.kind = EXPRESSION_PROPERTY, .type = VALUE_GEOMETRY, .property = &properties[0], .source = from};
}

static filter pairs(void)
{
    return (filter){.kind = FILTER_SPATIAL, .operation = SPATIAL_INTERSECTS, .left = shape(0), .right = shape(1)};
}

static query join(const filter *where)
{
    return (query){.sources = {{.layer = &areas, .properties = shape_only, .property_count = 1},
                               {.layer = &areas, .properties = shape_only, .property_count = 1}},
                   .source_count = 2,
                   .where = where,
                   .count = 1000};
}

static query plain(const filter *where)
{
    return (query){.sources = {{.layer = &areas, .properties = shape_only, .property_count = 1}},
                   .source_count = 1,
                   .where = where,
                   .count = 1000};
}

static status count(fixture *f, const query *q, store_watch watch, int64_t *out)
{
    assert_int_equal(spatialite_enter(f->store, NULL, 0, watch).code, ST_OK);
    const sql_plan p = sql_plan_count(q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    const status counted = spatialite_count(f->store, &p, out);
    arena_reset(f->arena);
    spatialite_leave(f->store);
    return counted;
}

static void a0_a_join_that_is_stopped_inside_geos_is_an_error(void **state)
{
    fixture *f = *state;
    const filter where = pairs();
    const query q = join(&where);
    int64_t counted = -1, again = -1;
    assert_int_equal(count(f, &q, (store_watch){0}, &counted).code, ST_OK);
    assert_int_equal(counted, ROWS * ROWS);
    const status stopped = count(f, &q, (store_watch){f, busy_once}, &again);
    assert_true(f->asked > 0);
    assert_int_equal(stopped.code, ST_BUSY);
    assert_int_equal(again, -1);
    assert_int_equal(count(f, &q, (store_watch){0}, &again).code, ST_OK); /* the next request is not affected */
    assert_int_equal(again, counted);
}

static status read_all(fixture *f, const query *q, size_t *rows)
{
    spatialite_cursor *c = NULL;
    feature row;
    int64_t ids[SOURCES_MOST];
    const sql_plan p = q->source_count > 1
                           ? sql_plan_tuples(q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena)
                           : sql_plan_select(q, &(sql_plan_view){.dialect = spatialite_dialect(f->store)}, f->arena);
    TRY(spatialite_select(f->store, &p, shape_only, q->source_count > 1 ? 0 : 1, f->arena, &c));
    while (q->source_count > 1 ? spatialite_next_tuple(c, 2, ids) : spatialite_next(c, &row))
        ++*rows;
    return spatialite_cursor_end(c);
}

/* The reason is kept until the request ends, whatever is asked in it afterwards. */
static void a0_a_request_that_was_stopped_reads_nothing_more(void **state)
{
    fixture *f = *state;
    const filter where = pairs();
    const query joined = join(&where), all = plain(NULL);
    size_t rows = 0;
    assert_int_equal(spatialite_enter(f->store, NULL, 0, (store_watch){f, busy_once}).code, ST_OK);
    assert_int_equal(read_all(f, &joined, &rows).code, ST_BUSY);
    rows = 0;
    assert_int_equal(read_all(f, &all, &rows).code, ST_BUSY);
    assert_int_equal(rows, 0);
    arena_reset(f->arena);
    spatialite_leave(f->store);
}

static const filter_function *function(const char *name)
{
    size_t i = 0;
    while (strcmp(filter_functions[i].name, name) != 0)
        i++;
    return &filter_functions[i];
}

/* For a value that was not computed, "is NULL" would be true and "greater than 0" false. */
static void a0_a_measure_that_is_stopped_is_an_error_and_not_null(void **state)
{
    fixture *f = *state;
    static const char *const names[] = {"area", "geomLength", "isValid", "centroid", "interiorPoint"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const expression of = shape(0);
        const filter_function *called = function(names[i]);
        const filter null = {.kind = FILTER_NULL,
                             .left = {.kind = EXPRESSION_CALL, .type = called->result, .function = called, .arguments = &of}};
        const filter stops = pairs(), *const both[] = {&stops, &null};
        const filter where = {.kind = FILTER_OR, .operands = both, .operand_count = 2};
        query q = join(&where);
        int64_t counted = -1;
        f->asked = 0;
        assert_int_equal(count(f, &q, (store_watch){f, busy_once}, &counted).code, ST_BUSY);
        q = plain(&null);
        assert_int_equal(count(f, &q, (store_watch){0}, &counted).code, ST_OK);
        assert_int_equal(counted, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a0_a_join_that_is_stopped_inside_geos_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a0_a_request_that_was_stopped_reads_nothing_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a0_a_measure_that_is_stopped_is_an_error_and_not_null, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
