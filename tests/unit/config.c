#include "server/http/config.h"

#include "server/http/config_table.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <string.h>

/* A whole configuration with these members in place of the good ones, or beside them. */
static status read_with(arena *a, const char *members, config *out)
{
    return config_read(fixture_file(a, members), a, out);
}

#define GOOD "\"store\":\"s\",\"socket\":\"q\",\"layers\":\"l\",\"token\":null"

static void what_is_not_given_holds_as_the_table_says(void **state)
{
    (void)state;
    arena *a = arena_new();
    config c;
    assert_int_equal(read_with(a, "{" GOOD "}", &c).code, ST_OK);
    assert_int_equal(c.workers, 8);
    assert_int_equal(c.page, 10000);
    assert_int_equal(c.store.query_timeout_s, 60);
    assert_int_equal(c.leave_free_mb, 512);
    assert_false(c.editing);
    assert_null(c.log);
    assert_true(c.token.keys_only);
    assert_int_equal(c.endpoint_count, 1);
    assert_string_equal(c.endpoints[0].prefix, "risico");
    assert_string_equal(c.service.fees, "geen");
    assert_non_null(strstr(c.keys, "/keys.sqlite"));
    assert_int_equal(c.keys[0], '/');
    arena_free(a);
}

static void what_is_given_holds(void **state)
{
    (void)state;
    arena *a = arena_new();
    config c;
    assert_int_equal(
        read_with(a,
                  "{" GOOD ",\"workers\":2,\"editing\":true,\"proxy_headers\":\"Forwarded\",\"trusted_proxies\":[\"10.0.0.0/8\"],"
                  "\"public_url\":\"https://x.example/\",\"endpoints\":[{\"path\":\"/a\",\"prefix\":\"p\",\"namespace\":\"n\"},"
                  "{\"path\":\"/b\",\"prefix\":\"p\",\"namespace\":\"n\"}],\"log\":\"/x.log\"}",
                  &c)
            .code,
        ST_OK);
    assert_int_equal(c.workers, 2);
    assert_true(c.editing);
    assert_int_equal(c.front.heads, FORWARDED_7239);
    assert_int_equal(c.front.trusted_count, 1);
    assert_int_equal(c.front.trusted[0].bits, 104);
    assert_string_equal(c.front.public_url, "https://x.example");
    assert_string_equal(c.log, "/x.log");
    assert_ptr_equal(config_endpoint(&c, "/b"), &c.endpoints[1]);
    assert_null(config_endpoint(&c, "/wfs"));
    arena_free(a);
}

