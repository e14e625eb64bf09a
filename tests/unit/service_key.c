/* The life of a service key: made, kept as a hash, looked up, limited, revoked. */
#include "auth/service_key.h"

#include "auth/token.h"
#include "data/manage/key_ring.h"
#include "data/store/service_keys.h"
#include "tests/unit/auth_fixture.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct place {
    arena *a;
    const char *path;
    service_keys *keys;
    key_book book;
    token_settings settings;
    token_check *check;
} place;

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    p->a = a;
    p->path = arena_printf(a, "%s/keys.sqlite", scratch_folder(a));
    p->keys = service_keys_new(p->path, NULL);
    p->book = service_keys_book(p->keys);
    const char *jwks = fixture_set(a, fixture_public(a, fixture_ec(a, "ec"), "{}"), NULL, NULL);
    p->settings = (token_settings){.issuer = ISSUER, .audience = AUDIENCE, .jwks_file = fixture_file(a, jwks)};
    assert_int_equal(token_check_new(&p->settings, &(token_world){&fixture_directory, &p->book, NULL}, &p->check).code, ST_OK);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    place *p = *state;
    token_check_free(p->check);
    service_keys_free(p->keys);
    service_keys_free(NULL);
    arena_free(p->a);
    return 0;
}

static new_key give(const place *p, const char *path, const char *which, const char *gemeenten, const char *expires)
{
    arena *a = arena_new(); /* freeing it closes the ring, so that the workers read a file that nobody has open */
    key_ring *ring = NULL;
    new_key made;
    assert_int_equal(service_key_make(p->a, &made).code, ST_OK);
    assert_int_equal(key_ring_open(path, NULL, a, &ring).code, ST_OK);
    const ring_key key = {.id = made.id,
                          .name = "test",
                          .role = which,
                          .gemeenten = gemeenten,
                          .made_at = "2026-01-01T00:00:00Z",
                          .expires = expires};
    assert_int_equal(key_ring_add(ring, &key, made.hash).code, ST_OK);
    arena_free(a);
    return made;
}

static bool take_back(const place *p, const char *id)
{
    arena *a = arena_new();
    key_ring *ring = NULL;
    bool already = false;
    assert_int_equal(key_ring_open(p->path, NULL, a, &ring).code, ST_OK);
    assert_int_equal(key_ring_revoke(ring, id, "2026-06-01T00:00:00Z", &already).code, ST_OK);
    arena_free(a);
    return already;
}

static status enter_from(const place *p, const char *key, const char *address, const scope **who)
{
    return scope_from_token(&(credentials){.api_key = key, .remote_address = address}, p->check, p->a, who);
}

/* "11002,44021", or "!" and the English reason. */
static const char *enter(const place *p, const char *key)
{
    const scope *who = NULL;
    const status s = enter_from(p, key, "192.0.2.1", &who);
    if (s.code != ST_OK) {
        assert_null(who);
        return arena_printf(p->a, "!%s", s.en);
    }
    text t = text_new(p->a);
    for (size_t i = 0; i < scope_gemeente_count(who); i++)
        text_addf(&t, "%s%s", i ? "," : "", scope_gemeente(who, i));
    return t.chars;
}

static void a_key_is_random_has_its_form_and_is_kept_as_a_hash(void **state)
{
    const place *p = *state;
    new_key one, two;
    assert_int_equal(service_key_make(p->a, &one).code, ST_OK);
    assert_int_equal(service_key_make(p->a, &two).code, ST_OK);
    assert_int_equal(strlen(one.text), SERVICE_KEY_LENGTH);
    assert_int_equal(strncmp(one.text, "rlk_", 4), 0);
    assert_int_equal(strncmp(one.text + 4, one.id, SERVICE_KEY_ID), 0);
    assert_string_not_equal(one.id, two.id);
    assert_string_not_equal(one.text + 15, two.text + 15);
    assert_memory_not_equal(one.hash, two.hash, sizeof one.hash);
}

static void a_key_gives_its_gemeenten_and_its_roles_capabilities(void **state)
{
    const place *p = *state;
    const new_key key = give(p, p->path, "integrator", "44021,11002,99991", "2099-01-01");
    const scope *who = NULL;
    assert_string_equal(enter(p, key.text), "11002,44021"); /* 99991 is 44021 now */
    assert_int_equal(enter_from(p, key.text, NULL, &who).code, ST_OK);
    assert_true(scope_may(who, CAPABILITY_WRITE_OWN, "11002"));
    assert_false(scope_may(who, CAPABILITY_READ_ALL, "11002"));
    assert_string_equal(scope_actor(who), arena_printf(p->a, "key:%s", key.id));
    assert_int_equal(scope_organisation_count(who), 1); /* 11002 has none */
    assert_string_equal(scope_organisation(who, 0), "0200000196");
    assert_string_equal(enter(p, give(p, p->path, "vip", "", "2099-01-01").text), "11002,23105,44021");
}

