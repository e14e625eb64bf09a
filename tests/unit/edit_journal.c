/* What the store keeps of every change: who, when, which way and why, and the row as it was; and that nobody can take it back. */
#include "tests/unit/edit_fixture.h"

#include "auth/scope_make.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Whether the file takes this SQL, of somebody who has it open with SQLite alone. */
static bool takes(const place *p, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(p->settings.location, &db), SQLITE_OK);
    const bool done = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return done;
}

static const char *lines(const place *p)
{
    return ask(p,
               "SELECT coalesce(group_concat(boeking || '.' || nr || ' ' || wat || ' ' || tabel || ' ' || gemeente_nis || ' ' ||"
               " coalesce(reden, '-'), '; '), '') FROM (SELECT * FROM boeking_regel ORDER BY boeking, nr)");
}

#define COLUMNS                                                                                                                \
    "id || '|' || gemeente_nis || '|' || rubriek || '|' || omschrijving || '|' || geschrapt || '|' || coalesce(geschrapt_op, " \
    "'')"                                                                                                                      \
    " || '|' || aangemaakt_op || '|' || gewijzigd_op || '|' || versie || '|' || hex(geometry)"

static const char *layer_now(const place *p)
{
    return ask(p, "SELECT coalesce(group_concat(" COLUMNS ", ';'), '') FROM (SELECT * FROM risicolocatie ORDER BY id)");
}

/* The layer as it was after that boeking. */
static const char *layer_at(const place *p, int boeking)
{
    return ask(p, arena_printf(p->a,
                               "SELECT coalesce(group_concat(line, ';'), '') FROM (SELECT id, " COLUMNS
                               " AS line FROM risicolocatie WHERE boeking <= %d UNION ALL SELECT id, " COLUMNS
                               " FROM risicolocatie_versie WHERE boeking <= %d AND tot_boeking > %d ORDER BY 1)",
                               boeking, boeking, boeking));
}

static void assert_whole(const place *p)
{
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
    assert_string_equal(ask(p, "SELECT rtreecheck('historiek_risicolocatie_geometry')"), "ok");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie t LEFT JOIN boeking b ON b.id = t.boeking WHERE b.id IS NULL"),
                        "0");
    assert_string_equal(ask(p,
                            "SELECT count(*) FROM risicolocatie_versie v LEFT JOIN historiek_risicolocatie_geometry h USING (nr)"
                            " WHERE h.nr IS NULL OR h.boeking <> v.boeking OR h.tot_boeking <> v.tot_boeking"
                            " OR h.nismin <> v.gemeente_nis * 1048576.0 + v.geschrapt * 524288.0"),
                        "0");
    assert_string_equal(ask(p, "SELECT (SELECT count(*) FROM risicolocatie_versie) - (SELECT count(*) FROM "
                               "historiek_risicolocatie_geometry)"),
                        "0");
}

static void the_layer_can_be_rebuilt_as_it_was_after_every_change(void **state)
{
    enum { ROWS = 4, CHANGES = 40 };
    place *p = *state;
    const char *was[CHANGES + 2];
    int64_t ids[ROWS], none = 0;
    was[1] = layer_now(p);
    for (int i = 0; i < CHANGES; i++) {
        const known_gemeente *g = i % 2 ? p->one : p->two;
        risicolocatie_row row = new_row(p, g, arena_printf(p->a, "wijziging %d", i));
        const step steps[] = {UPDATE, STRIKE, RESTORE, UPDATE, UPDATE, UPDATE};
        const step what = i < ROWS ? INSERT : steps[(i / ROWS) % 6];
        row.id = i < ROWS ? 0 : ids[i % ROWS];
        row.versie =
            strtol(ask(p, arena_printf(p->a, "SELECT versie FROM risicolocatie WHERE id = %lld", (long long)row.id)), NULL, 10);
        const status done = change_row(p, keeper_of(p, g), what, &row, i < ROWS ? &ids[i] : &none);
        assert_int_equal(done.code, ST_OK);
        was[i + 2] = layer_now(p);
    }
    const int last = (int)strtol(ask(p, "SELECT max(id) FROM boeking"), NULL, 10);
    assert_true(last > CHANGES / 2); /* what is struck off already, or stands already, is no change */
    int boeking = 1;
    for (int i = 1; i < CHANGES + 2; i++) {
        if (i > 1 && strcmp(was[i], was[i - 1]) != 0)
            boeking++;
        assert_string_equal(layer_at(p, boeking), was[i]);
    }
    assert_int_equal(boeking, last);
    assert_whole(p);
}

