/* A layer file that names a table of the program itself: nobody may read the journal, or who somebody is, as a layer. */
#include "tests/unit/edit_fixture.h"

#include "base/embedded.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static status open_with(const place *p, const layer *l)
{
    store *s = NULL;
    const catalog one = {.layers = l, .count = 1};
    const status opened = store_open(&p->settings, &one, &s);
    store_close(s);
    return opened;
}

static layer layer_of(const char *table, const char *id, const char *restricted, const property *properties)
{
    return (layer){.name = "laag",
                   .title = "Laag",
                   .table = table,
                   .id_column = id,
                   .restrict_column = restricted,
                   .properties = properties,
                   .property_count = 1,
                   .geometry = 1};
}

static void assert_refused(const place *p, const char *table, const char *id)
{
    const property shown = {.name = "id", .column = id, .type = VALUE_INTEGER};
    const layer l = layer_of(table, id, NULL, &shown);
    const status refused = open_with(p, &l);
    assert_int_equal(refused.code, ST_BAD_INPUT);
    if (!strstr(refused.nl, "is van het programma zelf en kan geen laag zijn"))
        fail_msg("%s: %s", table, refused.nl);
}

static bool is_open(const char *table)
{
    static const char *const open[] = {"gemeente", "rubriek", "risicolocatie", "perceel", "perceel_risicolocatie"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (strcmp(table, open[i]) == 0)
            return true;
    return false;
}

/* Each table that the schema makes, one that a later migration adds too. */
static void no_table_that_the_schema_makes_can_be_a_layer_but_those_with_rows_of_gemeenten_and_the_lists(void **state)
{
    const place *p = *state;
    int refused = 0;
    for (size_t i = 0; i < embedded_schema_count; i++)
        for (const char *at = embedded_schema[i].text; (at = strstr(at, "\nCREATE TABLE ")) != NULL; at++) {
            char table[64];
            assert_int_equal(sscanf(at + 14, "%63s", table), 1);
            if (is_open(table))
                continue;
            assert_refused(p, table, "id");
            refused++;
        }
    assert_true(refused >= 8);
    assert_refused(p, "BOEKING", "id");
    assert_refused(p, "eigen_risicolocatie_geometry", "pkid");
    assert_refused(p, "idx_risicolocatie_geometry", "pkid");
    assert_refused(p, "historiek_risicolocatie_geometry_node", "nodeno");
    assert_refused(p, "sqlite_stat1", "tbl");
}

static void rows_of_gemeenten_are_never_a_public_layer(void **state)
{
    const place *p = *state;
    const property shown = {.name = "bron", .column = "bron", .type = VALUE_STRING},
                   counted = {.name = "nummer", .column = "Boeking", .type = VALUE_INTEGER};
    const layer open = layer_of("risicolocatie", "id", NULL, &shown), other = layer_of("Risicolocatie", "id", "bron", &shown),
                telling = layer_of("risicolocatie", "id", "gemeente_nis", &counted),
                good = layer_of("risicolocatie", "id", "gemeente_nis", &shown);
    assert_non_null(strstr(open_with(p, &open).nl, "vraagt <restrict column=\"gemeente_nis\"/>"));
    assert_non_null(strstr(open_with(p, &other).en, "needs <restrict column=\"gemeente_nis\"/>"));
    assert_non_null(strstr(open_with(p, &telling).en, "cannot be a property"));
    assert_int_equal(open_with(p, &good).code, ST_OK);
}

static void a_table_of_somebodys_own_is_a_layer(void **state)
{
    const place *p = *state;
    const property shown = {.name = "diepte", .column = "diepte", .type = VALUE_INTEGER};
    const layer l = layer_of("boring", "id", NULL, &shown);
    ask(p, "CREATE TABLE boring (id INTEGER PRIMARY KEY, diepte INTEGER)");
    assert_int_equal(open_with(p, &l).code, ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_table_that_the_schema_makes_can_be_a_layer_but_those_with_rows_of_gemeenten_and_the_lists),
        cmocka_unit_test(rows_of_gemeenten_are_never_a_public_layer),
        cmocka_unit_test(a_table_of_somebodys_own_is_a_layer),
    };
    return cmocka_run_group_tests(tests, place_set_up, place_tear_down);
}
