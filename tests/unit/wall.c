/* The wall inside the database connection, attacked with SQL that no operation can make: auth/README.md, lock 2. */
#include "tests/unit/wall_fixture.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 400 };

/* Half of the rows are Gent's, half Antwerpen's. */
static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE opgeslagen_vraag(organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id));"
    "CREATE TABLE boeking(id INTEGER PRIMARY KEY, moment TEXT);"
    "CREATE TABLE boeking_regel(boeking INTEGER, nr INTEGER, PRIMARY KEY (boeking, nr)) WITHOUT ROWID;"
    "CREATE TABLE pseudoniem(id INTEGER PRIMARY KEY, persoon TEXT);"
    "CREATE TABLE snoeigrens(boeking INTEGER PRIMARY KEY);"
    "CREATE TABLE risicolocatie_versie(nr INTEGER PRIMARY KEY, id INTEGER, gemeente_nis TEXT, omschrijving TEXT);"
    "CREATE VIRTUAL TABLE historiek_risicolocatie_geometry USING rtree(nr, xmin, xmax, ymin, ymax, nismin, nismax, boeking, "
    "tot_boeking);"
    "CREATE TABLE organisatie_gemeente(organisatie TEXT, nis_code TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "CREATE TABLE gemeente(nis_code TEXT, kbo_nummer TEXT, geldig_van TEXT, geldig_tot TEXT);"
    "INSERT INTO gemeente VALUES('44021', '0207451227', '1977-01-01', NULL), ('11002', '0207500123', '1977-01-01', '2020-12-31');"
    "CREATE TABLE risicolocatie(id INTEGER PRIMARY KEY, gemeente_nis TEXT, omschrijving TEXT, geometry BLOB, geschrapt INTEGER "
    "DEFAULT 0);"
    "CREATE INDEX risicolocatie_eigen ON risicolocatie(gemeente_nis);"
    "CREATE VIRTUAL TABLE idx_risicolocatie_geometry USING rtree(pkid, xmin, xmax, ymin, ymax);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
    "INSERT INTO risicolocatie(id, gemeente_nis, omschrijving, geometry) SELECT i, CASE i % 2 WHEN 0 THEN '44021' ELSE '11002' "
    "END, 'geheim ' || i, x'00' FROM n;"
    "INSERT INTO idx_risicolocatie_geometry SELECT id, id, id + 1, id, id + 1 FROM risicolocatie;"
    "CREATE VIRTUAL TABLE eigen_risicolocatie_geometry USING rtree(pkid, xmin, xmax, ymin, ymax, nismin, nismax);"
    "INSERT INTO eigen_risicolocatie_geometry SELECT id, id, id + 1, id, id + 1, gemeente_nis * 1048576.0, gemeente_nis * "
    "1048576.0 + 16384 FROM risicolocatie;"
    /* The tests fill that index themselves; its trigger means that it records which rows are hidden. */
    "CREATE TRIGGER eigen_risicolocatie_erbij AFTER INSERT ON risicolocatie WHEN 0 BEGIN SELECT NEW.gemeente_nis * 1048576.0 + "
    "NEW.geschrapt * 524288.0; END;";

static int set_up(void **state)
{
    return wall_set_up(state, schema, false, 1);
}

static void enter_gent(wall_fixture *f)
{
    static const char *const gent[] = {"44021"};
    const status s = spatialite_enter(f->store, gent, 1, (store_watch){0});
    assert_int_equal(s.code, ST_OK);
}

static void a_caller_counts_its_own_rows_and_no_others(void **state)
{
    wall_fixture *f = *state;
    enter_gent(f);
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie\""), ROWS / 2);
    assert_int_equal(
        wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie_box\" WHERE box_maxx >= 1 AND box_minx <= 100"), 50);
}

static void without_entering_there_is_nothing(void **state)
{
    wall_fixture *f = *state;
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie\""), 0);
    enter_gent(f);
    spatialite_leave(f->store);
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie\""), 0);
}

static int seen_by(wall_fixture *f, const char *const *gemeenten, size_t count)
{
    const status entered = spatialite_enter(f->store, gemeenten, count, (store_watch){0});
    assert_int_equal(entered.code, ST_OK);
    const int seen = wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie\"");
    spatialite_leave(f->store);
    return seen;
}

/* The scope's table is filled again whenever it must be: also for a scope that starts like the previous one, is shorter, or only
 * looks like it. */
