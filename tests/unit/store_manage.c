/* The writing side of the store, inspected directly through SQLite. */
#include "data/manage/facts.h"
#include "data/manage/sample.h"
#include "data/store/spatialite/writer_connection.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <string.h>

typedef struct place {
    arena *arena;
    const char *path;
} place;

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    *p = (place){a, arena_printf(a, "%s/store.sqlite", scratch_folder(a))};
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((place *)*state)->arena);
    return 0;
}

/* The first column of the first row, as text; SpatiaLite's functions cannot be used. */
static const char *ask(const place *p, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    const char *answer = sqlite3_step(s) == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    answer = answer ? arena_strdup(p->arena, answer) : "";
    sqlite3_finalize(s);
    sqlite3_close(db);
    return answer;
}

static void fill(const place *p, facts_kind kind)
{
    writer *w = NULL;
    fact_list facts;
    int migrations = 0;
    arena *a = arena_new();
    assert_int_equal(writer_init(p->path, a, &migrations, &w).code, ST_OK);
    assert_int_equal(facts_read(a, &facts).code, ST_OK);
    assert_int_equal(writer_begin(w).code, ST_OK);
    assert_int_equal(facts_store(&facts, kind, w, a).code, ST_OK);
    assert_int_equal(writer_commit(w).code, ST_OK);
    arena_free(a);
}

static void a_new_store_has_this_programs_version_and_the_facts(void **state)
{
    const place *p = *state;
    fill(p, FACTS_REAL);
    assert_string_equal(ask(p, "PRAGMA application_id"), "1380537164");
    assert_true(atoi(ask(p, "PRAGMA user_version")) >= 1);
    assert_string_equal(ask(p, "PRAGMA journal_mode"), "wal");
    assert_string_equal(ask(p, "SELECT count(*) FROM gemeente"), "285");
    assert_string_equal(ask(p, "SELECT group_concat(nis_code || kbo_nummer) FROM gemeente WHERE kbo_nummer IS NOT NULL"),
                        "231050207509031");
    assert_string_equal(ask(p, "SELECT count(*) FROM gemeente WHERE contour_bron <> 'schematisch'"), "0");
    assert_string_equal(
        ask(p, "SELECT group_concat(f_table_name) FROM (SELECT f_table_name FROM geometry_columns WHERE srid = 31370 AND"
               " geometry_type = 6 AND spatial_index_enabled = 1 ORDER BY 1)"),
        "gemeente,perceel,risicolocatie");
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
}

static void opening_again_changes_nothing(void **state)
{
    const place *p = *state;
    fill(p, FACTS_REAL);
    writer *w = NULL;
    int migrations = 42;
    arena *a = arena_new();
    assert_int_equal(writer_init(p->path, a, &migrations, &w).code, ST_OK);
    assert_int_equal(migrations, 0);
    arena_free(a);
}

static void alter(const place *p, const char *sql)
{
    ask(p, sql);
}

static status open_writer(const place *p, arena *a)
{
    writer *w = NULL;
    return writer_open(p->path, a, &w);
}

static void a_store_newer_than_the_program_is_refused(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    writer *w = NULL;
    int migrations = 0;
    fill(p, FACTS_REAL);
    alter(p, "PRAGMA user_version = 999");
    status s = open_writer(p, a);
    assert_int_equal(s.code, ST_BAD_INPUT);
    assert_non_null(strstr(s.en, "schema version 999"));
    assert_int_equal(writer_init(p->path, a, &migrations, &w).code, ST_BAD_INPUT);
    arena_free(a);
}

static void another_programs_database_is_refused(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    writer *w = NULL;
    int migrations = 0;
    alter(p, "CREATE TABLE t (x)");
    assert_int_equal(open_writer(p, a).code, ST_BAD_INPUT);
    assert_int_equal(writer_init(p->path, a, &migrations, &w).code, ST_BAD_INPUT);
    assert_string_equal(ask(p, "SELECT count(*) FROM sqlite_master"), "1");
    arena_free(a);
}

