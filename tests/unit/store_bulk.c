/* Loading rows in bulk, without triggers, leaves the same store as adding them one by one with triggers. */
#include "auth/scope_operator.h"
#include "data/manage/facts.h"
#include "data/manage/layer_rows.h"
#include "data/manage/shape.h"
#include "data/store/spatialite/writer_connection.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct place {
    arena *arena;
    const char *single, *bulk; /* two stores with the facts and no rows */
} place;

typedef struct load {
    writer *writer;
    arena *arena;
    known_facts known;
} load;

static const char *new_store(arena *a, const char *name)
{
    const char *path = arena_printf(a, "%s/%s", scratch_folder(a), name);
    arena *own = arena_new();
    writer *w = NULL;
    fact_list facts;
    int migrations = 0;
    assert_int_equal(writer_init(path, own, &migrations, &w).code, ST_OK);
    assert_int_equal(facts_read(own, &facts).code, ST_OK);
    assert_int_equal(writer_begin(w).code, ST_OK);
    assert_int_equal(facts_store(&facts, FACTS_REAL, w, own).code, ST_OK);
    assert_int_equal(writer_commit(w).code, ST_OK);
    arena_free(own);
    return path;
}

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    *p = (place){a, new_store(a, "single.sqlite"), new_store(a, "bulk.sqlite")};
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((place *)*state)->arena);
    return 0;
}

static load open_load(const char *path, arena *a)
{
    load l = {.arena = a};
    assert_int_equal(writer_open(path, a, &l.writer).code, ST_OK);
    assert_int_equal(writer_facts(l.writer, a, &l.known).code, ST_OK);
    return l;
}

/* The first column of the first row; SpatiaLite's functions can be used. */
static const char *ask(const load *l, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(l->writer->db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(l->writer->db));
    const char *answer = sqlite3_step(s) == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    answer = answer ? arena_strdup(l->arena, answer) : "";
    sqlite3_finalize(s);
    return answer;
}

/* A triangle somewhere in Flanders, not on round numbers, in some gemeente. */
static status add_row(const load *l, edit *e, int64_t number)
{
    static const slice day = {"2025-01-01T00:00:00Z", 20};
    const known_gemeente *g = &l->known.gemeenten[(size_t)(number * 7919) % l->known.gemeente_count];
    const double x = 30000 + (double)(number * 104729 % 200000) + 0.37, y = 160000 + (double)(number * 1299709 % 80000) + 0.13;
    shape s = shape_new(l->arena);
    shape_part(&s);
    shape_ring_start(&s);
    shape_point(&s, x, y);
    shape_point(&s, x + 10.1, y);
    shape_point(&s, x, y + 20.2);
    shape_ring_close(&s);
    const risicolocatie_row row = {.id = writer_id(strtol(g->nis_code, NULL, 10), number),
                                   .gemeente_nis = slice_of(g->nis_code),
                                   .gemeente_naam = slice_of(g->naam),
                                   .rubriek = &l->known.rubrieken[0],
                                   .bron = slice_of("gemeente"),
                                   .startdatum = slice_of("1980-01-01"),
                                   .wijziging_vergunning = slice_of("NEE"),
                                   .has_area = true,
                                   .oppervlakte_m2 = 102.01,
                                   .aangemaakt_op = day,
                                   .gewijzigd_op = day,
                                   .versie = 1,
                                   .contour = &s};
    row_room room = {.arena = l->arena};
    const edit_row given = risicolocatie_edit_row(&row, &room);
    int64_t id = 0;
    const status added = edit_insert(e, &given, &id);
    memset(room.blob, 0, room.blob_room);
    memset(room.values, 0, sizeof room.values);
    memset(s.xy, 0, (size_t)2 * s.points * sizeof *s.xy); /* as a reader overwrites it with the next row */
    return added;
}

static const scope *everywhere(const load *l)
{
    const char **nis = arena_array(l->arena, l->known.gemeente_count, sizeof *nis);
    for (size_t i = 0; i < l->known.gemeente_count; i++)
        nis[i] = l->known.gemeenten[i].nis_code;
    return scope_of_operator(nis, l->known.gemeente_count, l->arena);
}