static bool is_whole_for(wall_fixture *f, const char *const *gemeenten, size_t count)
{
    const status entered = spatialite_enter(f->store, gemeenten, count, (store_watch){0});
    assert_int_equal(entered.code, ST_OK);
    const bool whole = spatialite_sees_all(f->store, &f->layer);
    spatialite_leave(f->store);
    return whole;
}

/* As the token check does for a caller who may see all, at each request. */
static void ask_for_every_gemeente(wall_fixture *f)
{
    arena *a = arena_new();
    text_list nis = {0};
    const status read = spatialite_gemeenten(&f->store->common, a, &nis);
    assert_int_equal(read.code, ST_OK);
    assert_int_equal(nis.count, 1);
    assert_string_equal(nis.items[0], "44021"); /* Antwerpen's code ended in 2020 */
    arena_free(a);
}

static void a_layer_is_whole_when_no_row_in_it_is_anothers(void **state)
{
    wall_fixture *f = *state;
    static const char *const gent[] = {"44021"};
    assert_false(is_whole_for(f, gent, 1)); /* the full list of gemeenten is not known yet */
    ask_for_every_gemeente(f);
    assert_false(is_whole_for(f, gent, 1)); /* there are rows of Antwerpen */
    wall_run_script(f, "UPDATE risicolocatie SET gemeente_nis = '44021'");
    assert_false(is_whole_for(f, gent, 1)); /* the list is from before the data changed */
    ask_for_every_gemeente(f);
    assert_true(is_whole_for(f, gent, 1));
    assert_true(is_whole_for(f, gent, 1));
    wall_run_script(f, "UPDATE risicolocatie SET gemeente_nis = NULL WHERE id = 7");
    ask_for_every_gemeente(f);
    assert_false(is_whole_for(f, gent, 1)); /* a row in nobody's gemeente */
}

static void a_layer_is_whole_for_who_sees_every_gemeente_and_for_nobody_else(void **state)
{
    wall_fixture *f = *state;
    static const char *const gent[] = {"44021"}, *const more[] = {"44021", "11002"}, *const other[] = {"11002"},
                             *const longer[] = {"440211"};
    wall_run_script(f, "UPDATE risicolocatie SET gemeente_nis = '44021'");
    ask_for_every_gemeente(f);
    assert_true(is_whole_for(f, gent, 1));
    assert_false(is_whole_for(f, more, 2));
    assert_false(is_whole_for(f, other, 1));
    assert_false(is_whole_for(f, longer, 1));
    assert_false(is_whole_for(f, NULL, 0));
    assert_true(is_whole_for(f, gent, 1));
    assert_false(spatialite_sees_all(f->store, &f->layer)); /* nobody is inside */
}

static void each_caller_in_turn_sees_its_own(void **state)
{
    wall_fixture *f = *state;
    static const char *const gent[] = {"44021"}, *const both[] = {"44021", "11002"}, *const longer[] = {"440211"},
                             *const shorter[] = {"4402"};
    static const char *const other_way[] = {"11002", "44021"}, *const joined[] = {"44021\n11002"}, *const empty[] = {""};
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(seen_by(f, gent, 1), ROWS / 2);
        assert_int_equal(seen_by(f, gent, 1), ROWS / 2);
        assert_int_equal(seen_by(f, both, 2), ROWS);
        assert_int_equal(seen_by(f, joined, 1), 0);
        assert_int_equal(seen_by(f, other_way, 2), ROWS);
        assert_int_equal(seen_by(f, other_way, 1), ROWS / 2);
        assert_int_equal(seen_by(f, gent, 0), 0);
        assert_int_equal(seen_by(f, shorter, 1), 0);
        assert_int_equal(seen_by(f, gent, 1), ROWS / 2);
        assert_int_equal(seen_by(f, longer, 1), 0);
        assert_int_equal(seen_by(f, empty, 1), 0);
    }
}

static void a_rollback_makes_the_scope_unknown(void **state)
{
    wall_fixture *f = *state;
    static const char *const gent[] = {"44021"}, *const both[] = {"44021", "11002"};
    assert_int_equal(seen_by(f, gent, 1), ROWS / 2);
    const status entered = spatialite_enter(f->store, both, 2, (store_watch){0});
    assert_int_equal(entered.code, ST_OK);
    f->store->trusted = true;
    assert_int_equal(sqlite3_exec(f->store->db, "ROLLBACK", NULL, NULL, NULL),
                     SQLITE_OK); /* as SQLite does by itself when a disk is full */
    f->store->trusted = false;
    spatialite_leave(f->store);
    assert_int_equal(seen_by(f, both, 2), ROWS);
    assert_int_equal(seen_by(f, gent, 1), ROWS / 2);
}

