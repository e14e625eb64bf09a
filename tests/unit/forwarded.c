/* Rows A10: headers of a proxy count only from trusted addresses, and text that is not a host, address or path is never used. */
#include "server/http/forwarded.h"

#include "tests/unit/unit.h"

#include <string.h>

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

static front trusting(arena *a, const char *one, const char *two)
{
    network *all = arena_array(a, 2, sizeof *all);
    assert_true(network_read(one, &all[0]));
    assert_true(network_read(two, &all[1]));
    return (front){.trusted = all, .trusted_count = 2};
}

static void check(arena *a, const front *f, request_heads h, const char *address, const char *url)
{
    if (!h.address)
        h.address = "10.0.0.1";
    h.scheme = "http";
    h.host = "inside:8080";
    const origin found = forwarded_read(f, &h, a);
    assert_string_equal(found.address, address);
    assert_string_equal(found.base_url, url);
}

static void a10_networks_are_read_strictly(void **state)
{
    (void)state;
    static const char *const good[] = {"10.1.2.3", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::1", "::/0", "192.0.2.1/32"};
    static const char *const bad[] = {
        "",          "/",           "10",          "10.0.0.0/33",
        "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
        "host",      "unix:",       "10.0.0.1 ",   "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd:eeee"};
    network n;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(network_read(good[i], &n));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(network_read(bad[i], &n));
}

static void a10_heads_of_others_than_trusted_proxies_do_not_count(void **state)
{
    arena *a = *state;
    const front nobody = {.trusted_count = 0}, some = trusting(a, "10.0.0.0/30", "2001:db8::/32");
    const request_heads h = {.x_for = "192.0.2.9",
                             .x_proto = "https",
                             .x_host = "evil.example",
                             .x_port = "444",
                             .x_prefix = "/x",
                             .forwarded = "for=1.2.3.4;proto=https"};
    request_heads other = h;
    check(a, &nobody, h, "10.0.0.1", "http://inside:8080");
    other.address = "10.0.0.4";
    check(a, &some, other, "10.0.0.4", "http://inside:8080");
    other.address = "2001:db9::1";
    check(a, &some, other, "2001:db9::1", "http://inside:8080");
    other.address = "2001:db8::1";
    check(a, &some, other, "192.0.2.9", "https://evil.example:444/x"); /* a trusted address is believed */
}

static void a10_a_trusted_proxy_tells_the_client_and_what_it_typed(void **state)
{
    arena *a = *state;
    const front f = trusting(a, "10.0.0.0/8", "::1");
    check(a, &f, (request_heads){.x_for = "192.0.2.9", .x_proto = "https", .x_host = "kaart.example"}, "192.0.2.9",
          "https://kaart.example");
    check(a, &f, (request_heads){.x_proto = "https"}, "10.0.0.1", "https://inside:8080");
    check(a, &f, (request_heads){.x_proto = "https", .x_host = "kaart.example", .x_port = "443"}, "10.0.0.1",
          "https://kaart.example");
    check(a, &f, (request_heads){.x_proto = "https", .x_host = "kaart.example", .x_port = "8443"}, "10.0.0.1",
          "https://kaart.example:8443");
    check(a, &f, (request_heads){.x_host = "kaart.example:81", .x_port = "8443"}, "10.0.0.1", "http://kaart.example:81");
    check(a, &f, (request_heads){.x_host = "[2001:db8::1]", .x_port = "81"}, "10.0.0.1", "http://[2001:db8::1]:81");
    check(a, &f, (request_heads){.x_host = "k", .x_prefix = "/dienst/kaart"}, "10.0.0.1", "http://k/dienst/kaart");
    check(a, &f, (request_heads){.x_for = "2001:db8::7"}, "2001:db8::7", "http://inside:8080");
}

static void a10_what_a_client_put_in_front_of_a_list_does_not_count(void **state)
{
    arena *a = *state;
    const front f = trusting(a, "10.0.0.0/8", "::1");
    check(a, &f,
          (request_heads){
              .x_for = "10.0.0.99, 1.2.3.4, 192.0.2.9", .x_host = "evil.example, kaart.example", .x_proto = "http,https"},
          "192.0.2.9", "https://kaart.example");
    check(a, &f,
          (request_heads){.x_for = "1.2.3.4, 192.0.2.9, 10.0.0.2",
                          .x_host = "evil.example, kaart.example, inner",
                          .x_proto = "http, https, http"},
          "192.0.2.9", "https://kaart.example");
    check(a, &f, (request_heads){.x_for = "192.0.2.9, 10.0.0.2", .x_host = "kaart.example", .x_proto = "https"}, "192.0.2.9",
          "https://kaart.example");
    check(a, &f, (request_heads){.x_for = "192.0.2.9, unknown"}, "10.0.0.1", "http://inside:8080");
    check(a, &f, (request_heads){.x_for = ",,,"}, "10.0.0.1", "http://inside:8080");
}

static void a10_hostile_values_never_come_through(void **state)
{
    arena *a = *state;
    const front f = trusting(a, "10.0.0.0/8", "::1");
    static const char *const hosts[] = {"a b", "a\"b", "a/b", "<x>", "a@b", "", "a\nb", "a?b", "a%20b"};
    static const char *const prefixes[] = {"x", "/", "/x/", "//x", "/..", "/a/../b", "/a?b", "/<x>", "/a b", ""};
    static const char *const ports[] = {"0", "65536", "-1", "80x", "", " ", "1e3"};
    static const char *const addresses[] = {"", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "[::", "'; --", "1.2.3.4:x:y"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        check(a, &f, (request_heads){.x_host = hosts[i], .x_proto = "gopher"}, "10.0.0.1", "http://inside:8080");
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        check(a, &f, (request_heads){.x_prefix = prefixes[i]}, "10.0.0.1", "http://inside:8080");
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        check(a, &f, (request_heads){.x_host = "k", .x_port = ports[i]}, "10.0.0.1", "http://k");
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        check(a, &f, (request_heads){.x_for = addresses[i]}, "10.0.0.1", "http://inside:8080");
}

static void a10_the_head_of_the_standard_is_read_where_it_is_chosen(void **state)
{
    arena *a = *state;
    front f = trusting(a, "10.0.0.0/8", "::1");
    f.heads = FORWARDED_7239;
    check(
        a, &f,
        (request_heads){.forwarded = "for=192.0.2.9;proto=https;host=kaart.example", .x_host = "evil.example", .x_proto = "http"},
        "192.0.2.9", "https://kaart.example");
    check(a, &f, (request_heads){.forwarded = "For=\"[2001:db8::7]:4711\"; Proto=HTTPS ;host=\"kaart.example:444\""},
          "2001:db8::7", "https://kaart.example:444");
    check(a, &f, (request_heads){.forwarded = "for=1.2.3.4;host=evil.example, for=192.0.2.9;host=kaart.example, for=10.0.0.2"},
          "192.0.2.9", "http://kaart.example");
    check(a, &f, (request_heads){.forwarded = "for=unknown;proto=https"}, "10.0.0.1", "https://inside:8080");
    check(a, &f, (request_heads){.forwarded = "for"}, "10.0.0.1", "http://inside:8080");
    f.heads = FORWARDED_X;
    check(a, &f, (request_heads){.forwarded = "for=192.0.2.9;proto=https;host=evil.example"}, "10.0.0.1", "http://inside:8080");
}

static void a10_the_url_of_the_configuration_wins_and_the_client_stays_the_proxys(void **state)
{
    arena *a = *state;
    front f = trusting(a, "10.0.0.0/8", "::1");
    f.public_url = "https://kaart.example/dienst";
    check(a, &f, (request_heads){.x_for = "192.0.2.9", .x_host = "evil.example"}, "192.0.2.9", "https://kaart.example/dienst");
}

#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(a10_networks_are_read_strictly),
        IN_ARENA(a10_heads_of_others_than_trusted_proxies_do_not_count),
        IN_ARENA(a10_a_trusted_proxy_tells_the_client_and_what_it_typed),
        IN_ARENA(a10_what_a_client_put_in_front_of_a_list_does_not_count),
        IN_ARENA(a10_hostile_values_never_come_through),
        IN_ARENA(a10_the_head_of_the_standard_is_read_where_it_is_chosen),
        IN_ARENA(a10_the_url_of_the_configuration_wins_and_the_client_stays_the_proxys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
