#include "data/manage/import.h"
#include "base/text.h"
#include "data/manage/facts.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEADER                                                                                                                   \
    "id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;" \
    "geschrapt;geometry\n"
#define SQUARE "POLYGON((105000 193000,105010 193000,105010 193010,105000 193010,105000 193000))" /* in Gent */
#define GOOD ";44021;2.3.6.;VLAREBO_BIJLAGE_I;nota;gemeente;;;1980-01-01;;nee;nee;" SQUARE "\n"

enum { FIELDS = 13, NOW = 1750000000 };

typedef struct place {
    arena *arena;
    const char *folder, *store;
} place;

/* One store for all tests: a refused import leaves it as it was, and the other tests count only their own rows. */
static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    *p = (place){.arena = a, .folder = scratch_folder(a)};
    p->store = arena_printf(a, "%s/store.sqlite", p->folder);
    *state = p;
    arena *own = arena_new();
    writer *w = NULL;
    fact_list facts;
    int migrations = 0;
    const bool made = writer_init(p->store, own, &migrations, &w).code == ST_OK && facts_read(own, &facts).code == ST_OK &&
                      writer_begin(w).code == ST_OK && facts_store(&facts, FACTS_REAL, w, own).code == ST_OK &&
                      writer_commit(w).code == ST_OK;
    arena_free(own);
    return made ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(((place *)*state)->arena);
    return 0;
}

typedef struct outcome {
    status status;
    import_result result;
    char *report;
    int64_t before, after; /* rows in the store */
    int64_t next;          /* of Gent */
} outcome;

static int64_t next_of_gent(writer *w, arena *a)
{
    known_facts known;
    assert_int_equal(writer_facts(w, a, &known).code, ST_OK);
    for (size_t i = 0; i < known.gemeente_count; i++)
        if (strcmp(known.gemeenten[i].nis_code, "44021") == 0)
            return known.gemeenten[i].next;
    return -1;
}

static outcome import_limited(const place *p, const char *csv, size_t length, uint64_t errors)
{
    outcome o = {.status = status_ok()};
    writer *w = NULL;
    arena *a = arena_new();
    const char *path = arena_printf(a, "%s/in.csv", p->folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(csv, 1, length, file), length);
    fclose(file);
    size_t size = 0;
    char *text_of_report = NULL;
    FILE *report = open_memstream(&text_of_report, &size);
    assert_int_equal(writer_open(p->store, a, &w).code, ST_OK);
    assert_int_equal(writer_count(w, TABLE_RISICOLOCATIE, &o.before).code, ST_OK);
    o.status = import_file(
        &(import_settings){.path = path, .store = p->store, .report = report, .errors = errors, .warnings = 1000, .now = NOW}, w,
        a, &o.result);
    assert_int_equal(writer_count(w, TABLE_RISICOLOCATIE, &o.after).code, ST_OK);
    o.next = next_of_gent(w, a);
    fclose(report);
    o.report = arena_strdup(p->arena, text_of_report);
    free(text_of_report);
    arena_free(a);
    return o;
}

static outcome import(const place *p, const char *csv)
{
    return import_limited(p, csv, strlen(csv), 1000);
}

/* A good row with one field changed. */
static const char *row_with(arena *a, int field, const char *value, size_t *column)
{
    static const char *const good[FIELDS] = {"",
                                             "44021",
                                             "2.3.6.",
                                             "VLAREBO_BIJLAGE_I",
                                             "nota",
                                             "gemeente",
                                             "OMV_2023099579",
                                             "20230915-0042",
                                             "1980-01-01",
                                             "1990-01-01",
                                             "nee",
                                             "nee",
                                             SQUARE};
    text t = text_new(a);
    for (int f = 0; f < FIELDS; f++) {
        if (f == field)
            *column = t.length + 1;
        text_add(&t, f == field ? value : good[f]);
        text_add(&t, f + 1 < FIELDS ? ";" : "\n");
    }
    return t.chars;
}

