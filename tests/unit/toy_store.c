/* A store in thirty lines: a new driver needs only store_driver.h, and is used only through the one interface for reading. */
#include "tests/unit/unit.h"

#include "auth/scope_make.h"
#include "data/store/rows.h"
#include "data/store/store_driver.h"

#include <string.h>

static const property name = {.name = "naam", .column = "naam", .type = VALUE_STRING};
static const property *const names[] = {&name};
static const layer towns = {
    .name = "stad", .table = "stad", .id_column = "id", .properties = &name, .property_count = 1, .geometry = 1};
static const layer secrets = {
    .name = "geheim", .table = "geheim", .id_column = "id", .restrict_column = "nis", .properties = &name, .property_count = 1};
static const char *const all[] = {"Gent", "Antwerpen", "Affligem"};
enum { TOWNS = 3 };

typedef struct toy_cursor {
    store_cursor common;
    int64_t at, end;
    value shown;
} toy_cursor;

/* Records what it was entered for. */
typedef struct toy_store {
    store common;
    char entered[64];
} toy_store;

static status toy_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    toy_store *toys = (toy_store *)s;
    (void)watch;
    toys->entered[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(strcat(toys->entered, gemeenten[i]), ";");
    return status_ok();
}

static void toy_leave(store *s)
{
    (void)s;
}

static status toy_count(store *s, const query *q, arena *a, int64_t *out)
{
    (void)s, (void)q, (void)a;
    *out = TOWNS;
    return status_ok();
}

static status toy_select(store *s, const query *q, arena *a, store_cursor **out)
{
    const int64_t end = q->start + q->count;
    toy_cursor *c = arena_alloc(a, sizeof *c);
    *c = (toy_cursor){.common = {s->driver}, .at = q->start, .end = end < TOWNS ? end : TOWNS};
    *out = &c->common;
    return status_ok();
}

static bool toy_next(store_cursor *common, feature *out)
{
    toy_cursor *c = (toy_cursor *)common;
    if (c->at >= c->end)
        return false;
    c->shown = (value){.text = all[c->at], .length = strlen(all[c->at])};
    *out = (feature){++c->at, &c->shown};
    return true;
}

static status toy_end(const store_cursor *c)
{
    (void)c;
    return status_ok();
}

static const store_driver toy = {.name = "toy",
                                 .enter = toy_enter,
                                 .leave = toy_leave,
                                 .count = toy_count,
                                 .select = toy_select,
                                 .next = toy_next,
                                 .cursor_end = toy_end};

static rows *enter(toy_store *s, arena *a)
{
    rows *seen = NULL;
    const status entered = rows_enter(&s->common, scope_make_anonymous(a), (store_watch){0}, a, &seen);
    assert_int_equal(entered.code, ST_OK);
    return seen;
}

static void a_driver_is_read_through_the_door(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store toys = {{.driver = &toy}, ""};
    rows *seen = enter(&toys, a);
    const query page = {
        .sources = {{.layer = &towns, .properties = names, .property_count = 1}}, .source_count = 1, .start = 1, .count = 5};
    int64_t counted = 0;
    cursor *c = NULL;
    assert_int_equal(rows_count(seen, &page, &counted).code, ST_OK);
    assert_int_equal(counted, TOWNS);
    assert_int_equal(rows_select(seen, &page, &c).code, ST_OK);
    assert_string_equal(cursor_next(c)->values[0].text, "Antwerpen");
    const feature *last = cursor_next(c);
    assert_int_equal(last->id, 3);
    assert_string_equal(last->values[0].text, "Affligem");
    assert_null(cursor_next(c));
    assert_int_equal(cursor_end(c).code, ST_OK);
    arena_free(a);
}

/* What a driver may leave out: then no rows are kept while counting (for writing, see toy_edit.c). */
static void what_a_driver_lacks_is_no_wrong_answer(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store toys = {{.driver = &toy}, ""};
    const query page = {.sources = {{.layer = &towns, .properties = names, .property_count = 1}}, .source_count = 1, .count = 5};
    store_page found = {.count = 9, .all = true};
    assert_int_equal(rows_small_page(enter(&toys, a), &page, 5, &found).code, ST_OK);
    assert_true(found.count == 0 && !found.all);
    arena_free(a);
}

/* The caller is checked before any driver is asked. */
static void a_driver_is_not_asked_for_what_the_caller_may_not_see(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store toys = {{.driver = &toy}, ""};
    const query page = {
        .sources = {{.layer = &secrets, .properties = names, .property_count = 1}}, .source_count = 1, .count = 5};
    int64_t counted = -1;
    assert_int_equal(rows_count(enter(&toys, a), &page, &counted).code, ST_UNAUTHENTICATED);
    assert_int_equal(counted, -1);
    arena_free(a);
}

/* No role gives these grants today: adding one that does must not give access to the rows of a gemeente. */
static void the_store_is_entered_for_gemeenten_that_the_caller_may_read(void **state)
{
    (void)state;
    arena *a = arena_new();
    toy_store toys = {{.driver = &toy}, ""};
    rows *seen = NULL;
    grant grants[] = {{"11001", CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN},
                      {"23105", CAPABILITY_WRITE_ALL},
                      {"44021", CAPABILITY_READ_ALL},
                      {"71022", CAPABILITY_WRITE_OWN | CAPABILITY_ADMINISTER_SWITCH | CAPABILITY_KEEP_QUERIES}};
    const scope *who = scope_make((grant_list){grants, 4}, (member_list){0}, (scope_names){"", ""}, a);
    const status entered = rows_enter(&toys.common, who, (store_watch){0}, a, &seen);
    assert_int_equal(entered.code, ST_OK);
    assert_string_equal(toys.entered, "11001;44021;");
    arena_free(a);
}

static void a_location_that_nobody_knows_is_said(void **state)
{
    (void)state;
    static const catalog nothing = {0};
    const store_settings elsewhere = {.location = "postgresql://elders/x", .query_timeout_s = 1};
    store *s = NULL;
    assert_int_equal(store_open(&elsewhere, &nothing, &s).code, ST_BAD_INPUT);
    assert_null(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_driver_is_read_through_the_door),
        cmocka_unit_test(what_a_driver_lacks_is_no_wrong_answer),
        cmocka_unit_test(a_driver_is_not_asked_for_what_the_caller_may_not_see),
        cmocka_unit_test(the_store_is_entered_for_gemeenten_that_the_caller_may_read),
        cmocka_unit_test(a_location_that_nobody_knows_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
