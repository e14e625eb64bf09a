#include "data/manage/column_map.h"

#include "tests/unit/unit.h"

static column_wish wish(arena *a, const char *chars)
{
    column_wish w;
    assert_int_equal(column_wish_read(chars, false, a, &w).code, ST_OK);
    return w;
}

static void expect_field(const column_wish *w, const char *name, import_field right)
{
    import_field field = FIELD_COUNT;
    if (column_find(w, slice_of(name), &field) != COLUMN_FIELD || field != right)
        fail_msg("%s is not %s", name, import_field_names[right]);
}

static void expect_use(const column_wish *w, const char *name, column_use right)
{
    import_field field = FIELD_COUNT;
    if (column_find(w, slice_of(name), &field) != right)
        fail_msg("%s is used otherwise", name);
}

static void a_name_may_have_capitals_accents_blanks_and_be_cut_to_ten(void **state)
{
    arena *a = arena_new();
    const column_wish w = wish(a, NULL);
    (void)state;
    expect_field(&w, "rubriek", FIELD_rubriek);
    expect_field(&w, " Gemeente NIS ", FIELD_gemeente_nis);
    expect_field(&w, "OMV-nummer", FIELD_omv_nummer);
    expect_field(&w,
                 "Gem\xC3\xA9"
                 "ente_nis",
                 FIELD_gemeente_nis);
    expect_field(&w, "gemeente_n", FIELD_gemeente_nis);
    expect_field(&w, "RUBRIEKENL", FIELD_rubriekenlijst);
    expect_field(&w, "wijziging_", FIELD_wijziging_vergunning);
    expect_use(&w, "rubriek_om", COLUMN_KNOWN);
    expect_use(&w, "gemeente_1", COLUMN_KNOWN);
    expect_use(&w, "fout_kolom", COLUMN_KNOWN);
    expect_use(&w, "opmerking van de buurman", COLUMN_UNKNOWN);
    expect_use(&w, "", COLUMN_UNKNOWN);
    expect_use(&w, "rub\xFF", COLUMN_UNKNOWN);
    arena_free(a);
}

static void the_callers_own_names_go_first(void **state)
{
    arena *a = arena_new();
    size_t count = 0;
    const column_wish w = wish(a, " rubriek = RUBR , omschrijving=rubriek, id= ");
    (void)state;
    expect_field(&w, "rubr", FIELD_rubriek);
    expect_field(&w, "rubriek", FIELD_omschrijving);
    expect_use(&w, "omschrijving", COLUMN_KNOWN);
    expect_use(&w, "id", COLUMN_KNOWN);
    column_names(&w, a, &count);
    assert_int_equal(count, FIELD_COUNT + 2);
    arena_free(a);
}

static void a_wish_that_names_no_field_is_refused(void **state)
{
    arena *a = arena_new();
    column_wish w;
    (void)state;
    assert_int_equal(column_wish_read("rubriek", false, a, &w).code, ST_BAD_INPUT);
    assert_int_equal(column_wish_read("kleur=ROOD", false, a, &w).code, ST_BAD_INPUT);
    assert_int_equal(column_wish_read("bron=A,bron=B", false, a, &w).code, ST_BAD_INPUT);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_may_have_capitals_accents_blanks_and_be_cut_to_ten),
        cmocka_unit_test(the_callers_own_names_go_first),
        cmocka_unit_test(a_wish_that_names_no_field_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