static void every_refused_value_is_told_with_line_column_field_and_reason(void **state)
{
    static const struct {
        int field;
        const char *name, *value, *reason;
    } cases[] = {
        {0, "id", "0", "geheel getal"},
        {0, "id", "-5", "geheel getal"},
        {0, "id", "9007199254740992", "geheel getal"},
        {0, "id", "1.5", "geheel getal"},
        {0, "id", "110010000001", "andere gemeente"},
        {1, "gemeente_nis", "", "vul de NIS-code"},
        {1, "gemeente_nis", "99999", "geen gemeente"},
        {1, "gemeente_nis", "44021x", "geen gemeente"},
        {2, "rubriek", "", "vul de rubriek in"},
        {2, "rubriek", "99.99.", "niet in lijst"},
        {2, "rubriek", "1.4.", "wel in de andere lijst"},
        {3, "rubriekenlijst", "VLAREM", "moet VLAREBO_BIJLAGE_I of"},
        {3, "rubriekenlijst", "VLAREM_KOLOM_8", "bij een start voor 2015-06-01 hoort VLAREBO_BIJLAGE_I"},
        {4, "omschrijving",
         "a\x01"
         "b",
         "de tekst bevat een stuurteken (U+0001, als teken 2); haal het weg"},
        {4, "omschrijving",
         "a\x7F"
         "b",
         "stuurteken (U+007F, als teken 2)"},
        {4, "omschrijving", "\xC3\xA9\xC2\x85", "stuurteken (U+0085, als teken 2)"},
        {4, "omschrijving", "a\xEF\xBF\xBE", "niet bestaat (U+FFFE, als teken 2)"},
        {4, "omschrijving", "a\xF0\x9F\xBF\xBF", "niet bestaat (U+1FFFF, als teken 2)"},
        {4, "omschrijving", "a\xEF\xB7\x90", "niet bestaat (U+FDD0, als teken 2)"},
        {4, "omschrijving",
         "a\xE2\x80\xAE"
         "b",
         "schrijfrichting (U+202E, als teken 2)"},
        {4, "omschrijving",
         "a\xE2\x81\xA6"
         "b",
         "schrijfrichting (U+2066, als teken 2)"},
        {5, "bron", "", "moet gemeente, deskundige"},
        {5, "bron", "Gemeente", "moet gemeente, deskundige"},
        {6, "omv_nummer", "OMV_123", "tien cijfers"},
        {6, "omv_nummer", "omv_2023099579", "tien cijfers"},
        {7, "iioa_nummer", "2023-0042", "JJJJMMDD-NNNN"},
        {8, "startdatum", "", "vul de startdatum in"},
        {8, "startdatum", "1980-02-30", "geen bestaande datum"},
        {8, "startdatum", "01/02/1980", "bedoelt u 1980-02-01? (dag eerst; maand eerst zou 1980-01-02 zijn)"},
        {9, "einddatum", "1979-12-31", "ligt voor de startdatum 1980-01-01"},
        {9, "einddatum", "1979-02-29", "geen bestaande datum"},
        {10, "wijziging_vergunning", "misschien", "ja of nee"},
        {11, "geschrapt", "2", "ja of nee"},
        {12, "geometry", "", "vul de contour in"},
        {12, "geometry", "POINT(105000 193000)", "punt, lijn of verzameling"},
        {12, "geometry", "POLYGON Z((105000 193000 1,105010 193000 1,105010 193010 1,105000 193000 1))", "laat Z en M weg"},
        {12, "geometry", "POLYGON((105000 193000,105010 193000,105010 193010))", "niet gesloten"},
        {12, "geometry", "POLYGON((605000 693000,605010 693000,605010 693010,605000 693000))", "Lambert 2008 (EPSG:3812)"},
        {12, "geometry", "POLYGON((3.7 51.0,3.8 51.0,3.8 51.1,3.7 51.0))", "graden"},
        {12, "geometry", "POLYGON((414000 6630000,414010 6630000,414010 6630010,414000 6630000))", "EPSG:3857"},
        {12, "geometry", "POLYGON((193000 105000,193010 105000,193010 105010,193000 105000))", "verwisseld"},
        {12, "geometry", "POLYGON((1000 2000,1010 2000,1010 2010,1000 2000))", "niet in Vlaanderen"},
    };
    const place *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t column = 0;
        const char *row = row_with(p->arena, cases[i].field, cases[i].value, &column);
        const outcome o = import(p, arena_printf(p->arena, HEADER "%s", row));
        const char *expected = arena_printf(p->arena, "regel;kolom;veld;waarde;reden;code\n2;%zu;%s;\"", column, cases[i].name);
        assert_int_equal(o.status.code, ST_OK);
        assert_int_equal(o.result.refused, 1);
        const char *code = strrchr(o.report, ';') + 1;
        if (strncmp(o.report, expected, strlen(expected)) != 0 || !strstr(o.report, cases[i].reason) || *code < 'A' ||
            *code > 'Z')
            fail_msg("%s \"%s\": %s", cases[i].name, cases[i].value, o.report);
        assert_int_equal(o.after, o.before);
    }
}