static void nothing_is_read_through_the_door_after_leaving(void **state)
{
    wall_fixture *f = *state;
    arena *a = arena_new();
    int64_t count = 0;
    const query q = {.sources = {{.layer = &f->layer}}, .source_count = 1, .count = 10};
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a);
    enter_gent(f);
    status counted = spatialite_count(f->store, &p, &count);
    assert_int_equal(counted.code, ST_OK);
    assert_int_equal(count, ROWS / 2);
    spatialite_leave(f->store);
    counted = spatialite_count(f->store, &p, &count);
    assert_int_equal(counted.code, ST_INTERNAL);
    arena_free(a);
}

/* Pages of seven rows from two gemeenten, one page after the other: every row once, gemeente by gemeente and in each by id (odd
 * ids are Antwerpen's, 11002). */
static void pages_follow_on_each_other_gemeente_by_gemeente(void **state)
{
    wall_fixture *f = *state;
    static const char *const both[] = {"44021", "11002"};
    arena *a = arena_new();
    const status entered = spatialite_enter(f->store, both, 2, (store_watch){0});
    assert_int_equal(entered.code, ST_OK);
    int64_t expected = 1;
    int seen = 0;
    for (int64_t start = 0; start < ROWS + 7; start += 7) {
        const property *const properties[] = {&f->properties[0]};
        const query q = {.sources = {{.layer = &f->layer, .properties = properties, .property_count = 1}},
                         .source_count = 1,
                         .start = start,
                         .count = 7};
        const sql_plan p = sql_plan_select(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a);
        spatialite_cursor *c = NULL;
        feature row = {0};
        const status opened = spatialite_select(f->store, &p, properties, 1, a, &c);
        assert_int_equal(opened.code, ST_OK);
        for (; spatialite_next(c, &row); seen++, expected = expected + 2 > ROWS && expected % 2 ? 2 : expected + 2)
            assert_int_equal(row.id, expected);
        const status ended = spatialite_cursor_end(c);
        assert_int_equal(ended.code, ST_OK);
    }
    assert_int_equal(seen, ROWS);
    arena_free(a);
    spatialite_leave(f->store);
}

