/* Rows changed through the edit interface, in a store as it is in service: each in its own gemeente, with its entry in every
 * index, all or nothing. */
#include "tests/unit/edit_fixture.h"

#include "data/model/rules.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_sound(const place *p, const char *rows)
{
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), rows);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie JOIN idx_risicolocatie_geometry ON pkid = id"
                               " WHERE xmin <= 100000.25 AND xmax >= 100010.25 AND ymin <= 200000.5 AND ymax >= 200020.5"),
                        rows);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie JOIN eigen_risicolocatie_geometry ON pkid = id"
                               " WHERE nismin = gemeente_nis * 1048576.0 + geschrapt * 524288.0"),
                        rows);
}

static void a_row_gets_the_next_number_of_its_gemeente(void **state)
{
    place *p = *state;
    int64_t first = 0, second = 0, other = 0;
    const int64_t nis = strtol(p->one->nis_code, NULL, 10);
    const risicolocatie_row mine = new_row(p, p->one, "een"), theirs = new_row(p, p->two, "twee");
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &mine, &first).code, ST_OK);
    assert_int_equal(change_row(p, keeper_of(p, p->two), INSERT, &theirs, &other).code, ST_OK);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &mine, &second).code, ST_OK);
    assert_int_equal(first, writer_id(nis, 1));
    assert_int_equal(second, writer_id(nis, 2));
    assert_int_equal(other, writer_id(strtol(p->two->nis_code, NULL, 10), 1));
    assert_sound(p, "3");
}

static void a_row_is_changed_and_struck_off_where_it_is(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "voor");
    assert_int_equal(change_row(p, who, INSERT, &row, &id).code, ST_OK);
    row = new_row(p, p->one, "na");
    row.id = id;
    assert_int_equal(change_row(p, who, UPDATE, &row, &id).code, ST_OK);
    assert_string_equal(ask(p, "SELECT omschrijving FROM risicolocatie"), "na");
    assert_string_equal(ask(p, "SELECT geschrapt_op IS NULL FROM risicolocatie"), "1");
    assert_sound(p, "1");
    assert_int_equal(change_row(p, who, STRIKE, &row, &id).code, ST_OK);
    assert_string_equal(
        ask(p, "SELECT geschrapt = 1 AND geschrapt_op > '2025-01-01' AND gewijzigd_op = geschrapt_op FROM risicolocatie"), "1");
    assert_sound(p, "1"); /* it stays, and its entry in the index says that it is hidden */
}

static const char *audit_of(const place *p)
{
    return ask(p,
               "SELECT versie || ' ' || geschrapt || ' ' || (geschrapt_op IS NOT NULL) || ' ' || (aangemaakt_op > '2026') || ' '"
               " || (gewijzigd_op > '2026') || ' ' || omschrijving FROM risicolocatie");
}

/* Clients send back everything that they read: their values for these are ignored, and the store keeps its own count. */
static void the_store_keeps_a_rows_version_and_moments(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "een"); /* it claims to be made and changed in 2025 */
    row.versie = 77;
    row.geschrapt = true;
    row.geschrapt_op = slice_of(DAY);
    assert_int_equal(change_row(p, who, INSERT, &row, &id).code, ST_OK);
    assert_string_equal(audit_of(p), "1 0 0 1 1 een");
    row.id = id;
    row.versie = 1;
    row.omschrijving = slice_of("twee");
    assert_int_equal(change_row(p, who, UPDATE, &row, &id).code, ST_OK);
    assert_string_equal(audit_of(p), "2 0 0 1 1 twee");
    assert_int_equal(change_row(p, who, STRIKE, &row, &id).code, ST_OK);
    assert_int_equal(change_row(p, who, STRIKE, &row, &id).code, ST_OK); /* it is struck off already */
    assert_string_equal(audit_of(p), "3 1 1 1 1 twee");
    row.versie = 3;
    const status struck = change_row(p, who, UPDATE, &row, &id);
    assert_int_equal(struck.code, ST_NOT_PROCESSED);
    assert_non_null(strstr(struck.nl, "(AlGeschrapt)"));
    assert_int_equal(change_row(p, who, RESTORE, &row, &id).code, ST_OK);
    assert_int_equal(change_row(p, who, RESTORE, &row, &id).code, ST_OK);
    assert_string_equal(audit_of(p), "4 0 0 1 1 twee");
    assert_sound(p, "1");
}