static void a_past_box_is_found_in_the_index_of_versions(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    static const char found[] =
        "SELECT count(*) FROM historiek_risicolocatie_geometry WHERE xmin <= 100001 AND xmax >= 100000 AND "
        "ymin <= 200001 AND ymax >= 200000 AND boeking <= %d AND tot_boeking > %d";
    assert_string_equal(ask(p, arena_printf(p->a, found, 1, 1)), "0");
    assert_string_equal(ask(p, arena_printf(p->a, found, 2, 2)), "1");
    assert_string_equal(ask(p, arena_printf(p->a, found, 3, 3)), "0"); /* it is the row itself now */
}

static const scope *clerk(const place *p, const char *actor, bool chose)
{
    grant *g = arena_alloc(p->a, sizeof *g);
    member *m = arena_array(p->a, 2, sizeof *m);
    *g = (grant){p->one->nis_code, CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    m[0] = (member){"0207509031", CAPABILITY_KEEP_QUERIES, false};
    m[1] = (member){"0200000196", CAPABILITY_KEEP_QUERIES, chose};
    return scope_make((grant_list){g, 1}, (member_list){m, 2}, (scope_names){actor, "beheerder,raadpleger"}, p->a);
}

static void change_by_request(place *p, const scope *who, const risicolocatie_row *row, const char *request)
{
    edit *e = NULL;
    int64_t none = 0;
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    edit_note_request(e, request);
    assert_int_equal(take_step(p, e, row->id ? UPDATE : INSERT, row, NULL, &none).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
}

static void a_boeking_says_who_which_way_and_when(void **state)
{
    place *p = *state;
    const risicolocatie_row row = new_row(p, p->one, "een");
    change_by_request(p, clerk(p, "user:an", true), &row, "verzoek-1");
    change_by_request(p, clerk(p, "key:k7", false), &row, NULL);
    change_by_request(p, clerk(p, "user:an", true), &row, "verzoek-3");
    change_by_request(p, keeper_of(p, p->one), &row, NULL);
    assert_string_equal(
        ask(p, "SELECT group_concat(id || ' ' || weg || ' ' || coalesce(rol, '-') || ' ' || coalesce(organisatie, '-') || ' ' || "
               "coalesce(pseudoniem, '-') || ' ' || coalesce(verzoek, '-'), '; ') FROM boeking"),
        "1 begin - - - -; 2 verzoek beheerder,raadpleger 0200000196 1 verzoek-1; 3 verzoek beheerder,raadpleger "
        "0200000196,0207509031 2 -; 4 verzoek beheerder,raadpleger 0200000196 1 verzoek-3; 5 verzoek - - 3 -");
    assert_string_equal(ask(p, "SELECT group_concat(persoon) FROM pseudoniem"), "user:an,key:k7,operator");
    assert_string_equal(ask(p, "SELECT count(*) FROM boeking WHERE abs(julianday(moment) - julianday('now')) > 0.01"), "0");
    assert_whole(p);
}

/* A person is erased by cutting the pseudonym loose; what was done stays. */
static void a_person_can_be_erased_and_nothing_else_of_a_pseudonym(void **state)
{
    place *p = *state;
    const risicolocatie_row row = new_row(p, p->one, "een");
    change_by_request(p, clerk(p, "user:an", true), &row, NULL);
    assert_false(takes(p, "DELETE FROM pseudoniem"));
    assert_false(takes(p, "UPDATE pseudoniem SET persoon = 'user:bo'"));
    assert_false(takes(p, "UPDATE pseudoniem SET id = 9, persoon = NULL"));
    assert_false(takes(p, "INSERT OR REPLACE INTO pseudoniem VALUES (1, 'user:bo')"));
    assert_false(takes(p, "INSERT OR REPLACE INTO pseudoniem VALUES (2, 'user:an')"));
    assert_true(takes(p, "UPDATE pseudoniem SET persoon = NULL WHERE persoon = 'user:an'"));
    change_by_request(p, clerk(p, "user:an", true), &row, NULL);
    assert_string_equal(ask(p, "SELECT group_concat(pseudoniem) FROM boeking"), "1,2");
    assert_string_equal(ask(p, "SELECT group_concat(id || coalesce(persoon, '-')) FROM pseudoniem"), "1-,2user:an");
}

static void a_reason_is_kept_and_must_be_a_text(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    static const char *const wrong[] = {"caf\xE9", "a\x01"};
    edit *e = NULL;
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
        const status refused = take_step(p, e, STRIKE, &row, wrong[i], &none);
        assert_int_equal(refused.code, ST_BAD_PARAM);
        assert_string_equal(refused.locator, "reden");
    }
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, STRIKE, &row, "er was nooit een tank", &none).code, ST_OK);
    assert_int_equal(take_step(p, e, RESTORE, &row, "toch wel", &none).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
    const char *nis = p->one->nis_code;
    assert_string_equal(lines(p),
                        arena_printf(p->a,
                                     "2.1 toegevoegd risicolocatie %s -; 3.1 geschrapt risicolocatie %s er was nooit een "
                                     "tank; 3.2 hersteld risicolocatie %s toch wel",
                                     nis, nis, nis));
}