/* @ stands for a tag that an attacker makes up; # for the real one, which no client ever sees. */
static const char *const attacks[] = {
    "SELECT count(*) FROM risicolocatie",
    "SELECT count(*) FROM main.risicolocatie",
    "SELECT max(omschrijving) FROM risicolocatie",
    "SELECT count(*) FROM idx_risicolocatie_geometry",
    "SELECT count(*) FROM idx_risicolocatie_geometry_node",
    "SELECT count(*) FROM idx_risicolocatie_geometry_rowid",
    "SELECT count(*) FROM eigen_risicolocatie_geometry",
    "SELECT count(*) FROM eigen_risicolocatie_geometry WHERE pkid MATCH tenant_rows()",
    "SELECT count(*) FROM eigen_risicolocatie_geometry WHERE pkid MATCH own_visible_rows()",
    "SELECT omschrijving FROM temp.\"rl_#_risicolocatie_spot\"",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie_spot\" s JOIN risicolocatie t ON t.id = s.id",
    "SELECT count(*) FROM eigen_risicolocatie_geometry_node",
    "SELECT count(*) FROM risicolocatie WHERE id MATCH tenant_rows()",
    "SELECT count(*) FROM gemeente",
    "SELECT count(*) FROM opgeslagen_vraag",
    "SELECT count(*) FROM boeking",
    "SELECT count(*) FROM main.boeking_regel",
    "SELECT count(*) FROM pseudoniem",
    "SELECT count(*) FROM snoeigrens",
    "SELECT count(*) FROM risicolocatie_versie",
    "SELECT max(omschrijving) FROM main.risicolocatie_versie WHERE gemeente_nis = '44021'",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie\" v JOIN risicolocatie_versie o ON o.id = v.id",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie_versie\"",
    "SELECT count(*) FROM historiek_risicolocatie_geometry",
    "SELECT count(*) FROM historiek_risicolocatie_geometry_node",
    "SELECT count(*) FROM sqlite_master",
    "SELECT count(*) FROM temp.sqlite_master",
    "SELECT count(*) FROM sqlite_schema",
    "SELECT count(*) FROM dbstat",
    "SELECT count(*) FROM pragma_table_info('risicolocatie')",
    "SELECT count(*) FROM pragma_table_list",
    "SELECT count(*) FROM temp.\"scope_#\"",
    "SELECT open FROM temp.\"gate_#\"",
    "INSERT INTO temp.\"scope_#\" VALUES ('11002') RETURNING 1",
    "UPDATE temp.\"scope_#\" SET nis = '11002' RETURNING 1",
    "DELETE FROM risicolocatie RETURNING 1",
    "CREATE TEMP TABLE loot AS SELECT * FROM risicolocatie",
    "CREATE TEMP VIEW loot AS SELECT * FROM risicolocatie",
    "DROP VIEW temp.\"rl_#_risicolocatie\"",
    "ATTACH ':memory:' AS loot",
    "PRAGMA query_only",
    "PRAGMA schema_version",
    "PRAGMA writable_schema = 1",
    "BEGIN",
    "COMMIT",
    "SELECT load_extension('loot')",
    "SELECT sqlite_version()",
    "SELECT hex(omschrijving) FROM temp.\"rl_#_risicolocatie\"",
    "SELECT randomblob(1000000000)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",
    "WITH loot AS (SELECT * FROM risicolocatie) SELECT count(*) FROM loot",
    "WITH loot AS MATERIALIZED (SELECT * FROM risicolocatie) SELECT count(*) FROM loot",
    "WITH rl AS MATERIALIZED (SELECT * FROM risicolocatie) SELECT count(*) FROM rl",
    "WITH \"rl_@_risicolocatie\" AS MATERIALIZED (SELECT * FROM risicolocatie) SELECT count(*) FROM \"rl_@_risicolocatie\"",
    "WITH \"rl__risicolocatie\" AS MATERIALIZED (SELECT * FROM risicolocatie) SELECT count(*) FROM \"rl__risicolocatie\"",
    "SELECT count(*) FROM (SELECT * FROM risicolocatie) AS \"rl_@_risicolocatie\"",
    "SELECT (SELECT count(*) FROM risicolocatie) FROM temp.\"rl_#_risicolocatie\"",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie\" v JOIN risicolocatie t ON t.id = v.id + 1",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie\" UNION ALL SELECT count(*) FROM risicolocatie",
    "SELECT count(*) FROM temp.\"rl_#_risicolocatie\" WHERE EXISTS (SELECT 1 FROM risicolocatie)",
    "SELECT id FROM temp.\"rl_#_risicolocatie\" ORDER BY (SELECT count(*) FROM risicolocatie)",
};

static void hostile_sql_is_refused(void **state)
{
    wall_fixture *f = *state;
    enter_gent(f);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        text sql = text_new(f->arena);
        for (const char *c = attacks[i]; *c; c++)
            *c == '@' ? text_add(&sql, "00112233445566778899aabbccddeeff") : text_add_bytes(&sql, c, 1);
        if (wall_count_by(f, sql.chars) != -1)
            fail_msg("not refused: %s", attacks[i]);
    }
    a_caller_counts_its_own_rows_and_no_others(state);
}

static void every_connection_has_a_tag_of_its_own(void **state)
{
    wall_fixture *f = *state;
    spatialite *other = NULL;
    assert_int_equal(spatialite_open(&f->settings, &f->catalog, &other).code, ST_OK);
    assert_int_equal(strlen(other->dialect.tag), DIALECT_TAG);
    assert_string_not_equal(other->dialect.tag, f->store->dialect.tag);
    spatialite_close(other);
}

/* A load that drops and makes triggers changes the schema under a running worker: it must keep answering, behind a new wall. */
static void a_changed_schema_builds_the_wall_anew(void **state)
{
    wall_fixture *f = *state;
    char before[DIALECT_TAG + 1];
    snprintf(before, sizeof before, "%s", f->store->dialect.tag);
    wall_run_script(f, "CREATE TABLE later(x)");
    enter_gent(f);
    assert_string_not_equal(f->store->dialect.tag, before);
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie_box\" WHERE box_maxx >= 0"), ROWS / 2);
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM risicolocatie"), -1);
}