/* Two people read version 1; the second to save would undo what the first did. */
static void an_older_version_is_refused(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "begin");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    row.omschrijving = slice_of("van de eerste");
    assert_int_equal(change_row(p, who, UPDATE, &row, &id).code, ST_OK);
    row.omschrijving = slice_of("van de tweede");
    const status late = change_row(p, who, UPDATE, &row, &id);
    assert_int_equal(late.code, ST_NOT_PROCESSED);
    assert_string_equal(late.locator, "versie");
    assert_non_null(strstr(late.en, "has version 2 now, not 1"));
    assert_non_null(strstr(late.nl, "(VersieVerouderd)"));
    assert_string_equal(audit_of(p), "2 0 0 1 1 van de eerste");
    row.versie = 2;
    assert_int_equal(change_row(p, who, UPDATE, &row, &id).code, ST_OK);
    assert_string_equal(audit_of(p), "3 0 0 1 1 van de tweede");
    assert_sound(p, "1");
}

/* An exported file is loaded with the values that it holds. */
static void an_import_brings_its_own_version_and_moments(void **state)
{
    place *p = *state;
    risicolocatie_row row = new_row(p, p->one, "oud");
    row_room room = {.arena = p->a};
    edit *e = NULL;
    int64_t id = 0;
    row.id = writer_id(strtol(p->one->nis_code, NULL, 10), 5);
    row.versie = 4;
    const edit_row given = risicolocatie_edit_row(&row, &room);
    assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), EDIT_ORIGIN_IMPORT, p->a, &e).code, ST_OK);
    assert_int_equal(edit_insert(e, &given, &id).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
    assert_string_equal(audit_of(p), "4 0 0 0 0 oud");
    assert_sound(p, "1");
}

/* The whole range is not used up by one row whose number somebody chose. */
static void a_number_taken_by_hand_at_the_top_leaves_those_below_it(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const int64_t nis = strtol(p->one->nis_code, NULL, 10);
    const int64_t by_hand[] = {9999999, ID_BY_HAND};
    int64_t id = 0;
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++) {
        edit *e = NULL;
        risicolocatie_row chosen = new_row(p, p->one, "gekozen");
        chosen.id = writer_id(nis, by_hand[i]);
        assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_IMPORT, p->a, &e).code, ST_OK);
        assert_int_equal(take_step(p, e, INSERT, &chosen, NULL, &id).code, ST_OK);
        assert_int_equal(edit_commit(e).code, ST_OK);
    }
    const risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &id).code, ST_OK);
    assert_int_equal(id, writer_id(nis, 1));
    ask(p, "UPDATE id_reeks SET volgend = 9000000 WHERE gemeente_nis = '11001'");
    assert_int_equal(change_row(p, who, INSERT, &row, &id).code, ST_OK);
    assert_int_equal(id, writer_id(nis, ID_BY_HAND + 1)); /* the one before it is taken */
    assert_sound(p, "4");
}

static void nothing_of_another_gemeente_is_touched_or_told(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t id = 0;
    risicolocatie_row mine = new_row(p, p->one, "van een"), theirs = new_row(p, p->two, "van twee");
    assert_int_equal(change_row(p, who, INSERT, &mine, &mine.id).code, ST_OK);
    assert_int_equal(change_row(p, keeper_of(p, p->two), INSERT, &theirs, &theirs.id).code, ST_OK);
    const char *before = ask(p, "SELECT group_concat(id || gemeente_nis || omschrijving || geschrapt) FROM risicolocatie");
    risicolocatie_row taken = mine, moved = theirs, none = mine, added = theirs;
    taken.id = theirs.id;
    moved.id = mine.id;
    none.id = theirs.id + 1;
    added.id = 0;
    assert_int_equal(change_row(p, who, UPDATE, &moved, &id).code, ST_FORBIDDEN); /* from A to B */
    assert_int_equal(change_row(p, who, INSERT, &added, &id).code, ST_FORBIDDEN);
    const step steps[] = {UPDATE, STRIKE, RESTORE};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) { /* from B to A, and away */
        const status other = change_row(p, who, steps[i], &taken, &id), absent = change_row(p, who, steps[i], &none, &id);
        assert_int_equal(other.code, ST_NOT_FOUND);
        assert_int_equal(absent.code, ST_NOT_FOUND);
        assert_string_equal(other.locator, absent.locator);
    }
    assert_string_equal(ask(p, "SELECT group_concat(id || gemeente_nis || omschrijving || geschrapt) FROM risicolocatie"),
                        before);
    assert_sound(p, "2");
}

