#include "gml/schema/schema.h"

#include "tests/unit/unit.h"

#include <string.h>

static const char *codes[] = {"een", "twee"};
static const property of_pand[] = {{.name = "kenmerk", .title = "", .type = VALUE_STRING, .is_id = true, .required = true},
                                   {.name = "naam", .title = "", .type = VALUE_STRING, .max_length = 30},
                                   {.name = "interventie", .title = "", .type = VALUE_STRING, .codes = {codes, 2}},
                                   {.name = "soort", .title = "", .type = VALUE_STRING, .codes = {codes, 2}}};
static const property of_straat[] = {{.name = "straatnaam", .title = "", .type = VALUE_STRING, .max_length = 30},
                                     {.name = "code", .title = "", .type = VALUE_STRING, .max_length = 4}};
static const layer pand = {.name = "pand", .number = 7, .title = "", .properties = of_pand, .property_count = 4, .geometry = 4};
static const layer straat = {
    .name = "straat", .number = 8, .title = "", .properties = of_straat, .property_count = 2, .geometry = 2};

static const char *schema_of(const layer *const *layers, size_t count, arena *a)
{
    const char *bytes = NULL;
    size_t size = 0;
    xmlw *w = xmlw_new(a);
    schema_write_32(w, layers, count, "p", "http://voorbeeld");
    assert_int_equal(xmlw_bytes(w, &bytes, &size).code, ST_OK);
    return arena_strndup(a, bytes, size);
}

static int times(const char *in, const char *what)
{
    int count = 0;
    for (const char *at = strstr(in, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

static void texts_of_one_length_share_a_type(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *both = schema_of((const layer *const[]){&pand, &straat}, 2, a);
    assert_int_equal(times(both, "<xs:simpleType name=\"tekst_tot_30\">"), 1);
    assert_int_equal(times(both, "type=\"p:tekst_tot_30\""), 2);
    assert_int_equal(times(both, "<xs:simpleType name=\"tekst_tot_4\">"), 1);
    assert_int_equal(times(schema_of((const layer *const[]){&straat}, 1, a), "<xs:simpleType name=\"tekst_tot_30\">"), 1);
    arena_free(a);
}

/* QGIS would read a text as a number if its type has "int" in its name. */
static void a_choice_is_named_after_its_property_unless_that_misleads_qgis(void **state)
{
    (void)state;
    arena *a = arena_new();
    const char *one = schema_of((const layer *const[]){&pand}, 1, a);
    assert_int_equal(times(one, "<xs:simpleType name=\"keuze.pand.soort\">"), 1);
    assert_int_equal(times(one, "type=\"p:keuze.pand.soort\""), 1);
    assert_int_equal(times(one, "name=\"interventie\" minOccurs=\"0\" type=\"p:keuze.7.2\""), 1);
    assert_int_equal(times(one, "<xs:simpleType name=\"keuze.7.2\">"), 1);
    arena_free(a);
}

static void an_id_is_a_text_that_is_always_there(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_int_equal(times(schema_of((const layer *const[]){&pand}, 1, a), "<xs:element name=\"kenmerk\" type=\"xs:string\"/>"),
                     1);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_of_one_length_share_a_type),
                                       cmocka_unit_test(a_choice_is_named_after_its_property_unless_that_misleads_qgis),
                                       cmocka_unit_test(an_id_is_a_text_that_is_always_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
