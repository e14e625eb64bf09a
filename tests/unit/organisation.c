/* Which gemeenten an organisation stands for today: written by the operator, read by the server. The gemeenten are real, the
 * mergers are made up. */
#include "data/manage/organisation.h"
#include "data/manage/facts.h"
#include "data/store/organisations.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <string.h>

/* Valid check digits, but nobody's numbers. */
#define OLD_KBO "0990000113"
#define BODY_KBO "0990000212"

typedef struct place {
    arena *arena;
    const char *path;
    writer *writer;
    store_settings settings;
    store *store;
    directory directory;
} place;

static int set_up(void **state)
{
    static const catalog nothing = {0};
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    fact_list facts;
    int migrations = 0;
    *p = (place){.arena = a, .path = arena_printf(a, "%s/store.sqlite", scratch_folder(a))};
    assert_int_equal(writer_init(p->path, a, &migrations, &p->writer).code, ST_OK);
    assert_int_equal(facts_read(a, &facts).code, ST_OK);
    assert_int_equal(writer_begin(p->writer).code, ST_OK);
    assert_int_equal(facts_store(&facts, FACTS_REAL, p->writer, a).code, ST_OK);
    assert_int_equal(writer_commit(p->writer).code, ST_OK);
    p->settings = (store_settings){.location = p->path, .query_timeout_s = 5};
    assert_int_equal(store_open(&p->settings, &nothing, &p->store).code, ST_OK);
    p->directory = organisations_of(p->store);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    place *p = *state;
    store_close(p->store);
    arena_free(p->arena);
    return 0;
}

static status add(place *p, const char *organisatie, const char *nis, const char *from, const char *to)
{
    return organisation_add(
        p->writer,
        &(organisation_link){.organisatie = organisatie, .nis_code = nis, .geldig_van = from, .geldig_tot = to, .bron = "test"});
}

static const char *joined(const place *p, status asked, text_list nis)
{
    text t = text_new(p->arena);
    assert_int_equal(asked.code, ST_OK);
    for (size_t i = 0; i < nis.count; i++)
        text_addf(&t, "%s%s", i ? "," : "", nis.items[i]);
    return t.chars;
}

static const char *of(const place *p, const char *organisation)
{
    text_list nis = {0};
    const status asked = p->directory.gemeenten_of(p->directory.context, organisation, p->arena, &nis);
    return joined(p, asked, nis);
}

static const char *now(const place *p, const char *known)
{
    text_list nis = {0};
    const status asked = p->directory.gemeenten_now(p->directory.context, known, p->arena, &nis);
    return joined(p, asked, nis);
}

static void the_old_organisation_of_a_merged_gemeente_reaches_the_new_one(void **state)
{
    place *p = *state;
    assert_string_equal(of(p, OLD_KBO), "");
    assert_int_equal(add(p, OLD_KBO, "44021", "2025-01-01", NULL).code, ST_OK);
    assert_string_equal(of(p, OLD_KBO), "44021");
    assert_string_equal(of(p, "0207509031"), "23105"); /* the gemeente's own number still works */
    assert_int_equal(add(p, "0207509031", "44021", "2025-01-01", NULL).code, ST_OK);
    assert_string_equal(of(p, "0207509031"), "23105,44021");
}

static void an_old_nis_code_is_the_gemeente_of_today(void **state)
{
    place *p = *state;
    const char *kbo = NULL;
    assert_string_equal(now(p, "44021"), "44021");
    assert_string_equal(now(p, "99991"), "");
    assert_string_equal(now(p, "11007"), "11002"); /* Borsbeek */
    assert_string_equal(now(p, "46014"), "46029"); /* Lokeren, which got a new code */
    assert_string_equal(now(p, "11002"), "11002");
    assert_int_equal(add(p, "99991", "23105", "2025-01-01", NULL).code, ST_OK);
    assert_string_equal(now(p, "99991"), "23105");
    assert_int_equal(organisations_kbo_of(p->path, "99991", p->arena, &kbo).code, ST_OK);
    assert_string_equal(kbo, "0207509031");
    assert_int_equal(organisations_kbo_of(p->path, "99992", p->arena, &kbo).code, ST_BAD_INPUT);
}

/* A role for "44021" must not open Gent: organisations are matched by their number, not by an NIS code. */
static void a_gemeentes_own_nis_code_is_no_organisation(void **state)
{
    const place *p = *state;
    assert_string_equal(of(p, "44021"), "");
}

static void a_link_counts_from_its_first_to_its_last_day(void **state)
{
    place *p = *state;
    assert_int_equal(add(p, OLD_KBO, "44021", "2020-01-01", "2024-12-31").code, ST_OK);
    assert_int_equal(add(p, OLD_KBO, "11002", "2999-01-01", NULL).code, ST_OK);
    assert_string_equal(of(p, OLD_KBO), "");
    assert_int_equal(add(p, OLD_KBO, "23105", "2020-01-01", "2998-12-31").code, ST_OK);
    assert_string_equal(of(p, OLD_KBO), "23105");
}