/* What was made of a row halfway was nobody's to see. */
static void of_one_edit_only_what_was_before_it_is_kept(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    edit *e = NULL;
    int64_t none = 0;
    risicolocatie_row old = new_row(p, p->one, "oud"), added = new_row(p, p->one, "nieuw");
    assert_int_equal(change_row(p, who, INSERT, &old, &old.id).code, ST_OK);
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, INSERT, &added, NULL, &added.id).code, ST_OK);
    assert_int_equal(take_step(p, e, UPDATE, &added, NULL, &none).code, ST_OK);
    for (int64_t i = 1; i < 4; i++) {
        old.versie = i;
        old.omschrijving = slice_of(arena_printf(p->a, "stap %d", (int)i));
        assert_int_equal(take_step(p, e, UPDATE, &old, NULL, &none).code, ST_OK);
    }
    assert_int_equal(edit_commit(e).code, ST_OK);
    assert_string_equal(ask(p, "SELECT group_concat(omschrijving || versie || boeking || tot_boeking) FROM risicolocatie_versie"),
                        "oud123");
    assert_string_equal(ask(p, "SELECT count(*) || ' ' || max(nr) FROM boeking_regel WHERE boeking = 3"), "5 5");
    assert_whole(p);
}

static void what_is_not_kept_is_not_booked_either(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    edit *e = NULL;
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een"), wrong = new_row(p, p->one, "fout");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    wrong.einddatum = slice_of("1979-12-31");
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, UPDATE, &row, NULL, &none).code, ST_OK);
    assert_int_equal(take_step(p, e, INSERT, &wrong, NULL, &none).code, ST_BAD_PARAM);
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, UPDATE, &row, NULL, &none).code, ST_OK);
    edit_abandon(e);
    assert_int_equal(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK); /* nothing was changed */
    assert_string_equal(ask(p,
                            "SELECT (SELECT count(*) FROM boeking) || (SELECT count(*) FROM boeking_regel) || (SELECT count(*) "
                            "FROM risicolocatie_versie) || (SELECT count(*) FROM pseudoniem)"),
                        "2101");
    assert_whole(p);
}

static status remove_by(place *p, const scope *who, edit_origin origin, const risicolocatie_row *row)
{
    edit *e = NULL;
    int64_t none = 0;
    TRY(edit_enter(p->store, who, origin, p->a, &e));
    TRY(take_step(p, e, REMOVE, row, "niet in het bestand", &none));
    return edit_commit(e);
}

static void a_removed_row_is_kept_as_it_was_and_its_line_says_so(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0, next = 0;
    risicolocatie_row row = new_row(p, p->one, "een"), other = new_row(p, p->one, "twee");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);     /* boeking 2 */
    assert_int_equal(change_row(p, who, INSERT, &other, &other.id).code, ST_OK); /* 3 */
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);       /* 4 */
    const char *before = layer_now(p);
    assert_int_equal(remove_by(p, who, EDIT_ORIGIN_IMPORT, &row).code, ST_OK); /* 5 */
    assert_string_equal(layer_at(p, 4), before);
    assert_string_equal(layer_at(p, 5), layer_now(p));
    assert_string_equal(ask(p, "SELECT group_concat(omschrijving || boeking) FROM risicolocatie"), "twee3");
    assert_string_equal(ask(p, "SELECT group_concat(boeking || '-' || tot_boeking) FROM risicolocatie_versie"), "2-4,4-5");
    assert_string_equal(ask(p, "SELECT wat || (object = "
                               "(SELECT max(id) FROM risicolocatie_versie)"
                               ") || aantal || reden"
                               " FROM boeking_regel WHERE boeking = 5"),
                        "verwijderd11niet in het bestand");
    const risicolocatie_row third = new_row(p, p->one, "drie");
    assert_int_equal(change_row(p, who, INSERT, &third, &next).code, ST_OK);
    assert_int_equal(next, other.id + 1); /* not the number of the one that went */
    assert_whole(p);
}