static edit *enter(const load *l)
{
    edit *e = NULL;
    assert_int_equal(edit_enter(writer_store(l->writer), everywhere(l), EDIT_ORIGIN_IMPORT, l->arena, &e).code, ST_OK);
    return e;
}

/* As import and sample do it. */
static edit *enter_bulk(const load *l)
{
    edit *e = NULL;
    assert_int_equal(edit_enter_bulk(writer_store(l->writer), everywhere(l), EDIT_ORIGIN_IMPORT, l->arena, &e).code, ST_OK);
    return e;
}

static void add(const load *l, edit *e, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++)
        assert_int_equal(add_row(l, e, i).code, ST_OK);
}

static void add_rows(const load *l, int64_t from, int64_t to)
{
    edit *e = enter(l);
    add(l, e, from, to);
    assert_int_equal(edit_commit(e).code, ST_OK);
}

static void load_bulk(const load *l, int64_t from, int64_t to)
{
    edit *e = enter_bulk(l);
    add(l, e, from, to);
    assert_int_equal(edit_commit(e).code, ST_OK);
}

static void assert_sound(const load *l, const char *rows)
{
    assert_string_equal(ask(l, "PRAGMA integrity_check"), "ok"); /* CHECK constraints and indexes too */
    assert_string_equal(ask(l, "PRAGMA foreign_key_check"), "");
    assert_string_equal(ask(l, "SELECT rtreecheck('idx_risicolocatie_geometry')"), "ok");
    assert_string_equal(ask(l, "SELECT rtreecheck('eigen_risicolocatie_geometry')"), "ok");
    assert_string_equal(ask(l, "SELECT count(*) FROM risicolocatie"), rows);
    assert_string_equal(ask(l, "SELECT count(*) FROM idx_risicolocatie_geometry"), rows);
    assert_string_equal(ask(l, "SELECT count(*) FROM eigen_risicolocatie_geometry"), rows);
}

/* Both round outward to 4-byte floats; SQLite may go one or two floats further (1/32 m up to 262 km). */
static void assert_same_entries(const load *many, const char *single, const char *rows)
{
#define NEAR(b) "abs(m." b " - s." b ") <= 0.0625"
#define SAME(index, and)                                                                                               \
    "SELECT count(*) FROM " index " m JOIN single." index " s USING (pkid) JOIN risicolocatie t ON t.id = pkid "       \
    "WHERE m.xmin <= MbrMinX(geometry) AND m.xmax >= MbrMaxX(geometry) AND m.ymin <= MbrMinY(geometry) AND m.ymax >= " \
    "MbrMaxY(geometry) AND " NEAR("xmin") " AND " NEAR("xmax") " AND " NEAR("ymin") " AND " NEAR("ymax") and
    assert_int_equal(store_exec(many->writer, arena_printf(many->arena, "ATTACH '%s' AS single", single)).code, ST_OK);
    assert_string_equal(ask(many, SAME("idx_risicolocatie_geometry", "")), rows);
    assert_string_equal(ask(many, SAME("eigen_risicolocatie_geometry", " AND m.nismin = s.nismin AND m.nismax = s.nismax")),
                        rows);
    const char *said = ask(many, "SELECT group_concat(name) FROM pragma_table_info('risicolocatie') WHERE name <> 'boeking'");
    assert_string_equal(ask(many, arena_printf(many->arena,
                                               "SELECT count(*) FROM (SELECT %s FROM main.risicolocatie EXCEPT SELECT %s FROM "
                                               "single.risicolocatie)",
                                               said, said)),
                        "0");
    assert_int_equal(store_exec(many->writer, "DETACH single").code, ST_OK);
#undef SAME
#undef NEAR
}

/* Of a load there is one line, and each row says which load brought it. */
static void assert_booked(const load *l, const char *lines)
{
    assert_string_equal(ask(l, "SELECT group_concat(boeking || wat || aantal || tabel || (object IS NULL)) FROM boeking_regel"),
                        lines);
    assert_string_equal(ask(l,
                            "SELECT count(*) FROM boeking_regel r JOIN boeking b ON b.id = r.boeking WHERE b.weg <> 'invoer' OR "
                            "r.aantal <> (SELECT count(*) FROM risicolocatie t WHERE t.boeking = b.id)"),
                        "0");
    assert_string_equal(ask(l, "SELECT count(*) FROM risicolocatie_versie"), "0");
}

