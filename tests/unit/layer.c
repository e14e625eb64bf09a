#include "data/model/catalog.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY "<title>t</title><table name=\"t\" id=\"id\"/><property name=\"p\" type=\"string\"/>"

static status read_text(arena *a, const char *document, layer *l)
{
    char path[] = "/tmp/layer-XXXXXX";
    const int fd = mkstemp(path);
    assert_int_equal(write(fd, document, strlen(document)), (ssize_t)strlen(document));
    close(fd);
    const status s = layer_read(path, a, l);
    unlink(path);
    return s;
}

static void the_shipped_layers_are_good_and_say_who_may_see_them(void **state)
{
    (void)state;
    arena *a = arena_new();
    catalog c = {0};
    const status s = catalog_read(SOURCES "/data/layers", a, &c);
    if (s.code != ST_OK)
        fail_msg("%s", s.en);
    assert_string_equal(catalog_layer(&c, "risicolocatie")->restrict_column, "gemeente_nis");
    assert_string_equal(catalog_layer(&c, "perceel")->restrict_column, "gemeente_nis");
    assert_null(catalog_layer(&c, "gemeente")->restrict_column);
    assert_true(catalog_layer(&c, "risicolocatie")->editable);
    assert_false(catalog_layer(&c, "perceel")->editable || catalog_layer(&c, "gemeente")->editable);
    assert_null(catalog_layer(&c, "bestaat_niet"));
    assert_string_equal(layer_property(catalog_layer(&c, "risicolocatie"), "versie")->column, "versie");
    arena_free(a);
}

static void a_layer_that_says_neither_restrict_nor_public_stops_the_start(void **state)
{
    (void)state;
    arena *a = arena_new();
    layer l = {0};
    const status neither = read_text(a, "<layer name=\"l\">" BODY "</layer>", &l);
    assert_int_equal(neither.code, ST_BAD_INPUT);
    assert_non_null(strstr(neither.en, "<public/>"));
    assert_int_equal(read_text(a, "<layer name=\"l\"><restrict column=\"nis\"/><public/>" BODY "</layer>", &l).code,
                     ST_BAD_INPUT);
    assert_null(l.name);
    assert_int_equal(read_text(a, "<layer name=\"l\"><public/>" BODY "</layer>", &l).code, ST_OK);
    assert_string_equal(l.name, "l");
    arena_free(a);
}

static void a_wrong_layer_file_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "<layer",
        "<laag name=\"l\"/>",
        "<layer><public/>" BODY "</layer>",
        "<layer name=\"1l\"><public/>" BODY "</layer>",
        "<layer name=\"l\"><public/><editable/>" BODY "</layer>",
        "<layer name=\"l\"><public/><title>t</title><property name=\"p\" type=\"string\"/></layer>",
        "<layer name=\"l\"><public/><title>t</title><table name=\"t\" id=\"id\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"p\" type=\"string\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<period begin=\"p\" end=\"p\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"d\" type=\"date\"/><period begin=\"d\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"d\" type=\"date\"/><period begin=\"d\" end=\"e\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"q\" type=\"text\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"q\" type=\"string\" length=\"-1\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<geometry name=\"g\" type=\"MultiSurface\" crs=\"31370\"/></layer>",
        "<layer name=\"l\"><public/>" BODY
        "<geometry name=\"g\" type=\"Vlak\" crs=\"31370\"/><extent west=\"1\" south=\"1\" east=\"2\" north=\"2\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<iets/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"q\" type=\"id\" column=\"q\"/></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"q\" type=\"id\"><code>x</code></property></layer>",
        "<layer name=\"l\"><public/>" BODY "<property name=\"q\" type=\"id\"/><property name=\"r\" type=\"id\"/></layer>",
        "<layer name=\"l\"><public/><title>t</title><property name=\"q\" type=\"id\"/><table name=\"t\" id=\"id\"/></layer>",
        "<layer name=\"l\"><restrict column=\"a b\"/>" BODY "</layer>",
        "<!DOCTYPE layer [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><layer name=\"l\"><public/><title>&e;</title><table "
        "name=\"t\" id=\"id\"/></layer>",
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        layer l = {0};
        if (read_text(a, bad[i], &l).code != ST_BAD_INPUT)
            fail_msg("accepted %s", bad[i]);
        assert_null(l.name);
    }
    layer l = {0};
    const status s = read_text(a, "<layer name=\"l\">\n<public/>\n<iets/></layer>", &l);
    assert_non_null(strstr(s.en, ":3: <iets>"));
    arena_free(a);
}

static status read_named(arena *a, const char *layer_name, const char *property_name, const char *more, layer *l)
{
    return read_text(a,
                     arena_printf(a, "<layer name=\"%s\"><public/>" BODY "<property name=\"%s\" type=\"string\"%s/></layer>",
                                  layer_name, property_name, more),
                     l);
}