static void a_name_that_does_not_exist_is_refused_with_the_nearest_one(void **state)
{
    (void)state;
    static const struct {
        const char *members, *near;
    } wrong[] = {
        {"\"workrs\":3", "workers"},
        {"\"query_timeout\":3", "query_timeout_s"},
        {"\"issuer\":\"x\"", "token.issuer"},
        {"\"Page\":5", "page"},
        {"\"service\":{\"titel\":\"x\"}", "service.title"},
        {"\"endpoints\":[{\"pat\":\"/a\"}]", "endpoints[].path"},
        {"\"zwaluwstaart\":1", "--explain"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        config c;
        const status read = read_with(a, arena_printf(a, "{" GOOD ",%s}", wrong[i].members), &c);
        assert_int_equal(read.code, ST_BAD_INPUT);
        assert_non_null(strstr(read.nl, wrong[i].near));
        assert_non_null(strstr(read.en, wrong[i].near));
    }
    assert_string_equal(settings_nearest(config_settings(), "token.introspection.sope"), "token.introspection.scope");
    assert_null(settings_nearest(config_settings(), ""));
    arena_free(a);
}

static void a_wrong_value_is_named_with_what_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *json, *locator, *words;
    } wrong[] = {
        {"[]", "config", "object"},
        {"{\"store\":\"a\",\"store\":\"b\"}", "config", ":1:"},
        {"{\"socket\":\"q\",\"layers\":\"l\",\"token\":null}", "store", "ontbreekt"},
        {"{\"store\":\"s\",\"layers\":\"l\",\"token\":null}", "socket", "ontbreekt"},
        {"{\"store\":\"s\",\"socket\":\"q\",\"token\":null}", "layers", "ontbreekt"},
        {"{\"store\":\"s\",\"socket\":\"q\",\"layers\":\"l\"}", "token", "ontbreekt"},
        {"{\"store\":\"\",\"socket\":\"q\",\"layers\":\"l\",\"token\":null}", "store", "tekst"},
        {"{\"store\":null,\"socket\":\"q\",\"layers\":\"l\",\"token\":null}", "store", "tekst"},
        {"{" GOOD ",\"workers\":0}", "workers", "1 tot 256"},
        {"{" GOOD ",\"workers\":257}", "workers", "1 tot 256"},
        {"{" GOOD ",\"workers\":\"8\"}", "workers", "1 tot 256"},
        {"{" GOOD ",\"workers\":8.5}", "workers", "1 tot 256"},
        {"{" GOOD ",\"workers\":9000000000000000000}", "workers", "1 tot 256"},
        {"{" GOOD ",\"editing\":1}", "editing", "true of false"},
        {"{" GOOD ",\"endpoints\":[]}", "endpoints", "1 tot 20"},
        {"{" GOOD ",\"endpoints\":{}}", "endpoints", "1 tot 20"},
        {"{" GOOD ",\"endpoints\":[1]}", "endpoints", "1 tot 20"},
        {"{" GOOD ",\"endpoints\":[{\"path\":\"/x\"}]}", "endpoints[].prefix", "ontbreekt"},
        {"{" GOOD ",\"endpoints\":[{\"path\":\"x\",\"prefix\":\"p\",\"namespace\":\"n\"}]}", "endpoints[].path", "beginnen"},
        {"{" GOOD ",\"trusted_proxies\":[\"x\"]}", "trusted_proxies", "10.0.0.0/8"},
        {"{" GOOD ",\"trusted_proxies\":[7]}", "trusted_proxies", "0 tot 100"},
        {"{" GOOD ",\"trusted_proxies\":\"10.0.0.1\"}", "trusted_proxies", "0 tot 100"},
        {"{" GOOD ",\"proxy_headers\":\"X\"}", "proxy_headers", "X-Forwarded"},
        {"{" GOOD ",\"public_url\":\"x\"}", "public_url", "URL"},
        {"{" GOOD ",\"service\":[]}", "service", "object"},
        {"{" GOOD ",\"service\":{\"title\":null}}", "service.title", "tekst"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        config c = {.workers = 77};
        const status read = read_with(a, wrong[i].json, &c);
        assert_int_equal(read.code, ST_BAD_INPUT);
        assert_string_equal(read.locator, wrong[i].locator);
        assert_non_null(strstr(read.nl, wrong[i].words));
        assert_int_equal(c.workers, 77);
    }
    arena_free(a);
}

static void every_row_of_the_table_is_whole(void **state)
{
    (void)state;
    const settings_table t = config_settings();
    for (size_t i = 0; i < t.count; i++) {
        const setting *s = &t.items[i];
        assert_true(s->nl[strlen(s->nl) - 1] == '.' && s->en[strlen(s->en) - 1] == '.');
        assert_ptr_equal(settings_find(t, s->name), s);
        assert_false(s->required && s->standard);
        assert_true(s->kind != SETTING_NUMBER || (s->least < s->most && s->standard));
        assert_true(s->kind != SETTING_CHOICE || s->words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_given_holds_as_the_table_says),
        cmocka_unit_test(what_is_given_holds),
        cmocka_unit_test(a_name_that_does_not_exist_is_refused_with_the_nearest_one),
        cmocka_unit_test(a_wrong_value_is_named_with_what_it_must_be),
        cmocka_unit_test(every_row_of_the_table_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
