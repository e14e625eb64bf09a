/* The wall around the layer as it was: attacked with SQL that no operation can make, and measured. As tests/unit/wall.c does it
 * for the layer as it is. */
#include "tests/unit/wall_fixture.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define THEN "2026-01-02T00:00:00.000Z" /* after boeking 2 */

/* Rows 1 to 400 came with boeking 1; half are Gent's, half Antwerpen's. Boeking 2 changed rows 1 to 100, and boeking 3 rows 1 to
 * 200. */
static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE opgeslagen_vraag(organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id));"
    "CREATE TABLE boeking(id INTEGER PRIMARY KEY, moment TEXT); CREATE INDEX boeking_moment ON boeking(moment);"
    "INSERT INTO boeking VALUES (1, '2026-01-01T00:00:00.000Z'), (2, '2026-01-02T00:00:00.000Z'), (3, "
    "'2026-01-03T00:00:00.000Z');"
    "CREATE TABLE snoeigrens(boeking INTEGER PRIMARY KEY, moment TEXT);"
    "CREATE TABLE organisatie_gemeente(organisatie TEXT, nis_code TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE gemeente(nis_code TEXT, kbo_nummer TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "INSERT INTO gemeente VALUES('44021', '0207451227', '1977-01-01', NULL), ('11002', '0207500123', '1977-01-01', NULL);"
    "CREATE TABLE risicolocatie(id INTEGER PRIMARY KEY, gemeente_nis TEXT, omschrijving TEXT, geometry MULTIPOLYGON, geschrapt "
    "INTEGER "
    "DEFAULT 0, boeking INTEGER);"
    "CREATE INDEX risicolocatie_eigen ON risicolocatie(gemeente_nis);"
    "CREATE INDEX risicolocatie_gemeente ON risicolocatie(gemeente_nis, geschrapt, id, boeking);"
    "CREATE TABLE risicolocatie_versie(nr INTEGER PRIMARY KEY, boeking INTEGER, tot_boeking INTEGER, id INTEGER, gemeente_nis "
    "TEXT, omschrijving TEXT, geometry BLOB, geschrapt INTEGER DEFAULT 0, UNIQUE (gemeente_nis, id, tot_boeking));"
    "CREATE INDEX risicolocatie_versie_eigen ON risicolocatie_versie(gemeente_nis, geschrapt, id, tot_boeking, boeking);"
    "CREATE VIRTUAL TABLE idx_risicolocatie_geometry USING rtree(pkid, xmin, xmax, ymin, ymax);"
    "CREATE VIRTUAL TABLE eigen_risicolocatie_geometry USING rtree(pkid, xmin, xmax, ymin, ymax, nismin, nismax);"
    "CREATE VIRTUAL TABLE historiek_risicolocatie_geometry USING rtree(nr, xmin, xmax, ymin, ymax, nismin, nismax, boeking, "
    "tot_boeking);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
    "INSERT INTO risicolocatie(id, gemeente_nis, omschrijving, geometry, boeking) SELECT i, CASE i % 2 WHEN 0 THEN '44021' ELSE "
    "'11002' END, 'nu ' || i, x'00', CASE WHEN i <= 200 THEN 3 ELSE 1 END FROM n;"
    "INSERT INTO risicolocatie_versie(boeking, tot_boeking, id, gemeente_nis, omschrijving, geometry) "
    "SELECT 1, CASE WHEN id <= 100 THEN 2 ELSE 3 END, id, gemeente_nis, 'eerst ' || id, geometry FROM risicolocatie WHERE id <= "
    "200 UNION ALL SELECT 2, 3, id, gemeente_nis, 'toen ' || id, geometry FROM risicolocatie WHERE id <= 100;"
    "INSERT INTO eigen_risicolocatie_geometry SELECT id, id, id + 1, id, id + 1, gemeente_nis * 1048576.0, gemeente_nis * "
    "1048576.0 + 16384 FROM risicolocatie;"
    "INSERT INTO historiek_risicolocatie_geometry SELECT nr, id, id + 1, id, id + 1, gemeente_nis * 1048576.0, gemeente_nis * "
    "1048576.0 + 16384, boeking, tot_boeking FROM risicolocatie_versie;";

static int set_up(void **state)
{
    return wall_set_up(state, schema, true, 10);
}

