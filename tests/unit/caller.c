/* Which callers share a part of the workers. */
#include "auth/caller.h"

#include "auth/scope_make.h"
#include "tests/unit/unit.h"

static const scope *member_of(arena *a, const char *first, const char *second, const char *actor)
{
    grant *g = arena_array(a, 1, sizeof *g);
    member *m = arena_array(a, 2, sizeof *m);
    g[0] = (grant){"44021", CAPABILITY_READ_OWN};
    m[0] = (member){first, 0, true};
    m[1] = (member){second, 0, false};
    return scope_make((grant_list){g, 1}, (member_list){m, first ? second ? 2 : 1 : 0}, (scope_names){actor, "raadpleger"}, a);
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void an_organisation_is_one_caller_and_its_users_take_turns(void **state)
{
    const caller an = caller_of(member_of(*state, "0207451227", NULL, "user:an"), "192.0.2.1");
    const caller bo = caller_of(member_of(*state, "0207451227", NULL, "user:bo"), "192.0.2.2");
    const caller other = caller_of(member_of(*state, "0207500123", NULL, "user:an"), "192.0.2.1");
    assert_int_equal(an.part, bo.part);
    assert_int_not_equal(an.self, bo.self);
    assert_int_not_equal(an.part, other.part);
    assert_false(an.anonymous);
}

static void who_chooses_another_of_his_organisations_stays_the_same_caller(void **state)
{
    const caller one = caller_of(member_of(*state, "0207451227", "0207500123", "user:an"), NULL);
    const caller two = caller_of(member_of(*state, "0207500123", "0207451227", "user:an"), NULL);
    assert_int_equal(one.part, two.part);
    assert_int_equal(one.self, two.self);
}

static void a_credential_without_an_organisation_is_a_caller_of_its_own(void **state)
{
    const caller one = caller_of(member_of(*state, NULL, NULL, "key:one"), NULL),
                 two = caller_of(member_of(*state, NULL, NULL, "key:two"), NULL);
    const caller nobody = caller_of(member_of(*state, NULL, NULL, ""), NULL);
    assert_int_not_equal(one.part, two.part);
    assert_int_not_equal(one.part, nobody.part);
}

static void s2_the_anonymous_are_one_caller_and_addresses_take_turns(void **state)
{
    const scope *nobody = scope_make_anonymous(*state);
    const caller one = caller_of(nobody, "192.0.2.1"), two = caller_of(nobody, "192.0.2.2"), unknown = caller_of(nobody, NULL);
    assert_true(one.anonymous && two.anonymous && unknown.anonymous);
    assert_int_equal(one.part, two.part);
    assert_int_equal(one.part, unknown.part);
    assert_int_not_equal(one.self, two.self);
}

/* RFC 4291 §2.5.4: the last 64 bits are the client's to choose. */
static void s2_an_ipv6_network_is_one_address(void **state)
{
    const scope *nobody = scope_make_anonymous(*state);
    assert_int_equal(caller_of(nobody, "2001:db8:1:2::1").self, caller_of(nobody, "2001:db8:1:2:ffff::9").self);
    assert_int_not_equal(caller_of(nobody, "2001:db8:1:2::1").self, caller_of(nobody, "2001:db8:1:3::1").self);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_organisation_is_one_caller_and_its_users_take_turns),
        TEST(who_chooses_another_of_his_organisations_stays_the_same_caller),
        TEST(a_credential_without_an_organisation_is_a_caller_of_its_own),
        TEST(s2_the_anonymous_are_one_caller_and_addresses_take_turns),
        TEST(s2_an_ipv6_network_is_one_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