static void a_committed_change_is_in_the_next_reading(void **state)
{
    wall_fixture *f = *state;
    enter_gent(f);
    spatialite_leave(f->store);
    wall_run_script(f, "DELETE FROM risicolocatie WHERE id = 2");
    enter_gent(f);
    assert_int_equal(wall_count_by(f, "SELECT count(*) FROM temp.\"rl_#_risicolocatie\""), ROWS / 2 - 1);
}

/* 8 million pairs of pairs: far more than a second's work. */
static status count_slowly(const wall_fixture *f)
{
    char sql[400];
    const char *tag = f->store->dialect.tag;
    int64_t counted = 0;
    snprintf(sql, sizeof sql,
             "SELECT count(a.omschrijving > b.omschrijving OR c.id > d.id) FROM temp.\"rl_%s_risicolocatie\" a, "
             "temp.\"rl_%s_risicolocatie\" b, "
             "temp.\"rl_%s_risicolocatie\" c, temp.\"rl_%s_risicolocatie\" d",
             tag, tag, tag, tag);
    const sql_plan p = {.sql = sql};
    return spatialite_count(f->store, &p, &counted);
}

static void a_query_that_takes_too_long_is_ended_with_words(void **state)
{
    wall_fixture *f = *state;
    enter_gent(f);
    const status s = count_slowly(f);
    assert_int_equal(s.code, ST_TIMEOUT);
    assert_non_null(strstr(s.en, "1 seconds"));
    spatialite_leave(f->store);
    a_caller_counts_its_own_rows_and_no_others(state); /* the connection still works */
}

static status_code always_gone(void *context)
{
    ++*(int *)context;
    return ST_CLIENT_GONE;
}

static void nobody_works_for_a_client_that_is_gone(void **state)
{
    static const char *const gent[] = {"44021"};
    wall_fixture *f = *state;
    int asked = 0;
    assert_int_equal(spatialite_enter(f->store, gent, 1, (store_watch){&asked, always_gone}).code, ST_OK);
    assert_int_equal(count_slowly(f).code, ST_CLIENT_GONE);
    assert_int_equal(asked, 1);
}

static void a_gemeente_counts_only_while_it_is_valid(void **state)
{
    const wall_fixture *f = *state;
    arena *a = arena_new();
    text_list nis = {0};
    assert_int_equal(spatialite_gemeenten_of(&f->store->common, "0207451227", a, &nis).code, ST_OK);
    assert_int_equal(nis.count, 1);
    assert_string_equal(nis.items[0], "44021");
    assert_int_equal(spatialite_gemeenten_of(&f->store->common, "0207500123", a, &nis).code, ST_OK);
    assert_int_equal(nis.count, 0);
    assert_int_equal(spatialite_gemeenten_of(&f->store->common, "' OR 1=1 --", a, &nis).code, ST_OK);
    assert_int_equal(nis.count, 0);
    arena_free(a);
}

/* The number of SQLite machine steps that a query takes; the number of rows goes into *rows_given. */
static int steps_of(wall_fixture *f, const sql_plan *p, int *rows_given)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(shelf_take(f->store, p->sql, &statement).code, ST_OK);
    for (size_t i = 0; i < p->value_count; i++)
        p->values[i].kind == BOUND_TEXT   ? sqlite3_bind_text(statement, (int)i + 1, p->values[i].bytes, -1, SQLITE_STATIC)
        : p->values[i].kind == BOUND_REAL ? sqlite3_bind_double(statement, (int)i + 1, p->values[i].real)
                                          : sqlite3_bind_int64(statement, (int)i + 1, p->values[i].integer);
    sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    for (*rows_given = 0; sqlite3_step(statement) == SQLITE_ROW;)
        ++*rows_given;
    assert_int_equal(sqlite3_errcode(f->store->db), SQLITE_DONE);
    const int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    shelf_put_back(f->store, statement);
    return steps;
}

