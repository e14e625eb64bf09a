#include "data/manage/official.h"
#include "base/text.h"
#include "data/manage/facts.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct place {
    arena *arena;
    const char *store, *file;
    fact_list facts;
    writer *writer;
} place;

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    const char *folder = scratch_folder(a);
    int migrations = 0;
    *p = (place){.arena = a, .store = arena_printf(a, "%s/store.sqlite", folder), .file = arena_printf(a, "%s/in", folder)};
    *state = p;
    const bool made = writer_init(p->store, a, &migrations, &p->writer).code == ST_OK && facts_read(a, &p->facts).code == ST_OK &&
                      writer_begin(p->writer).code == ST_OK && facts_store(&p->facts, FACTS_SAMPLE, p->writer, a).code == ST_OK &&
                      writer_commit(p->writer).code == ST_OK;
    return made ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(((place *)*state)->arena);
    return 0;
}

static void write_file(const place *p, const char *chars)
{
    FILE *file = fopen(p->file, "wb");
    assert_non_null(file);
    assert_true(fputs(chars, file) >= 0);
    fclose(file);
}

typedef struct variant {
    const char *nis, *crs; /* name of the field; EPSG number */
    double shift;          /* of both axes */
    size_t skip, repeat;   /* a gemeente left out, one given twice; 285 for none */
    const char *unknown;   /* an extra code */
    const char *naam;      /* name of Boom, as JSON; NULL: like the others */
} variant;

static const variant plain = {"NISCODE", "31370", 0, 285, 285, NULL, NULL};

/* A square of 200 m around each gemeente's point. */
static void add_feature(text *t, const variant *v, const char *nis, const fact_gemeente *g)
{
    const double x = g->site.x + v->shift, y = g->site.y + v->shift;
    text_addf(t,
              "%s{\"type\":\"Feature\",\"properties\":{\"%s\":\"%s\",\"NAAM\":\"%s\"},\"geometry\":{\"type\":\"Polygon\","
              "\"coordinates\":"
              "[[[%.0f,%.0f],[%.0f,%.0f],[%.0f,%.0f],[%.0f,%.0f],[%.0f,%.0f]]]}}",
              t->chars[t->length - 1] == '[' ? "" : ",", v->nis, nis,
              v->naam && strcmp(nis, "11005") == 0 ? v->naam : arena_printf(t->arena, "N %s", g->naam), x - 100, y - 100, x + 100,
              y - 100, x + 100, y + 100, x - 100, y + 100, x - 100, y - 100);
}

static void write_geojson(const place *p, const variant *v)
{
    text t = text_new(p->arena);
    text_addf(&t,
              "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::%s\"}}"
              ",\"features\":[",
              v->crs);
    for (size_t i = 0; i < p->facts.gemeente_count; i++)
        for (int times = (i != v->skip) + (i == v->repeat); times > 0; times--)
            add_feature(&t, v, p->facts.gemeenten[i].nis_code, &p->facts.gemeenten[i]);
    if (v->unknown)
        add_feature(&t, v, v->unknown, &p->facts.gemeenten[0]);
    text_add(&t, "]}");
    write_file(p, t.chars);
}

static status load(const place *p, official_result *r)
{
    return official_load(&(official_settings){.path = p->file}, p->writer, p->arena, r);
}

static void official_contours_and_names_take_the_place_of_schematic_ones(void **state)
{
    const place *p = *state;
    known_facts known;
    official_result r;
    write_geojson(p, &plain);
    assert_int_equal(load(p, &r).code, ST_OK);
    assert_int_equal(r.gemeenten, 285);
    assert_int_equal(r.renamed, 285);
    assert_int_equal(r.reprojected, 0);
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    for (size_t i = 0; i < 285; i++) {
        assert_true(known.gemeenten[i].officieel);
        assert_true(known.gemeenten[i].box[0] == p->facts.gemeenten[i].site.x - 100);
        assert_memory_equal(known.gemeenten[i].naam, "N ", 2);
        assert_non_null(known.gemeenten[i].kbo_nummer);
    }
}