static void a_broken_rule_is_told_with_its_code_and_leaves_nothing(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row wrong = new_row(p, p->one, "fout");
    wrong.einddatum = slice_of("1979-12-31");
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &wrong, &id);
    assert_int_equal(refused.code, ST_BAD_PARAM);
    assert_string_equal(refused.locator, "einddatum");
    assert_string_equal(refused.en, "the end date lies before the start date 1980-01-01 (EinddatumVoorStartdatum)");
    assert_string_equal(refused.nl, "de einddatum ligt voor de startdatum 1980-01-01 (EinddatumVoorStartdatum)");
    assert_sound(p, "0");
}

/* Every tooth crosses the long side back: a contour that no filter could compute with is refused, whichever way it comes in. */
static void zigzag(shape *s, int teeth)
{
    shape_clear(s);
    shape_part(s);
    shape_ring_start(s);
    for (int i = 0; i < teeth; i++)
        shape_point(s, 100000 + i * 0.1, i % 2 ? 200010 : 199990);
    shape_point(s, 100000 + teeth * 0.1, 200000);
    shape_point(s, 99999, 200000.001);
    shape_ring_close(s);
}

static void a_contour_that_crosses_itself_too_often_is_refused_whichever_way_it_comes(void **state)
{
    static const edit_origin origins[] = {EDIT_ORIGIN_REQUEST, EDIT_ORIGIN_IMPORT};
    place *p = *state;
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
        risicolocatie_row row = new_row(p, p->one, "zigzag");
        row_room room = {.arena = p->a};
        edit *e = NULL;
        int64_t id = 0;
        zigzag(&p->contour, 3000);
        const edit_row given = risicolocatie_edit_row(&row, &room);
        assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), origins[i], p->a, &e).code, ST_OK);
        const status refused = edit_insert(e, &given, &id);
        assert_int_equal(refused.code, ST_BAD_PARAM);
        assert_string_equal(refused.locator, "geometry");
        assert_non_null(strstr(refused.nl, "(GeometrieOngeldig)"));
    }
    assert_sound(p, "0");
}

/* Texts that only the reader of files used to check. */
static void every_text_is_looked_at_whichever_way_it_comes(void **state)
{
    static const edit_origin origins[] = {EDIT_ORIGIN_REQUEST, EDIT_ORIGIN_IMPORT};
    place *p = *state;
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
        risicolocatie_row row = new_row(p, p->one, "goed");
        row_room room = {.arena = p->a};
        edit *e = NULL;
        int64_t id = 0;
        row.gemeente_naam = slice_of("caf\xE9");
        const edit_row given = risicolocatie_edit_row(&row, &room);
        assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), origins[i], p->a, &e).code, ST_OK);
        const status refused = edit_insert(e, &given, &id);
        assert_int_equal(refused.code, ST_BAD_PARAM);
        assert_string_equal(refused.locator, "gemeente_naam");
        assert_non_null(strstr(refused.nl, "(TekstOngeldig)"));
    }
    assert_sound(p, "0");
}

static void what_the_store_refuses_leaves_nothing_and_no_path(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row wrong = new_row(p, p->one, "fout");
    wrong.wijziging_vergunning = slice_of("MISSCHIEN");
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &wrong, &id);
    assert_int_equal(refused.code, ST_BAD_PARAM);
    assert_null(strstr(refused.nl, "store.sqlite"));
    assert_null(strstr(refused.en, "constraint"));
    const risicolocatie_row good = new_row(p, p->one, "goed");
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &good, &id).code, ST_OK);
    assert_int_equal(id, writer_id(strtol(p->one->nis_code, NULL, 10), 1)); /* its number was given back */
    assert_sound(p, "1");
}