/* Counted in instructions, not by the clock. 1 is Antwerpen's, 2 Gent's, 9000 nobody's. */
static void another_gemeentes_id_takes_the_path_of_one_that_does_not_exist(void **state)
{
    wall_fixture *f = *state;
    arena *a = arena_new();
    enter_gent(f);
    for (hidden_rows hidden = HIDDEN_LEFT_OUT; hidden <= HIDDEN_INCLUDED; hidden++)
        for (int select = 0; select < 2; select++)
            for (int sorted = 0; sorted < 2; sorted++) {
                int steps[3] = {0}, given[3] = {0};
                const int64_t asked[3][2] = {{1, 3}, {9000, 9001}, {2, 4}};
                for (int i = 0; i < 3; i++) {
                    const filter ids = {.kind = FILTER_IDS, .ids = asked[i], .id_count = 2};
                    const property *const properties[] = {&f->properties[1]};
                    const sort_key by = {.property = &f->properties[1]};
                    const query q = {
                        .sources = {{.layer = &f->layer, .properties = properties, .property_count = 1, .hidden = hidden}},
                        .source_count = 1,
                        .where = &ids,
                        .sort = &by,
                        .sort_count = (size_t)sorted,
                        .count = 10};
                    const sql_plan p = select ? sql_plan_select(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a)
                                              : sql_plan_count(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a);
                    steps[i] = steps_of(f, &p, &given[i]);
                }
                if (steps[0] != steps[1])
                    fail_msg("hidden %d, select %d, sorted %d: %d steps for another's id, %d for none", (int)hidden, select,
                             sorted, steps[0], steps[1]);
                assert_int_equal(given[0], given[1]);
                if (select && hidden != HIDDEN_ONLY)
                    assert_int_equal(given[2], 2); /* the caller's own ids are found */
            }
    arena_free(a);
}

/* 'geheim 1' is Antwerpen's, 'geheim 9001' nobody's, 'geheim 2' Gent's. An index on the value alone would find the first at once.
 */
static void a_value_that_another_has_takes_the_path_of_one_that_nobody_has(void **state)
{
    static const char *const words[] = {"geheim 1", "geheim 9001", "geheim 2"};
    wall_fixture *f = *state;
    arena *a = arena_new();
    wall_run_script(f, "CREATE UNIQUE INDEX waarde ON risicolocatie(omschrijving); CREATE INDEX eigen_waarde ON "
                       "risicolocatie(gemeente_nis, omschrijving); ANALYZE");
    enter_gent(f);
    for (int select = 0; select < 2; select++) {
        int steps[3] = {0}, given[3] = {0};
        for (int i = 0; i < 3; i++) {
            const filter is = {.kind = FILTER_COMPARE,
                               .left = {.kind = EXPRESSION_PROPERTY, .type = VALUE_STRING, .property = &f->properties[1]},
                               .right = {.type = VALUE_STRING, .text = words[i]}};
            const query q = {.sources = {{.layer = &f->layer}}, .source_count = 1, .where = &is, .count = 10};
            const sql_plan p = select ? sql_plan_select(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a)
                                      : sql_plan_count(&q, &(sql_plan_view){.dialect = &f->store->dialect}, a);
            steps[i] = steps_of(f, &p, &given[i]);
        }
        assert_int_equal(steps[0], steps[1]);
        assert_int_equal(given[0], given[1]);
        assert_true(!select || given[2] == 1);
    }
    arena_free(a);
}

/* Pages that SQLite looked at, cached or not: they show the work inside the spatial index, which the instruction count does not.
 */
static int pages_since(const wall_fixture *f)
{
    int hits = 0, misses = 0, unused = 0;
    assert_int_equal(sqlite3_db_status(f->store->db, SQLITE_DBSTATUS_CACHE_HIT, &hits, &unused, 1), SQLITE_OK);
    assert_int_equal(sqlite3_db_status(f->store->db, SQLITE_DBSTATUS_CACHE_MISS, &misses, &unused, 1), SQLITE_OK);
    return hits + misses;
}

typedef struct effort {
    int steps, pages, given;
} effort;

static effort effort_of_box(wall_fixture *f, const double box[2], bool by_index_alone, arena *a)
{
    const double low = box[0], high = box[1];
    const double ring[8] = {low, low, high, low, high, high, low, high};
    const region around = {.ring = ring, .count = 4, .mbr = {low, low, high, high}, .inner = {low, low, high, high}};
    const filter place = {.kind = FILTER_REGION, .region = &around};
    const query q = {.sources = {{.layer = &f->layer}}, .source_count = 1, .where = &place, .count = 1000000};
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = &f->store->dialect, .counted_by_box = by_index_alone}, a);
    effort e = {0};
    steps_of(f, &p, &e.given); /* once beforehand, so that statements and index are ready */
    pages_since(f);
    e.steps = steps_of(f, &p, &e.given);
    e.pages = pages_since(f);
    return e;
}

/* Rule 16: other gemeenten's rows in the box cost nothing, however many there are and however large the box. The store first
 * holds 20,000 rows of Antwerpen among those of Gent, then none. */
