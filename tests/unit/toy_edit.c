/* A writable store in forty lines: a new driver needs only store_driver.h, and is used only through the edit interface. That
 * interface decides whose a row is, before and after: this driver would do anything. */
#include "tests/unit/unit.h"

#include "auth/scope_make.h"
#include "data/store/store_driver.h"
#include "data/store/stored_queries.h"

#include <stdio.h>
#include <string.h>

#define A "44021"
#define B "11002"

static const property nis = {.name = "gemeente", .column = "nis", .type = VALUE_STRING};
static const property note = {.name = "nota", .column = "nota", .type = VALUE_STRING};
static const property own_id = {.name = "id", .column = "id", .type = VALUE_STRING, .is_id = true};
static const property *const both[] = {&nis, &note}, *const only_note[] = {&note}, *const only_id[] = {&own_id};
static const layer sites = {
    .name = "plek", .table = "plek", .id_column = "id", .restrict_column = "nis", .hide_column = "weg", .editable = true};
static const layer kept_sites = {
    .name = "plek", .table = "plek", .id_column = "id", .restrict_column = "nis", .hide_column = "weg"};
static const layer open_sites = {.name = "stad", .table = "stad", .id_column = "id"};

enum { ROWS = 8 };

typedef struct toy_row {
    char nis[8], note[16];
    bool there, struck;
    int64_t version;
} toy_row;

typedef struct toy_store {
    store common;
    toy_row rows[ROWS], kept[ROWS]; /* as they are in the transaction; as they were before it */
    int begun, committed, rolled_back, applied;
    bool bulk;
    const char *organisation, *actor;
} toy_store;

static status toy_begin(store *s, bool bulk)
{
    toy_store *t = (toy_store *)s;
    memcpy(t->kept, t->rows, sizeof t->rows);
    t->begun++;
    t->bulk = bulk;
    return status_ok();
}

static status toy_state(store *s, const layer *l, int64_t id, arena *a, row_state *out)
{
    const toy_store *t = (toy_store *)s;
    (void)l;
    *out = (row_state){0};
    if (id > 0 && id < ROWS && t->rows[id].there)
        *out = (row_state){arena_strdup(a, t->rows[id].nis), t->rows[id].version, t->rows[id].struck, NULL};
    return status_ok();
}

static void put(toy_row *r, const edit_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        snprintf(row->properties[i] == &nis ? r->nis : r->note, sizeof r->nis, "%s", row->values[i].text);
}

static int64_t free_place(const toy_store *t)
{
    int64_t id = 1;
    while (t->rows[id].there)
        id++;
    return id;
}

static status toy_apply(store *s, const change *c, int64_t *out)
{
    toy_store *t = (toy_store *)s;
    t->applied++;
    if (c->kind == CHANGE_KEEP_QUERIES || c->kind == CHANGE_DROP_QUERY) {
        t->organisation = c->organisation;
        t->actor = c->actor;
        *out = (int64_t)c->definition_count;
        return status_ok();
    }
    const int64_t id = c->row->id ? c->row->id : free_place(t);
    toy_row *r = &t->rows[id];
    r->there = c->kind != CHANGE_REMOVE;
    r->struck = c->kind == CHANGE_STRIKE || (r->struck && c->kind != CHANGE_RESTORE);
    r->version += c->audited;
    if (c->kind == CHANGE_INSERT || c->kind == CHANGE_UPDATE)
        put(r, c->row);
    *out = c->kind == CHANGE_INSERT ? id : 1;
    return status_ok();
}

static status toy_commit(store *s)
{
    ((toy_store *)s)->committed++;
    return status_ok();
}

static void toy_roll_back(store *s)
{
    toy_store *t = (toy_store *)s;
    memcpy(t->rows, t->kept, sizeof t->rows);
    t->rolled_back++;
}

static const store_driver toy = {
    .name = "toy", .begin = toy_begin, .state = toy_state, .apply = toy_apply, .commit = toy_commit, .roll_back = toy_roll_back};