static void enter(wall_fixture *f, const char *nis, const char *moment)
{
    assert_int_equal(spatialite_enter(f->store, &nis, 1, (store_watch){0}).code, ST_OK);
    if (moment)
        assert_int_equal(spatialite_look_back(f->store, moment, f->arena, &(const char *){NULL}).code, ST_OK);
}

static const char *const relations[] = {"own", "from", "id", "box"};
enum { RELATIONS = 4 };

static int count_in(const wall_fixture *f, size_t which, const char *condition)
{
    return wall_count_by(
        f, arena_printf(f->arena, "SELECT count(*) FROM (SELECT id FROM temp.\"rl_#_risicolocatie_past_%s\" WHERE %s LIMIT -1)",
                        relations[which], condition));
}

static void a_caller_sees_how_its_own_rows_were_and_no_others(void **state)
{
    static const char *const gemeenten[] = {"44021", "11002"};
    wall_fixture *f = *state;
    for (size_t of = 0; of < 2; of++) {
        enter(f, gemeenten[of], THEN);
        for (size_t i = 0; i < RELATIONS; i++) {
            assert_int_equal(count_in(f, i, "1"), 200);
            assert_int_equal(count_in(f, i, "omschrijving LIKE 'toen %'"), -1); /* LIKE is no function of ours */
            assert_int_equal(count_in(f, i, "omschrijving >= 'toen' AND omschrijving < 'toeo'"), 50);
            assert_int_equal(count_in(f, i, "omschrijving >= 'eerst' AND omschrijving < 'eerstz'"), 50);
            assert_int_equal(count_in(f, i, "omschrijving >= 'nu' AND omschrijving < 'nuz'"), 100);
            assert_int_equal(count_in(f, i, arena_printf(f->arena, "gemeente_nis <> '%s'", gemeenten[of])), 0);
        }
        spatialite_leave(f->store);
    }
}

/* Neither what the caller before looked back to, nor his gemeenten. */
static void without_looking_back_there_is_no_past(void **state)
{
    wall_fixture *f = *state;
    enter(f, "11002", THEN);
    spatialite_leave(f->store);
    for (int entered = 0; entered < 2; entered++) {
        if (entered)
            enter(f, "44021", NULL);
        for (size_t i = 0; i < RELATIONS; i++)
            assert_int_equal(count_in(f, i, "1"), 0);
    }
}

static const char *const attacks[] = {
    "SELECT count(*) FROM risicolocatie_versie",
    "SELECT count(*) FROM boeking",
    "SELECT max(moment) FROM main.snoeigrens",
    "SELECT count(*) FROM historiek_risicolocatie_geometry",
    "SELECT count(*) FROM historiek_risicolocatie_geometry WHERE nr MATCH past_rows()",
    "SELECT count(*) FROM historiek_risicolocatie_geometry_node",
    "SELECT count(*) FROM temp.\"then_#\"",
    "INSERT INTO temp.\"then_#\" VALUES ('11002') RETURNING 1",
    "SELECT booking FROM temp.\"gate_#\"",
    "SELECT boeking FROM temp.\"rl_#_risicolocatie_past_own\"",
    "SELECT tot_boeking FROM temp.\"rl_#_risicolocatie_past_box\"",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie_past\"",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie_past_own\" v JOIN risicolocatie_versie o ON o.id = v.id",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie_past_id\" v JOIN risicolocatie o ON o.id = v.id + 1",
    "SELECT id FROM temp.\"rl_#_risicolocatie_past_id\" UNION ALL SELECT id FROM risicolocatie_versie",
    "WITH loot AS MATERIALIZED (SELECT * FROM risicolocatie_versie) SELECT count(*) FROM loot",
    "SELECT count(*) FROM (SELECT * FROM risicolocatie_versie) AS \"rl_risicolocatie_past_own\"",
};

static void hostile_sql_is_refused(void **state)
{
    wall_fixture *f = *state;
    enter(f, "44021", THEN);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        if (wall_count_by(f, attacks[i]) != -1)
            fail_msg("not refused: %s", attacks[i]);
}

/* --- What it costs --- */

typedef struct effort {
    int steps, pages, given;
} effort;

