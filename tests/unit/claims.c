#include "auth/claims.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define R(value) "{\"app_rol_3d\":" value "}"
#define CHOSEN(value) "{\"vo_orgcode\":\"0207509031\",\"app_rol_3d\":" value "}"

enum { NOW = 1800000000, SKEW = 60 };

static json_t *parsed(arena *a, const char *json)
{
    json_error_t error;
    json_t *value = json_loads(json, 0, &error);
    if (!value)
        fail_msg("the test's own JSON: %s in %s", error.text, json);
    arena_defer(a, (void (*)(void *))json_delete, value);
    return value;
}

static const role_rules rules_of_all = {.claim = "APP_rol_3D"};

/* "raadpleger:A,beheerder:B"; "!" when the claim is refused. */
static const char *rights_by(arena *a, const char *json, const role_rules *rules)
{
    right_list list;
    const status s = claims_rights(parsed(a, json), rules, a, &list);
    if (s.code != ST_OK) {
        assert_int_equal(s.code, ST_UNAUTHENTICATED);
        return "!";
    }
    text joined = text_new(a);
    for (size_t i = 0; i < list.count; i++)
        text_addf(&joined, "%s%s:%s", i ? "," : "", list.items[i].role->name,
                  list.items[i].organisation ? list.items[i].organisation : "");
    return joined.chars;
}

static const char *rights_in(arena *a, const char *json)
{
    return rights_by(a, json, &rules_of_all);
}

static void roles_are_read_as_the_access_management_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *claims, *expected;
    } cases[] = {
        {R("\"Raadpleger:0207509031\""), "raadpleger:0207509031"},
        {R("\"Raadpleger:0207509031, 0200000196\""), "raadpleger:0207509031,raadpleger:0200000196"},
        {R("\"Raadpleger:0207509031,0200000196\""), "raadpleger:0207509031,raadpleger:0200000196"},
        {R("\" raadpleger :  0207509031  ,  0200000196  \""), "raadpleger:0207509031,raadpleger:0200000196"},
        {R("[\"Raadpleger:A\",\"Beheerder:B\",\"INTEGRATOR:C\"]"), "raadpleger:A,beheerder:B,integrator:C"},
        {R("[\"Raadpleger:A, B\",\"Beheerder:B, A\",\"Raadpleger:B\"]"), "raadpleger:A,raadpleger:B,beheerder:B,beheerder:A"},
        {R("\"Raadpleger:OVO002949\""), "raadpleger:OVO002949"},
        {R("\"Raadpleger:12345678901234567890123456789012\""), "raadpleger:12345678901234567890123456789012"},
        {"{\"App_Rol_3d\":\"Raadpleger:A\"}", "raadpleger:A"},
        {CHOSEN("\"Raadpleger\""), "raadpleger:0207509031"},
        {CHOSEN("\"Raadpleger:\""), "raadpleger:0207509031"},
        {CHOSEN("\"Raadpleger:  \""), "raadpleger:0207509031"},
        {CHOSEN("\"Raadpleger:B\""), "raadpleger:B"},
        {CHOSEN("[\"Raadpleger\",\"Beheerder:B\"]"), "raadpleger:0207509031,beheerder:B"},
        {CHOSEN("\"VIP\""), "vip:0207509031"},
        {R("[\"vip\",\"Ovam:OVO1\",\"vip:\"]"), "vip:,ovam:OVO1"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(rights_in(a, cases[i].claims), cases[i].expected) != 0)
            fail_msg("%s gives %s", cases[i].claims, rights_in(a, cases[i].claims));
    arena_free(a);
}