static void a_bulk_leaves_what_single_rows_leave(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load single = open_load(p->single, a), many = open_load(p->bulk, a);
    add_rows(&single, 1, 1501);
    load_bulk(&many, 1, 1001); /* into an empty table: packed */
    assert_sound(&many, "1000");
    load_bulk(&many, 1001, 1501); /* into one that holds rows */
    assert_sound(&many, "1500");
    assert_sound(&single, "1500");
    assert_same_entries(&many, p->single, "1500");
    assert_booked(&many, "2geladen1000risicolocatie1,3geladen500risicolocatie1");
    assert_string_equal(ask(&single,
                            "SELECT count(*) || ' ' || min(boeking) || ' ' || max(boeking) FROM boeking_regel WHERE wat = "
                            "'toegevoegd' AND object IS NOT NULL"),
                        "1500 2 2");
    static const char noted[] = "SELECT last_insert > '2000' FROM geometry_columns_time WHERE f_table_name = 'risicolocatie'";
    assert_string_equal(ask(&single, noted), "1");
    assert_string_equal(ask(&many, noted), "1");
    arena_free(a);
}

/* With an entry missing from the R-tree, queries by box would silently leave out that row. */
static void a_load_into_a_damaged_index_is_refused(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM eigen_risicolocatie_geometry_rowid WHERE rowid = (SELECT max(rowid) FROM "
        "eigen_risicolocatie_geometry_rowid)",
        "UPDATE idx_risicolocatie_geometry_node SET data = zeroblob(length(data)) WHERE nodeno = 2"};
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    load_bulk(&l, 1, 1001);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        assert_int_equal(writer_begin(l.writer).code, ST_OK);
        assert_int_equal(store_exec(l.writer, damages[i]).code, ST_OK);
        assert_int_equal(writer_bulk_begin(l.writer, TABLE_RISICOLOCATIE).code, ST_OK);
        assert_int_equal(writer_bulk_end(l.writer, TABLE_RISICOLOCATIE).code, ST_BAD_INPUT);
        writer_rollback(l.writer);
    }
    load_bulk(&l, 1001, 1101);
    arena_free(a);
}

#define ANOTHER                                                                                                               \
    "INSERT INTO risicolocatie SELECT id + 1, gemeente_nis, gemeente_naam, rubriek_id, rubriek, rubriek_omschrijving, "       \
    "rubriekenlijst, vlarebo_categorie, "                                                                                     \
    "vito_id, vito_versie_id, omschrijving, %s, startdatum, einddatum, omv_nummer, iioa_nummer, wijziging_vergunning, "       \
    "geschrapt, geschrapt_op, "                                                                                               \
    "oppervlakte_m2, aangemaakt_op, gewijzigd_op, versie, geometry, boeking, NULL, NULL FROM risicolocatie ORDER BY id DESC " \
    "LIMIT 1"