static const store_driver reader = {.name = "reader"};

/* Row 1 is A's, row 2 is B's. */
static toy_store new_store(void)
{
    return (toy_store){
        .common = {.driver = &toy},
        .rows = {[1] = {.nis = A, .note = "van A", .there = true}, [2] = {.nis = B, .note = "van B", .there = true}}};
}

static const scope *who(arena *a, const char *gemeente, unsigned capabilities)
{
    grant *g = arena_array(a, 1, sizeof *g);
    member *m = arena_array(a, 1, sizeof *m);
    *g = (grant){gemeente, capabilities};
    *m = (member){"0207451227", CAPABILITY_KEEP_QUERIES, false};
    return scope_make((grant_list){g, 1}, (member_list){m, 1}, (scope_names){"user:x", "beheerder"}, a);
}

static const scope *keeper_of_a(arena *a)
{
    return who(a, A, CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN);
}

static value text_value(const char *chars)
{
    return (value){.text = chars, .length = strlen(chars)};
}

static edit *enter(toy_store *t, const scope *s, arena *a)
{
    edit *e = NULL;
    assert_int_equal(edit_enter(&t->common, s, EDIT_ORIGIN_REQUEST, a, &e).code, ST_OK);
    return e;
}

/* One insert, or update if id is given, of both properties, in a separate edit. */
static status put_row(toy_store *t, const scope *s, int64_t id, const char *gemeente, arena *a)
{
    const value values[] = {text_value(gemeente), text_value("nieuw")};
    const edit_row row = {.layer = &sites, .id = id, .properties = both, .values = values, .count = 2};
    int64_t made = 0;
    edit *e = enter(t, s, a);
    TRY(id ? edit_update(e, &row) : edit_insert(e, &row, &made));
    return edit_commit(e);
}

static status put_note(toy_store *t, const scope *s, int64_t id, arena *a)
{
    const value values[] = {text_value("nieuw")};
    edit *e = enter(t, s, a);
    TRY(edit_update(e, &(edit_row){.layer = &sites, .id = id, .properties = only_note, .values = values, .count = 1}));
    return edit_commit(e);
}

static status strike(toy_store *t, const scope *s, int64_t id, arena *a)
{
    edit *e = enter(t, s, a);
    TRY(edit_strike(e, &(edit_row){.layer = &sites, .id = id}));
    return edit_commit(e);
}

/* Nothing reached the driver, and the rows are still those of new_store. */
static void assert_untouched(const toy_store *t)
{
    const toy_store fresh = new_store();
    assert_int_equal(t->applied, 0);
    assert_int_equal(t->committed, 0);
    assert_int_equal(t->begun, t->rolled_back);
    assert_memory_equal(t->rows, fresh.rows, sizeof fresh.rows);
}

static void a_driver_is_written_through_the_door(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    assert_int_equal(put_row(&t, keeper_of_a(a), 0, A, a).code, ST_OK);
    assert_string_equal(t.rows[3].note, "nieuw");
    assert_int_equal(put_note(&t, keeper_of_a(a), 1, a).code, ST_OK);
    assert_string_equal(t.rows[1].note, "nieuw");
    assert_string_equal(t.rows[1].nis, A);
    assert_int_equal(strike(&t, keeper_of_a(a), 1, a).code, ST_OK);
    assert_true(t.rows[1].struck && t.rows[1].there);
    assert_int_equal(t.committed, 3);
    arena_free(a);
    assert_int_equal(t.rolled_back, 0);
}