static void a_name_that_is_too_long_is_told_so(void **state)
{
    (void)state;
    arena *a = arena_new();
    layer l = {0};
    char name[62];
    memset(name, 'a', 61);
    name[61] = '\0';
    const status s = read_text(a, arena_printf(a, "<layer name=\"%s\"><public/>" BODY "</layer>", name), &l);
    assert_int_equal(s.code, ST_BAD_INPUT);
    assert_non_null(strstr(s.en, "at most 60"));
    name[60] = '\0';
    assert_int_equal(read_text(a, arena_printf(a, "<layer name=\"%s\"><public/>" BODY "</layer>", name), &l).code, ST_OK);
    const char *const sixty = arena_printf(a, "%.60s", name), *wide = "";
    for (size_t i = 0; i < 60; i++)
        wide = arena_printf(a, "%s\xE6\x97\xA5", wide);
    assert_int_equal(read_named(a, sixty, wide, " column=\"c\"", &l).code, ST_OK);
    assert_int_equal(read_named(a, arena_printf(a, "%s\xE6\x97\xA5", wide), "q", "", &l).code, ST_BAD_INPUT);
    arena_free(a);
}

static void names_may_be_of_any_script(void **state)
{
    (void)state;
    static const char *const good[] = {"Entit\xC3\xA9G\xC3\xA9n\xC3\xA9rique", "attribut.G\xC3\xA9om\xC3\xA9trie",
                                       "\xE6\x97\xA5\xE6\x9C\xAC", "_a-b.c",
                                       "\xC5\x81\xC3\xB3"
                                       "d\xC5\xBA"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        arena *a = arena_new();
        layer l = {0};
        assert_int_equal(read_named(a, good[i], good[i], " column=\"c\"", &l).code, ST_OK);
        assert_string_equal(l.name, good[i]);
        assert_string_equal(layer_property(&l, good[i])->column, "c");
        arena_free(a);
    }
}

static void a_name_that_xml_or_the_store_cannot_have_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *said;
    } bad[] = {{"1a", "begins with"},
               {"a b", "begins with"},
               {"a:b", "begins with"},
               {"a'b", "begins with"},
               {".a", "begins with"},
               {"a\xE2\x80\xAE"
                "b",
                "begins with"},                               /* turns the direction of writing */
               {"a\xC3\x97", "begins with"},                  /* a sign, not a letter */
               {"Entite\xCC\x81", "one character (Unicode"}}; /* e and an accent apart */
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena *a = arena_new();
        layer l = {0};
        const status named = read_named(a, bad[i].name, "q", "", &l);
        const status of_property = read_named(a, "l", bad[i].name, " column=\"c\"", &l);
        assert_int_equal(named.code, ST_BAD_INPUT);
        assert_non_null(strstr(named.en, bad[i].said));
        assert_int_equal(of_property.code, ST_BAD_INPUT);
        arena_free(a);
    }
}

static void a_column_without_a_name_of_its_own_has_a_plain_one(void **state)
{
    (void)state;
    arena *a = arena_new();
    layer l = {0};
    const status s = read_named(a, "l", "naam-kort", "", &l);
    assert_int_equal(s.code, ST_BAD_INPUT);
    assert_non_null(strstr(s.en, "column="));
    assert_int_equal(read_named(a, "l", "naam-kort", " column=\"naam_kort\"", &l).code, ST_OK);
    arena_free(a);
}

static void write_layer(const char *folder, const char *file, const char *document, arena *a)
{
    FILE *to = fopen(arena_printf(a, "%s/%s", folder, file), "w");
    assert_non_null(to);
    assert_true(fputs(document, to) >= 0);
    assert_int_equal(fclose(to), 0);
}

static void two_layers_of_one_name_or_one_table_stop_the_start(void **state)
{
    (void)state;
    static const struct {
        const char *name, *said;
    } cases[] = {{"l", "the name l"}, {"m", "the table T"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena *a = arena_new();
        char folder[] = "/tmp/layers-XXXXXX";
        assert_non_null(mkdtemp(folder));
        write_layer(folder, "a.xml", "<layer name=\"l\"><public/>" BODY "</layer>", a);
        write_layer(folder, "b.xml",
                    arena_printf(a,
                                 "<layer name=\"%s\"><restrict column=\"nis\"/><title>t</title><table name=\"T\" id=\"id\"/>"
                                 "<property name=\"p\" type=\"string\"/></layer>",
                                 cases[i].name),
                    a);
        catalog c = {0};
        const status s = catalog_read(folder, a, &c);
        assert_int_equal(s.code, ST_BAD_INPUT);
        assert_non_null(strstr(s.en, cases[i].said));
        unlink(arena_printf(a, "%s/a.xml", folder));
        unlink(arena_printf(a, "%s/b.xml", folder));
        rmdir(folder);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_layers_are_good_and_say_who_may_see_them),
        cmocka_unit_test(a_layer_that_says_neither_restrict_nor_public_stops_the_start),
        cmocka_unit_test(a_wrong_layer_file_is_refused_with_its_line),
        cmocka_unit_test(a_name_that_is_too_long_is_told_so),
        cmocka_unit_test(names_may_be_of_any_script),
        cmocka_unit_test(a_name_that_xml_or_the_store_cannot_have_is_refused),
        cmocka_unit_test(a_column_without_a_name_of_its_own_has_a_plain_one),
        cmocka_unit_test(two_layers_of_one_name_or_one_table_stop_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