static void what_is_no_role_grants_nothing(void **state)
{
    (void)state;
    static const char *const claims[] = {
        "{}",
        "{\"vo_doelgroepcode\":\"LB\",\"vo_orgcode\":\"0207509031\",\"vo_orgnaam\":\"Affligem\"}",
        "{\"other_rol_3d\":\"Raadpleger:A\"}",
        "{\"app_rol_3d_\":\"Raadpleger:A\"}",
        R("\"\""),
        R("[]"),
        R("\"Raadplegers:A\""),
        R("\"A\""),
        R("\":A\""),
        R("\"Raadpleger\""),
        R("\"Raadpleger:\""),
        R("[\"other:!!!\"]"),
        R("\"vipp:A\""),
        CHOSEN("[]"),
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        if (*rights_in(a, claims[i]))
            fail_msg("%s gives %s", claims[i], rights_in(a, claims[i]));
    arena_free(a);
}

static void a_role_in_an_unknown_form_refuses_the_token(void **state)
{
    (void)state;
    static const char *const claims[] = {
        R("7"),
        R("null"),
        R("{\"Raadpleger\":\"A\"}"),
        R("[[\"Raadpleger:A\"]]"),
        R("[\"Raadpleger:A\",7]"),
        R("[\"Raadpleger:A\",{\"Beheerder\":[\"B\"]}]"),
        R("\"vip:!!!\""),
        R("\"Raadpleger:A,\""),
        R("\"Raadpleger:,A\""),
        R("\"Raadpleger:A,,B\""),
        R("\"Raadpleger:A B\""),
        R("\"Raadpleger:0207.509.031\""),
        R("\"Raadpleger:A:B\""),
        R("\"Raadpleger:A';--\""),
        R("\"Raadpleger:é\""),
        R("\"Raadpleger:A\\n\""),
        R("\"Raadpleger:123456789012345678901234567890123\""),
        "{\"vo_orgcode\":7,\"app_rol_3d\":\"Raadpleger:A\"}",
        "{\"vo_orgcode\":\"\",\"app_rol_3d\":\"Raadpleger\"}",
        "{\"vo_orgcode\":\"A,B\",\"app_rol_3d\":\"Raadpleger\"}",
        "{\"app_rol_3d\":\"Raadpleger:A\",\"APP_rol_3d\":\"Raadpleger:B\"}",
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        if (strcmp(rights_in(a, claims[i]), "!") != 0)
            fail_msg("%s gives %s", claims[i], rights_in(a, claims[i]));
    arena_free(a);
}

/* Otherwise the access manager of any local authority could give access to all of Flanders. */
static void roles_over_all_gemeenten_can_be_bound_to_organisations(void **state)
{
    (void)state;
    const char *ovam[] = {"OVO1", "0999"};
    const text_list all_for = {ovam, 2};
    const role_rules bound = {"app_rol_3d", &all_for};
    static const struct {
        const char *claims, *expected;
    } cases[] = {
        {R("\"vip:0207509031\""), ""},
        {R("\"vip:0207509031, ovo1\""), "vip:ovo1"},
        {R("[\"ovam:0999\",\"ovam\",\"raadpleger:A\"]"), "ovam:0999,raadpleger:A"},
        {R("\"ovam\""), ""},
        {CHOSEN("\"ovam\""), ""},
        {"{\"vo_orgcode\":\"0999\",\"app_rol_3d\":\"ovam\"}", "ovam:0999"},
        {R("\"ovam:!!!\""), "!"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(rights_by(a, cases[i].claims, &bound), cases[i].expected) != 0)
            fail_msg("%s gives %s", cases[i].claims, rights_by(a, cases[i].claims, &bound));
    arena_free(a);
}

static void the_actor_is_one_line_of_text_or_nothing(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_string_equal(claims_actor(parsed(a, "{\"sub\":\"f81d4fae\"}"), a), "user:f81d4fae");
    static const char *const none[] = {"{}", "{\"sub\":7}", "{\"sub\":\"\"}", "{\"sub\":\"a\\nb\"}", "{\"sub\":\"a\\u007f\"}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_string_equal(claims_actor(parsed(a, none[i]), a), "");
    assert_string_equal(claims_actor(parsed(a, arena_printf(a, "{\"sub\":\"%0201d\"}", 0)), a), "");
    arena_free(a);
}

static const char *many(arena *a, int count)
{
    text t = text_new(a);
    text_add(&t, "{\"app_rol_3d\":\"Raadpleger:");
    for (int i = 0; i < count; i++)
        text_addf(&t, "%s%d", i ? "," : "", i);
    text_add(&t, "\"}");
    return t.chars;
}

static void a_user_has_at_most_400_organisations(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_string_not_equal(rights_in(a, many(a, 400)), "!");
    assert_string_equal(rights_in(a, many(a, 401)), "!");
    assert_string_equal(rights_in(a, many(a, 10000)), "!");
    arena_free(a);
}

static status check_at(arena *a, const char *times)
{
    static const claim_rules rules = {"me", "you", SKEW};
    return claims_check(parsed(a, arena_printf(a, "{\"iss\":\"me\",\"aud\":\"you\",%s}", times)), &rules, NOW);
}

/* The allowed clock skew, to the second: now is 1800000000, the skew is 60. */
static void times_are_judged_to_the_second(void **state)
{
    (void)state;
    static const struct {
        const char *times;
        bool good;
    } cases[] = {
        {"\"exp\":1799999941", true},
        {"\"exp\":1799999940", false},
        {"\"exp\":1799999940.5", true},
        {"\"exp\":1e300", true},
        {"\"exp\":-1e300", false},
        {"\"exp\":null", false},
        {"\"exp\":\"1900000000\"", false},
        {"\"exp\":1900000000,\"nbf\":1800000060", true},
        {"\"exp\":1900000000,\"nbf\":1800000061", false},
        {"\"exp\":1900000000,\"iat\":1800000060", true},
        {"\"exp\":1900000000,\"iat\":1800000061", false},
        {"\"exp\":1900000000,\"iat\":\"yesterday\"", false},
        {"\"exp\":1900000000,\"nbf\":null", false},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((check_at(a, cases[i].times).code == ST_OK) != cases[i].good)
            fail_msg("%s is %s", cases[i].times, cases[i].good ? "refused" : "accepted");
    arena_free(a);
}

static void a_token_with_hundreds_of_claims_is_refused(void **state)
{
    (void)state;
    arena *a = arena_new();
    text t = text_new(a);
    text_add(&t, "\"exp\":1900000000");
    for (int i = 0; i < CLAIMS_LIMIT - 3; i++)
        text_addf(&t, ",\"c%d\":0", i);
    assert_int_equal(check_at(a, t.chars).code, ST_OK);
    text_add(&t, ",\"one\":0");
    const status s = check_at(a, t.chars);
    assert_int_equal(s.code, ST_UNAUTHENTICATED);
    assert_non_null(strstr(s.en, "too many claims"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_are_read_as_the_access_management_writes_them),
        cmocka_unit_test(what_is_no_role_grants_nothing),
        cmocka_unit_test(a_role_in_an_unknown_form_refuses_the_token),
        cmocka_unit_test(a_user_has_at_most_400_organisations),
        cmocka_unit_test(roles_over_all_gemeenten_can_be_bound_to_organisations),
        cmocka_unit_test(the_actor_is_one_line_of_text_or_nothing),
        cmocka_unit_test(times_are_judged_to_the_second),
        cmocka_unit_test(a_token_with_hundreds_of_claims_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