/* Lambert 2008 coordinates there are 499,996 m east and 500,000 m north of those of Lambert 72 (PROJ). */
static void another_reference_system_is_transformed(void **state)
{
    const place *p = *state;
    known_facts known;
    official_result r;
    variant v = plain;
    v.crs = "3812";
    v.shift = 499998;
    write_geojson(p, &v);
    assert_int_equal(load(p, &r).code, ST_OK);
    assert_int_equal(r.reprojected, 285);
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    for (size_t i = 0; i < 285; i++)
        assert_true(fabs(known.gemeenten[i].box[0] - (p->facts.gemeenten[i].site.x - 100)) < 20);
}

static void a_file_that_does_not_match_the_store_changes_nothing(void **state)
{
    const place *p = *state;
    known_facts known;
    official_result r;
    const struct {
        variant v;
        const char *said;
    } cases[] = {
        {{"NISCODE", "31370", 0, 3, 285, NULL, NULL}, "1 gemeenten of the store are missing in the file: 11005"},
        {{"NISCODE", "31370", 0, 285, 3, NULL, NULL}, "1 NIS codes occur more than once in the file: 11005"},
        {{"NISCODE", "31370", 0, 285, 285, "21004", NULL}, "1 NIS codes are not in the store: 21004"},
        {{"POSTCODE", "31370", 0, 285, 285, NULL, NULL}, "no field with the NIS code"},
        {{"NISCODE", "31370", 500000, 285, 285, NULL, NULL}, "outside Flanders"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_geojson(p, &cases[i].v);
        const status s = load(p, &r);
        assert_int_equal(s.code, ST_BAD_INPUT);
        if (!strstr(s.en, cases[i].said))
            fail_msg("said: %s", s.en);
    }
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    for (size_t i = 0; i < 285; i++)
        assert_false(known.gemeenten[i].officieel);
}

/* No filter could compute with it. */
static void a_contour_that_crosses_itself_too_often_is_refused(void **state)
{
    const place *p = *state;
    official_result r;
    text t = text_new(p->arena);
    text_add(&t,
             "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::"
             "31370\"}},\"features\":[{\"type\":\"Feature\","
             "\"properties\":{\"NISCODE\":\"11005\",\"NAAM\":\"Boom\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    for (unsigned i = 0; i <= 1001; i++) {
        const double turn = 6.283185307179586 * (i * 500 % 1001) / 1001;
        text_addf(&t, "%s[%.2f,%.2f]", i ? "," : "", 150000 + 1000 * cos(turn), 193000 + 1000 * sin(turn));
    }
    text_add(&t, "]]}}]}");
    write_file(p, t.chars);
    const status s = load(p, &r);
    assert_int_equal(s.code, ST_BAD_INPUT);
    assert_non_null(strstr(s.nl, "de contour van gemeente 11005 kruist of raakt zichzelf te vaak"));
}

static void test_a11_a_name_that_is_no_plain_text_is_refused_with_its_gemeente(void **state)
{
    static const char hundred[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const place *p = *state;
    const struct {
        const char *naam, *said;
    } cases[] = {
        {"", "de naam van gemeente 11005 is leeg"},
        {"  \\t ", "de naam van gemeente 11005 is leeg"},
        {"Bo\xFFom", "de naam van gemeente 11005 is geen UTF-8"},
        {"Bo\\u001b[31mom", "de naam van gemeente 11005 bevat een stuurteken"},
        {"Bo\\nom", "de naam van gemeente 11005 bevat een stuurteken"},
        {"Bo\\u0085om", "de naam van gemeente 11005 bevat een stuurteken (U+0085, als teken 3)"},
        {"Bo\\u202Eom", "de naam van gemeente 11005 bevat een onzichtbaar teken voor de schrijfrichting (U+202E, als teken 3)"},
        {"\\u2067Boom", "de naam van gemeente 11005 bevat een onzichtbaar teken voor de schrijfrichting (U+2067, als teken 1)"},
        {"Boom\\u200F", "de naam van gemeente 11005 bevat een onzichtbaar teken voor de schrijfrichting (U+200F, als teken 5)"},
        {"Bo\\uFFFEom", "de naam van gemeente 11005 bevat een teken dat niet bestaat (U+FFFE, als teken 3)"},
        {"\\u00A0\\u3000 ", "de naam van gemeente 11005 is leeg"},
        {arena_printf(p->arena, "%sb", hundred), "de naam van gemeente 11005 is te lang"},
    };
    official_result r;
    known_facts known;
    variant v = plain;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        v.naam = cases[i].naam;
        write_geojson(p, &v);
        const status s = load(p, &r);
        assert_int_equal(s.code, ST_BAD_INPUT);
        if (!strstr(s.nl, cases[i].said))
            fail_msg("%zu: %s", i, s.nl);
    }
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    assert_false(known.gemeenten[3].officieel);
    v.naam = "'=Boom";
    write_geojson(p, &v);
    assert_int_equal(load(p, &r).code, ST_OK);
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    assert_string_equal(known.gemeenten[3].naam, "=Boom");
    v.naam = "\\t\\u00A0Boom aan de Rupel \\u202F\\u200B\\u00A0";
    write_geojson(p, &v);
    assert_int_equal(load(p, &r).code, ST_OK);
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    assert_string_equal(known.gemeenten[3].naam, "Boom aan de Rupel");
}

static void a_file_that_is_no_map_is_refused(void **state)
{
    const place *p = *state;
    official_result r;
    write_file(p, "this is no map");
    assert_int_equal(load(p, &r).code, ST_BAD_INPUT);
}

static void kbo_numbers_are_checked_before_any_is_stored(void **state)
{
    const place *p = *state;
    static const struct {
        const char *csv, *said;
    } cases[] = {
        {"nis;kbo\n44021;0207451227\n99999;0207509031\n", "line 3: NIS code 99999"},
        {"nis;kbo\n44021;0207451228\n", "line 2: 0207451228 is not a KBO number"},
        {"nis;kbo\n44021;0207451227\n44021;0207451227\n", "line 3: NIS code 44021 is also on line 2"},
        {"nis;kbo\n44021;0207509031\n", "23105 and 44021 would both have"}, /* Affligem has it */
        {"kbo;nis\n0207451227;44021\n", "the first row must be"},
        {"nis;kbo\n44021\n", "line 2 has 1 fields"},
    };
    kbo_result r;
    known_facts known;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(p, cases[i].csv);
        const status s = official_load_kbo(p->file, p->writer, p->arena, &r);
        assert_int_equal(s.code, ST_BAD_INPUT);
        if (!strstr(s.en, cases[i].said))
            fail_msg("said: %s", s.en);
    }
    assert_int_equal(writer_facts(p->writer, p->arena, &known).code, ST_OK);
    for (size_t i = 0; i < known.gemeente_count; i++)
        assert_int_equal(known.gemeenten[i].kbo_verzonnen, strcmp(known.gemeenten[i].nis_code, "23105") != 0);
}

static void kbo_numbers_may_be_written_with_dots(void **state)
{
    const place *p = *state;
    kbo_result r;
    write_file(p, "\xEF\xBB\xBFnis_code;kbo_nummer\r\n44021;0207.451.227\r\n");
    assert_int_equal(official_load_kbo(p->file, p->writer, p->arena, &r).code, ST_OK);
    assert_int_equal(r.loaded, 1);
    assert_int_equal(r.left, 283); /* all but Gent and Affligem */
}

int main(void)
{
#define WITH_PLACE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(official_contours_and_names_take_the_place_of_schematic_ones),
        WITH_PLACE(another_reference_system_is_transformed),
        WITH_PLACE(a_contour_that_crosses_itself_too_often_is_refused),
        WITH_PLACE(a_file_that_does_not_match_the_store_changes_nothing),
        WITH_PLACE(test_a11_a_name_that_is_no_plain_text_is_refused_with_its_gemeente),
        WITH_PLACE(a_file_that_is_no_map_is_refused),
        WITH_PLACE(kbo_numbers_are_checked_before_any_is_stored),
        WITH_PLACE(kbo_numbers_may_be_written_with_dots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
