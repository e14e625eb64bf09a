#include "server/commands/command.h"

#include "auth/demo.h"
#include "data/store/organisations.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Replacements for the store and the dispatcher. */
status organisations_kbo_of(const char *store_path, const char *nis, arena *a, const char **kbo)
{
    (void)a;
    if (!strstr(store_path, "/store.sqlite") || strcmp(nis, "44021") != 0)
        return FAIL(NOT_FOUND, "gemeente", "geen gemeente %s", "no gemeente %s", nis);
    *kbo = "0200000196";
    return status_ok();
}

int command_fail(const char *name, const status *s)
{
    fprintf(stderr, "%s: %s\n", name, s->en);
    return 1;
}

typedef struct world {
    arena *a;
    char *state;
    char output[8192]; /* of the last command */
} world;

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->a = arena_new();
    w->state = arena_strdup(w->a, "/tmp/risicolaag-test-XXXXXX");
    assert_non_null(mkdtemp(w->state));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    static const char *const files[] = {"keys/demo.jwk", "keys/jwks.json", "config.json", "output"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(arena_printf(w->a, "%s/%s", w->state, files[i]));
    rmdir(arena_printf(w->a, "%s/keys", w->state));
    assert_int_equal(rmdir(w->state), 0); /* so nothing else was left behind */
    arena_free(w->a);
    free(w);
    return 0;
}

/* Runs `token --state STATE line` with its standard output in w->output. */
static int run(world *w, const char *line)
{
    const char *path = arena_printf(w->a, "%s/output", w->state);
    const text_list words = text_split(w->a, arena_printf(w->a, "token --state %s%s%s", w->state, *line ? " " : "", line), ' ');
    char *argv[16] = {0};
    for (size_t i = 0; i < words.count; i++)
        argv[i] = arena_strdup(w->a, words.items[i]);
    fflush(stdout);
    const int before = dup(STDOUT_FILENO), file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    const int result = cmd_token((int)words.count, argv);
    fflush(stdout);
    dup2(before, STDOUT_FILENO);
    const ssize_t n = pread(file, w->output, sizeof w->output - 1, 0);
    w->output[n > 0 ? n : 0] = '\0';
    close(before);
    close(file);
    return result;
}

static const char *read_file(world *w, const char *name)
{
    FILE *file = fopen(arena_printf(w->a, "%s/%s", w->state, name), "r");
    assert_non_null(file);
    char *content = arena_alloc(w->a, 8192);
    content[fread(content, 1, 8191, file)] = '\0';
    fclose(file);
    return content;
}

static int mode_of(world *w, const char *name)
{
    struct stat found = {0};
    assert_int_equal(stat(arena_printf(w->a, "%s/%s", w->state, name), &found), 0);
    return (int)(found.st_mode & 0777U);
}

static status enter(world *w, const char *issuer, const scope **who)
{
    const token_settings settings = {
        .issuer = issuer, .audience = DEMO_AUDIENCE, .jwks_file = arena_printf(w->a, "%s/keys/jwks.json", w->state)};
    token_check *check = NULL;
    assert_int_equal(token_check_new(&settings, &fixture_world, &check).code, ST_OK);
    w->output[strcspn(w->output, "\n")] = '\0';
    const status s =
        scope_from_token(&(credentials){.authorization = arena_printf(w->a, "Bearer %s", w->output)}, check, w->a, who);
    token_check_free(check);
    return s;
}

static void a_key_is_made_once_and_kept_private(void **state)
{
    world *w = *state;
    umask(0);
    assert_int_equal(run(w, "--make-key"), 0);
    assert_string_equal(w->output, "");
    assert_int_equal(mode_of(w, "keys/demo.jwk"), 0600);
    assert_int_equal(mode_of(w, "keys/jwks.json"), 0644);
    assert_int_equal(mode_of(w, "keys"), 0700);
    assert_non_null(strstr(read_file(w, "keys/demo.jwk"), "\"d\""));
    assert_null(strstr(read_file(w, "keys/jwks.json"), "\"d\""));

    const char *first = read_file(w, "keys/demo.jwk"), *public = read_file(w, "keys/jwks.json");
    assert_int_equal(run(w, "--make-key"), 0);
    assert_string_equal(read_file(w, "keys/demo.jwk"), first);
    assert_string_equal(read_file(w, "keys/jwks.json"), public);
}

static void the_token_is_all_that_is_printed_and_opens_the_door(void **state)
{
    world *w = *state;
    const scope *who = NULL;
    assert_int_equal(run(w, "--make-key"), 0);
    assert_int_equal(run(w, "--gemeente 44021 --organisatie 0207509031 --rol raadpleger --hours 1"), 0);
    assert_int_equal(strcspn(w->output, "\n"), strlen(w->output) - 1);
    const status s = enter(w, DEMO_ISSUER, &who);
    assert_string_equal(s.en, "");
    assert_int_equal(scope_gemeente_count(who), 2);
    assert_string_equal(scope_gemeente(who, 0), "23105");
    assert_string_equal(scope_gemeente(who, 1), "44021");
}