/* Who asks it of the service strikes off; and who may write need not be one who may remove. */
static void nobody_but_the_operator_removes_a_row(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    risicolocatie_row row = new_row(p, p->one, "een"), gone = row;
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    gone.id = row.id + 1;
    const char *before = layer_now(p);
    assert_int_equal(remove_by(p, who, EDIT_ORIGIN_REQUEST, &row).code, ST_FORBIDDEN);
    assert_int_equal(remove_by(p, clerk(p, "user:an", true), EDIT_ORIGIN_IMPORT, &row).code, ST_FORBIDDEN);
    assert_int_equal(remove_by(p, keeper_of(p, p->two), EDIT_ORIGIN_IMPORT, &row).code, ST_NOT_FOUND);
    assert_int_equal(remove_by(p, who, EDIT_ORIGIN_IMPORT, &gone).code, ST_NOT_FOUND);
    assert_string_equal(layer_now(p), before);
    assert_string_equal(ask(p, "SELECT count(*) FROM boeking"), "2");
    assert_whole(p);
}

/* By SQLite alone, as an operator or another program would. */
static void nothing_of_the_journal_can_be_changed_or_removed(void **state)
{
    static const char *const attempts[] = {
        "UPDATE boeking SET rol = 'ovam'",
        "UPDATE boeking SET moment = '2020-01-01T00:00:00.000Z' WHERE id = 2",
        "DELETE FROM boeking",
        "DELETE FROM boeking WHERE id = 3",
        "INSERT OR REPLACE INTO boeking (id, moment, weg) VALUES (2, '2099-01-01T00:00:00.000Z', 'verzoek')",
        "INSERT OR REPLACE INTO boeking (id, moment, weg) VALUES (3, '2099-01-01T00:00:00.000Z', 'verzoek')",
        "INSERT INTO boeking (id, moment, weg) VALUES (4, '2020-01-01T00:00:00.000Z', 'verzoek')", /* before the last one */
        "INSERT INTO boeking (id, moment, weg) VALUES (5, '2099-01-01T00:00:00.000Z', 'verzoek')", /* leaves a hole */
        "INSERT INTO boeking (id, moment, weg) VALUES (4, '2099-01-01', 'verzoek')",
        "UPDATE boeking_regel SET reden = 'omdat'",
        "DELETE FROM boeking_regel",
        "INSERT INTO boeking_regel (boeking, nr, wat, tabel, object) VALUES (3, 2, 'gewijzigd', 'risicolocatie', 1)",
        "INSERT OR REPLACE INTO boeking_regel (boeking, nr, wat, tabel, object) VALUES (3, 1, 'gewijzigd', 'risicolocatie', 1)",
        "UPDATE risicolocatie_versie SET omschrijving = 'anders'",
        "UPDATE OR REPLACE risicolocatie_versie SET nr = 1",
        "DELETE FROM risicolocatie_versie",
        "INSERT OR REPLACE INTO risicolocatie_versie SELECT * FROM risicolocatie_versie",
        "INSERT INTO snoeigrens VALUES (4, '')",
    };
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (takes(p, attempts[i]))
            fail_msg("not refused: %s", attempts[i]);
    assert_whole(p);
}