static void a_box_passes_nothing_of_another_gemeente(void **state)
{
    wall_fixture *f = *state;
    arena *a = arena_new();
    const double boxes[][2] = {{0, 100000}, {0, 390}, {100, 200}, {7, 8}, {401, 20000}};
    effort among[5][2], alone[5][2];
    assert_true(spatialite_counts_by_box(f->store, &f->layer));
    wall_run_script(f, "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 21000) INSERT INTO "
                       "risicolocatie(id, gemeente_nis) SELECT i, '11002' FROM n;"
                       "INSERT INTO eigen_risicolocatie_geometry SELECT id, id % 400, id % 400 + 1, id % 400, id % 400 + 1, "
                       "gemeente_nis * 1048576.0, "
                       "gemeente_nis * 1048576.0 + 16384 FROM risicolocatie WHERE id >= 1000");
    for (int rest = 0; rest < 2; rest++) {
        if (rest)
            wall_run_script(f, "DELETE FROM eigen_risicolocatie_geometry WHERE nismin = 11002 * 1048576.0; DELETE FROM "
                               "risicolocatie WHERE gemeente_nis = '11002'");
        enter_gent(f);
        f->store->trusted = true;
        assert_int_equal(sqlite3_exec(f->store->db, "PRAGMA mmap_size = 0", NULL, NULL, NULL),
                         SQLITE_OK); /* a mapped page is not counted */
        f->store->trusted = false;
        for (size_t i = 0; i < 5; i++)
            for (int way = 0; way < 2; way++)
                (rest ? alone : among)[i][way] = effort_of_box(f, boxes[i], way, a);
        spatialite_leave(f->store);
    }
    for (size_t i = 0; i < 5; i++)
        for (int way = 0; way < 2; way++) {
            assert_int_equal(among[i][way].steps, alone[i][way].steps);
            assert_int_equal(among[i][way].given, alone[i][way].given);
            if (among[i][way].pages > alone[i][way].pages + 12) /* one level of the index, and nodes at its edge */
                fail_msg("box %zu: %d pages among others, %d alone", i, among[i][way].pages, alone[i][way].pages);
        }
    assert_true(alone[0][0].steps > ROWS / 2 && alone[0][1].steps > ROWS / 2); /* it did look at the caller's own rows */
    arena_free(a);
}

static void a_layer_without_its_table_stops_the_start(void **state)
{
    wall_fixture *f = *state;
    spatialite *s = NULL;
    f->layer.table = "bestaat_niet";
    const status opened = spatialite_open(&f->settings, &f->catalog, &s);
    assert_int_equal(opened.code, ST_BAD_INPUT);
    assert_non_null(strstr(opened.en, "bestaat_niet"));
    f->layer.table = "gemeente"; /* exists, without the columns */
    assert_int_equal(spatialite_open(&f->settings, &f->catalog, &s).code, ST_BAD_INPUT);
    assert_null(s);
    f->layer.table = "risicolocatie";
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, wall_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_caller_counts_its_own_rows_and_no_others),
        WITH_STORE(without_entering_there_is_nothing),
        WITH_STORE(pages_follow_on_each_other_gemeente_by_gemeente),
        WITH_STORE(each_caller_in_turn_sees_its_own),
        WITH_STORE(a_layer_is_whole_when_no_row_in_it_is_anothers),
        WITH_STORE(a_layer_is_whole_for_who_sees_every_gemeente_and_for_nobody_else),
        WITH_STORE(a_rollback_makes_the_scope_unknown),
        WITH_STORE(nothing_is_read_through_the_door_after_leaving),
        WITH_STORE(hostile_sql_is_refused),
        WITH_STORE(every_connection_has_a_tag_of_its_own),
        WITH_STORE(a_changed_schema_builds_the_wall_anew),
        WITH_STORE(a_committed_change_is_in_the_next_reading),
        WITH_STORE(a_query_that_takes_too_long_is_ended_with_words),
        WITH_STORE(nobody_works_for_a_client_that_is_gone),
        WITH_STORE(a_gemeente_counts_only_while_it_is_valid),
        WITH_STORE(another_gemeentes_id_takes_the_path_of_one_that_does_not_exist),
        WITH_STORE(a_value_that_another_has_takes_the_path_of_one_that_nobody_has),
        WITH_STORE(a_box_passes_nothing_of_another_gemeente),
        WITH_STORE(a_layer_without_its_table_stops_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