static void a_driver_that_only_reads_says_so_in_words(void **state)
{
    (void)state;
    arena *a = arena_new();
    store read_only = {.driver = &reader};
    edit *e = NULL;
    const status refused = edit_enter(&read_only, keeper_of_a(a), EDIT_ORIGIN_REQUEST, a, &e);
    assert_int_equal(refused.code, ST_NOT_PROCESSED);
    assert_non_null(strstr(refused.en, "can only be read"));
    assert_null(e);
    const stored_queries *queries = stored_queries_of(&read_only, keeper_of_a(a), a);
    const stored_definition one = {"q", "<a/>"};
    bool found = true;
    assert_int_equal(stored_queries_keep(queries, &one, 1).code, ST_NOT_PROCESSED);
    assert_int_equal(stored_queries_drop(queries, "q", &found).code, ST_NOT_PROCESSED);
    arena_free(a);
}

static void without_a_token_nothing_begins(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    edit *e = NULL;
    assert_int_equal(edit_enter(&t.common, scope_make_anonymous(a), EDIT_ORIGIN_REQUEST, a, &e).code, ST_UNAUTHENTICATED);
    assert_int_equal(t.begun, 0);
    arena_free(a);
}

static void another_gemeentes_row_is_not_there(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const status changed = put_note(&t, keeper_of_a(a), 2, a), moved = put_row(&t, keeper_of_a(a), 2, A, a),
                 struck = strike(&t, keeper_of_a(a), 2, a);
    const status none[] = {put_note(&t, keeper_of_a(a), 7, a), put_row(&t, keeper_of_a(a), 7, A, a),
                           strike(&t, keeper_of_a(a), 7, a)};
    const status *const others[] = {&changed, &moved, &struck};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(others[i]->code, ST_NOT_FOUND);
        assert_int_equal(none[i].code, ST_NOT_FOUND);
        assert_string_equal(others[i]->locator, none[i].locator);
        assert_string_equal(others[i]->en, "there is no feature plek.2");
        assert_string_equal(none[i].en, "there is no feature plek.7");
    }
    assert_untouched(&t);
    arena_free(a);
}

/* Whether or not a gemeente with that code exists. */
static void nothing_is_put_in_another_gemeente(void **state)
{
    static const char *const others[] = {B, "99999", "", "44021 "};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(put_row(&t, keeper_of_a(a), 0, others[i], a).code, ST_FORBIDDEN);
        assert_int_equal(put_row(&t, keeper_of_a(a), 1, others[i], a).code, ST_FORBIDDEN);
    }
    assert_untouched(&t);
    arena_free(a);
}

static void a_row_without_a_gemeente_is_refused(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value none[] = {{.null = true}, text_value("x")}, hidden_end[] = {{.text = A "\0B", .length = 7}, text_value("x")};
    const edit_row rows[] = {{.layer = &sites, .properties = both, .values = none, .count = 2},
                             {.layer = &sites, .properties = both, .values = hidden_end, .count = 2},
                             {.layer = &sites, .properties = only_note, .values = none + 1, .count = 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = 0;
        const status refused = edit_insert(enter(&t, keeper_of_a(a), a), &rows[i], &id);
        assert_int_equal(refused.code, ST_BAD_PARAM);
        assert_string_equal(refused.locator, "nis");
    }
    assert_untouched(&t);
    arena_free(a);
}

/* SQL would keep one of two values, a different one in an insert than in an update, and ignores case in column names. */
static void a_column_is_said_once(void **state)
{
    static const property shouted = {.name = "Gemeente", .column = "NIS", .type = VALUE_STRING};
    static const property number = {.name = "nummer", .column = "ID", .type = VALUE_INTEGER};
    static const property *const twice[] = {&nis, &nis}, *const in_two_cases[] = {&nis, &shouted},
                                 *const other_first[] = {&shouted, &nis}, *const with_id[] = {&nis, &number};
    static const property *const *const lists[] = {twice, in_two_cases, other_first, with_id};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value own_then_other[] = {text_value(A), text_value(B)}, other_then_own[] = {text_value(B), text_value(A)};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (int first = 0; first < 2; first++) {
            edit_row row = {
                .layer = &sites, .properties = lists[i], .values = first ? own_then_other : other_then_own, .count = 2};
            int64_t id = 0;
            assert_int_equal(edit_insert(enter(&t, keeper_of_a(a), a), &row, &id).code, ST_BAD_PARAM);
            row.id = 1;
            assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &row).code, ST_BAD_PARAM);
        }
    assert_untouched(&t);
    arena_free(a);
}

