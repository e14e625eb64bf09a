/* The contour that a request writes: as the store keeps it, valid, and within its gemeente. */
#include "tests/unit/edit_fixture.h"

#include "auth/scope_make.h"
#include "base/text.h"
#include "data/spatial/spatial_valid.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Points in the first two gemeenten, Aartselaar and Antwerpen. */
#define X1 151000.0
#define Y1 202400.0
#define X2 150200.0
#define Y2 216600.0

static int set_up(void **state)
{
    place_set_up(state);
    place *p = *state;
    p->settings.border_m = 10;
    p->settings.schematic_border_m = 8000;
    return 0;
}

static void square(shape *s, double x, double y, double size)
{
    shape_clear(s);
    shape_part(s);
    shape_ring_start(s);
    shape_point(s, x, y);
    shape_point(s, x + size, y);
    shape_point(s, x + size, y + size);
    shape_point(s, x, y + size);
    shape_ring_close(s);
}

/* Two triangles that meet in (x + 5, y + 5). */
static void bow_tie(shape *s, double x, double y)
{
    shape_clear(s);
    shape_part(s);
    shape_ring_start(s);
    shape_point(s, x, y);
    shape_point(s, x + 10, y + 10);
    shape_point(s, x + 10, y);
    shape_point(s, x, y + 10);
    shape_ring_close(s);
}

static risicolocatie_row row_at(place *p, const known_gemeente *g, double x, double y, double size)
{
    const risicolocatie_row row = new_row(p, g, "een");
    square(&p->contour, x, y, size);
    return row;
}

