#include "server/http/accept.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

typedef struct said {
    const char *head;
    int right;
} said;

static void n10_the_form_is_the_one_that_the_client_would_rather_read(void **state)
{
    (void)state;
    static const said heads[] = {
        {"", FORM_XML},
        {"*/*", FORM_XML},
        {"application/json", FORM_JSON},
        {"application/geo+json", FORM_JSON},
        {"Application/Problem+JSON;q=1.0", FORM_JSON},
        {"application/json, text/plain, */*", FORM_JSON},              /* axios */
        {"application/json, text/javascript, */*; q=0.01", FORM_JSON}, /* jQuery */
        {"application/json;q=0.5, */*", FORM_XML},
        {"application/json, application/xml", FORM_XML},
        {"application/xml;q=0.5,application/json", FORM_JSON},
        {"application/json;q=0", FORM_XML},
        {"text/html", FORM_PAGE},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", FORM_PAGE}, /* Firefox */
        {"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/"
         "signed-exchange;v=b3;q=0.7",
         FORM_PAGE},                                                        /* Chromium */
        {"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", FORM_XML}, /* Java */
        {"application/xml, text/html;q=0.3", FORM_XML},
        {"text/html;q=0.3, application/json", FORM_JSON},
        {"image/png", FORM_XML},
        {",,;;q=,q=1;", FORM_XML},
        {"text/html;q", FORM_PAGE},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if ((int)accept_form(heads[i].head) != heads[i].right)
            fail_msg("\"%s\": form %d", heads[i].head, (int)accept_form(heads[i].head));
}

static void n10_the_language_is_the_one_that_the_client_would_rather_read(void **state)
{
    (void)state;
    static const said heads[] = {
        {"", LANGUAGE_BOTH},
        {"*", LANGUAGE_BOTH},
        {"fr, de;q=0.5", LANGUAGE_BOTH},
        {"en", LANGUAGE_EN},
        {"en-GB,en;q=0.9", LANGUAGE_EN},
        {"nl-BE,en,*", LANGUAGE_NL}, /* Qt, so QGIS */
        {"en,*", LANGUAGE_EN},
        {"nl-BE,nl;q=0.9,en-US;q=0.8,en;q=0.7", LANGUAGE_NL},
        {"nl;q=0.5, EN;q=0.8", LANGUAGE_EN},
        {"nl;q=0, fr, en;q=0.1", LANGUAGE_EN},
        {"nl;q=0", LANGUAGE_BOTH},
        {"nlx, enx", LANGUAGE_BOTH},
        {"fr, nl;q=0.001", LANGUAGE_NL},
        {"e", LANGUAGE_BOTH},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if ((int)accept_language(heads[i].head) != heads[i].right)
            fail_msg("\"%s\": language %d", heads[i].head, (int)accept_language(heads[i].head));
}

/* Ranges beyond the limit are ignored, so that the work for a header is bounded. */
static void n10_a_long_head_is_bounded_work(void **state)
{
    (void)state;
    enum { TIMES = 10000 };
    char *head = calloc(1, TIMES * 5 + 32);
    for (int i = 0; i < TIMES; i++)
        strcat(head + (size_t)i * 5, "a/b;,");
    strcat(head + (size_t)TIMES * 5, "application/json");
    assert_int_equal(accept_form(head), FORM_XML);
    free(head);
}

/* RFC 9110 §12.5.3 */
static void the_coding_is_one_that_the_client_takes(void **state)
{
    (void)state;
    static const said heads[] = {
        {"", CODING_PLAIN},
        {"gzip", CODING_GZIP},
        {"GZIP", CODING_GZIP},
        {"x-gzip", CODING_GZIP},
        {"gzip, deflate", CODING_GZIP}, /* QGIS */
        {"deflate, gzip, br, zstd", CODING_GZIP},
        {"br;q=1.0, gzip;q=0.1", CODING_GZIP},
        {"gzip;q=0", CODING_PLAIN},
        {"gzip;q=0.000, *", CODING_PLAIN},
        {"gzip;q=0.001", CODING_GZIP},
        {"br, zstd, deflate", CODING_PLAIN},
        {"identity", CODING_PLAIN},
        {"identity;q=1, gzip;q=0.5", CODING_PLAIN},
        {"identity;q=0.5, gzip;q=0.5", CODING_GZIP},
        {"identity;q=0, gzip;q=0.2", CODING_GZIP_ALWAYS},
        {"gzip, *;q=0", CODING_GZIP_ALWAYS},
        {"gzip, identity;q=0.1, *;q=0", CODING_GZIP},
        {"identity;q=0", CODING_PLAIN}, /* neither is allowed: plain, which everybody can read */
        {"*;q=0", CODING_PLAIN},
        {"*", CODING_GZIP},
        {"gzipped, gzi", CODING_PLAIN},
        {",;q=,gzip ; q=0.5 ,", CODING_GZIP},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if ((int)accept_coding(heads[i].head) != heads[i].right)
            fail_msg("\"%s\": coding %d", heads[i].head, (int)accept_coding(heads[i].head));
}

/* RFC 9110 §12.5.1: the most precise range decides, and of equals the service's own order. */
static void the_type_is_the_one_that_the_client_likes_best(void **state)
{
    (void)state;
    static const char *const types[] = {"application/geo+json", "text/html; charset=utf-8", "application/gml+xml; version=3.2",
                                        NULL};
    static const said heads[] = {{"", 0},
                                 {"*/*", 0},
                                 {"text/html", 1},
                                 {"text/*", 1},
                                 {"application/gml+xml", 2},
                                 {"APPLICATION/GML+XML;version=3.2", 2},
                                 {"text/html;q=0.5, application/geo+json;q=0.6", 0},
                                 {"application/geo+json;q=0, */*", 1},
                                 {"application/*;q=0.2, text/html;q=0.1", 0},
                                 {"image/png", 3},
                                 {"*/*;q=0", 3}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if ((int)accept_choose(heads[i].head, types) != heads[i].right)
            fail_msg("\"%s\": type %d", heads[i].head, (int)accept_choose(heads[i].head, types));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_type_is_the_one_that_the_client_likes_best),
        cmocka_unit_test(n10_the_form_is_the_one_that_the_client_would_rather_read),
        cmocka_unit_test(n10_the_language_is_the_one_that_the_client_would_rather_read),
        cmocka_unit_test(n10_a_long_head_is_bounded_work),
        cmocka_unit_test(the_coding_is_one_that_the_client_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