static int pages_since(const wall_fixture *f)
{
    int hits = 0, misses = 0, unused = 0;
    assert_int_equal(sqlite3_db_status(f->store->db, SQLITE_DBSTATUS_CACHE_HIT, &hits, &unused, 1), SQLITE_OK);
    assert_int_equal(sqlite3_db_status(f->store->db, SQLITE_DBSTATUS_CACHE_MISS, &misses, &unused, 1), SQLITE_OK);
    return hits + misses;
}

static void bind(sqlite3_stmt *s, const sql_plan *p)
{
    for (int i = 0; i < (int)p->value_count; i++)
        p->values[i].kind == BOUND_REAL ? sqlite3_bind_double(s, i + 1, p->values[i].real)
                                        : sqlite3_bind_int64(s, i + 1, p->values[i].integer);
}

/* The second time, when statements and index are ready. */
static effort effort_of(wall_fixture *f, const sql_plan *p)
{
    effort e = {0};
    for (int time = 0; time < 2; time++) {
        sqlite3_stmt *s = NULL;
        assert_int_equal(shelf_take(f->store, p->sql, &s).code, ST_OK);
        bind(s, p);
        sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
        pages_since(f);
        for (e.given = 0; sqlite3_step(s) == SQLITE_ROW;)
            e.given++;
        e.pages = pages_since(f);
        e.steps = sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
        shelf_put_back(f->store, s);
    }
    return e;
}

static query question(const wall_fixture *f, const filter *where)
{
    static const property *asked[1];
    asked[0] = &f->properties[1];
    return (query){.sources = {{.layer = &f->layer, .properties = asked, .property_count = 1}},
                   .source_count = 1,
                   .where = where,
                   .count = 1000000};
}

static sql_plan plan_of(const wall_fixture *f, const query *q, bool select)
{
    const sql_plan_view v = {.dialect = &f->store->dialect};
    return select ? sql_plan_select(q, &v, f->arena) : sql_plan_count(q, &v, f->arena);
}

/* Neither read as a whole, nor a table behind it for a filter of what is in it; of a join, which as today may read a table so,
 * only that no relation is put together first. */
static void check_plan(const wall_fixture *f, const sql_plan *p, bool join)
{
    static const char *const wrong[] = {"CO-ROUTINE rl", "CO-ROUTINE temp", "MATERIALIZE rl", "MATERIALIZE temp",
                                        "BLOOM",         "SCAN t ",         "AUTOMATIC"};
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(f->store->db, arena_printf(f->arena, "EXPLAIN QUERY PLAN %s", p->sql), -1, &s, NULL),
                     SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *step = arena_printf(f->arena, "%s ", (const char *)sqlite3_column_text(s, 3));
        for (size_t i = 0; i < (join ? 4 : sizeof wrong / sizeof *wrong); i++)
            if (strncmp(step, wrong[i], strlen(wrong[i])) == 0)
                fail_msg("%s\nin the plan of\n%s", step, p->sql);
    }
    sqlite3_finalize(s);
}

/* Two features of this layer that meet. */
static query pairs(const wall_fixture *f, const filter *where)
{
    query q = question(f, where);
    q.sources[1] = q.sources[0];
    q.source_count = 2;
    return q;
}

static void each_part_of_the_past_is_found_by_its_own_index(void **state)
{
    wall_fixture *f = *state;
    const int64_t asked[] = {2, 4};
    const double ring[8] = {0, 0, 10, 0, 10, 10, 0, 10};
    const region around = {.ring = ring, .count = 4, .mbr = {0, 0, 10, 10}, .inner = {0, 0, 10, 10}};
    const expression shape = {.kind = EXPRESSION_PROPERTY, .type = VALUE_GEOMETRY, .property = &f->properties[2]};
    expression other = shape;
    other.source = 1;
    const filter ids = {.kind = FILTER_IDS, .ids = asked, .id_count = 2},
                 place = {.kind = FILTER_REGION, .left = shape, .region = &around},
                 meet = {.kind = FILTER_IN_BOX, .left = shape, .right = other};
    const query all[] = {question(f, NULL), question(f, &ids), question(f, &place)}, two = pairs(f, &meet);
    wall_run_script(f, "ANALYZE");
    enter(f, "44021", THEN);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (int select = 0; select < 2; select++) {
            const sql_plan p = plan_of(f, &all[i], select);
            check_plan(f, &p, false);
        }
    const sql_plan counted = sql_plan_count(&two, &(sql_plan_view){.dialect = &f->store->dialect}, f->arena),
                   given = sql_plan_tuples(&two, &(sql_plan_view){.dialect = &f->store->dialect}, f->arena);
    check_plan(f, &counted, true);
    check_plan(f, &given, true);
}