static void a_store_that_is_not_there_is_not_made_by_looking(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    assert_int_equal(open_writer(p, a).code, ST_NOT_FOUND);
    assert_int_equal(access(p->path, F_OK), -1);
    arena_free(a);
}

static void a_parents_change_reaches_the_copies(void **state)
{
    const place *p = *state;
    sample_result made;
    sqlite3 *db = NULL;
    assert_int_equal(sample_build(p->path, &(sample_settings){400, 1, true}, p->arena, &made).code, ST_OK);
    assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
    /* These triggers need SpatiaLite's functions, which this plain connection lacks. */
    static const char sql[] =
        "PRAGMA foreign_keys = ON; DROP TRIGGER tmu_risicolocatie_geometry; DROP TRIGGER tmu_gemeente_geometry;"
        "DROP TRIGGER eigen_risicolocatie_anders;"
        "UPDATE gemeente SET naam = 'Elders' WHERE nis_code = '44021';"
        "UPDATE rubriek SET vito_id = 'nieuw', vlarebo_categorie = NULL";
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    assert_string_equal(
        ask(p, "SELECT count(*) > 0 AND min(gemeente_naam) = 'Elders' FROM risicolocatie WHERE gemeente_nis = '44021'"), "1");
    assert_string_equal(
        ask(p, "SELECT count(*) FROM risicolocatie WHERE vito_id IS NOT 'nieuw' OR vlarebo_categorie IS NOT NULL"), "0");
}

/* "a of b and c". a: entries of the tenant index with the right box and gemeente of their row; b: all its entries; c: rows. */
static const char *own_entries(const place *p)
{
    return ask(
        p,
        "SELECT count(*) || ' of ' || (SELECT count(*) FROM eigen_risicolocatie_geometry) || ' and ' || (SELECT count(*) FROM "
        "risicolocatie) "
        "FROM risicolocatie t JOIN eigen_risicolocatie_geometry e ON e.pkid = t.id JOIN idx_risicolocatie_geometry r USING "
        "(pkid) "
        "WHERE max(abs(e.xmin - r.xmin), abs(e.xmax - r.xmax), abs(e.ymin - r.ymin), abs(e.ymax - r.ymax)) < 0.1 " /* floats,
                                                                                                                      rounded
                                                                                                                      outward */
        "AND nismin = gemeente_nis * 1048576 + geschrapt * 524288 AND nismax = nismin + 16384");
}

/* A missing entry would hide a row from its own gemeente. */
static void every_change_of_a_row_reaches_its_own_index(void **state)
{
    static const char *const changes[] = {
        "UPDATE risicolocatie SET gemeente_nis = '11002', gemeente_naam = (SELECT naam FROM gemeente WHERE nis_code = '11002') "
        "WHERE gemeente_nis = '44021'",
        "UPDATE risicolocatie SET geometry = (SELECT geometry FROM gemeente WHERE nis_code = '31005') WHERE id % 7 = 0",
        "UPDATE risicolocatie SET omschrijving = 'x', gemeente_nis = gemeente_nis WHERE id % 11 = 0",
        "CREATE TEMP TABLE copy AS SELECT * FROM risicolocatie WHERE id % 5 = 0; DELETE FROM risicolocatie WHERE id % 5 = 0",
        "INSERT INTO risicolocatie SELECT * FROM copy; DELETE FROM risicolocatie WHERE id % 13 = 0",
        "INSERT OR REPLACE INTO risicolocatie SELECT * FROM copy",
        "UPDATE risicolocatie SET geschrapt = 1 - geschrapt, geschrapt_op = NULL WHERE id % 3 = 0",
        "UPDATE risicolocatie SET geometry = (SELECT geometry FROM gemeente WHERE nis_code = '11002'), geschrapt = 1 - "
        "geschrapt, geschrapt_op = NULL WHERE id % 19 = 0",
    };
    const place *p = *state;
    sample_result made;
    writer *w = NULL;
    assert_int_equal(sample_build(p->path, &(sample_settings){2000, 3, true}, p->arena, &made).code, ST_OK);
    assert_int_equal(writer_open(p->path, p->arena, &w).code, ST_OK);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_int_equal(store_exec(w, changes[i]).code, ST_OK);
        const char *rows = ask(p, "SELECT count(*) FROM risicolocatie");
        assert_string_equal(own_entries(p), arena_printf(p->arena, "%s of %s and %s", rows, rows, rows));
    }
    assert_string_equal(ask(p, "SELECT rtreecheck('eigen_risicolocatie_geometry')"), "ok");
}

