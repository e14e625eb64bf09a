#include "server/http/gzip.h"

#include "tests/unit/unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MOST = 4 * 1024 * 1024, PIECE = 64 * 1024 };

typedef struct caught {
    size_t used, room; /* room: bytes accepted before the client goes away */
    int ended;
    char bytes[MOST];
} caught;

static bool take(void *context, const char *bytes, size_t count, bool is_last)
{
    caught *c = context;
    assert_true(c->used + count <= sizeof c->bytes);
    memcpy(c->bytes + c->used, bytes, count);
    c->used += count;
    c->ended += is_last;
    return c->used <= c->room;
}

/* As for an answer: in full buffers, and then the rest. */
static bool pack(gzip *z, const char *bytes, size_t count, caught *c)
{
    bool taken = true;
    const gzip_taker to = {c, take};
    c->used = 0;
    c->ended = 0;
    c->room = MOST;
    gzip_begin(z);
    for (; taken && count > PIECE; bytes += PIECE, count -= PIECE)
        taken = gzip_add(z, bytes, PIECE, false, to);
    return taken && gzip_add(z, bytes, count, true, to);
}

/* The number of bytes unpacked, and whether zlib finds the stream complete. */
static size_t unpack(const caught *c, char *to, size_t room, bool *whole)
{
    z_stream s = {.next_in = (Bytef *)c->bytes, .avail_in = (uInt)c->used, .next_out = (Bytef *)to, .avail_out = (uInt)room};
    assert_int_equal(inflateInit2(&s, 16 + MAX_WBITS), Z_OK);
    *whole = inflate(&s, Z_FINISH) == Z_STREAM_END && s.avail_in == 0;
    inflateEnd(&s);
    return room - s.avail_out;
}

static char *rows(size_t size)
{
    char *made = malloc(size + 200);
    size_t used = 0;
    for (unsigned i = 0; used < size; i++)
        used += (size_t)sprintf(made + used, "<p:naam gml:id=\"n.%u\">%u %u</p:naam>\n", i, i * 2654435761U, i * i);
    return made;
}

static char *noise(size_t size)
{
    char *made = malloc(size);
    unsigned seed = 1;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525U + 1013904223U;
        made[i] = (char)(seed >> 24);
    }
    return made;
}

static void assert_same_again(gzip *z, const char *bytes, size_t size, caught *c)
{
    char *back = malloc(size + 1);
    bool whole = false;
    assert_true(pack(z, bytes, size, c));
    assert_int_equal(c->ended, 1);
    assert_int_equal(unpack(c, back, size + 1, &whole), size);
    assert_true(whole);
    assert_memory_equal(back, bytes, size);
    free(back);
}

static int set_up(void **state)
{
    *state = calloc(1, sizeof(caught));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void what_is_packed_unpacks_as_the_same_bytes(void **state)
{
    static const size_t sizes[] = {0, 1, 999, PIECE - 1, PIECE, PIECE + 1, 200000, 3000000};
    gzip *z = gzip_new();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *text = rows(sizes[i]), *random = noise(sizes[i] + 1);
        assert_same_again(z, text, sizes[i], *state);
        assert_same_again(z, random, sizes[i], *state);
        free(text);
        free(random);
    }
    gzip_free(z);
}

/* Otherwise the size of an answer would reveal something of the answer before it, which may be somebody else's. */
static void nothing_of_one_answer_is_left_for_the_next(void **state)
{
    caught *c = *state;
    gzip *z = gzip_new();
    char *text = rows(200000), *random = noise(200000), *first = malloc(MOST);
    assert_true(pack(z, text, 200000, c));
    const size_t size = c->used;
    memcpy(first, c->bytes, size);
    for (int i = 0; i < 3; i++) {
        assert_true(pack(z, i == 0 ? random : text + 100, 150000, c));
        assert_true(pack(z, text, 200000, c));
        assert_int_equal(c->used, size);
        assert_memory_equal(c->bytes, first, size);
    }
    free(text);
    free(random);
    free(first);
    gzip_free(z);
}

static void an_answer_begins_with_its_first_bytes(void **state)
{
    caught *c = *state;
    gzip *z = gzip_new();
    char *text = rows(PIECE), *back = malloc(PIECE);
    bool whole = true;
    c->used = 0;
    c->room = MOST;
    gzip_begin(z);
    assert_true(gzip_add(z, text, PIECE, false, (gzip_taker){c, take}));
    assert_int_equal(unpack(c, back, PIECE, &whole), PIECE);
    assert_false(whole);
    assert_memory_equal(back, text, PIECE);
    free(text);
    free(back);
    gzip_free(z);
}

static void what_breaks_off_is_not_taken_for_whole(void **state)
{
    caught *c = *state;
    gzip *z = gzip_new();
    char *text = rows(1000000), *back = malloc(1000001);
    bool whole = true;
    c->used = 0;
    c->ended = 0;
    c->room = MOST;
    gzip_begin(z);
    for (size_t at = 0; at < 900000; at += 50000)
        assert_true(gzip_add(z, text + at, 50000, false, (gzip_taker){c, take}));
    unpack(c, back, 1000001, &whole);
    assert_false(whole);
    assert_int_equal(c->ended, 0);
    free(text);
    free(back);
    gzip_free(z);
}

static void a_client_who_has_gone_ends_it(void **state)
{
    caught *c = *state;
    gzip *z = gzip_new();
    char *random = noise(1000000);
    c->used = 0;
    c->room = 0;
    gzip_begin(z);
    assert_false(gzip_add(z, random, 1000000, true, (gzip_taker){c, take}));
    assert_true(c->used < 1000000);
    assert_int_equal(c->ended, 0);
    free(random);
    gzip_free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_packed_unpacks_as_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_of_one_answer_is_left_for_the_next, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_begins_with_its_first_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_breaks_off_is_not_taken_for_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_who_has_gone_ends_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