static void all_mistakes_of_all_rows_are_told_at_once(void **state)
{
    const place *p = *state;
    const outcome o = import(p, HEADER GOOD ";44021;2.3.6.;VLAREBO_BIJLAGE_I;\"twee\nregels \xC3\xA9\";x;;;1980-13-01;;;;" SQUARE
                                            "\n" GOOD ";1;2\n");
    assert_string_equal(
        o.report,
        "regel;kolom;veld;waarde;reden;code\n"
        "4;15;startdatum;\"1980-13-01\";\"is geen bestaande datum; schrijf JJJJ-MM-DD, zoals 1998-03-31\";DatumOngeldig\n"
        "4;11;bron;\"x\";\"moet gemeente, deskundige, omgevingsloket of migratie zijn\";BronOnbekend\n"
        "6;5;;\"\";\"deze rij heeft 3 velden, de eerste rij noemt er 13\";AantalVeldenVerkeerd\n");
    assert_int_equal(o.result.rows, 4);
    assert_int_equal(o.result.refused, 2);
    assert_int_equal(o.result.errors, 3);
    assert_int_equal(o.after, o.before);
}

static void one_bad_row_keeps_all_good_ones_out_and_the_numbers_unused(void **state)
{
    const place *p = *state;
    const outcome good = import(p, HEADER GOOD);
    const outcome o = import(p, HEADER GOOD GOOD "x" GOOD);
    assert_int_equal(o.result.refused, 1);
    assert_int_equal(o.after, o.before);
    assert_int_equal(o.next, good.next);
    const outcome again = import(p, HEADER GOOD);
    assert_int_equal(again.after, again.before + 1);
    assert_int_equal(again.next, good.next + 1);
}

static void columns_may_stand_in_any_order_but_all_must_be_there(void **state)
{
    const place *p = *state;
    outcome o = import(p, "geometry;geschrapt;wijziging_vergunning;einddatum;startdatum;iioa_nummer;omv_nummer;bron;omschrijving;"
                          "rubriekenlijst;rubriek;gemeente_nis;id\r\n" SQUARE
                          ";TRUE;JA;;2020-01-01;;;deskundige;;VLAREM_KOLOM_8;1.4.;44021;\r\n");
    assert_string_equal(o.report, "");
    assert_int_equal(o.after, o.before + 1);
    o = import(p, "id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;wijziging_"
                  "vergunning;geschrapt;geom;id\n");
    assert_string_equal(o.report, "regel;kolom;veld;waarde;reden;code\n"
                                  "1;123;;\"geom\";\"deze kolom hoort niet in het sjabloon\";KolomOnbekend\n"
                                  "1;128;id;\"id\";\"deze kolom staat er twee keer\";KolomDubbel\n"
                                  "1;130;einddatum;\"\";\"deze kolom ontbreekt in de eerste rij\";KolomOntbreekt\n"
                                  "1;130;geometry;\"\";\"deze kolom ontbreekt in de eerste rij\";KolomOntbreekt\n");
    o = import(p, "");
    assert_non_null(strstr(o.report, "het bestand is leeg"));
}