static void pruning_removes_what_lies_before_its_limit_and_no_more(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK); /* boeking 2 */
    for (row.versie = 1; row.versie < 4; row.versie++)                       /* 3, 4, 5 */
        assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    const char *after[] = {layer_at(p, 4), layer_at(p, 5)};
    assert_true(takes(p, "INSERT INTO snoeigrens VALUES (4, '2026-01-01T00:00:00.000Z')"));
    assert_false(takes(p, "INSERT INTO snoeigrens VALUES (3, '2026-01-01T00:00:00.000Z')"));
    assert_false(takes(p, "UPDATE snoeigrens SET boeking = 2"));
    assert_false(takes(p, "DELETE FROM snoeigrens"));
    assert_false(takes(p, "DELETE FROM risicolocatie_versie"));
    assert_true(takes(p, "DELETE FROM risicolocatie_versie WHERE tot_boeking <= 4"));
    assert_false(takes(p, "DELETE FROM boeking_regel WHERE boeking <= 4"));
    assert_true(takes(p, "DELETE FROM boeking_regel WHERE boeking < 4"));
    assert_true(takes(p, "DELETE FROM boeking WHERE id < 4"));
    assert_false(takes(p, "DELETE FROM boeking WHERE id = 4"));
    assert_string_equal(layer_at(p, 4), after[0]);
    assert_string_equal(layer_at(p, 5), after[1]);
    row.versie = 4;
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT group_concat(id) FROM boeking"), "4,5,6");
    assert_whole(p);
}

static void a_clock_that_goes_back_breaks_nothing(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_true(takes(p, "INSERT INTO boeking (id, moment, weg) VALUES (3, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 hour'), "
                         "'verzoek')"));
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT round((julianday(n.moment) - julianday(v.moment)) * 86400000) BETWEEN 1 AND 2 FROM "
                               "boeking v, boeking n WHERE v.id "
                               "= 3 AND n.id = 4"),
                        "1");
    assert_string_equal(ask(p, "SELECT boeking || tot_boeking FROM risicolocatie_versie"), "24");
    assert_whole(p);
}

static void a_layer_without_a_history_is_changed_by_no_request(void **state)
{
    static const property nis = {.name = "gemeente_nis", .column = "gemeente_nis", .type = VALUE_STRING};
    static const property *const all[] = {&nis};
    static const layer without = {.name = "perceel",
                                  .table = "perceel",
                                  .id_column = "id",
                                  .restrict_column = "gemeente_nis",
                                  .editable = true,
                                  .properties = &nis,
                                  .property_count = 1,
                                  .geometry = 1};
    place *p = *state;
    const value owner = {.text = p->one->nis_code, .length = strlen(p->one->nis_code)};
    const edit_row row = {.layer = &without, .properties = all, .values = &owner, .count = 1};
    edit *e = NULL;
    int64_t none = 0;
    assert_int_equal(edit_enter(p->store, keeper_of(p, p->one), EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    const status refused = edit_insert(e, &row, &none);
    assert_int_equal(refused.code, ST_NOT_PROCESSED);
    assert_non_null(strstr(refused.en, "does not keep how its features were"));
}

/* A column that the table of versions lacks would be lost at the first change. */
static void a_column_that_versions_lack_stops_the_change(void **state)
{
    place *p = *state;
    const scope *who = keeper_of(p, p->one);
    int64_t none = 0;
    risicolocatie_row row = new_row(p, p->one, "een");
    assert_int_equal(change_row(p, who, INSERT, &row, &row.id).code, ST_OK);
    assert_true(takes(p, "ALTER TABLE risicolocatie ADD COLUMN eigen_nota TEXT"));
    assert_int_not_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_true(takes(p, "ALTER TABLE risicolocatie_versie ADD COLUMN eigen_nota TEXT"));
    assert_int_equal(change_row(p, who, UPDATE, &row, &none).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie_versie"), "1");
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(the_layer_can_be_rebuilt_as_it_was_after_every_change),
        WITH_PLACE(a_past_box_is_found_in_the_index_of_versions),
        WITH_PLACE(a_boeking_says_who_which_way_and_when),
        WITH_PLACE(a_person_can_be_erased_and_nothing_else_of_a_pseudonym),
        WITH_PLACE(a_reason_is_kept_and_must_be_a_text),
        WITH_PLACE(of_one_edit_only_what_was_before_it_is_kept),
        WITH_PLACE(what_is_not_kept_is_not_booked_either),
        WITH_PLACE(a_removed_row_is_kept_as_it_was_and_its_line_says_so),
        WITH_PLACE(nobody_but_the_operator_removes_a_row),
        WITH_PLACE(nothing_of_the_journal_can_be_changed_or_removed),
        WITH_PLACE(pruning_removes_what_lies_before_its_limit_and_no_more),
        WITH_PLACE(a_clock_that_goes_back_breaks_nothing),
        WITH_PLACE(a_layer_without_a_history_is_changed_by_no_request),
        WITH_PLACE(a_column_that_versions_lack_stops_the_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