static void a_key_of_a_role_that_is_not_for_keys_gives_nothing(void **state)
{
    const place *p = *state;
    static const char *const wrong[] = {"ovam", "", "baas"};
    for (size_t i = 0; i < 3; i++)
        assert_non_null(strstr(enter(p, give(p, p->path, wrong[i], "44021", "2099-01-01").text), "names no municipality"));
}

static void a_revoked_key_is_shut_out_at_once(void **state)
{
    const place *p = *state;
    const new_key key = give(p, p->path, "raadpleger", "44021", "2099-01-01");
    assert_string_equal(enter(p, key.text), "44021");
    assert_false(take_back(p, key.id));
    assert_non_null(strstr(enter(p, key.text), "revoked"));
    assert_true(take_back(p, key.id));
}

static void a_key_ends_with_the_day_before(void **state)
{
    const place *p = *state;
    assert_non_null(strstr(enter(p, give(p, p->path, "raadpleger", "44021", "2020-01-01").text), "expired"));
}

static void only_the_whole_key_opens_the_door(void **state)
{
    const place *p = *state;
    const new_key key = give(p, p->path, "raadpleger", "44021", "2099-01-01");
    for (size_t i = 4; i < SERVICE_KEY_LENGTH; i += 7) {
        char *changed = arena_strdup(p->a, key.text);
        changed[i] = changed[i] == '1' ? '2' : '1';
        const scope *who = NULL;
        assert_int_equal(enter_from(p, changed, arena_printf(p->a, "203.0.113.%zu", i), &who).code, ST_UNAUTHENTICATED);
    }
    assert_int_equal(*enter(p, arena_printf(p->a, "%sA", key.text)), '!');
    assert_int_equal(*enter(p, arena_strndup(p->a, key.text, SERVICE_KEY_LENGTH - 1)), '!');
    assert_string_equal(enter(p, key.text), "44021");
}

static void a_message_never_repeats_the_key(void **state)
{
    const place *p = *state;
    const char *wrong = "rlk_0123456789_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_null(strstr(enter(p, wrong), "AAAA"));
    assert_null(strstr(enter(p, wrong), "0123456789"));
}

static status_code guess(const place *p, const char *id, const char *address)
{
    const scope *who = NULL;
    return enter_from(p, arena_printf(p->a, "rlk_%s_%043d", id, 0), address, &who).code;
}

/* S4: the guesser's colleagues have a good key and the same address. */
static void s4_guessing_is_limited_and_never_locks_a_good_key_out(void **state)
{
    const place *p = *state;
    const new_key key = give(p, p->path, "raadpleger", "44021", "2099-01-01");
    const scope *who = NULL;
    for (int i = 0; i < 30; i++)
        assert_int_equal(guess(p, key.id, "203.0.113.1"), ST_UNAUTHENTICATED);
    assert_int_equal(guess(p, key.id, "203.0.113.1"), ST_TOO_MANY);
    assert_int_equal(enter_from(p, key.text, "203.0.113.1", &who).code, ST_OK);
    assert_int_equal(enter_from(p, "rlk_nonsense", "203.0.113.1", &who).code, ST_TOO_MANY);
    assert_int_equal(guess(p, key.id, "203.0.113.2"), ST_UNAUTHENTICATED);
}

static void an_address_that_tries_many_keys_is_limited(void **state)
{
    const place *p = *state;
    for (int i = 0; i < 30; i++)
        assert_int_equal(guess(p, arena_printf(p->a, "%010d", i), "203.0.113.1"), ST_UNAUTHENTICATED);
    assert_int_equal(guess(p, "aaaaaaaaaa", "203.0.113.1"), ST_TOO_MANY);
    assert_int_equal(guess(p, "aaaaaaaaaa", "203.0.113.2"), ST_UNAUTHENTICATED);
}

static void a_file_that_is_not_there_holds_no_keys_until_it_comes(void **state)
{
    const place *p = *state;
    assert_int_equal(guess(p, "aaaaaaaaaa", "192.0.2.1"), ST_UNAUTHENTICATED);
    assert_string_equal(enter(p, give(p, p->path, "raadpleger", "44021", "2099-01-01").text), "44021");
    assert_int_equal(unlink(p->path), 0);
    assert_int_equal(guess(p, "aaaaaaaaaa", "192.0.2.1"), ST_UNAUTHENTICATED);
}

