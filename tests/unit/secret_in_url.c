#include "server/http/secret_in_url.h"

#include "tests/unit/unit.h"

#include <string.h>

static void a_parameter_for_secrets_is_refused_however_it_is_spelt(void **state)
{
    (void)state;
    static const char *const bad[] = {"token=x",     "access_token=x", "apikey=x",
                                      "api_key=x",   "key=x",          "authkey=x",
                                      "x-api-key=x", "TOKEN=x",        "Api_Key=",
                                      "key",         "a=b&key=x",      "a=b&key=x&c=d",
                                      "%74oken=x",   "%6B%65%79=x",    "tok%65n=x",
                                      "any=rlk_x",   "any=%72lk_x",    "a=1&b=rlk_0123",
                                      "=rlk_x",      "password=x",     "authorization=Bearer%20x",
                                      "token%00x=y", "%zz=&key=x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena *a = arena_new();
        const status s = secret_in_url_check(bad[i], a);
        if (s.code != ST_BAD_PARAM)
            fail_msg("%s is let through", bad[i]);
        assert_non_null(strstr(s.nl, "X-API-Key"));
        assert_non_null(strstr(s.en, "log files."));
        arena_free(a);
    }
}

static void other_parameters_are_none_of_its_business(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "&&",
                                       "service=WFS&request=GetCapabilities",
                                       "keys=x",
                                       "mytoken=x",
                                       "any=token",
                                       "any=key=x",
                                       "%=x",
                                       "%7=x",
                                       "any=my_rlk_x",
                                       "%zz=token",
                                       "monkey=token"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        arena *a = arena_new();
        if (secret_in_url_check(good[i], a).code != ST_OK)
            fail_msg("%s is refused", good[i]);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parameter_for_secrets_is_refused_however_it_is_spelt),
        cmocka_unit_test(other_parameters_are_none_of_its_business),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