/* 1 is Antwerpen's, and has versions; 61 nobody's any more; 2 Gent's. */
static void another_gemeentes_id_takes_the_path_of_one_that_never_was(void **state)
{
    wall_fixture *f = *state;
    wall_run_script(f, "DELETE FROM risicolocatie_versie WHERE id IN (61, 63); DELETE FROM risicolocatie WHERE id IN (61, 63)");
    enter(f, "44021", THEN);
    for (int select = 0; select < 2; select++) {
        const int64_t asked[3][2] = {{1, 3}, {61, 63}, {2, 4}};
        effort e[3];
        for (int i = 0; i < 3; i++) {
            const filter ids = {.kind = FILTER_IDS, .ids = asked[i], .id_count = 2};
            const query q = question(f, &ids);
            const sql_plan p = plan_of(f, &q, select);
            e[i] = effort_of(f, &p);
        }
        assert_int_equal(e[0].steps, e[1].steps);
        assert_int_equal(e[0].given, e[1].given);
        if (select)
            assert_int_equal(e[2].given, 2);
    }
}

static effort effort_of_box(wall_fixture *f, double low, double high)
{
    const double ring[8] = {low, low, high, low, high, high, low, high};
    const region around = {.ring = ring, .count = 4, .mbr = {low, low, high, high}, .inner = {low, low, high, high}};
    const filter place = {.kind = FILTER_REGION, .region = &around};
    const query q = question(f, &place);
    const sql_plan p = plan_of(f, &q, false);
    return effort_of(f, &p);
}

/* Rule 16: 20,000 versions of Antwerpen in the same place cost nothing, at whatever moment they held. */
static void a_past_box_passes_nothing_of_another_gemeente(void **state)
{
    wall_fixture *f = *state;
    const double boxes[][2] = {{0, 100000}, {0, 390}, {100, 200}, {7, 8}, {401, 20000}};
    effort among[5], alone[5];
    wall_run_script(f,
                    "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 21000) INSERT INTO "
                    "risicolocatie_versie(nr, id, gemeente_nis, boeking, tot_boeking) SELECT i, i, '11002', 1 + i % 2, 3 FROM n;"
                    "INSERT INTO historiek_risicolocatie_geometry SELECT nr, id % 400, id % 400 + 1, id % 400, id % 400 + 1, "
                    "gemeente_nis * 1048576.0, gemeente_nis * 1048576.0 + 16384, boeking, tot_boeking FROM "
                    "risicolocatie_versie WHERE nr >= 1000");
    for (int rest = 0; rest < 2; rest++) {
        if (rest)
            wall_run_script(f, "DELETE FROM historiek_risicolocatie_geometry WHERE nr >= 1000; DELETE FROM risicolocatie_versie "
                               "WHERE nr >= 1000");
        enter(f, "44021", THEN);
        f->store->trusted = true;
        assert_int_equal(sqlite3_exec(f->store->db, "PRAGMA mmap_size = 0", NULL, NULL, NULL), SQLITE_OK);
        f->store->trusted = false;
        for (size_t i = 0; i < 5; i++)
            (rest ? alone : among)[i] = effort_of_box(f, boxes[i][0], boxes[i][1]);
        spatialite_leave(f->store);
    }
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(among[i].steps, alone[i].steps);
        if (among[i].pages > alone[i].pages + 12) /* one level of the index, and nodes at its edge */
            fail_msg("box %zu: %d pages among others, %d alone", i, among[i].pages, alone[i].pages);
    }
    assert_true(alone[0].steps > 200); /* it did look at the caller's own */
}

/* --- Codes that ended --- */

static int seen_by(wall_fixture *f, const char *nis)
{
    enter(f, nis, THEN);
    const int seen = count_in(f, 0, "gemeente_nis = '44001'"), boxed = count_in(f, RELATIONS - 1, "gemeente_nis = '44001'");
    spatialite_leave(f->store);
    assert_int_equal(seen, boxed);
    return seen;
}