/* Somebody who may write for all of these. */
static const scope *writer_for(const place *p, const char *const *nis, size_t count)
{
    grant *g = arena_array(p->a, count, sizeof *g);
    for (size_t i = 0; i < count; i++)
        g[i] = (grant){nis[i], CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    return scope_make((grant_list){g, count}, (member_list){0}, (scope_names){"user:x", "beheerder"}, p->a);
}

static void run(const place *p, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(p->settings.location, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void make_official(const place *p)
{
    run(p, "UPDATE gemeente SET contour_bron = 'officieel'");
}

/* One step, of a row whose geometry is this blob, with or without its gemeente. */
static status write_blob(place *p, const scope *who, step what, const risicolocatie_row *row, const geometry *blob, bool named,
                         edit **out)
{
    row_room room = {.arena = p->a};
    edit_row given = risicolocatie_edit_row(row, &room);
    int64_t id = 0;
    const property **list = arena_array(p->a, given.count, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < given.count; i++) {
        if (!named && strncmp(given.properties[i]->name, "gemeente_", 9) == 0)
            continue;
        list[count] = given.properties[i];
        room.values[count] = room.values[i];
        if (blob && list[count]->type == VALUE_GEOMETRY)
            room.values[count].shape = *blob;
        count++;
    }
    given.properties = list;
    given.count = count;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, out));
    TRY(what == INSERT ? edit_insert(*out, &given, &id) : edit_update(*out, &given));
    return edit_commit(*out);
}

static status insert_unnamed(place *p, const scope *who, const risicolocatie_row *row)
{
    edit *e = NULL;
    return write_blob(p, who, INSERT, row, NULL, false, &e);
}

static void assert_refused(status s, const char *code)
{
    assert_int_equal(s.code, ST_BAD_PARAM);
    if (!strstr(s.nl, code) || !strstr(s.en, code))
        fail_msg("%s | %s", s.nl, s.en);
    assert_string_not_equal(s.nl, s.en);
}

static void the_store_measures_the_area_itself(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = row_at(p, p->one, X1, Y1, 10.5);
    row.has_area = true;
    row.oppervlakte_m2 = 12345;
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_string_equal(ask(p, "SELECT oppervlakte_m2 FROM risicolocatie"), "110.25");
    square(&p->contour, X1, Y1, 20);
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT oppervlakte_m2 FROM risicolocatie"), "400.0");
}

static void a_polygon_becomes_a_multipolygon_on_whole_millimetres(void **state)
{
    place *p = *state;
    edit *e = NULL;
    const risicolocatie_row row = row_at(p, p->one, X1 + 0.00049, Y1 - 0.00049, 10);
    const geometry polygon = geometry_build_blob(&p->contour, CLASS_POLYGON, 31370);
    assert_int_equal(write_blob(p, keeper_of(p, p->one), INSERT, &row, &polygon, true, &e).code, ST_OK);
    square(&p->contour, X1, Y1, 10);
    const geometry kept = geometry_build_blob(&p->contour, CLASS_MULTIPOLYGON, 31370);
    char *hex = arena_alloc(p->a, 2 * kept.size + 1);
    for (size_t i = 0; i < kept.size; i++)
        snprintf(hex + 2 * i, 3, "%02X", kept.blob[i]);
    assert_string_equal(ask(p, "SELECT hex(geometry) FROM risicolocatie"), hex);
}

/* A square with a height at each corner, class 1003. */
static geometry with_heights(place *p, double x, double y)
{
    const double xy[] = {x, y, 5, x + 10, y, 5, x + 10, y + 10, 5, x, y + 10, 5, x, y, 5}, box[] = {x, y, x + 10, y + 10};
    const int32_t srid = 31370, kind = 1003, rings = 1, points = 5;
    uint8_t *blob = arena_alloc(p->a, 200), *to = blob;
    *to++ = 0;
    *to++ = 1;
    to = (uint8_t *)memcpy(to, &srid, 4) + 4;
    to = (uint8_t *)memcpy(to, box, sizeof box) + sizeof box;
    *to++ = 0x7C;
    to = (uint8_t *)memcpy(to, &kind, 4) + 4;
    to = (uint8_t *)memcpy(to, &rings, 4) + 4;
    to = (uint8_t *)memcpy(to, &points, 4) + 4;
    to = (uint8_t *)memcpy(to, xy, sizeof xy) + sizeof xy;
    *to++ = 0xFE;
    return (geometry){blob, (size_t)(to - blob)};
}

static void heights_are_left_out_with_a_word(void **state)
{
    place *p = *state;
    edit *e = NULL;
    const risicolocatie_row row = row_at(p, p->one, X1, Y1, 10);
    const geometry high = with_heights(p, X1, Y1);
    assert_int_equal(write_blob(p, keeper_of(p, p->one), INSERT, &row, NULL, true, &e).code, ST_OK);
    assert_null(edit_remark_of(e));
    assert_int_equal(write_blob(p, keeper_of(p, p->one), INSERT, &row, &high, true, &e).code, ST_OK);
    assert_string_equal(edit_remark_of(e)->code, "HoogteWeggelaten");
    assert_string_equal(ask(p, "SELECT count(*) || ' ' || count(DISTINCT geometry) FROM risicolocatie"), "2 1");
}

static void a_contour_that_is_not_valid_is_refused_with_the_place(void **state)
{
    place *p = *state;
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, p->one, "een");
    bow_tie(&p->contour, X1, Y1);
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    assert_refused(refused, "(GeometrieOngeldig)");
    assert_string_equal(refused.locator, "geometry");
    assert_string_equal(refused.nl, "de contour kruist zichzelf, bij x 151005.000, y 202405.000: verbeter hem daar, of vraag een "
                                    "herstelde contour (GeometrieOngeldig)");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), "0");
}

static void a_repair_is_offered_and_says_what_it_changes(void **state)
{
    place *p = *state;
    spatial *s = spatial_new();
    spatial_repair offered;
    spatial_fault fault;
    bow_tie(&p->contour, X1, Y1);
    const geometry drawn = geometry_build_blob(&p->contour, CLASS_MULTIPOLYGON, 31370);
    assert_true(spatial_offer_repair(s, drawn, p->a, &offered));
    assert_true(offered.was == 0 && offered.is == 50 && offered.parts_were == 1 && offered.parts_are == 2);
    assert_string_equal(offered.nl, "hersteld heeft de contour 2 vlakken en 50.00 m²; zoals hij getekend is 1 en 0.00 m² "
                                    "(verschil +50.00 m²)");
    assert_false(spatial_find_fault(s, offered.repaired, &fault));
    assert_int_equal(spatial_ended(s), SPATIAL_WENT_WELL);
    const risicolocatie_row row = new_row(p, p->one, "een");
    edit *e = NULL;
    assert_int_equal(write_blob(p, keeper_of(p, p->one), INSERT, &row, &offered.repaired, true, &e).code, ST_OK);
    spatial_free(s);
}