static void a_role_that_we_do_not_know_gives_a_token_without_rights(void **state)
{
    world *w = *state;
    const scope *who = NULL;
    assert_int_equal(run(w, "--make-key --gemeente 44021 --rol boekhouder --force"), 0);
    assert_int_equal(enter(w, DEMO_ISSUER, &who).code, ST_FORBIDDEN);
}

static void issuer_and_audience_come_from_the_configuration(void **state)
{
    world *w = *state;
    const scope *who = NULL;
    fixture_rewrite(arena_printf(w->a, "%s/config.json", w->state),
                    "{\"workers\":2,\"token\":{\"issuer\":\"https://"
                    "own.example\",\"audience\":\"risicolaag\",\"jwks_file\":\"keys/jwks.json\"}}");
    assert_int_equal(run(w, arena_printf(w->a, "--make-key --gemeente 44021 --config %s/config.json", w->state)), 0);
    assert_int_equal(enter(w, DEMO_ISSUER, &who).code, ST_UNAUTHENTICATED);
    assert_int_equal(enter(w, "https://own.example", &who).code, ST_OK);
}

static void the_configuration_of_the_state_counts_unless_another_is_named(void **state)
{
    world *w = *state;
    const scope *who = NULL;
    fixture_rewrite(arena_printf(w->a, "%s/config.json", w->state),
                    "{\"token\":{\"issuer\":\"http://localhost:8081/op\",\"audience\":\"risicolaag\"}}");
    assert_int_equal(run(w, "--make-key --gemeente 44021"), 0);
    assert_int_equal(enter(w, "http://localhost:8081/op", &who).code, ST_OK);
    assert_int_equal(enter(w, DEMO_ISSUER, &who).code, ST_UNAUTHENTICATED);
}

static void a_configuration_with_a_misspelt_setting_is_refused(void **state)
{
    world *w = *state;
    static const char *const bad[] = {"{",
                                      "{}",
                                      "{\"token\":7}",
                                      "{\"token\":{\"isuer\":\"x\"}}",
                                      "{\"token\":{\"issuer\":7}}",
                                      "{\"token\":{\"clock_skew_s\":301}}",
                                      "{\"token\":{\"issuer\":\"x\",\"issuer\":\"y\"}}",
                                      "{\"token\":{\"issuer\":\"x\"}}"};
    assert_int_equal(run(w, "--make-key"), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fixture_rewrite(arena_printf(w->a, "%s/config.json", w->state), bad[i]);
        if (run(w, arena_printf(w->a, "--gemeente 44021 --config %s/config.json", w->state)) != 1)
            fail_msg("accepted %s", bad[i]);
        assert_string_equal(w->output, "");
    }
}

static void wrong_options_end_in_2_and_print_no_token(void **state)
{
    world *w = *state;
    static const char *const bad[] = {"",
                                      "--gemeente",
                                      "--gemeente 4402",
                                      "--gemeente 44021,",
                                      "--gemeente 44021 x",
                                      "--gemeente 44021 --hours 0",
                                      "--gemeente 44021 --hours -1",
                                      "--gemeente 44021 --hours 745",
                                      "--gemeente 44021 --rol a:b",
                                      "--organisatie 0207.509.031",
                                      "--nonsense"};
    assert_int_equal(run(w, "--make-key"), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (run(w, bad[i]) != 2)
            fail_msg("accepted \"%s\"", bad[i]);
        assert_string_equal(w->output, "");
    }
    assert_int_equal(run(w, "--help"), 0);
    assert_non_null(strstr(w->output, "--gemeente NIS"));
}

static void what_cannot_be_done_ends_in_1(void **state)
{
    world *w = *state;
    assert_int_equal(run(w, "--organisatie 0207509031"), 1); /* no key yet */
    assert_int_equal(run(w, "--make-key"), 0);
    assert_int_equal(run(w, "--gemeente 99999"), 1);
    fixture_rewrite(arena_printf(w->a, "%s/keys/demo.jwk", w->state),
                    "{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"AQAB=QAB\",\"e\":\"AQAB\"}");
    assert_int_equal(run(w, "--organisatie 0207509031"), 1); /* an error, not a crash */
    fixture_rewrite(arena_printf(w->a, "%s/keys/demo.jwk", w->state), "{}");
    assert_int_equal(run(w, "--organisatie 0207509031"), 1);
    assert_int_equal(run(w, "--make-key"), 1); /* a file that is not a key is not overwritten */
    assert_string_equal(read_file(w, "keys/demo.jwk"), "{}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_key_is_made_once_and_kept_private, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_token_is_all_that_is_printed_and_opens_the_door, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_role_that_we_do_not_know_gives_a_token_without_rights, set_up, tear_down),
        cmocka_unit_test_setup_teardown(issuer_and_audience_come_from_the_configuration, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_configuration_of_the_state_counts_unless_another_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_configuration_with_a_misspelt_setting_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_options_end_in_2_and_print_no_token, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_done_ends_in_1, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
