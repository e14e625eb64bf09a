#include "data/manage/spreadsheet_damage.h"

#include "tests/unit/unit.h"

#include <string.h>

typedef struct case_of_damage {
    import_field field;
    const char *value, *reason; /* NULL: nothing was done to it */
} case_of_damage;

static void check_texts(const case_of_damage *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char reason[DAMAGE_REASON] = "";
        const bool found = damage_of_text(cases[i].field, slice_of(cases[i].value), reason);
        if (found != (cases[i].reason != NULL) || (found && !strstr(reason, cases[i].reason)))
            fail_msg("%s: %s", cases[i].value, found ? reason : "nothing found");
    }
}

static void codes_that_became_dates_powers_or_commas_are_recognised(void **state)
{
    static const case_of_damage cases[] = {
        {FIELD_rubriek, "3/apr", "datum gemaakt"},
        {FIELD_rubriek, "apr/04", "datum gemaakt"},
        {FIELD_rubriek, "3-apr-25", "datum gemaakt"},
        {FIELD_rubriek, "Mei-04", "datum gemaakt"},
        {FIELD_rubriek, "3/04/2025", "datum gemaakt"},
        {FIELD_rubriek, "1,10E+05", "macht van tien"},
        {FIELD_rubriek, "1E+05", "macht van tien"},
        {FIELD_rubriek, "3,4", "bedoelt u 3.4?"},
        {FIELD_rubriek,
         "3.4.1\xC3\x82\xC2\xB0"
         "a)",
         "Â° was °"},
        {FIELD_rubriek, "17.3.20", NULL},
        {FIELD_rubriek,
         "3.4.1\xC2\xB0"
         "a)",
         NULL},
        {FIELD_rubriek, "53.8.2<17", NULL},
        {FIELD_rubriek, "onzin", NULL},
        {FIELD_gemeente_nis, "44.021", "bedoelt u 44021?"},
        {FIELD_gemeente_nis, "4,40E+04", "macht van tien"},
        {FIELD_gemeente_nis, "44021x", NULL},
        {FIELD_id, "4,4021E+11", "macht van tien"},
        {FIELD_id, "440.210.000.012", "bedoelt u 440210000012?"},
        {FIELD_omv_nummer, "2,02E+09", "macht van tien"},
        {FIELD_omschrijving, "3/apr", NULL},
    };
    (void)state;
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void dates_in_another_form_are_recognised_with_the_right_one(void **state)
{
    static const case_of_damage cases[] = {
        {FIELD_startdatum, "31838", "bedoelt u 1987-03-02?"},
        {FIELD_startdatum, "61", NULL},
        {FIELD_startdatum, "1860", "alleen een jaartal"},
        {FIELD_startdatum, "19870302", "bedoelt u 1987-03-02?"},
        {FIELD_startdatum, "2/3/1987", "bedoelt u 1987-03-02? (dag eerst; maand eerst zou 1987-02-03 zijn)"},
        {FIELD_startdatum, "31/03/1987", "bedoelt u 1987-03-31?"},
        {FIELD_startdatum, "31.03.1987", "bedoelt u 1987-03-31?"},
        {FIELD_startdatum, "03/31/1987", "schrijf de datum als JJJJ-MM-DD"},
        {FIELD_startdatum, "2/3/87", "twee cijfers"},
        {FIELD_startdatum, "2-mrt-1987", "anders opgemaakt"},
        {FIELD_startdatum, "1987/03/02", "met streepjes"},
        {FIELD_startdatum, "1987-03-02 00:00", "zonder uur"},
        {FIELD_startdatum, "1987-02-30", NULL},
        {FIELD_einddatum, "gisteren", NULL},
    };
    (void)state;
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void a_contour_with_commas_or_cut_by_a_cell_is_recognised(void **state)
{
    static const case_of_damage cases[] = {
        {FIELD_geometry, "POLYGON((105000,5 193000,5, 105010,5 193000,5))", "hoort daar een punt"},
        {FIELD_geometry, "POLYGON((105000.5 193000.5,105010 193000))", NULL},
        {FIELD_geometry, "POLYGON((", NULL},
    };
    char reason[DAMAGE_REASON], cut[32767];
    (void)state;
    check_texts(cases, sizeof cases / sizeof *cases);
    memset(cut, '1', sizeof cut);
    assert_true(damage_of_text(FIELD_geometry, (slice){cut, sizeof cut}, reason) && strstr(reason, "afgekapt"));
    cut[sizeof cut - 1] = ')';
    assert_false(damage_of_text(FIELD_geometry, (slice){cut, sizeof cut}, reason));
}

static void a_cell_that_is_no_text_is_refused_where_a_code_or_a_date_belongs(void **state)
{
    static const struct {
        import_field field;
        const char *value;
        cell_kind kind;
        const char *reason;
    } cases[] = {
        {FIELD_rubriek, "3.4", CELL_NUMBER, "als getal bewaard"},
        {FIELD_rubriek, "2026-04-03", CELL_DATE, "in een datum veranderd"},
        {FIELD_startdatum, "1987-03-02", CELL_DATE, NULL},
        {FIELD_startdatum, "-14486", CELL_DATE, "voor 1 maart 1900"},
        {FIELD_startdatum, "31838", CELL_NUMBER, "bedoelt u 1987-03-02?"},
        {FIELD_startdatum, "7", CELL_NUMBER, "een getal, geen datum"},
        {FIELD_gemeente_nis, "44021", CELL_NUMBER, NULL},
        {FIELD_id, "#N/A", CELL_ERROR, "fout van het rekenblad"},
        {FIELD_rubriek, "3.4", CELL_TEXT, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char reason[DAMAGE_REASON] = "";
        const bool found = damage_of_cell(cases[i].field, slice_of(cases[i].value), cases[i].kind, reason);
        if (found != (cases[i].reason != NULL) || (found && !strstr(reason, cases[i].reason)))
            fail_msg("%s: %s", cases[i].value, found ? reason : "nothing found");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_that_became_dates_powers_or_commas_are_recognised),
        cmocka_unit_test(dates_in_another_form_are_recognised_with_the_right_one),
        cmocka_unit_test(a_contour_with_commas_or_cut_by_a_cell_is_recognised),
        cmocka_unit_test(a_cell_that_is_no_text_is_refused_where_a_code_or_a_date_belongs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