/* The previous row's statement is reused only when the row has the same properties in the same order. */
static void values_go_where_their_row_says(void **state)
{
    place *p = *state;
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, p->one, "noot");
    row_room room = {.arena = p->a};
    edit_row given = risicolocatie_edit_row(&row, &room);
    const property **list = arena_array(p->a, given.count, sizeof *list);
    value *values = arena_array(p->a, given.count, sizeof *values);
    given.properties = memcpy(list, given.properties, given.count * sizeof *list);
    given.values = memcpy(values, given.values, given.count * sizeof *values);
    edit *e = NULL;
    assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(edit_insert(e, &given, &id).code, ST_OK);
    for (size_t i = 0; i < given.count / 2; i++) { /* reversed, in the same array */
        const property *const moved = list[i];
        const value taken = values[i];
        list[i] = list[given.count - 1 - i];
        values[i] = values[given.count - 1 - i];
        list[given.count - 1 - i] = moved;
        values[given.count - 1 - i] = taken;
    }
    assert_int_equal(edit_insert(e, &given, &id).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(DISTINCT omschrijving || bron || gemeente_naam || startdatum) FROM risicolocatie"),
                        "1");
    assert_sound(p, "2");
}

/* What follows from other properties the store fills in, whatever a client says of it. */
static void what_the_lists_say_is_filled_in_by_the_store(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    const rubriek_row *real = &p->known.rubrieken[0];
    rubriek_row claimed = *real;
    int64_t none = 0;
    claimed.id = 999999;
    claimed.omschrijving = claimed.vito_id = slice_of("verzonnen");
    claimed.vlarebo_categorie = slice_of("S");
    risicolocatie_row row = new_row(p, p->one, "een");
    row.rubriek = &claimed;
    row.gemeente_naam = slice_of("Elders");
    static const char wrong[] =
        "SELECT count(*) FROM risicolocatie t JOIN rubriek r ON r.id = rubriek_id JOIN gemeente g ON "
        "g.nis_code = gemeente_nis WHERE t.rubriek IS NOT r.code OR t.rubriekenlijst IS NOT r.lijst OR "
        "t.rubriek_omschrijving IS NOT r.omschrijving OR t.vlarebo_categorie IS NOT r.vlarebo_categorie OR "
        "t.vito_id IS NOT r.vito_id OR t.gemeente_naam IS NOT g.naam";
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_string_equal(ask(p, wrong), "0");
    assert_string_equal(ask(p, "SELECT rubriek_id FROM risicolocatie"), arena_printf(p->a, "%lld", (long long)real->id));
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, wrong), "0");
    const rubriek_row *last = &p->known.rubrieken[p->known.rubriek_count - 1]; /* of the other list */
    claimed.code = last->code;
    claimed.lijst = last->lijst;
    row.startdatum = slice_of("2020-01-01");
    row.versie = 2;
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, wrong), "0");
    assert_string_equal(ask(p, "SELECT rubriek_id FROM risicolocatie"), arena_printf(p->a, "%lld", (long long)last->id));
    assert_sound(p, "1");
}

static void a_rubriek_must_be_in_the_list_of_its_start_date(void **state)
{
    place *p = *state;
    rubriek_row unknown = p->known.rubrieken[0];
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    row.rubriek = &unknown;
    unknown.code = slice_of("99.99");
    const status refused = change_row(p, keeper_of(p, p->one), INSERT, &row, &none);
    assert_int_equal(refused.code, ST_BAD_PARAM);
    assert_string_equal(refused.locator, "rubriek");
    assert_string_equal(
        refused.en,
        "the rubriek 99.99 is not in the list VLAREBO_BIJLAGE_I, which goes with the start date (RubriekNietInLijst)");
    assert_non_null(strstr(refused.nl, "(RubriekNietInLijst)"));
    assert_sound(p, "0");
}

/* Of an update that gives one property alone. */
static status change_text(place *p, int64_t id, const char *column, const char *to)
{
    risicolocatie_row row = new_row(p, p->one, "");
    row_room room = {.arena = p->a};
    edit_row given = risicolocatie_edit_row(&row, &room);
    const value v = {.text = to, .length = strlen(to)};
    edit *e = NULL;
    size_t at = 0;
    while (strcmp(given.properties[at]->column, column) != 0)
        at++;
    given.id = id;
    given.properties += at;
    given.values = &v;
    given.count = 1;
    TRY(edit_enter(p->store, keeper_of(p, p->one), EDIT_ORIGIN_REQUEST, p->a, &e));
    TRY(edit_update(e, &given));
    return edit_commit(e);
}