static void the_gemeente_is_found_by_its_column_in_any_case(void **state)
{
    static const property shouted = {.name = "Gemeente", .column = "NIS", .type = VALUE_STRING};
    static const property *const only[] = {&shouted};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value other = text_value(B);
    const edit_row moved = {.layer = &sites, .id = 1, .properties = only, .values = &other, .count = 1};
    assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &moved).code, ST_FORBIDDEN);
    assert_untouched(&t);
    arena_free(a);
}

/* For a caller that reuses one list for every row. */
static void a_list_may_hold_other_properties_each_time(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const property *list[] = {&nis, &note};
    const value values[] = {text_value(A), text_value(B)};
    const edit_row row = {.layer = &sites, .properties = list, .values = values, .count = 2};
    int64_t id = 0;
    edit *e = enter(&t, keeper_of_a(a), a);
    assert_int_equal(edit_insert(e, &row, &id).code, ST_OK);
    list[0] = &note;
    list[1] = &nis;
    assert_int_equal(edit_insert(e, &row, &id).code, ST_FORBIDDEN);
    assert_true(t.applied == 1 && t.committed == 0 && t.rolled_back == 1);
    arena_free(a);
}

static void nothing_but_new_rows_is_taken_in_bulk(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const stored_definition one = {"q", "<a/>"};
    edit *e = NULL;
    assert_int_equal(edit_enter_bulk(&t.common, keeper_of_a(a), EDIT_ORIGIN_IMPORT, a, &e).code, ST_OK);
    assert_int_equal(edit_keep_queries(e, &one, 1).code, ST_INTERNAL);
    assert_null(t.organisation);
    arena_free(a);
}

/* Reading everything does not allow writing everything; and emergency writing needs somebody to record it. */
static void who_only_sees_a_row_may_not_change_it(void **state)
{
    static const unsigned capabilities[] = {CAPABILITY_READ_OWN, CAPABILITY_READ_ALL,
                                            CAPABILITY_READ_ALL | CAPABILITY_WRITE_ALL | CAPABILITY_ADMINISTER_SWITCH};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
        const scope *s = who(a, A, capabilities[i]);
        assert_int_equal(put_row(&t, s, 0, A, a).code, ST_FORBIDDEN);
        assert_int_equal(put_note(&t, s, 1, a).code, ST_FORBIDDEN);
        assert_int_equal(strike(&t, s, 1, a).code, ST_FORBIDDEN);
    }
    assert_untouched(&t);
    arena_free(a);
}

static void what_is_nobodys_or_hides_nothing_is_left_alone(void **state)
{
    static const layer never_hides = {
        .name = "plek", .table = "plek", .id_column = "id", .restrict_column = "nis", .editable = true};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value values[] = {text_value(A), text_value("x")};
    const edit_row public_row = {.layer = &open_sites, .id = 1, .properties = both, .values = values, .count = 2};
    int64_t id = 0;
    assert_int_equal(edit_insert(enter(&t, keeper_of_a(a), a), &public_row, &id).code, ST_FORBIDDEN);
    assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &public_row).code, ST_FORBIDDEN);
    assert_int_equal(edit_strike(enter(&t, keeper_of_a(a), a), &public_row).code, ST_FORBIDDEN);
    assert_int_equal(edit_strike(enter(&t, keeper_of_a(a), a), &(edit_row){.layer = &never_hides, .id = 1}).code,
                     ST_NOT_PROCESSED);
    assert_untouched(&t);
    arena_free(a);
}

