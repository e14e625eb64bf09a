/* A load of more rows than the log should hold goes into a table beside: what comes of it is what any load leaves, or nothing. */
#include "data/store/edit.h"
#include "tests/unit/edit_fixture.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH = 100 };

typedef struct load {
    arena *a;
    writer *w;
    edit *e;
} load;

static load begin(const place *p)
{
    load l = {.a = arena_new()};
    assert_int_equal(writer_open(p->settings.location, l.a, &l.w).code, ST_OK);
    writer_expect_many(l.w, BATCH);
    assert_int_equal(edit_enter_bulk(writer_store(l.w), keeper_of(p, p->one), EDIT_ORIGIN_IMPORT, l.a, &l.e).code, ST_OK);
    assert_int_equal(writer_mark_imported(l.w).code, ST_OK);
    return l;
}

static status add(place *p, const load *l, int from, int to)
{
    row_room room = {.arena = l->a};
    int64_t id = 0;
    for (int i = from; i < to; i++) {
        risicolocatie_row row = new_row(p, p->one, "aan de kant");
        row.id = writer_id(strtol(p->one->nis_code, NULL, 10), i);
        row.geschrapt = i % 3 == 0;
        const edit_row given = risicolocatie_edit_row(&row, &room);
        TRY(edit_insert(l->e, &given, &id));
    }
    return status_ok();
}

static const char *schema(const place *p)
{
    return ask(p, "SELECT group_concat(type || name || tbl_name || coalesce(sql, ''), ';') FROM (SELECT * FROM sqlite_master "
                  "WHERE name NOT "
                  "LIKE 'sqlite_stat%' ORDER BY name)");
}

static void assert_whole(const place *p, const char *rows)
{
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
    assert_string_equal(ask(p, "SELECT rtreecheck('idx_risicolocatie_geometry') || rtreecheck('eigen_risicolocatie_geometry')"),
                        "okok");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), rows);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie JOIN idx_risicolocatie_geometry ON pkid = id"), rows);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie JOIN eigen_risicolocatie_geometry ON pkid = id"
                               " WHERE nismin = gemeente_nis * 1048576.0 + geschrapt * 524288.0"),
                        rows);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie INDEXED BY risicolocatie_gemeente WHERE gemeente_nis > ''"),
                        rows);
}

/* Whole transactions and a piece of one; and what others do with them afterwards. */
static void rows_that_went_aside_are_those_of_any_load(void **state)
{
    place *p = *state;
    const char *before = schema(p);
    const load l = begin(p);
    int64_t next = 0;
    assert_int_equal(add(p, &l, 1, 3 * BATCH + 51).code, ST_OK);
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie"), "0");
    assert_string_equal(ask(p, "SELECT count(*) FROM kenmerk WHERE naam = 'inhoud'"), "0");
    assert_int_equal(edit_commit(l.e).code, ST_OK);
    arena_free(l.a);
    assert_whole(p, "350");
    assert_string_equal(schema(p), before);
    assert_string_equal(ask(p, "SELECT group_concat(boeking || wat || aantal) FROM boeking_regel"), "2geladen350");
    assert_string_equal(ask(p, "SELECT count(*) FROM risicolocatie WHERE boeking = 2"), "350");
    assert_string_equal(ask(p, "SELECT count(*) FROM kenmerk WHERE naam = 'inhoud'"), "1");
    const risicolocatie_row row = new_row(p, p->one, "erna");
    assert_int_equal(change_row(p, keeper_of(p, p->one), INSERT, &row, &next).code, ST_OK);
    assert_int_equal(next % ID_PER_GEMEENTE, 351);
    assert_whole(p, "351");
}

static void a_load_that_is_given_up_leaves_nothing(void **state)
{
    place *p = *state;
    const char *before = schema(p);
    const load l = begin(p);
    assert_int_equal(add(p, &l, 1, 3 * BATCH).code, ST_OK);
    edit_abandon(l.e);
    assert_string_equal(schema(p), before);
    arena_free(l.a);
    const load again = begin(p); /* nor does one that was killed hinder the next */
    assert_int_equal(add(p, &again, 1, 2).code, ST_OK);
    assert_string_not_equal(schema(p), before);
    const load third = begin(p);
    assert_int_equal(add(p, &third, 1, BATCH + 1).code, ST_OK);
    assert_int_equal(edit_commit(third.e).code, ST_OK);
    assert_int_not_equal(edit_commit(again.e).code, ST_OK);
    arena_free(third.a);
    arena_free(again.a);
    assert_string_equal(schema(p), before);
    assert_whole(p, "100");
}

static void whoever_adds_a_row_meanwhile_keeps_it_and_the_load_is_refused(void **state)
{
    place *p = *state;
    const char *before = schema(p);
    const load l = begin(p);
    int64_t id = 0;
    assert_int_equal(add(p, &l, 1, 2).code, ST_OK); /* waits in the queue: nobody holds the lock */
    const risicolocatie_row row = new_row(p, p->two, "intussen");
    assert_int_equal(change_row(p, keeper_of(p, p->two), INSERT, &row, &id).code, ST_OK);
    assert_int_equal(add(p, &l, 2, BATCH + 9).code, ST_OK);
    const status refused = edit_commit(l.e);
    assert_int_equal(refused.code, ST_UNAVAILABLE);
    assert_non_null(strstr(refused.en, "somebody else changed something"));
    arena_free(l.a);
    assert_string_equal(schema(p), before);
    assert_whole(p, "1");
}

static void a_list_of_reference_that_changes_meanwhile_is_noticed(void **state)
{
    place *p = *state;
    const load l = begin(p);
    assert_int_equal(add(p, &l, 1, 2).code, ST_OK);
    arena *other = arena_new();
    writer *w = NULL;
    put_outcome put;
    rubriek_row changed = *new_row(p, p->one, "").rubriek;
    changed.omschrijving = slice_of("anders dan het was");
    assert_int_equal(writer_open(p->settings.location, other, &w).code, ST_OK);
    assert_int_equal(writer_put_rubriek(w, &changed, &put).code, ST_OK);
    arena_free(other);
    assert_int_equal(edit_commit(l.e).code, ST_UNAVAILABLE);
    arena_free(l.a);
    assert_whole(p, "0");
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(rows_that_went_aside_are_those_of_any_load),
        WITH_PLACE(a_load_that_is_given_up_leaves_nothing),
        WITH_PLACE(whoever_adds_a_row_meanwhile_keeps_it_and_the_load_is_refused),
        WITH_PLACE(a_list_of_reference_that_changes_meanwhile_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