static void an_ended_link_is_gone_at_the_next_question(void **state)
{
    place *p = *state;
    int ended = 0;
    assert_int_equal(add(p, BODY_KBO, "44021", "2020-01-01", NULL).code, ST_OK);
    assert_int_equal(add(p, BODY_KBO, "11002", "2020-01-01", NULL).code, ST_OK);
    assert_int_equal(add(p, BODY_KBO, "23105", "2999-01-01", NULL).code, ST_OK);
    assert_string_equal(of(p, BODY_KBO), "11002,44021");
    assert_int_equal(organisation_end(p->writer, BODY_KBO, "11002", "2024-12-31", &ended).code, ST_OK);
    assert_int_equal(ended, 1);
    assert_string_equal(of(p, BODY_KBO), "44021");
    assert_int_equal(organisation_end(p->writer, BODY_KBO, NULL, "2024-12-31", &ended).code, ST_OK);
    assert_int_equal(ended, 2);
    assert_string_equal(of(p, BODY_KBO), "");
    assert_int_equal(organisation_end(p->writer, BODY_KBO, NULL, "2024-12-31", &ended).code, ST_BAD_INPUT);

    organisation_links all;
    assert_int_equal(writer_links(p->writer, p->arena, &all).code, ST_OK);
    assert_int_equal(all.count, 2); /* the one that never began is gone, the others are history */
    assert_string_equal(all.items[1].nis_code, "44021");
    assert_string_equal(all.items[1].naam, "Gent");
    assert_string_equal(all.items[1].geldig_tot, "2024-12-31");
    assert_string_equal(all.items[1].bron, "test");
}

static void a_wrong_link_is_refused_by_name(void **state)
{
    place *p = *state;
    static const struct {
        const char *organisatie, *nis, *from, *to, *locator;
    } bad[] = {
        {"0207509032", "44021", "2025-01-01", NULL, "organisatie"},
        {"0207.509.031", "44021", "2025-01-01", NULL, "organisatie"},
        {"", "44021", "2025-01-01", NULL, "organisatie"},
        {"O'VO", "44021", "2025-01-01", NULL, "organisatie"},
        {"OVO", "99999", "2025-01-01", NULL, "gemeente"},
        {"OVO", "Gent", "2025-01-01", NULL, "gemeente"},
        {"OVO", "44021", "2025-02-30", NULL, "van"},
        {"OVO", "44021", "2025-01-01", "soon", "tot"},
        {"OVO", "44021", "2025-01-02", "2025-01-01", "tot"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const status s = add(p, bad[i].organisatie, bad[i].nis, bad[i].from, bad[i].to);
        if (s.code != ST_BAD_INPUT || strcmp(s.locator, bad[i].locator) != 0)
            fail_msg("link %zu: %d %s", i, (int)s.code, s.en);
    }
}

static void one_day_is_not_linked_twice(void **state)
{
    place *p = *state;
    assert_int_equal(add(p, OLD_KBO, "44021", "2020-01-01", "2024-12-31").code, ST_OK);
    assert_int_equal(add(p, OLD_KBO, "44021", "2024-12-31", NULL).code, ST_BAD_INPUT);
    assert_int_equal(add(p, OLD_KBO, "44021", "2019-01-01", NULL).code, ST_BAD_INPUT);
    assert_int_equal(add(p, OLD_KBO, "44021", "2025-01-01", NULL).code, ST_OK);
    assert_int_equal(add(p, OLD_KBO, "44021", "2019-01-01", "2019-12-31").code, ST_OK);
}

static void all_gemeenten_are_the_285_of_today(void **state)
{
    const place *p = *state;
    text_list nis = {0};
    assert_int_equal(p->directory.all(p->directory.context, p->arena, &nis).code, ST_OK);
    assert_int_equal(nis.count, 285);
    for (size_t i = 1; i < nis.count; i++)
        assert_true(strcmp(nis.items[i - 1], nis.items[i]) < 0);
}

#define WITH_PLACE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(the_old_organisation_of_a_merged_gemeente_reaches_the_new_one),
        WITH_PLACE(an_old_nis_code_is_the_gemeente_of_today),
        WITH_PLACE(a_gemeentes_own_nis_code_is_no_organisation),
        WITH_PLACE(a_link_counts_from_its_first_to_its_last_day),
        WITH_PLACE(an_ended_link_is_gone_at_the_next_question),
        WITH_PLACE(a_wrong_link_is_refused_by_name),
        WITH_PLACE(one_day_is_not_linked_twice),
        WITH_PLACE(all_gemeenten_are_the_285_of_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
