#include "auth/settings.h"

#include "auth/token.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <string.h>

static status read_settings(arena *a, const char *json, token_settings *out)
{
    return token_settings_read(fixture_file(a, json), a, out);
}

static void every_setting_is_read(void **state)
{
    (void)state;
    arena *a = arena_new();
    token_settings s = {0};
    assert_int_equal(read_settings(a,
                                   "{\"workers\":2,\"token\":{\"issuer\":\"i\",\"audience\":\"a\",\"jwks_url\":\"https://"
                                   "k\",\"role_claim\":\"r\",\"clock_skew_s\":5,\"all_for\":[\"OVO1\",\"OVO2\"]}}",
                                   &s)
                         .code,
                     ST_OK);
    assert_string_equal(s.issuer, "i");
    assert_string_equal(s.audience, "a");
    assert_string_equal(s.jwks_url, "https://k");
    assert_string_equal(s.role_claim, "r");
    assert_int_equal(s.clock_skew_s, 5);
    assert_int_equal(s.all_for.count, 2);
    assert_string_equal(s.all_for.items[1], "OVO2");
    assert_null(s.jwks_file);
    arena_free(a);
}

static void a_key_file_lies_beside_the_configuration(void **state)
{
    (void)state;
    arena *a = arena_new();
    token_settings s = {0};
    const char *config = fixture_file(a, "{\"token\":{\"jwks_file\":\"keys/jwks.json\"}}");
    assert_int_equal(token_settings_read(config, a, &s).code, ST_OK);
    assert_string_equal(s.jwks_file, arena_printf(a, "%.*s/keys/jwks.json", (int)(strrchr(config, '/') - config), config));
    assert_int_equal(read_settings(a, "{\"token\":{\"jwks_file\":\"/etc/jwks.json\"}}", &s).code, ST_OK);
    assert_string_equal(s.jwks_file, "/etc/jwks.json");
    arena_free(a);
}

static void introspection_has_settings_of_its_own(void **state)
{
    (void)state;
    arena *a = arena_new();
    token_settings s = {0};
    const char *config =
        fixture_file(a, "{\"token\":{\"introspection\":{\"url\":\"https://x\",\"client_id\":\"c\",\"method\":\"private_key_jwt\","
                        "\"private_key_file\":\"keys/own.jwk\",\"scope\":\"laag\",\"recheck_s\":5}}}");
    assert_int_equal(token_settings_read(config, a, &s).code, ST_OK);
    assert_string_equal(s.introspection.url, "https://x");
    assert_string_equal(s.introspection.client_id, "c");
    assert_int_equal(s.introspection.method, CLIENT_PRIVATE_KEY_JWT);
    assert_string_equal(s.introspection.private_key_file,
                        arena_printf(a, "%.*s/keys/own.jwk", (int)(strrchr(config, '/') - config), config));
    assert_string_equal(s.introspection.scope, "laag");
    assert_int_equal(s.introspection.recheck_s, 5);
    assert_null(s.introspection.client_secret_file);
    arena_free(a);
}

static void a_wrong_setting_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *json, *locator;
    } bad[] = {
        {"", "config"},
        {"{", "config"},
        {"{}", "token"},
        {"{\"token\":7}", "token"},
        {"{\"token\":{\"issuer\":\"x\",\"issuer\":\"y\"}}", "config"},
        {"{\"token\":{\"isuer\":\"x\"}}", "token.isuer"},
        {"{\"token\":{\"issuer\":7}}", "token.issuer"},
        {"{\"token\":{\"all_for\":[]}}", "token.all_for"},
        {"{\"token\":{\"all_for\":[7]}}", "token.all_for"},
        {"{\"token\":{\"all_for\":\"OVO1\"}}", "token.all_for"},
        {"{\"token\":{\"introspection\":7}}", "token.introspection"},
        {"{\"token\":{\"introspection\":{}}}", "token.introspection.url"},
        {"{\"token\":{\"introspection\":{\"url\":7}}}", "token.introspection.url"},
        {"{\"token\":{\"introspection\":{\"url\":\"u\",\"secret\":\"x\"}}}", "token.introspection.secret"},
        {"{\"token\":{\"introspection\":{\"url\":\"u\",\"method\":\"none\"}}}", "token.introspection.method"},
        {"{\"token\":{\"introspection\":{\"url\":\"u\",\"recheck_s\":0}}}", "token.introspection.recheck_s"},
        {"{\"token\":{\"introspection\":{\"url\":\"u\",\"recheck_s\":3601}}}", "token.introspection.recheck_s"},
        {"{\"token\":{\"clock_skew_s\":0}}", "token.clock_skew_s"},
        {"{\"token\":{\"clock_skew_s\":301}}", "token.clock_skew_s"},
        {"{\"token\":{\"clock_skew_s\":\"60\"}}", "token.clock_skew_s"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        token_settings s = {.issuer = "untouched"};
        const status read = read_settings(a, bad[i].json, &s);
        assert_int_equal(read.code, ST_BAD_INPUT);
        assert_string_equal(read.locator, bad[i].locator);
        assert_string_equal(s.issuer, "untouched");
    }
    assert_int_equal(token_settings_read("/nowhere/config.json", a, &(token_settings){0}).code, ST_BAD_INPUT);
    arena_free(a);
}

static void n7_null_says_that_no_token_is_taken(void **state)
{
    (void)state;
    arena *a = arena_new();
    token_settings s = {.issuer = "gone"};
    token_check *check = NULL;
    const scope *who = NULL;
    assert_int_equal(read_settings(a, "{\"token\":null}", &s).code, ST_OK);
    assert_true(s.keys_only);
    assert_null(s.issuer);
    assert_int_equal(token_check_new(&s, &(token_world){&fixture_directory, NULL, NULL}, &check).code, ST_OK);
    assert_int_equal(scope_from_token(&(credentials){.authorization = "Bearer a.b.c"}, check, a, &who).code, ST_UNAUTHENTICATED);
    assert_int_equal(scope_from_token(&(credentials){.api_key = "rlk_x"}, check, a, &who).code, ST_UNAUTHENTICATED);
    assert_int_equal(scope_from_token(&(credentials){0}, check, a, &who).code, ST_OK);
    token_check_free(check);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_read),
        cmocka_unit_test(a_key_file_lies_beside_the_configuration),
        cmocka_unit_test(introspection_has_settings_of_its_own),
        cmocka_unit_test(a_wrong_setting_is_named),
        cmocka_unit_test(n7_null_says_that_no_token_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