static void what_is_no_area_is_refused(void **state)
{
    place *p = *state;
    edit *e = NULL;
    const scope *who = keeper_of(p, p->one);
    const risicolocatie_row row = row_at(p, p->one, X1, Y1, 10);
    geometry_build b = geometry_build_new(p->a);
    geometry g = geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370);
    assert_refused(write_blob(p, who, INSERT, &row, &g, true, &e), "(GeometrieLeeg)");
    geometry_build_part(&b, CLASS_POINT);
    geometry_build_ring(&b);
    geometry_build_point(&b, X1, Y1);
    g = geometry_build_blob(&b, CLASS_POINT, 31370);
    assert_refused(write_blob(p, who, INSERT, &row, &g, true, &e), "(GeometrieOngeldig)");
    square(&b, X1, Y1, 10);
    b.rings[0].points = b.points = 4;
    g = geometry_build_blob(&b, CLASS_POLYGON, 31370);
    const status open = write_blob(p, who, INSERT, &row, &g, true, &e);
    assert_refused(open, "(GeometrieOngeldig)");
    assert_non_null(strstr(open.en, "x 151000.000, y 202400.000"));
    square(&b, X1, NAN, 10);
    memcpy(b.box, (double[4]){X1, Y1, X1, Y1}, sizeof b.box);
    g = geometry_build_blob(&b, CLASS_POLYGON, 31370);
    assert_refused(write_blob(p, who, INSERT, &row, &g, true, &e), "(GeometrieOngeldig)");
}

static void a_million_points_are_enough(void **state)
{
    place *p = *state;
    edit *e = NULL;
    const risicolocatie_row row = row_at(p, p->one, X1, Y1, 10);
    geometry_build b = geometry_build_new(p->a);
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (int i = 0; i < 1000000; i++)
        geometry_build_point(&b, X1 + i, Y1);
    geometry_build_close(&b);
    const geometry g = geometry_build_blob(&b, CLASS_POLYGON, 31370);
    assert_refused(write_blob(p, keeper_of(p, p->one), INSERT, &row, &g, true, &e), "(GeometrieTeGroot)");
}

/* Rows that were loaded may be invalid or lie outside, and keep what is finer than a millimetre: whoever corrects the note of one
 * sends its contour back. */
static void a_contour_that_is_sent_back_as_it_was_stays(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    edit *e = NULL;
    risicolocatie_row row = new_row(p, p->one, "oud");
    bow_tie(&p->contour, X2 + 0.00001, Y2);
    row.id = writer_id(strtol(p->one->nis_code, NULL, 10), 1);
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_IMPORT, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, INSERT, &row, NULL, &none).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
    const char *before = ask(p, "SELECT hex(geometry) || coalesce(oppervlakte_m2, '-') FROM risicolocatie");
    row.omschrijving = slice_of("nieuw");
    bow_tie(&p->contour, X2, Y2);
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT omschrijving FROM risicolocatie"), "nieuw");
    assert_string_equal(ask(p, "SELECT hex(geometry) || coalesce(oppervlakte_m2, '-') FROM risicolocatie"), before);
    row.versie = 2;
    bow_tie(&p->contour, X2, Y2 + 1);
    assert_refused(change_row(p, who, UPDATE, &row, &none), "(GeometrieOngeldig)");
}

static void a_contour_outside_its_gemeente_is_refused_and_nobody_is_named(void **state)
{
    place *p = *state;
    int64_t id = 0;
    make_official(p);
    const risicolocatie_row row = row_at(p, p->one, X2, Y2, 10);
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    assert_refused(refused, "(GeometrieBuitenGemeente)");
    assert_null(strstr(refused.nl, p->two->nis_code));
    run(p, "DELETE FROM gemeente WHERE nis_code = '11002'");
    const status without = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    assert_string_equal(without.nl, refused.nl);
    assert_string_equal(without.en, refused.en);
}