/* A rubriek of the list of before 2015, which the other list has too, or has not. */
static const rubriek_row *old_rubriek(const place *p, bool in_both)
{
    for (size_t i = 0; i < p->known.rubriek_count; i++) {
        const rubriek_row *one = &p->known.rubrieken[i];
        bool found = false;
        for (size_t j = 0; j < p->known.rubriek_count; j++)
            found |=
                !slice_equals(p->known.rubrieken[j].lijst, one->lijst) && slice_equals(p->known.rubrieken[j].code, one->code);
        if (slice_is(one->lijst, LIST_BEFORE_2015) && found == in_both)
            return one;
    }
    fail_msg("the lists have no such rubriek");
    return NULL;
}

static void the_list_follows_the_start_date(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    row.rubriek = old_rubriek(p, true);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    assert_int_equal(change_text(p, id, "startdatum", "2020-01-01").code, ST_OK);
    assert_string_equal(ask(p, "SELECT rubriekenlijst || ' ' || (SELECT lijst FROM rubriek r WHERE r.id = rubriek_id) FROM "
                               "risicolocatie"),
                        LIST_FROM_2015 " " LIST_FROM_2015);
    assert_sound(p, "1");
}

static void a_single_value_is_checked_against_what_the_row_has(void **state)
{
    place *p = *state;
    int64_t id = 0;
    risicolocatie_row row = new_row(p, p->one, "een"); /* from 1980 on */
    row.rubriek = old_rubriek(p, false);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    assert_non_null(strstr(change_text(p, id, "einddatum", "1979-12-31").nl, "(EinddatumVoorStartdatum)"));
    assert_non_null(strstr(change_text(p, id, "rubriekenlijst", "VLAREM_KOLOM_8").nl, "(RubriekenlijstPastNietBijStart)"));
    assert_non_null(strstr(change_text(p, id, "startdatum", "2020-01-01").nl, "(RubriekNietInLijst)"));
    assert_non_null(strstr(change_text(p, id, "rubriek", "99.99").nl, "(RubriekNietInLijst)"));
    assert_int_equal(change_text(p, id, "einddatum", "1990-01-01").code, ST_OK);
    assert_non_null(strstr(change_text(p, id, "startdatum", "1991-01-01").nl, "(EinddatumVoorStartdatum)"));
    assert_int_equal(change_text(p, id, "omschrijving", "twee").code, ST_OK);
    assert_string_equal(
        ask(p, "SELECT startdatum || ' ' || einddatum || ' ' || omschrijving || ' ' || versie FROM risicolocatie"),
        "1980-01-01 1990-01-01 twee 3");
    assert_sound(p, "1");
}

static void an_edit_goes_into_the_file_that_has_the_name_now(void **state)
{
    place *p = *state;
    int64_t id = 0;
    const risicolocatie_row row = new_row(p, p->one, "een");
    const char *path = p->settings.location, *copy = arena_printf(p->a, "%s.kopie", path);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    ask(p, arena_printf(p->a, "VACUUM INTO '%s'", copy));
    unlink(arena_printf(p->a, "%s-wal", path));
    unlink(arena_printf(p->a, "%s-shm", path));
    assert_int_equal(rename(copy, path), 0);
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &id).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), "2");
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(a_row_gets_the_next_number_of_its_gemeente),
        WITH_PLACE(a_row_is_changed_and_struck_off_where_it_is),
        WITH_PLACE(the_store_keeps_a_rows_version_and_moments),
        WITH_PLACE(an_older_version_is_refused),
        WITH_PLACE(an_import_brings_its_own_version_and_moments),
        WITH_PLACE(a_number_taken_by_hand_at_the_top_leaves_those_below_it),
        WITH_PLACE(nothing_of_another_gemeente_is_touched_or_told),
        WITH_PLACE(a_broken_rule_is_told_with_its_code_and_leaves_nothing),
        WITH_PLACE(a_contour_that_crosses_itself_too_often_is_refused_whichever_way_it_comes),
        WITH_PLACE(every_text_is_looked_at_whichever_way_it_comes),
        WITH_PLACE(what_the_store_refuses_leaves_nothing_and_no_path),
        WITH_PLACE(values_go_where_their_row_says),
        WITH_PLACE(what_the_lists_say_is_filled_in_by_the_store),
        WITH_PLACE(a_rubriek_must_be_in_the_list_of_its_start_date),
        WITH_PLACE(the_list_follows_the_start_date),
        WITH_PLACE(a_single_value_is_checked_against_what_the_row_has),
        WITH_PLACE(an_edit_goes_into_the_file_that_has_the_name_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