static void who_manages_what_a_gemeente_became_sees_how_its_rows_were(void **state)
{
    wall_fixture *f = *state;
    wall_run_script(f, "INSERT INTO risicolocatie_versie VALUES (5000, 1, 3, 5000, '44001', 'oud', x'00', 0);"
                       "INSERT INTO historiek_risicolocatie_geometry VALUES (5000, 1, 2, 1, 2, 44001 * 1048576.0, 44001 * "
                       "1048576.0 + 16384, 1, 3)");
    assert_int_equal(seen_by(f, "44021"), 0);
    wall_run_script(f, "INSERT INTO gemeente VALUES ('44001', NULL, '1977-01-01', '2024-12-31');"
                       "INSERT INTO organisatie_gemeente VALUES ('44001', '44021', '2025-01-01', '2025-06-30')");
    assert_int_equal(seen_by(f, "44021"), 1); /* also when tokens with the old code are no longer taken */
    assert_int_equal(seen_by(f, "11002"), 0);
    wall_run_script(f, "INSERT INTO organisatie_gemeente VALUES ('44001', '11002', '2025-01-01', NULL)");
    assert_int_equal(seen_by(f, "44021"), 0); /* it was divided: whose it is now, its code does not say */
    assert_int_equal(seen_by(f, "11002"), 0);
    wall_run_script(f, "DELETE FROM organisatie_gemeente WHERE nis_code = '11002'; UPDATE gemeente SET geldig_tot = NULL");
    assert_int_equal(seen_by(f, "44021"), 0); /* it is a gemeente still */
}

/* --- Moments --- */

static void a_moment_of_which_nothing_is_kept_is_refused_with_the_first_that_is(void **state)
{
    wall_fixture *f = *state;
    enter(f, "44021", NULL);
    const status before = spatialite_look_back(f->store, "2025-12-31T23:59:59.999Z", f->arena, &(const char *){NULL});
    assert_int_equal(before.code, ST_BAD_PARAM);
    assert_string_equal(before.locator, "peildatum");
    assert_non_null(strstr(before.en, "2026-01-01T00:00:00.000Z"));
    assert_false(f->store->dialect.past);
    spatialite_leave(f->store);
    wall_run_script(f, "INSERT INTO snoeigrens VALUES (2, '2026-01-02T12:00:00.000Z')");
    enter(f, "44021", "2026-01-02T12:00:00.000Z");
    spatialite_leave(f->store);
    enter(f, "44021", NULL);
    const status gone = spatialite_look_back(f->store, "2026-01-02T11:59:59.999Z", f->arena, &(const char *){NULL});
    assert_int_equal(gone.code, ST_BAD_PARAM);
    assert_non_null(strstr(gone.en, "2026-01-02T12:00:00.000Z"));
}

/* A boundary belongs to the change at it; of two in one moment the last counts. */
static void a_moment_is_after_the_last_change_up_to_it(void **state)
{
    static const struct {
        const char *moment;
        int64_t booking;
    } cases[] = {{"2026-01-01T00:00:00.000Z", 1},
                 {"2026-01-01T23:59:59.999Z", 1},
                 {"2026-01-02T00:00:00.000Z", 2},
                 {"2026-01-03T00:00:00.000Z", 4},
                 {"2026-02-01T00:00:00.000Z", 4}};
    wall_fixture *f = *state;
    wall_run_script(f, "INSERT INTO boeking VALUES (4, '2026-01-03T00:00:00.000Z')");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enter(f, "44021", cases[i].moment);
        assert_int_equal(f->store->past.booking, cases[i].booking);
        spatialite_leave(f->store);
    }
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, wall_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_caller_sees_how_its_own_rows_were_and_no_others),
        WITH_STORE(without_looking_back_there_is_no_past),
        WITH_STORE(hostile_sql_is_refused),
        WITH_STORE(each_part_of_the_past_is_found_by_its_own_index),
        WITH_STORE(another_gemeentes_id_takes_the_path_of_one_that_never_was),
        WITH_STORE(a_past_box_passes_nothing_of_another_gemeente),
        WITH_STORE(who_manages_what_a_gemeente_became_sees_how_its_rows_were),
        WITH_STORE(a_moment_of_which_nothing_is_kept_is_refused_with_the_first_that_is),
        WITH_STORE(a_moment_is_after_the_last_change_up_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