/* The two gemeenten as squares of a kilometre beside each other, the border at x 151000. */
static void put_contour(place *p, const known_gemeente *g, double x)
{
    text sql = text_new(p->a);
    square(&p->contour, x, 200000, 1000);
    const geometry contour = geometry_build_blob(&p->contour, CLASS_MULTIPOLYGON, 31370);
    text_addf(&sql, "UPDATE idx_gemeente_geometry SET xmin = %f, xmax = %f, ymin = 200000, ymax = 201000 WHERE pkid = %s;", x,
              x + 1000, g->nis_code);
    text_add(&sql, "UPDATE gemeente SET contour_bron = 'officieel', geometry = X'");
    for (size_t i = 0; i < contour.size; i++)
        text_addf(&sql, "%02X", contour.blob[i]);
    text_addf(&sql, "' WHERE nis_code = '%s'", g->nis_code);
    run(p, sql.chars);
}

static void make_squares(place *p)
{
    run(p, "DROP TRIGGER ggu_gemeente_geometry; DROP TRIGGER giu_gemeente_geometry");
    put_contour(p, p->one, 150000);
    put_contour(p, p->two, 151000);
}

/* Also at the corner of the margin, and of a contour that lies wholly beside the border. */
static void a_contour_may_stick_out_by_the_margin_and_no_more(void **state)
{
    static const struct {
        double x, y, size;
        bool fits;
    } places[] = {{150500, 200500, 10, true},   {150990, 200500, 10, true},     {150995, 200500, 10, true},
                  {151000, 200500, 9.99, true}, {151000, 200500, 10.02, false}, {150500, 199991, 10, true},
                  {150500, 199989, 10, false},  {151500, 200500, 10, false},    {150000, 200000, 1000, true},
                  {149995, 199995, 1010, true}, {149000, 199000, 3000, false}};
    place *p = *state;
    int64_t id = 0;
    make_squares(p);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const risicolocatie_row row = row_at(p, p->one, places[i].x, places[i].y, places[i].size);
        const status done = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
        if (places[i].fits != (done.code == ST_OK))
            fail_msg("%zu: %s", i, done.en);
        if (!places[i].fits)
            assert_refused(done, "(GeometrieBuitenGemeente)");
    }
    p->settings.border_m = 0;
    const risicolocatie_row at = new_row(p, p->one, "een"), over = row_at(p, p->one, 150990, 200500, 10.001);
    assert_refused(change_row(p, keeper_of(p, p->one), INSERT, &over, &id), "(GeometrieBuitenGemeente)");
    square(&p->contour, 150990, 200500, 10);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &at, &id).code, ST_OK);
}

/* A schematic contour is not the border: only what lies far from it is refused. */
static void of_a_schematic_contour_only_the_box_counts(void **state)
{
    place *p = *state;
    const double *box = p->one->box;
    int64_t id = 0;
    risicolocatie_row row = row_at(p, p->one, box[2] + 7980, box[3] + 7980, 10);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    row = row_at(p, p->one, box[2] + 7995, box[3], 10);
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &row, &id);
    assert_refused(refused, "(GeometrieBuitenGemeente)");
    assert_non_null(strstr(refused.nl, "tot 8000 m erbuiten"));
}