static void assert_bron_checked(const load *l)
{
    static const char *const good[] = {"'gemeente'", "'deskundige'", "'omgevingsloket'", "'migratie'"};
    static const char *const bad[] = {"'Gemeente'", "'gemeente '", "''", "NULL", "0", "'bron'"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(store_exec(l->writer, arena_printf(l->arena, ANOTHER, good[i])).code, ST_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(store_exec(l->writer, arena_printf(l->arena, ANOTHER, bad[i])).code, ST_INTERNAL);
        assert_int_equal(store_exec(l->writer, arena_printf(l->arena, "UPDATE risicolocatie SET bron = %s", bad[i])).code,
                         ST_INTERNAL);
    }
}

/* From schema 6 on. */
static void an_older_store_with_rows_gets_what_came_later(void **state)
{
    static const char in_place[] = "SELECT sql FROM sqlite_master WHERE name = 'risicolocatie'";
    static const char go_back[] =
        "DROP TABLE slot_object; DROP TABLE slot; DROP TABLE migratie_rij; DROP TABLE vergunning_stand; DROP TABLE "
        "vergunning_levering; DROP TABLE "
        "vergunning_gebeurtenis; DROP TABLE "
        "vergunning_rij; DROP TABLE "
        "vergunning_werklijst; "
        "DROP TABLE integratie_stand; DROP TABLE nazicht; DROP INDEX risicolocatie_kenmerk; ALTER TABLE risicolocatie DROP "
        "COLUMN eigen_kenmerk; ALTER TABLE risicolocatie DROP "
        "COLUMN kenmerk_van; DROP TABLE historiek_risicolocatie_geometry; DROP TABLE risicolocatie_versie; DROP TABLE "
        "boeking_regel; DROP TABLE "
        "snoeigrens; DROP TABLE boeking; DROP TABLE pseudoniem; "
        "DROP INDEX risicolocatie_gemeente; CREATE INDEX risicolocatie_gemeente ON risicolocatie (gemeente_nis, geschrapt); "
        "ALTER "
        "TABLE risicolocatie DROP COLUMN boeking;"
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'bron = ''gemeente'' OR bron = ''deskundige''"
        " OR bron = ''omgevingsloket'' OR bron = ''migratie''', 'bron IN (''gemeente'', ''deskundige'', ''omgevingsloket'',"
        " ''migratie'')') WHERE name = 'risicolocatie'; PRAGMA writable_schema = RESET; PRAGMA user_version = 5; DROP TRIGGER "
        "eigen_risicolocatie_geschrapt; UPDATE eigen_risicolocatie_geometry SET nismin ="
        " CAST(nismin / 1048576 AS INTEGER) * 1048576.0, nismax = CAST(nismin / 1048576 AS INTEGER) * 1048576.0 + 16384.0";
    static const char wrong_entries[] = "SELECT count(*) FROM risicolocatie JOIN eigen_risicolocatie_geometry ON pkid = id WHERE "
                                        "nismin <> gemeente_nis * 1048576.0 + "
                                        "geschrapt * 524288.0 OR nismax <> nismin + 16384.0";
    const place *p = *state;
    arena *a = arena_new();
    writer *again = NULL;
    int applied = 0;
    const load l = open_load(p->bulk, a);
    const char *newest = ask(&l, in_place);
    load_bulk(&l, 1, 101);
    assert_int_equal(store_exec(l.writer, "UPDATE risicolocatie SET geschrapt = 1 WHERE id % 4 = 0").code, ST_OK);
    assert_string_equal(ask(&l, wrong_entries), "0");
    assert_int_equal(store_exec(l.writer, "UPDATE id_reeks SET volgend = 10000000 WHERE gemeente_nis % 2 = 1").code, ST_OK);
    assert_int_equal(store_exec(l.writer, go_back).code, ST_OK);
    assert_string_equal(ask(&l, wrong_entries), ask(&l, "SELECT count(*) FROM risicolocatie WHERE geschrapt = 1"));
    assert_non_null(strstr(ask(&l, in_place), "CHECK (bron IN ("));
    const char *version = ask(&l, "PRAGMA schema_version");
    assert_int_equal(writer_init(p->bulk, a, &applied, &again).code, ST_OK);
    assert_int_equal(applied, strtol(ask(&l, "PRAGMA user_version"), NULL, 10) - 5);
    assert_string_equal(ask(&l, "SELECT count(*) FROM risicolocatie JOIN boeking b ON b.id = boeking WHERE b.weg = 'begin'"),
                        "100");
    assert_string_equal(ask(&l, wrong_entries), "0");
    assert_string_equal(ask(&l, "SELECT count(*) FROM id_reeks s WHERE gemeente_nis % 2 = 1 AND volgend <> 1 + coalesce((SELECT "
                                "max(id) % 10000000 FROM risicolocatie t WHERE t.gemeente_nis = s.gemeente_nis), 0)"),
                        "0");
    assert_string_not_equal(ask(&l, "PRAGMA schema_version"), version); /* connections that have it open read the schema again */
    assert_string_equal(ask(&l, in_place), newest);
    assert_non_null(strstr(newest, "bron = 'gemeente' OR"));
    assert_bron_checked(&l);
    assert_sound(&l, "104");
    arena_free(a);
}

/* Servers that have the store open keep their statements. */
static void a_bulk_changes_nothing_of_the_schema(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    assert_int_equal(writer_analyze(l.writer).code, ST_OK); /* as init does: makes the tables of the statistics */
    const char *before = ask(&l, "PRAGMA schema_version"),
               *objects = ask(&l, "SELECT group_concat(name || coalesce(sql, '')) FROM sqlite_master");
    load_bulk(&l, 1, 101);
    assert_string_equal(ask(&l, "PRAGMA schema_version"), before);
    assert_string_equal(ask(&l, "SELECT group_concat(name || coalesce(sql, '')) FROM sqlite_master"), objects);
    arena_free(a);
}

static void after_a_bulk_and_after_a_lost_one_triggers_fire_again(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    load_bulk(&l, 1, 101);
    add_rows(&l, 101, 111);
    assert_sound(&l, "110");
    edit *lost = enter_bulk(&l);
    add(&l, lost, 111, 151);
    edit_abandon(lost);
    assert_sound(&l, "110");
    add_rows(&l, 151, 161);
    assert_sound(&l, "120");
    load_bulk(&l, 111, 151); /* nothing of the abandoned edit is left */
    assert_sound(&l, "160");
    arena_free(a);
}

static void a_row_that_the_store_refuses_loses_the_whole_bulk(void **state)
{
    static const char entries[] = "SELECT group_concat(hex(data)) FROM idx_risicolocatie_geometry_node";
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    load_bulk(&l, 1, 501);
    const char *before = ask(&l, entries);
    edit *e = enter_bulk(&l);
    add(&l, e, 501, 600);
    assert_int_not_equal(add_row(&l, e, 500).code, ST_OK); /* its id is taken */
    assert_sound(&l, "500");
    assert_string_equal(ask(&l, entries), before);
    arena_free(a);
}

/* More rows than the queue holds, so that it fills, waits and wraps around; then more, into a table that has rows. */
static void rows_of_an_edits_bulk_are_those_that_were_given(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load single = open_load(p->single, a), many = open_load(p->bulk, a);
    add_rows(&single, 1, 2201);
    load_bulk(&many, 1, 2001);
    load_bulk(&many, 2001, 2201);
    assert_sound(&many, "2200");
    assert_same_entries(&many, p->single, "2200");
    assert_string_equal(ask(&many,
                            "SELECT count(*) FROM id_reeks WHERE volgend <> 1 + (SELECT coalesce(max(id % 10000000), 0) FROM"
                            " risicolocatie r WHERE r.gemeente_nis = id_reeks.gemeente_nis)"),
                        "0");
    arena_free(a);
}

/* In the gemeente of the risk location with this number. */
static status add_parcel(const load *l, edit *e, int64_t number)
{
    const known_gemeente *g = &l->known.gemeenten[(size_t)(number * 7919) % l->known.gemeente_count];
    char capakey[32];
    snprintf(capakey, sizeof capakey, "%.5sA%04u/00A000", g->nis_code, (unsigned)(number % 10000));
    shape s = shape_new(l->arena);
    shape_part(&s);
    shape_ring_start(&s);
    shape_point(&s, 100000.5, 200000.5);
    shape_point(&s, 100010.5, 200000.5);
    shape_point(&s, 100000.5, 200020.5);
    shape_ring_close(&s);
    const perceel_row row = {number, slice_of(capakey), slice_of(g->nis_code), &s};
    row_room room = {.arena = l->arena};
    const edit_row given = perceel_edit_row(&row, &room);
    int64_t id = 0;
    return edit_insert(e, &given, &id);
}

/* Alternating, as the sample does: into empty tables, then into tables that have rows. */
static void risk_locations_and_parcels_are_loaded_together(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    const int64_t from[] = {1, 601, 701};
    for (int k = 0; k < 2; k++) {
        edit *e = enter_bulk(&l);
        for (int64_t i = from[k]; i < from[k + 1]; i++) {
            assert_int_equal(add_parcel(&l, e, i).code, ST_OK);
            assert_int_equal(add_row(&l, e, i).code, ST_OK);
        }
        assert_int_equal(edit_commit(e).code, ST_OK);
    }
    assert_sound(&l, "700");
    assert_string_equal(ask(&l, "SELECT rtreecheck('idx_perceel_geometry') || rtreecheck('eigen_perceel_geometry')"), "okok");
    assert_string_equal(ask(&l, "SELECT count(*) FROM perceel JOIN idx_perceel_geometry i ON i.pkid = id"
                                " JOIN eigen_perceel_geometry e ON e.pkid = id AND e.nismin = gemeente_nis * 1048576.0"),
                        "700");
    arena_free(a);
}

/* Triggers fire on both tables or on neither. */
static void a_table_with_a_trigger_of_somebody_else_is_loaded_alone(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    assert_int_equal(store_exec(l.writer, "CREATE TRIGGER perceel_logboek AFTER INSERT ON perceel BEGIN SELECT 1; END").code,
                     ST_OK);
    for (int rows_first = 0; rows_first < 2; rows_first++) {
        edit *e = enter_bulk(&l);
        assert_int_equal((rows_first ? add_row(&l, e, 1) : add_parcel(&l, e, 1)).code, ST_OK);
        assert_int_equal((rows_first ? add_parcel(&l, e, 1) : add_row(&l, e, 1)).code, ST_INTERNAL);
    }
    assert_sound(&l, "0");
    edit *alone = enter_bulk(&l);
    assert_int_equal(add_parcel(&l, alone, 1).code, ST_OK);
    assert_int_equal(edit_commit(alone).code, ST_OK);
    assert_string_equal(ask(&l, "SELECT count(*) FROM perceel JOIN eigen_perceel_geometry ON pkid = id"), "1");
    load_bulk(&l, 1, 101);
    assert_sound(&l, "100");
    arena_free(a);
}

static void a_row_that_the_store_refuses_ends_the_edit(void **state)
{
    static const int64_t more[] = {0, 1, 500, 5000};
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    for (size_t k = 0; k < sizeof more / sizeof *more; k++) {
        edit *e = enter_bulk(&l);
        for (int64_t i = 1; i <= 300; i++)
            assert_int_equal(add_row(&l, e, i).code, ST_OK);
        status added = add_row(&l, e, 300);
        for (int64_t i = 301; i <= 300 + more[k] && added.code == ST_OK; i++)
            added = add_row(&l, e, i);
        if (more[k] == 5000)
            assert_int_equal(added.code, ST_INTERNAL); /* reported before all rows are given */
        assert_int_equal(edit_commit(e).code, ST_INTERNAL);
        assert_sound(&l, "0");
        assert_string_equal(ask(&l, "SELECT count(*) FROM id_reeks WHERE volgend <> 1"), "0");
    }
    arena_free(a);
}

static void a_trigger_of_somebody_else_sees_every_row(void **state)
{
    const place *p = *state;
    arena *a = arena_new();
    const load l = open_load(p->bulk, a);
    assert_int_equal(
        store_exec(l.writer,
                   "CREATE TABLE logboek (id INTEGER); CREATE TRIGGER risicolocatie_logboek AFTER INSERT ON risicolocatie"
                   " BEGIN INSERT INTO logboek VALUES (NEW.id); END")
            .code,
        ST_OK);
    load_bulk(&l, 1, 201);
    assert_sound(&l, "200");
    assert_string_equal(ask(&l, "SELECT count(*) FROM logboek JOIN risicolocatie USING (id)"), "200");
    add_rows(&l, 201, 211);
    assert_sound(&l, "210");
    arena_free(a);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_bulk_leaves_what_single_rows_leave),
        IN_PLACE(a_load_into_a_damaged_index_is_refused),
        IN_PLACE(an_older_store_with_rows_gets_what_came_later),
        IN_PLACE(a_bulk_changes_nothing_of_the_schema),
        IN_PLACE(after_a_bulk_and_after_a_lost_one_triggers_fire_again),
        IN_PLACE(a_row_that_the_store_refuses_loses_the_whole_bulk),
        IN_PLACE(rows_of_an_edits_bulk_are_those_that_were_given),
        IN_PLACE(risk_locations_and_parcels_are_loaded_together),
        IN_PLACE(a_table_with_a_trigger_of_somebody_else_is_loaded_alone),
        IN_PLACE(a_row_that_the_store_refuses_ends_the_edit),
        IN_PLACE(a_trigger_of_somebody_else_sees_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