static void what_is_struck_off_can_be_put_back_by_its_owner_alone(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const edit_row row = {.layer = &sites, .id = 2};
    const edit_row own = {.layer = &sites, .id = 1};
    t.rows[1].struck = t.rows[2].struck = true;
    assert_int_equal(edit_restore(enter(&t, keeper_of_a(a), a), &row).code, ST_NOT_FOUND);
    edit *e = enter(&t, keeper_of_a(a), a);
    assert_int_equal(edit_restore(e, &own).code, ST_OK);
    assert_int_equal(edit_restore(e, &own).code, ST_OK);
    assert_int_equal(t.applied, 1); /* the second time it is struck off already */
    assert_int_equal(edit_commit(e).code, ST_OK);
    assert_true(!t.rows[1].struck && t.rows[2].struck);
    arena_free(a);
}

/* Another column named version, or a version that is not a number, decides nothing: only `versie` as a whole number does. */
static void the_version_is_told_apart_from_other_properties(void **state)
{
    static const property version = {.name = "v", .column = "VERSIE", .type = VALUE_INTEGER};
    static const property *const list[] = {&note, &version};
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    t.rows[1].version = 3;
    value values[] = {text_value("nieuw"), {.integer = 2}};
    const edit_row row = {.layer = &sites, .id = 1, .properties = list, .values = values, .count = 2};
    assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &row).code, ST_NOT_PROCESSED);
    values[1].integer = 3;
    edit *e = enter(&t, keeper_of_a(a), a);
    assert_int_equal(edit_update(e, &row).code, ST_OK);
    assert_string_equal(t.rows[1].note, "nieuw");
    values[1] = (value){.null = true}; /* none is given */
    assert_int_equal(edit_update(e, &row).code, ST_OK);
    assert_true(t.rows[1].version == 5);
    arena_free(a);
}

/* Not even by its owner: in such a layer the store may refuse a key that is taken, which would reveal that another's row has it.
 */
static void a_layer_that_does_not_say_so_is_changed_by_no_request(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value values[] = {text_value(A), text_value("x")};
    const edit_row row = {.layer = &kept_sites, .id = 1, .properties = both, .values = values, .count = 2};
    edit_row added = row;
    added.id = 0;
    int64_t id = 0;
    edit *e = NULL;
    assert_int_equal(edit_insert(enter(&t, keeper_of_a(a), a), &added, &id).code, ST_FORBIDDEN);
    assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &row).code, ST_FORBIDDEN);
    assert_int_equal(edit_strike(enter(&t, keeper_of_a(a), a), &row).code, ST_FORBIDDEN);
    assert_untouched(&t);
    assert_int_equal(edit_enter(&t.common, keeper_of_a(a), EDIT_ORIGIN_IMPORT, a, &e).code, ST_OK);
    assert_int_equal(edit_update(e, &row).code, ST_OK);
    arena_free(a);
}

static void only_an_import_brings_ids(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value values[] = {text_value(A), text_value("x")};
    const edit_row given = {.layer = &sites, .id = 5, .properties = both, .values = values, .count = 2};
    const edit_row changed = {.layer = &sites, .id = 1, .properties = only_id, .values = values, .count = 1};
    int64_t id = 0;
    edit *e = NULL;
    assert_int_equal(edit_insert(enter(&t, keeper_of_a(a), a), &given, &id).code, ST_BAD_PARAM);
    assert_int_equal(edit_update(enter(&t, keeper_of_a(a), a), &changed).code, ST_BAD_PARAM);
    assert_untouched(&t);
    assert_int_equal(edit_enter_bulk(&t.common, keeper_of_a(a), EDIT_ORIGIN_IMPORT, a, &e).code, ST_OK);
    assert_int_equal(edit_insert(e, &given, &id).code, ST_OK);
    assert_true(id == 5 && t.bulk);
    assert_int_equal(edit_strike(e, &given).code, ST_INTERNAL); /* a bulk edit only adds */
    arena_free(a);
}

/* If the second step is refused, the first is undone before anything is reported, and nothing can be added to an edit that has
 * ended. */