static void a_row_that_names_no_gemeente_gets_the_one_it_lies_in(void **state)
{
    place *p = *state;
    make_squares(p);
    const scope *both = writer_for(p, (const char *const[]){p->one->nis_code, p->two->nis_code}, 2);
    const char *owners = "SELECT group_concat(gemeente_nis || ' ' || gemeente_naam, '; ') FROM risicolocatie";
    risicolocatie_row row = row_at(p, p->one, 151001, 200500, 10); /* within the margin of the other one too */
    assert_int_equal(insert_unnamed(p, both, &row).code, ST_OK);
    assert_string_equal(ask(p, owners), "11002 Antwerpen");
    row = row_at(p, p->one, 150998, 200500, 5);
    const status asks = insert_unnamed(p, both, &row);
    assert_refused(asks, "(GemeenteOntbreekt)");
    assert_string_equal(asks.locator, "gemeente_nis");
    assert_non_null(strstr(asks.nl, "(11001, 11002)"));
    assert_int_equal(insert_unnamed(p, keeper_of(p, p->one), &row).code, ST_OK); /* he has one alone */
    row = row_at(p, p->one, 155000, 200500, 5);
    const status nowhere = insert_unnamed(p, both, &row);
    assert_refused(nowhere, "(GeometrieBuitenGemeente)");
    row = row_at(p, p->one, 151500, 200500, 5);
    const status foreign = insert_unnamed(p, keeper_of(p, p->one), &row); /* there is a gemeente, but not his */
    assert_string_equal(foreign.nl, nowhere.nl);
    assert_string_equal(foreign.en, nowhere.en);
}

static void a_row_that_goes_to_another_gemeente_must_lie_there(void **state)
{
    place *p = *state;
    int64_t none = 0;
    make_squares(p);
    const scope *both = writer_for(p, (const char *const[]){p->one->nis_code, p->two->nis_code}, 2);
    risicolocatie_row row = row_at(p, p->one, 150500, 200500, 10);
    assert_int_equal(change_row(p, both, INSERT, &row, &row.id).code, ST_OK);
    row.gemeente_nis = slice_of(p->two->nis_code);
    assert_refused(change_row(p, both, UPDATE, &row, &none),
                   "(GeometrieBuitenGemeente)"); /* its contour is sent back as it was */
    square(&p->contour, 151500, 200500, 10);
    assert_int_equal(change_row(p, both, UPDATE, &row, &none).code, ST_OK);
}

/* Borsbeek became Antwerpen on 1 January 2025: a client that still says so means Antwerpen. */
static void a_gemeente_that_has_merged_is_the_one_that_it_became(void **state)
{
    place *p = *state;
    int64_t none = 0;
    risicolocatie_row row = row_at(p, p->two, X2, Y2, 10);
    row.gemeente_nis = slice_of("11007");
    assert_int_equal(change_row(p, keeper_of(p, p->two), INSERT, &row, &row.id).code, ST_OK);
    assert_int_equal(row.id, writer_id(11002, 1));
    row.omschrijving = slice_of("twee");
    assert_int_equal(change_row(p, keeper_of(p, p->two), UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT gemeente_nis || gemeente_naam || omschrijving FROM risicolocatie"), "11002Antwerpentwee");
    row.gemeente_nis = slice_of("11008");
    row.versie = 2;
    assert_int_equal(change_row(p, keeper_of(p, p->two), UPDATE, &row, &none).code, ST_FORBIDDEN);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(the_store_measures_the_area_itself),
        WITH_PLACE(a_polygon_becomes_a_multipolygon_on_whole_millimetres),
        WITH_PLACE(heights_are_left_out_with_a_word),
        WITH_PLACE(a_contour_that_is_not_valid_is_refused_with_the_place),
        WITH_PLACE(a_repair_is_offered_and_says_what_it_changes),
        WITH_PLACE(what_is_no_area_is_refused),
        WITH_PLACE(a_million_points_are_enough),
        WITH_PLACE(a_contour_that_is_sent_back_as_it_was_stays),
        WITH_PLACE(a_contour_outside_its_gemeente_is_refused_and_nobody_is_named),
        WITH_PLACE(a_contour_may_stick_out_by_the_margin_and_no_more),
        WITH_PLACE(of_a_schematic_contour_only_the_box_counts),
        WITH_PLACE(a_row_that_names_no_gemeente_gets_the_one_it_lies_in),
        WITH_PLACE(a_row_that_goes_to_another_gemeente_must_lie_there),
        WITH_PLACE(a_gemeente_that_has_merged_is_the_one_that_it_became),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