static void the_packed_index_is_sound_and_holds_every_row(void **state)
{
    const place *p = *state;
    sample_result made;
    assert_int_equal(sample_build(p->path, &(sample_settings){5000, 7, true}, p->arena, &made).code, ST_OK);
    assert_int_equal(made.risicolocaties, 5000);
    assert_string_equal(ask(p, "SELECT rtreecheck('idx_risicolocatie_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT rtreecheck('idx_perceel_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT rtreecheck('idx_gemeente_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT rtreecheck('eigen_risicolocatie_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT rtreecheck('eigen_perceel_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie JOIN idx_risicolocatie_geometry ON pkid = id"), "5000");
    assert_string_equal(own_entries(p), "5000 of 5000 and 5000");
    assert_string_equal(ask(p, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'eigen_*'"), "7");
    assert_string_equal(ask(p, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'risicolocatie' AND "
                               "name LIKE '%_geometry'"),
                        "8");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
}

static const char *digest(const place *p)
{
    return ask(p, "SELECT hex(sum(length(geometry) * id % 1000003) + total(unicode(omschrijving))) || count(DISTINCT geometry) "
                  "|| group_concat(DISTINCT startdatum)"
                  " || sum(oppervlakte_m2 * 100) FROM risicolocatie");
}

static void a_sample_depends_on_number_and_seed_alone(void **state)
{
    const place *p = *state;
    sample_result made;
    const char *digests[3];
    const uint64_t seeds[3] = {5, 5, 6};
    for (int i = 0; i < 3; i++) {
        arena *a = arena_new();
        assert_int_equal(sample_build(p->path, &(sample_settings){600, seeds[i], true}, a, &made).code, ST_OK);
        digests[i] = digest(p);
        arena_free(a);
    }
    assert_string_equal(digests[0], digests[1]);
    assert_string_not_equal(digests[0], digests[2]);
}

/* Golden values: fails on a machine or compiler that gives another sample. */
static void the_sample_is_the_same_on_every_machine(void **state)
{
    const place *p = *state;
    sample_result made;
    assert_int_equal(sample_build(p->path, &(sample_settings){1000, 1, true}, p->arena, &made).code, ST_OK);
    assert_string_equal(ask(p, "SELECT printf('%.2f', sum(oppervlakte_m2)) FROM risicolocatie"), "9689336.41");
    assert_string_equal(
        ask(p, "SELECT hex(substr(geometry, 7, 32)) FROM risicolocatie WHERE gemeente_nis = '44021' ORDER BY id LIMIT 1"),
        "1F85EB51B01DF840B81E85EB51B30741C3F5285C9320F84048E17A14DCB40741");
}

static void test_n6_a_town_is_the_same_on_every_machine(void **state)
{
    const place *p = *state;
    sample_result made;
    assert_int_equal(sample_build(p->path, &(sample_settings){1000, 1, false}, p->arena, &made).code, ST_OK);
    assert_int_equal(made.risicolocaties, 1000);
    assert_int_equal(made.invalid, 0);
    assert_string_equal(ask(p, "SELECT printf('%.2f', sum(oppervlakte_m2)) FROM risicolocatie"), "508424.73");
    assert_string_equal(
        ask(p, "SELECT hex(substr(geometry, 7, 32)) FROM perceel WHERE gemeente_nis = '44021' ORDER BY id LIMIT 1"),
        "7B14AE47A59FF9405C8FC2F5ECF107411F85EB5178A1F940A4703D0A01F30741");
    assert_string_equal(ask(p, "SELECT rtreecheck('eigen_perceel_geometry')"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
}

static void a_sample_shows_every_awkward_thing(void **state)
{
    const place *p = *state;
    sample_result made;
    static const char *const each_once[] = {"geschrapt = 1 AND geschrapt_op IS NOT NULL",
                                            "einddatum IS NOT NULL",
                                            "einddatum IS NULL",
                                            "omv_nummer IS NULL",
                                            "iioa_nummer IS NULL",
                                            "omv_nummer IS NOT NULL",
                                            "vlarebo_categorie IS NULL",
                                            "vlarebo_categorie IS NOT NULL",
                                            "vito_id IS NULL",
                                            "omschrijving IS NULL",
                                            "omschrijving LIKE '%<%'",
                                            "omschrijving LIKE '%&%'",
                                            "omschrijving LIKE '%\"%'",
                                            "omschrijving LIKE '%''%'",
                                            "omschrijving LIKE '=%'",
                                            "omschrijving LIKE '%;%'",
                                            "omschrijving LIKE '%' || char(10) || '%'",
                                            "omschrijving LIKE '%' || char(8212) || '%'",
                                            "omschrijving LIKE '%' || char(127981) || '%'",
                                            "rubriek LIKE '%\xC2\xB0%'",
                                            "rubriek LIKE '%<%'",
                                            "startdatum < '1900-01-01'",
                                            "oppervlakte_m2 IS NULL",
                                            "wijziging_vergunning = 'JA'",
                                            "bron = 'deskundige'",
                                            "length(geometry) > 2500",
                                            "versie > 1"};
    assert_int_equal(sample_build(p->path, &(sample_settings){6000, 1, true}, p->arena, &made).code, ST_OK);
    for (size_t i = 0; i < sizeof each_once / sizeof *each_once; i++)
        if (strcmp(ask(p, arena_printf(p->arena, "SELECT count(*) > 0 FROM risicolocatie WHERE %s", each_once[i])), "1") != 0)
            fail_msg("no row with %s", each_once[i]);
    assert_string_equal(ask(p, "SELECT count(DISTINCT gemeente_nis) FROM risicolocatie"), "285");
    assert_string_equal(ask(p, "SELECT count(*) > 0 FROM (SELECT 1 FROM risicolocatie WHERE omv_nummer IS NOT NULL GROUP BY "
                               "omv_nummer, iioa_nummer HAVING count(*) > 1)"),
                        "1");
    assert_in_range(made.invalid, 20, 70); /* 0.7 % of 6000 is 42 */
}

static void numbers_go_on_where_they_stopped(void **state)
{
    const place *p = *state;
    sample_result made;
    known_facts known;
    writer *w = NULL;
    assert_int_equal(sample_build(p->path, &(sample_settings){1000, 1, true}, p->arena, &made).code, ST_OK);
    assert_int_equal(writer_open(p->path, p->arena, &w).code, ST_OK);
    assert_int_equal(writer_facts(w, p->arena, &known).code, ST_OK);
    for (size_t i = 0; i < known.gemeente_count; i++) {
        const char *most =
            ask(p, arena_printf(p->arena, "SELECT max(id) %% 10000000 FROM risicolocatie WHERE gemeente_nis = '%s'",
                                known.gemeenten[i].nis_code));
        assert_int_equal(known.gemeenten[i].next, atoi(most) + 1);
    }
    assert_int_equal(writer_id(44021, 7), 440210000007);
}

int main(void)
{
#define WITH_PLACE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(a_new_store_has_this_programs_version_and_the_facts),
        WITH_PLACE(opening_again_changes_nothing),
        WITH_PLACE(a_store_newer_than_the_program_is_refused),
        WITH_PLACE(another_programs_database_is_refused),
        WITH_PLACE(a_store_that_is_not_there_is_not_made_by_looking),
        WITH_PLACE(a_parents_change_reaches_the_copies),
        WITH_PLACE(every_change_of_a_row_reaches_its_own_index),
        WITH_PLACE(the_packed_index_is_sound_and_holds_every_row),
        WITH_PLACE(a_sample_depends_on_number_and_seed_alone),
        WITH_PLACE(the_sample_is_the_same_on_every_machine),
        WITH_PLACE(test_n6_a_town_is_the_same_on_every_machine),
        WITH_PLACE(a_sample_shows_every_awkward_thing),
        WITH_PLACE(numbers_go_on_where_they_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