/* Files of before there was one stay right; what a file brings is nobody's, so two rows may have the same. */
static void a_reference_may_be_there_as_a_column_more(void **state)
{
    static const char header[] =
        "id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_"
        "vergunning;geschrapt;geometry;eigen_kenmerk\n";
    const place *p = *state;
    const char *row = ";44021;2.3.6.;VLAREBO_BIJLAGE_I;nota;gemeente;;;1980-01-01;;nee;nee;" SQUARE;
    outcome o = import(p, arena_printf(p->arena, "%s%s;D 7\n%s;D 7\n%s;\n", header, row, row, row));
    assert_int_equal(o.result.errors, 0);
    assert_int_equal(o.after, o.before + 3);
    o = import(p, arena_printf(p->arena, "%s%s;D\t7\n%s\n", header, row, row));
    assert_string_equal(o.report, "regel;kolom;veld;waarde;reden;code\n"
                                  "2;150;eigen_kenmerk;\"D\xE2\x90\x89"
                                  "7\";\"het kenmerk bevat een stuurteken (U+0009, als teken "
                                  "2); haal het weg (hoogstens 100 tekens, op een regel)\";KenmerkOngeldig\n"
                                  "3;149;;\"\";\"deze rij heeft 13 velden, de eerste rij noemt er 14\";AantalVeldenVerkeerd\n");
}

/* And it says so: whoever made the file should know. */
static void a_row_of_a_gemeente_that_has_merged_is_loaded_as_the_one_that_it_became(void **state)
{
    const place *p = *state;
    outcome o =
        import(p, HEADER ";11007;2.3.6.;VLAREBO_BIJLAGE_I;nota;gemeente;;;1980-01-01;;nee;nee;POLYGON((150200 216600,150210 "
                         "216600,150210 216610,150200 216610,150200 216600))\n");
    assert_int_equal(o.after, o.before + 1);
    assert_string_equal(o.report,
                        "regel;kolom;veld;waarde;reden;code\n2;2;gemeente_nis;\"11007\";\"waarschuwing: deze gemeente is "
                        "gefuseerd; de rij is geladen als gemeente 11002 (Antwerpen)\";GemeenteGefuseerd\n");
}

static void an_id_is_taken_once(void **state)
{
    const place *p = *state;
    const outcome first = import(p, HEADER "77" GOOD);
    assert_int_equal(first.after, first.before + 1);
    outcome o = import(p, HEADER "77" GOOD);
    assert_non_null(strstr(o.report, "2;1;id;\"77\";\"dit id bestaat al in de opslag"));
    o = import(p, HEADER "78" GOOD "79" GOOD "78" GOOD);
    assert_non_null(strstr(o.report, "4;1;id;\"78\";\"dit id staat ook op regel 2\""));
}

/* A new number must not equal an id that a later row of the file has. */
static void new_numbers_keep_clear_of_the_files_own(void **state)
{
    const place *p = *state;
    const int64_t next = import(p, HEADER GOOD).next;
    const outcome o = import(p, arena_printf(p->arena, HEADER GOOD "%lld" GOOD GOOD, (long long)(440210000000 + next)));
    assert_int_equal(o.result.errors, 0);
    assert_int_equal(o.after, o.before + 3);
    assert_int_equal(o.next, next + 3);
}

/* No filter could compute with it. */
static void a_contour_that_crosses_itself_too_often_is_refused(void **state)
{
    const place *p = *state;
    text corners = text_new(p->arena);
    for (unsigned i = 0; i <= 1001; i++) {
        const double turn = 6.283185307179586 * (i * 500 % 1001) / 1001;
        text_addf(&corners, "%s%.2f %.2f", i ? "," : "", 105000 + 100 * cos(turn), 193000 + 100 * sin(turn));
    }
    const outcome o =
        import(p, arena_printf(p->arena, HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;migratie;;;1900-01-01;;;;POLYGON((%s))\n",
                               corners.chars));
    assert_int_equal(o.result.refused, 1);
    assert_non_null(strstr(o.report, "\"de contour kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens 2000 keer"));
    assert_int_equal(o.after, o.before);
}

