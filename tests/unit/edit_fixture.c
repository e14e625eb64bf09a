#include "tests/unit/edit_fixture.h"

#include "data/manage/facts.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>

int place_set_up(void **state)
{
    static const catalog nothing = {0};
    arena *a = arena_new(), *own = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    writer *w = NULL;
    fact_list facts;
    int migrations = 0;
    *p = (place){.a = a, .contour = shape_new(a)};
    p->settings = (store_settings){.location = arena_printf(a, "%s/store.sqlite", scratch_folder(a)),
                                   .query_timeout_s = 10,
                                   .border_m = 1000000,
                                   .schematic_border_m = 1000000};
    assert_int_equal(writer_init(p->settings.location, own, &migrations, &w).code, ST_OK);
    assert_int_equal(facts_read(own, &facts).code, ST_OK);
    assert_int_equal(writer_begin(w).code, ST_OK);
    assert_int_equal(facts_store(&facts, FACTS_REAL, w, own).code, ST_OK);
    assert_int_equal(writer_commit(w).code, ST_OK);
    assert_int_equal(writer_facts(w, a, &p->known).code, ST_OK);
    arena_free(own);
    p->one = &p->known.gemeenten[0];
    p->two = &p->known.gemeenten[1];
    assert_int_equal(store_open(&p->settings, &nothing, &p->store).code, ST_OK);
    *state = p;
    return 0;
}

int place_tear_down(void **state)
{
    const place *p = *state;
    store_close(p->store);
    arena_free(p->a);
    return 0;
}

const char *ask(const place *p, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open(p->settings.location, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    const char *answer = sqlite3_step(s) == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    answer = answer ? arena_strdup(p->a, answer) : "";
    sqlite3_finalize(s);
    sqlite3_close(db);
    return answer;
}

const scope *keeper_of(const place *p, const known_gemeente *g)
{
    const char **nis = arena_array(p->a, 1, sizeof *nis);
    *nis = g->nis_code;
    return scope_of_operator(nis, 1, p->a);
}

risicolocatie_row new_row(place *p, const known_gemeente *g, const char *note)
{
    shape_clear(&p->contour);
    shape_part(&p->contour);
    shape_ring_start(&p->contour);
    shape_point(&p->contour, 100000.25, 200000.5);
    shape_point(&p->contour, 100010.25, 200000.5);
    shape_point(&p->contour, 100000.25, 200020.5);
    shape_ring_close(&p->contour);
    return (risicolocatie_row){.gemeente_nis = slice_of(g->nis_code),
                               .gemeente_naam = slice_of(g->naam),
                               .rubriek = &p->known.rubrieken[0],
                               .omschrijving = slice_of(note),
                               .bron = slice_of("gemeente"),
                               .startdatum = slice_of("1980-01-01"),
                               .wijziging_vergunning = slice_of("NEE"),
                               .aangemaakt_op = slice_of(DAY),
                               .gewijzigd_op = slice_of(DAY),
                               .versie = 1,
                               .contour = &p->contour};
}

status take_step(place *p, edit *e, step what, const risicolocatie_row *row, const char *reason, int64_t *id)
{
    row_room room = {.arena = p->a};
    edit_row given = risicolocatie_edit_row(row, &room);
    given.reason = reason;
    switch (what) {
    case INSERT: return edit_insert(e, &given, id);
    case UPDATE: return edit_update(e, &given);
    case STRIKE: return edit_strike(e, &given);
    case REMOVE: return edit_remove(e, &given);
    case RESTORE: break;
    }
    return edit_restore(e, &given);
}

status change_row(place *p, const scope *who, step what, const risicolocatie_row *row, int64_t *id)
{
    edit *e = NULL;
    TRY(edit_enter(p->store, who, EDIT_ORIGIN_REQUEST, p->a, &e));
    TRY(take_step(p, e, what, row, NULL, id));
    return edit_commit(e);
}
