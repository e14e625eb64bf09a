/* The encoders with the worst features that a worker can meet. Ordinary output is tested from outside (tests/blackbox). */
#include "gml/formats/encoder.h"

#include "tests/unit/gml_around.h"
#include "tests/unit/unit.h"

#include <libxml/parser.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const property properties[] = {{.name = "vorm", .column = "vorm", .type = VALUE_GEOMETRY}};
static const property *const all[] = {&properties[0]};
static const layer things = {.name = "ding",
                             .title = "Dingen",
                             .properties = properties,
                             .property_count = 1,
                             .geometry = 0,
                             .geometry_type = GEOMETRY_MULTISURFACE,
                             .srid = 31370};
static const collection what = {.layer = &things,
                                .properties = all,
                                .property_count = 1,
                                .crs = {.code = 31370, .name = "EPSG:31370", .decimals = 4},
                                .matched = 2,
                                .returned = 2};
static const answer whole = {.prefix = "p",
                             .uri = "http://p",
                             .schema_url = "http://s",
                             .collection = &gml_around,
                             .crs = {.code = 31370, .name = "EPSG:31370", .decimals = 4},
                             .matched = 2,
                             .returned = 2,
                             .time_stamp = "2025-01-01T00:00:00Z"};

typedef struct fixture {
    char text[8192];
    size_t used;
    uint8_t blob[512];
    size_t size;
} fixture;

static bool catch_head(void *context, const out_head *head)
{
    return context && head;
}

static bool catch_bytes(void *context, const char *bytes, size_t count)
{
    fixture *f = context;
    assert_true(f->used + count < sizeof f->text);
    memcpy(f->text + f->used, bytes, count);
    f->used += count;
    return true;
}

static void put(fixture *f, const void *bytes, size_t count)
{
    memcpy(f->blob + f->size, bytes, count);
    f->size += count;
}

static void put_u32(fixture *f, uint32_t number)
{
    put(f, &number, 4);
}

/* A polygon whose third point is at x, cut off after `kept` bytes. */
static geometry polygon(fixture *f, double x, size_t kept)
{
    const double mbr[4] = {0}, ring[] = {1, 1, 2, 1, x, 2, 1, 1};
    f->size = 0;
    put(f, "\x00\x01", 2);
    put_u32(f, 31370);
    put(f, mbr, sizeof mbr);
    put(f, "\x7C", 1);
    put_u32(f, CLASS_POLYGON);
    put_u32(f, 1);
    put_u32(f, 4);
    put(f, ring, sizeof ring);
    f->size = kept < f->size ? kept : f->size;
    put(f, "\xFE", 1);
    return (geometry){f->blob, f->size};
}

static status write_one(encoding *e, const encoder *with, const value *values)
{
    TRY(with->begin(e));
    with->prepare(e);
    TRY(with->begin_query(e));
    TRY(with->feature(e, &(feature){.id = 1, .values = values}));
    TRY(with->end_query(e));
    return with->end(e);
}

/* Returns whether the encoder accepted it. */
static bool encode(fixture *f, const encoder *with, const answer *said, geometry shape)
{
    arena *a = arena_new();
    output *to = out_new();
    out_open(to, (out_sink){.context = f, .begin = catch_head, .write = catch_bytes});
    encoding e = {.answer = said, .what = &what, .to = to, .arena = a};
    const value values[] = {{.shape = shape}};
    f->used = 0;
    const status done = write_one(&e, with, values);
    if (done.code != ST_OK && with->truncate)
        with->truncate(&e, &done);
    out_close(to);
    f->text[f->used] = '\0';
    out_free(to);
    arena_free(a);
    return done.code == ST_OK;
}

static const encoder *find(const char *format)
{
    const encoder *e = NULL;
    assert_int_equal(encoder_find(format, &e).code, ST_OK);
    return e;
}

static void assert_well_formed(const fixture *f)
{
    xmlDoc *document = xmlReadMemory(f->text, (int)f->used, "answer", NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!document)
        fail_msg("not well-formed: %s", f->text);
    xmlFreeDoc(document);
}

static int set_up(void **state)
{
    *state = calloc(1, sizeof(fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void a_place_that_is_no_number_is_never_written(void **state)
{
    fixture *f = *state;
    static const double nowhere[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < encoder_count; i++) {
        if (encoders[i]->sink == SINK_FILE) /* tests/unit/wkb_write.c */
            continue;
        assert_true(encode(f, encoders[i], &whole, polygon(f, 3, sizeof f->blob)));
        assert_non_null(strstr(f->text, "3"));
        for (size_t j = 0; j < sizeof nowhere / sizeof *nowhere; j++) {
            assert_false(encode(f, encoders[i], &whole, polygon(f, nowhere[j], sizeof f->blob)));
            assert_null(strstr(f->text, "nan"));
            assert_null(strstr(f->text, "inf"));
        }
    }
}

/* WFS 2.0 §7.7.4.4: a client must be able to read up to the truncatedResponse. */
static void an_answer_cut_short_by_a_bad_geometry_is_still_well_formed(void **state)
{
    fixture *f = *state;
    for (size_t kept = 0; kept < 120; kept++) {
        encode(f, find("gml32"), &whole, polygon(f, 3, kept));
        assert_well_formed(f);
    }
    assert_false(encode(f, find("gml32"), &whole, polygon(f, NAN, sizeof f->blob)));
    assert_well_formed(f);
    assert_non_null(strstr(f->text, "truncatedResponse"));
}

/* A collection in the collection is closed too. */
static void a_nested_answer_cut_short_is_still_well_formed(void **state)
{
    fixture *f = *state;
    answer nested = whole;
    nested.nested = true;
    assert_true(encode(f, find("gml32"), &nested, polygon(f, 3, sizeof f->blob)));
    assert_well_formed(f);
    assert_false(encode(f, find("gml32"), &nested, polygon(f, NAN, sizeof f->blob)));
    assert_well_formed(f);
}

static void one_bare_feature_has_no_collection_to_be_truncated(void **state)
{
    fixture *f = *state;
    answer bare = whole;
    bare.bare = true;
    assert_false(encode(f, find("gml32"), &bare, polygon(f, NAN, sizeof f->blob)));
    assert_well_formed(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_place_that_is_no_number_is_never_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_cut_short_by_a_bad_geometry_is_still_well_formed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_nested_answer_cut_short_is_still_well_formed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_bare_feature_has_no_collection_to_be_truncated, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