static void one_refusal_ends_the_whole_edit(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value values[] = {text_value(A), text_value("x")};
    const edit_row good = {.layer = &sites, .properties = both, .values = values, .count = 2};
    int64_t id = 0;
    edit *e = enter(&t, keeper_of_a(a), a);
    assert_int_equal(edit_insert(e, &good, &id).code, ST_OK);
    assert_int_equal(edit_strike(e, &(edit_row){.layer = &sites, .id = 2}).code, ST_NOT_FOUND);
    assert_int_equal(t.rolled_back, 1);
    assert_int_equal(edit_insert(e, &good, &id).code, ST_INTERNAL);
    assert_int_equal(edit_commit(e).code, ST_INTERNAL);
    assert_false(t.rows[3].there);
    assert_int_equal(t.committed, 0);
    arena_free(a);
    assert_int_equal(t.rolled_back, 1);
}

static void an_edit_that_is_not_committed_leaves_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const value values[] = {text_value(A), text_value("x")};
    int64_t id = 0;
    assert_int_equal(edit_insert(enter(&t, keeper_of_a(a), a),
                                 &(edit_row){.layer = &sites, .properties = both, .values = values, .count = 2}, &id)
                         .code,
                     ST_OK);
    arena_reset(a);
    assert_false(t.rows[3].there);
    assert_true(t.committed == 0 && t.rolled_back == 1);
    arena_free(a);
}

static void a_stored_query_is_kept_for_the_callers_organisation(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store t = new_store();
    const stored_queries *queries = stored_queries_of(&t.common, keeper_of_a(a), a);
    const stored_definition one = {"q", "<a/>"};
    bool found = false;
    assert_int_equal(stored_queries_keep(queries, &one, 1).code, ST_OK);
    assert_string_equal(t.organisation, "0207451227");
    assert_string_equal(t.actor, "user:x");
    assert_int_equal(stored_queries_drop(queries, "q", &found).code, ST_OK);
    assert_true(found && t.committed == 2);
    const scope *reads = scope_make((grant_list){0}, (member_list){0}, (scope_names){"user:x", ""}, a);
    assert_int_equal(stored_queries_keep(stored_queries_of(&t.common, reads, a), &one, 1).code, ST_FORBIDDEN);
    assert_int_equal(edit_keep_queries(enter(&t, reads, a), &one, 1).code, ST_FORBIDDEN);
    assert_int_equal(stored_queries_drop(NULL, "q", &found).code, ST_UNAUTHENTICATED);
    assert_int_equal(t.committed, 2);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_driver_is_written_through_the_door),
        cmocka_unit_test(a_driver_that_only_reads_says_so_in_words),
        cmocka_unit_test(without_a_token_nothing_begins),
        cmocka_unit_test(another_gemeentes_row_is_not_there),
        cmocka_unit_test(nothing_is_put_in_another_gemeente),
        cmocka_unit_test(a_row_without_a_gemeente_is_refused),
        cmocka_unit_test(a_column_is_said_once),
        cmocka_unit_test(the_gemeente_is_found_by_its_column_in_any_case),
        cmocka_unit_test(a_list_may_hold_other_properties_each_time),
        cmocka_unit_test(nothing_but_new_rows_is_taken_in_bulk),
        cmocka_unit_test(who_only_sees_a_row_may_not_change_it),
        cmocka_unit_test(what_is_nobodys_or_hides_nothing_is_left_alone),
        cmocka_unit_test(a_layer_that_does_not_say_so_is_changed_by_no_request),
        cmocka_unit_test(what_is_struck_off_can_be_put_back_by_its_owner_alone),
        cmocka_unit_test(the_version_is_told_apart_from_other_properties),
        cmocka_unit_test(only_an_import_brings_ids),
        cmocka_unit_test(one_refusal_ends_the_whole_edit),
        cmocka_unit_test(an_edit_that_is_not_committed_leaves_nothing),
        cmocka_unit_test(a_stored_query_is_kept_for_the_callers_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
