#include "auth/jwt.h"

#include "auth/base64.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <string.h>

static void base64_has_one_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } good[] = {{"", ""}, {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"+/+/", "\xFB\xFF\xBF"}};
    static const char *const bad[] = {"Z",    "Zg", "Zg=",      "Zg===", "Zm8",    "Zh==", "Zm9=",  "Z===",
                                      "====", "=",  "Zg==Zg==", "Zm 9v", "Zm9v\n", "-_-_", "Zm9v=", "Zm\x80v"};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        bytes out;
        assert_true(base64_decode(good[i].text, strlen(good[i].text), a, &out));
        assert_int_equal(out.size, strlen(good[i].plain));
        assert_string_equal((const char *)out.data, good[i].plain);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bytes out = {NULL, 7};
        if (base64_decode(bad[i], strlen(bad[i]), a, &out) || out.size != 7)
            fail_msg("accepted \"%s\"", bad[i]);
    }
    arena_free(a);
}

static void base64url_has_one_spelling(void **state)
{
    (void)state;
    static const char *const good[] = {"", "Zg", "Zm8", "Zm9v", "-_-_"};
    static const char *const bad[] = {"Z", "Zg==", "Zm8=", "Zh", "Zm9", "+/+/", "Zm9vZ", "Zm9v "};
    arena *a = arena_new();
    bytes out;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(base64url_decode(good[i], strlen(good[i]), a, &out));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (base64url_decode(bad[i], strlen(bad[i]), a, &out))
            fail_msg("accepted \"%s\"", bad[i]);
    arena_free(a);
}

/* eyJhbGciOiJFUzI1NiJ9 is {"alg":"ES256"}. */
static void a_token_has_three_parts(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      ".",
                                      "..",
                                      "eyJhbGciOiJFUzI1NiJ9",
                                      "eyJhbGciOiJFUzI1NiJ9.e30",
                                      "eyJhbGciOiJFUzI1NiJ9.e30.",
                                      "eyJhbGciOiJFUzI1NiJ9..AAAA",
                                      ".e30.AAAA",
                                      "eyJhbGciOiJFUzI1NiJ9.e30.AAAA.",
                                      "eyJhbGciOiJFUzI1NiJ9.e30.AAAA.AAAA.AAAA",
                                      "{\"payload\":\"e30\"}",
                                      "eyJhbGciOiJFUzI1NiJ9.e3 .AAAA",
                                      "eyJhbGciOiJFUzI1NiJ9.e30.AAAAA"};
    arena *a = arena_new();
    jwt token = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (jwt_read(bad[i], a, &token).code != ST_UNAUTHENTICATED || token.compact)
            fail_msg("accepted \"%s\"", bad[i]);
    assert_int_equal(jwt_read("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", a, &token).code, ST_OK);
    assert_int_equal(token.alg, ALG_ES256);
    assert_int_equal(token.signature_size, 3);
    assert_null(token.kid);
    arena_free(a);
}

/* The library splits any signature in half: one with r and s both one byte longer, by a leading zero, is the same pair of
 * numbers. */
static void a_signature_has_one_length(void **state)
{
    (void)state;
    arena *a = arena_new();
    const cjose_jwk_t *ec = fixture_ec(a, "ec");
    const char *good = fixture_sign(a, ec, "{\"alg\":\"ES256\",\"kid\":\"ec\"}", "{}", 2);
    const char *json = fixture_set(a, fixture_public(a, ec, "{}"), NULL, NULL);
    key_set set;
    jwt token;
    json_t *claims = NULL;
    assert_int_equal(key_set_read(json, strlen(json), a, &set).code, ST_OK);
    assert_int_equal(jwt_read(good, a, &token).code, ST_OK);
    assert_int_equal(jwt_verify(&token, &set.items[0], a, &claims).code, ST_OK);
    assert_non_null(claims);

    const char *signature = strrchr(good, '.') + 1;
    bytes raw;
    assert_true(base64url_decode(signature, strlen(signature), a, &raw));
    unsigned char longer[66] = {0};
    memcpy(longer + 1, raw.data, 32);
    memcpy(longer + 34, raw.data + 32, 32);
    claims = NULL;
    assert_int_equal(jwt_read(fixture_resign(a, good, longer, sizeof longer), a, &token).code, ST_OK);
    assert_int_equal(jwt_verify(&token, &set.items[0], a, &claims).code, ST_UNAUTHENTICATED);
    assert_null(claims);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_has_one_spelling),
        cmocka_unit_test(base64url_has_one_spelling),
        cmocka_unit_test(a_token_has_three_parts),
        cmocka_unit_test(a_signature_has_one_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