/* Otherwise an open connection would keep using keys that have since been revoked. */
static void a_file_put_in_the_others_place_is_the_one_that_counts(void **state)
{
    const place *p = *state;
    const char *other = arena_printf(p->a, "%s.other", p->path);
    const new_key first = give(p, p->path, "raadpleger", "44021", "2099-01-01"),
                  second = give(p, other, "raadpleger", "11002", "2099-01-01");
    assert_string_equal(enter(p, first.text), "44021");
    assert_int_equal(rename(other, p->path), 0);
    assert_int_equal(*enter(p, first.text), '!');
    assert_string_equal(enter(p, second.text), "11002");
}

static void a_broken_file_shuts_the_door_without_its_own_words(void **state)
{
    const place *p = *state;
    fixture_rewrite(
        p->path,
        "this is no database, but it is long enough to be taken for the beginning of one, perhaps: and so on, and so on");
    const scope *who = NULL;
    const status s = enter_from(p, "rlk_0123456789_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "192.0.2.1", &who);
    assert_int_equal(s.code, ST_UNAVAILABLE);
    assert_null(strstr(s.en, "database"));
    arena *a = arena_new();
    key_ring *ring = NULL;
    assert_int_equal(key_ring_open(p->path, NULL, a, &ring).code, ST_BAD_INPUT);
    arena_free(a);
}

static void the_list_shows_keys_and_their_last_use(void **state)
{
    const place *p = *state;
    const new_key used = give(p, p->path, "raadpleger", "44021", "2099-01-01");
    (void)give(p, p->path, "vip", "", "2099-01-01");
    assert_string_equal(enter(p, used.text), "44021");
    arena *a = arena_new();
    key_ring *ring = NULL;
    ring_keys list;
    struct stat found;
    assert_int_equal(key_ring_open(p->path, NULL, a, &ring).code, ST_OK);
    assert_int_equal(key_ring_list(ring, a, &list).code, ST_OK);
    assert_int_equal(list.count, 2);
    for (size_t i = 0; i < 2; i++) {
        const bool is_used = strcmp(list.items[i].id, used.id) == 0;
        assert_int_equal(list.items[i].used_at != NULL, is_used);
        assert_string_equal(list.items[i].gemeenten, is_used ? "44021" : "");
        assert_null(list.items[i].revoked_at);
    }
    bool already = false;
    assert_int_equal(key_ring_revoke(ring, "ffffffffff", "2026-06-01T00:00:00Z", &already).code, ST_NOT_FOUND);
    arena_free(a);
    assert_int_equal(stat(p->path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

/* The worker that answers the request writes the time of use: not every time, and never an earlier time. */
static void a_use_is_noted_once_a_minute(void **state)
{
    const place *p = *state;
    const new_key key = give(p, p->path, "raadpleger", "44021", "2099-01-01");
    static const struct {
        int64_t now;
        const char *expected;
    } uses[] = {{1800000000, "2027-01-15T08:00:00Z"},
                {1800000059, "2027-01-15T08:00:00Z"},
                {1800000060, "2027-01-15T08:01:00Z"},
                {1799999000, "2027-01-15T08:01:00Z"}};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        arena *a = arena_new();
        key_ring *ring = NULL;
        ring_keys list;
        p->book.note_use(p->book.context, key.id, uses[i].now);
        assert_int_equal(key_ring_open(p->path, NULL, a, &ring).code, ST_OK);
        assert_int_equal(key_ring_list(ring, a, &list).code, ST_OK);
        assert_string_equal(list.items[0].used_at, uses[i].expected);
        arena_free(a);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_key_is_random_has_its_form_and_is_kept_as_a_hash),
        IN_PLACE(a_key_gives_its_gemeenten_and_its_roles_capabilities),
        IN_PLACE(a_key_of_a_role_that_is_not_for_keys_gives_nothing),
        IN_PLACE(a_revoked_key_is_shut_out_at_once),
        IN_PLACE(a_key_ends_with_the_day_before),
        IN_PLACE(only_the_whole_key_opens_the_door),
        IN_PLACE(a_message_never_repeats_the_key),
        IN_PLACE(s4_guessing_is_limited_and_never_locks_a_good_key_out),
        IN_PLACE(an_address_that_tries_many_keys_is_limited),
        IN_PLACE(a_file_that_is_not_there_holds_no_keys_until_it_comes),
        IN_PLACE(a_file_put_in_the_others_place_is_the_one_that_counts),
        IN_PLACE(a_broken_file_shuts_the_door_without_its_own_words),
        IN_PLACE(the_list_shows_keys_and_their_last_use),
        IN_PLACE(a_use_is_noted_once_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
