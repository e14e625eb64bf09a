/* What a document may hold before the parser sees it: counted as the parser would, whatever the client writes around it. */
#include "server/xml_bounds.h"

#include "server/base/text.h"
#include "tests/unit/unit.h"

#include <string.h>

static const char *tag(arena *a, const char *before, size_t attributes, const char *after)
{
    text t = text_new(a);
    text_add(&t, before);
    text_add(&t, "<a");
    for (size_t i = 0; i < attributes; i++)
        text_addf(&t, i % 2 ? " a%zu=\"'>\"" : "\na%zu = '\">'", i);
    text_addf(&t, ">%s</a>", after);
    return t.chars;
}

static bool passes(const char *document)
{
    return xml_bounds_text(document, strlen(document), "x").code == ST_OK;
}

static void attributes_are_counted_per_tag_wherever_it_stands(void **state)
{
    arena *a = arena_new();
    static const char *const befores[] = {"", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-8'?>\n", "<!-- don't <a b='c' -->", "<x>don't <![CDATA[ <a ' ]]>",
                                          "<?p don't <!DOCTYPE a>?><!-- <!DOCTYPE a> -->", "<b c='d'/>", "\xEF\xBB\xBF"};
    (void)state;
    for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) {
        if (!passes(tag(a, befores[i], XML_ATTRIBUTES_MOST, "")))
            fail_msg("refused behind %s", befores[i]);
        if (passes(tag(a, befores[i], XML_ATTRIBUTES_MOST + 1, "")))
            fail_msg("passed behind %s", befores[i]);
    }
    text many = text_new(a);
    for (size_t i = 0; i < 1000; i++)
        text_add(&many, tag(a, "", 150, "it's \"text\" = 'text'"));
    assert_true(passes(many.chars));
    arena_free(a);
}

static void what_is_no_document_is_left_to_the_parser(void **state)
{
    static const char *const odd[] = {"", "<", "<a", "<a b=", "<a b='", "<a b='c", "<!--", "<![CDATA[", "<?", "<?xml", "<!", "\xEF\xBB\xBF", "x", ">", "\"", "<'", "<?xml encoding="};
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (!passes(odd[i]))
            fail_msg("refused: %s", odd[i]);
}

static void a_doctype_is_refused_before_it_is_read(void **state)
{
    static const char *const documents[] = {"<!DOCTYPE a><a/>", "<?xml version='1.0'?>\n<!-- x --><!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", "<!DOCTYPE"};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const status s = xml_bounds_text(documents[i], strlen(documents[i]), "request");
        assert_int_equal(s.code, ST_BAD_SYNTAX);
        assert_non_null(strstr(s.en, "DOCTYPE"));
    }
    assert_true(passes("<a b='<!DOCTYPE'/>"));
}

/* In these a byte 3C need not be a "<", nor every "<" a byte 3C. */
static void a_long_document_comes_in_an_encoding_that_can_be_looked_through(void **state)
{
    arena *a = arena_new();
    char *filler = arena_alloc(a, 70001);
    memset(filler, 'x', 70000);
    static const char *const good[] = {"<?xml version='1.0' encoding='ISO-8859-15'?>", "<?xml version='1.0' encoding=\"windows-1252\"?>", "<?xml version='1.0'?>", ""};
    static const char *const bad[] = {"<?xml version='1.0' encoding='UTF-7'?>", "<?xml version='1.0' encoding='UTF-16'?>", "<?xml version='1.0' encoding='IBM037'?>",
                                      "<?xml version='1.0' encoding='ISO-2022-JP'?>", "\xFF\xFE<", "Lo\xA7\x94", "<?xml version='1.0' encoding=UTF-8",
                                      "<?xml version='1.0' encoding='UTF-8' encoding='UTF-7'?>"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(passes(arena_printf(a, "%s<a>%s</a>", good[i], filler)));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(passes(arena_printf(a, "%s<a/>", bad[i])));
        if (passes(arena_printf(a, "%s<a>%s</a>", bad[i], filler)))
            fail_msg("passed: %s", bad[i]);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_are_counted_per_tag_wherever_it_stands),
        cmocka_unit_test(what_is_no_document_is_left_to_the_parser),
        cmocka_unit_test(a_doctype_is_refused_before_it_is_read),
        cmocka_unit_test(a_long_document_comes_in_an_encoding_that_can_be_looked_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