static void an_invalid_contour_is_kept_and_counted(void **state)
{
    const place *p = *state;
    const outcome o = import(p, HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;migratie;;;1900-01-01;;;;POLYGON((105000 193000,105010 "
                                       "193010,105010 193000,105000 193010,105000 193000))\n"
                                       ";11001;2.3.6.;VLAREBO_BIJLAGE_I;;migratie;;;1900-01-01;;;;SRID=31370;" SQUARE "\n");
    assert_non_null(strstr(o.report, "14")); /* the SRID's semicolon needs quotes */
    const outcome quoted =
        import(p, HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;migratie;;;1900-01-01;;;;POLYGON((105000 193000,105010 193010,105010 "
                         "193000,105000 193010,105000 193000))\n"
                         ";11001;2.3.6.;VLAREBO_BIJLAGE_I;;migratie;;;1900-01-01;;;;\"SRID=31370;" SQUARE "\"\n");
    assert_non_null(strstr(quoted.report, "\n2;59;geometry;\"POLYGON((105000 193000,105010 193010,105010 193000,105000 "
                                          "19\xE2\x80\xA6\";\"waarschuwing: de contour kruist zichzelf"));
    assert_non_null(strstr(
        quoted.report, "\"waarschuwing: de contour ligt buiten de omtrek van gemeente Aartselaar\";GeometrieBuitenGemeente\n"));
    assert_int_equal(quoted.result.invalid, 1);
    assert_int_equal(quoted.result.outside, 1);
    assert_int_equal(quoted.after, quoted.before + 2);
}

static void the_report_stops_at_its_limit_and_goes_on_counting(void **state)
{
    const place *p = *state;
    text t = text_new(p->arena);
    text_add(&t, HEADER);
    for (int i = 0; i < 50; i++)
        text_add(&t, "x" GOOD);
    const outcome o = import_limited(p, t.chars, t.length, 3);
    int lines = 0;
    for (const char *c = o.report; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 4);
    assert_int_equal(o.result.errors, 50);
}

static void broken_csv_is_one_more_refusal_not_a_crash(void **state)
{
    const place *p = *state;
    const outcome o = import(p, HEADER GOOD ";\"44021;nooit gesloten");
    assert_non_null(strstr(o.report, "3;2;;\"\";\"dit aanhalingsteken wordt nergens gesloten\""));
    assert_int_equal(o.result.rows, 2);
    assert_int_equal(o.result.refused, 1);
    assert_int_equal(o.after, o.before);
}

/* A good file as a spreadsheet damaged it: one line of the report says so, and there are no other lines. */
static void expect_cause(const place *p, const char *csv, size_t length, int line, const char *cause)
{
    const outcome o = import_limited(p, csv, length, 1000);
    const char *head = arena_printf(p->arena, "regel;kolom;veld;waarde;reden;code\n%d;1;;\"\";\"", line);
    assert_int_equal(o.status.code, ST_OK);
    assert_int_equal(o.result.errors, 1);
    if (strncmp(o.report, head, strlen(head)) != 0 || !strstr(o.report, cause) ||
        strchr(o.report + strlen(head), '\n')[1] != '\0')
        fail_msg("no \"%s\": %s", cause, o.report);
    assert_true(o.result.cause.code != ST_OK && strstr(o.result.cause.nl, cause));
    assert_int_equal(o.after, o.before);
}

static char *with_separator(arena *a, char separator)
{
    char *csv = arena_strdup(a, HEADER GOOD GOOD);
    for (char *c = csv; *c; c++)
        *c = *c == ';' ? separator : *c;
    return csv;
}

static const char *as_utf16(arena *a, const char *csv, bool mark, size_t *length)
{
    text t = text_new(a);
    if (mark)
        text_add_bytes(&t, "\xFF\xFE", 2);
    for (; *csv; csv++) {
        text_add_bytes(&t, csv, 1);
        text_add_bytes(&t, "", 1);
    }
    *length = t.length;
    return t.chars;
}

static void test_n9_a_row_that_is_there_already_is_told_with_its_line(void **state)
{
    static const char square[] = "POLYGON((105500 193000,105510 193000,105510 193010,105500 193010,105500 193000))";
    const place *p = *state;
    const char *file = arena_printf(p->arena,
                                    HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;gemeente;;;1981-01-01;;;;%s\n;44021;4.1.;VLAREBO_"
                                           "BIJLAGE_I;;gemeente;;;1981-01-01;;;;%s\n",
                                    square, square);
    outcome o = import(p, file);
    assert_string_equal(o.report, "");
    assert_int_equal(o.result.doubles, 0);
    o = import(p, file);
    assert_non_null(strstr(o.report, "\n2;59;geometry;\"POLYGON("));
    assert_non_null(strstr(o.report, "waarschuwing: deze risicolocatie staat al in de opslag als 44021"));
    assert_int_equal(o.result.doubles, 2);
    assert_int_equal(o.after, o.before + 2);
    o = import(p, arena_printf(p->arena,
                               HEADER ";44021;7.1.;VLAREBO_BIJLAGE_I;a;gemeente;;;1981-01-01;;;;%s\n;44021;7.1.;VLAREBO_BIJLAGE_"
                                      "I;b;migratie;;;1981-01-01;;;;%s\n",
                               square, square));
    assert_non_null(strstr(o.report, "waarschuwing: deze risicolocatie staat ook op regel 2 ("));
    assert_int_equal(o.result.doubles, 1);
    assert_int_equal(o.result.twins, 1);
}

static void test_n9_warnings_stop_at_their_own_limit(void **state)
{
    const place *p = *state;
    text t = text_new(p->arena);
    text_add(&t, HEADER);
    for (int i = 0; i < 1200; i++)
        text_add(&t, GOOD);
    const outcome o = import_limited(p, t.chars, t.length, 3);
    int lines = 0;
    for (const char *c = o.report; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 1001);
    assert_in_range(o.result.warnings, 1199, 1200);
}

static void test_n9_a_refused_value_is_shown_and_does_nothing(void **state)
{
    const place *p = *state;
    outcome o =
        import(p, HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;a\x1B[2Jb\x07\x7F\xC2\x9B\xE2\x80\xAE;;;1980-01-01;;;;" SQUARE "\n");
    assert_non_null(strstr(o.report, ";bron;\"a\xE2\x90\x9B[2Jb\xE2\x90\x87\xE2\x90\xA1??\";"));
    o = import(p, HEADER ";44021;=1+1;VLAREBO_BIJLAGE_I;;\"x\ny\";;;1980-01-01;;;;" SQUARE "\n");
    assert_non_null(strstr(o.report, ";rubriek;\"'=1+1\";"));
    assert_non_null(strstr(o.report, ";bron;\"x\xE2\x90\x8Ay\";"));
}

static void test_n8_the_cause_is_told_in_one_line(void **state)
{
    const place *p = *state;
    size_t length = 0;
    static const char windows[] =
        HEADER GOOD ";44021;6.5.2\xB0;VLAREBO_BIJLAGE_I;caf\xE9;gemeente;;;1980-01-01;;nee;nee;" SQUARE "\n"
                    "x" GOOD;
    expect_cause(p, windows, sizeof windows - 1, 3,
                 "het bestand is geen UTF-8 (byte B0 op regel 3), waarschijnlijk Windows-1252; bewaar");
    expect_cause(p, with_separator(p->arena, ','), sizeof HEADER GOOD GOOD - 1, 1, "het scheidingsteken is een komma");
    expect_cause(p, with_separator(p->arena, '\t'), sizeof HEADER GOOD GOOD - 1, 1, "het scheidingsteken is een tab");
    static const char comma[] = "sep=,\n" HEADER GOOD;
    expect_cause(p, comma, sizeof comma - 1, 1, "het scheidingsteken is een komma");
    char *cr = arena_strdup(p->arena, HEADER GOOD GOOD);
    for (char *c = cr; *c; c++)
        *c = *c == '\n' ? '\r' : *c;
    expect_cause(p, cr, strlen(cr), 1, "enkele CR");
    const char *wide = as_utf16(p->arena, HEADER GOOD, true, &length);
    expect_cause(p, wide, length, 1, "UTF-16");
    wide = as_utf16(p->arena, HEADER GOOD, false, &length);
    expect_cause(p, wide, length, 1, "UTF-16");
    expect_cause(p, wide + 2, length - 2, 1, "UTF-16"); /* without its mark */
    static const char nul[] = HEADER ";44021;2.3.6.;VLAREBO_BIJLAGE_I;n\0ta;gemeente;;;1980-01-01;;nee;nee;" SQUARE "\n";
    expect_cause(p, nul, sizeof nul - 1, 1, "NUL-bytes");
    static const char *const titles[] = {"Risicolocaties van Gent;;;;;;;;;;;;\n;;;;;;;;;;;;\n",
                                         "Risicolocaties van Gent, 2026\n\n", "\"Risicolocaties\nvan Gent\"\n"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        const char *csv = arena_printf(p->arena, "%s" HEADER GOOD, titles[i]);
        expect_cause(p, csv, strlen(csv), 1,
                     "de namen van de kolommen staan op regel 3, met iets anders erboven; verwijder alles boven regel 3");
    }
    expect_cause(p, GOOD GOOD, sizeof GOOD GOOD - 1, 1,
                 "regel 1 noemt geen enkele kolom, zoals id; zet een rij met de namen van de kolommen bovenaan");
    expect_cause(p, "PK\x03\x04\x14\0\x06\0", 8, 1, "dit is een zip-bestand (of een werkmap");
    expect_cause(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 1, "dit is een Excel-werkmap");
}

static void test_n8_what_a_spreadsheet_adds_is_taken(void **state)
{
    static const char *const files[] = {
        "sep=;\n" HEADER GOOD,
        "\xEF\xBB\xBF"
        "SEP=;\r\n" HEADER GOOD,
        "sep=;;;;;;;;;;;;;\r\n" HEADER GOOD,
        "\"sep=;\";;;;\n" HEADER GOOD,
        "\"sep=\";;;;\n" HEADER GOOD,
        "\xEF\xBB\xBF\xEF\xBB\xBF" HEADER GOOD,
        "\xEF\xBB\xBF"
        "sep=;\n"
        "\xEF\xBB\xBF" HEADER GOOD,
        "\xC2\xA0"
        "id\xC2\xA0;\xE2\x80\xAFgemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;"
        "einddatum;wijziging_vergunning;geschrapt;geometry\n"
        "\xC2\xA0;\xC2\xA0"
        "44021\xC2\xA0;2.3.6.;VLAREBO_BIJLAGE_I;nota;gemeente\xC2\xA0;;;1980-01-01\xE2\x80\x89;;nee;nee;POLYGON\xC2\xA0(("
        "105000\xC2\xA0"
        "193000,\xC2\xA0"
        "105010 193000,105010 193010,105000 193010,105000 193000))\n",
        HEADER
        ";=\"44021\";=\"2.3.6.\";VLAREBO_BIJLAGE_I;=\"nota; met =\";\"=\"\"gemeente\"\"\";;;=\"1980-01-01\";;nee;nee;" SQUARE
        "\n",
        HEADER ";;;;;;;;;;;;\n" GOOD " ; ;;;;;;;;;;;\r\n;;\n",
        ";;;;;;;;;;;;\n" HEADER GOOD,
        "ID; Gemeente_NIS "
        ";RUBRIEK;Rubriekenlijst;omschrijving;BRON;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;geschrapt;"
        "\tgeometry\n" GOOD,
        "id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_"
        "vergunning;geschrapt;geometry;;\n"
        ";44021;2.3.6.;VLAREBO_BIJLAGE_I;nota;gemeente;;;1980-01-01;;nee;nee;" SQUARE ";;\n",
    };
    const place *p = *state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const outcome o = import(p, files[i]);
        assert_int_equal(o.result.errors, 0);
        assert_int_equal(o.after, o.before + 1);
    }
}

static void test_n8_lines_count_from_the_line_of_the_separator(void **state)
{
    const outcome o = import(*state, "sep=;\n" HEADER "x" GOOD);
    assert_non_null(strstr(o.report, "\n3;1;id;\"x\""));
}

/* 6.5.2 and 6.5.2\u00BA (the ordinal) are 6.5.2\u00B0; a text that could be several rubrieken is refused. */
static void test_n8_a_near_miss_of_a_rubriek_is_guessed(void **state)
{
    static const struct {
        const char *given, *meant;
    } cases[] = {{"6.5.2", "6.5.2\xC2\xB0"},
                 {"6.5.2\xC2\xBA", "6.5.2\xC2\xB0"},
                 {"6.5.2 \xC2\xB0", "6.5.2\xC2\xB0"},
                 {"2.3.6", "2.3.6."},
                 {"2.2.2.G", "2.2.2.g)"},
                 {"17.3.9.4", NULL},
                 {"29.5.5", "29.5.5."},
                 {"29.55.", "29.5.5."},
                 {"onzin", NULL},
                 {"...", NULL}};
    const place *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t column = 0;
        const outcome o = import(p, arena_printf(p->arena, HEADER "%s", row_with(p->arena, 2, cases[i].given, &column)));
        const char *wanted =
            cases[i].meant ? arena_printf(p->arena, "bedoelt u %s?", cases[i].meant) : "staat niet in lijst VLAREBO_BIJLAGE_I\"";
        if (!strstr(o.report, wanted))
            fail_msg("%s: %s", cases[i].given, o.report);
    }
}

static void long_values_are_cut(void **state)
{
    const place *p = *state;
    const outcome o = import(
        p, HEADER
        ";44021;2.3.6.;VLAREBO_BIJLAGE_I;;0123456789012345678901234567890123456789012345678901234567\xC3\xA9\xC3\xA9\xC3\xA9"
        "einde;;;1980-01-01;;;;" SQUARE "\n");
    assert_non_null(
        strstr(o.report, "\"0123456789012345678901234567890123456789012345678901234567\xC3\xA9\xC3\xA9\xE2\x80\xA6\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refused_value_is_told_with_line_column_field_and_reason),
        cmocka_unit_test(all_mistakes_of_all_rows_are_told_at_once),
        cmocka_unit_test(one_bad_row_keeps_all_good_ones_out_and_the_numbers_unused),
        cmocka_unit_test(columns_may_stand_in_any_order_but_all_must_be_there),
        cmocka_unit_test(a_reference_may_be_there_as_a_column_more),
        cmocka_unit_test(a_row_of_a_gemeente_that_has_merged_is_loaded_as_the_one_that_it_became),
        cmocka_unit_test(an_id_is_taken_once),
        cmocka_unit_test(new_numbers_keep_clear_of_the_files_own),
        cmocka_unit_test(a_contour_that_crosses_itself_too_often_is_refused),
        cmocka_unit_test(an_invalid_contour_is_kept_and_counted),
        cmocka_unit_test(the_report_stops_at_its_limit_and_goes_on_counting),
        cmocka_unit_test(broken_csv_is_one_more_refusal_not_a_crash),
        cmocka_unit_test(test_n9_a_row_that_is_there_already_is_told_with_its_line),
        cmocka_unit_test(test_n9_warnings_stop_at_their_own_limit),
        cmocka_unit_test(test_n9_a_refused_value_is_shown_and_does_nothing),
        cmocka_unit_test(test_n8_the_cause_is_told_in_one_line),
        cmocka_unit_test(test_n8_what_a_spreadsheet_adds_is_taken),
        cmocka_unit_test(test_n8_lines_count_from_the_line_of_the_separator),
        cmocka_unit_test(test_n8_a_near_miss_of_a_rubriek_is_guessed),
        cmocka_unit_test(long_values_are_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
