/* Any bytes as a geometry from the store: walked, compared with a box, and written. Byte 0 chooses layer and reference system,
 * bytes 1 to 8 are a numeric value of a feature; with bit 5 of byte 0 set the layer writes heights, with bit 7 set the rest is
 * the body only, and a head and an end are put around it. */
#include "data/model/geometry.h"
#include "data/spatial/ring.h"
#include "gml/formats/encoder.h"
#include "gml/formats/wkb_write.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/gml_around.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEIGHTS = 0x20, BARE = 0x40, BODY_ONLY = 0x80, HEAD = 38 };

static const geometry_type kinds[] = {GEOMETRY_POINT, GEOMETRY_MULTIPOINT, GEOMETRY_MULTICURVE, GEOMETRY_MULTISURFACE};

typedef struct world {
    arena *arena;
    crs_set *systems;
    caught *answer;
} world;

static world the_world;

static void end_world(void)
{
    caught_free(the_world.answer);
    crs_set_free(the_world.systems);
    arena_free(the_world.arena);
}

static world *open_world(void)
{
    world *w = &the_world;
    if (w->arena)
        return w;
    w->arena = arena_new();
    w->answer = caught_new();
    hold(crs_set_new(&w->systems).code == ST_OK && atexit(end_world) == 0, "PROJ is there");
    return w;
}

/* What a walk met: open parts and rings, the number of points, and the largest coordinate. */
typedef struct tally {
    int open, rings;
    size_t ordinates; /* per point */
    uint64_t points;
    double furthest; /* infinite once a coordinate is NaN */
} tally;

static bool tally_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    tally *t = context;
    (void)parts;
    hold(kind >= CLASS_POINT && kind <= CLASS_COLLECTION && depth == (unsigned)t->open && depth <= 1,
         "parts lie at most one deep");
    t->open++;
    return true;
}

static bool tally_ring(void *context, uint32_t index)
{
    (void)index;
    ((tally *)context)->rings++;
    return true;
}

static bool tally_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    tally *t = context;
    t->points += count;
    for (size_t i = 0; i < 2 * (size_t)count; i++) {
        const double ordinate = fabs(geometry_ordinate(xy, i / 2 * t->ordinates + i % 2));
        t->furthest = ordinate <= t->furthest ? t->furthest : ordinate;
        if (isnan(ordinate))
            t->furthest = INFINITY;
    }
    return true;
}

static bool tally_ring_end(void *context, uint32_t index)
{
    (void)index;
    ((tally *)context)->rings--;
    return true;
}

static bool tally_end(void *context, geometry_class kind, unsigned depth)
{
    tally *t = context;
    (void)kind;
    t->open--;
    hold(depth == (unsigned)t->open, "what begins ends");
    return true;
}

/* Edges that are sorted give the answer that all of them give: a circle, of which much lies far from any geometry. */
static void hold_ring(geometry g)
{
    enum { POINTS = 100 };
    double xy[2 * POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        xy[2 * i] = 1e5 + 5e4 * cos(2 * M_PI * (double)i / POINTS);
        xy[2 * i + 1] = 1e5 + 5e4 * sin(2 * M_PI * (double)i / POINTS);
    }
    ring *sorted = ring_new(xy, POINTS);
    hold(ring_meets(sorted, g, (ring_watch){0}) == geometry_meets_ring(g, xy, POINTS), "sorted edges give the same answer");
    ring_free(sorted);
}

static void hold_walk(geometry g)
{
    static const double around[] = {-1e8, -1e8, 1e8, -1e8, 1e8, 1e8, -1e8, 1e8}, aside[] = {2e8, 2e8, 3e8, 2e8, 3e8, 3e8};
    tally t = {.ordinates = geometry_ordinates(g)};
    const geometry_visitor v = {&t, tally_begin, tally_ring, tally_coordinates, tally_ring_end, tally_end, true};
    double mbr[4];
    geometry_class kind = CLASS_COLLECTION;
    const bool whole = geometry_walk(g, &v);
    hold(whole == geometry_whole(g, &kind), "whole is what can be walked");
    hold(geometry_points(g) == (whole ? t.points : 0), "points are counted as they are walked");
    hold(whole || !geometry_has_heights(g), "only a whole geometry has heights");
    hold(!whole || (t.open == 0 && t.rings == 0 && geometry_mbr(g, mbr)), "a whole walk closes everything");
    const bool meets = geometry_meets_ring(g, around, 4), misses = geometry_meets_ring(g, aside, 3);
    hold_ring(g);
    if (whole && t.furthest < 1e7)
        hold(meets == (t.points > 0) && !misses, "a box around everything meets it, a box beside it does not");
}

/* Only numbers: "nan" and "inf" are not coordinates. */
static void hold_gml(const char *written, size_t length)
{
    hold_xml(written, length);
    for (const char *at = strstr(written, "<gml:pos"); at; at = strstr(at, "<gml:pos")) {
        at += strcspn(at, ">") + 1;
        hold(at[strspn(at, "0123456789.-e+ ")] == '<', "positions are numbers");
    }
}

/* Two rows of three fields, with quotes in pairs; "nan" and "inf" are not coordinates. */
static void hold_csv(const char *written)
{
    size_t rows = 0, commas = 0;
    bool quoted = false;
    for (const char *c = written; *c; c++) {
        quoted ^= *c == '"';
        rows += !quoted && *c == '\n' && c[-1] == '\r';
        commas += !quoted && *c == ',';
    }
    hold(rows == 2 && commas == 4 && !quoted, "a table of two rows and three columns");
    hold(!strstr(written, "nan") && !strstr(written, "inf") && !strstr(written, "()"),
         "positions are numbers, and no brackets are empty");
}

static status write_one(encoding *e, const encoder *with, const feature *f)
{
    TRY(with->begin(e));
    with->prepare(e);
    TRY(with->begin_query(e));
    TRY(with->feature(e, f));
    TRY(with->end_query(e));
    return with->end(e);
}

/* WKB as libraries get it: a geometry that cannot be walked to its end is not written. */
static void hold_wkb(world *w, const collection *c, geometry g)
{
    geometry_class kind = CLASS_COLLECTION;
    wkb made = {.arena = w->arena, .transform = c->transform, .type = c->layer->geometry_type, .heights = c->layer->heights};
    if (!wkb_write(&made, g))
        return;
    hold(geometry_whole(g, &kind), "only what is whole is written");
    hold(made.used >= (kind == CLASS_POINT ? 21 : 9) && made.bytes[0] == 1, "it begins as WKB does");
    hold(made.used >= geometry_points(g) * 2 * sizeof(double), "every point is there");
}

static void hold_encoded(world *w, const answer *said, const collection *c, const feature *f)
{
    for (size_t i = 0; i < encoder_count; i++) {
        size_t length = 0;
        if (encoders[i]->sink == SINK_FILE) /* those get the geometry as WKB */
            continue;
        encoding e = {.answer = said, .what = c, .to = caught_open(w->answer), .arena = w->arena};
        const status done = write_one(&e, encoders[i], f);
        if (done.code != ST_OK && encoders[i]->truncate)
            encoders[i]->truncate(&e, &done);
        const char *written = caught_close(w->answer, &length);
        if (done.code == ST_OK && strstr(encoders[i]->media_type, "json"))
            hold_json(written, length);
        else if (done.code == ST_OK && strstr(encoders[i]->media_type, "csv"))
            hold_csv(written);
        else if (done.code == ST_OK && strstr(encoders[i]->media_type, "kml"))
            hold_xml(written, length);
        else if (encoders[i]->truncate) /* for GML, also truncated answers */
            hold_gml(written, length);
    }
}

static void encode(world *w, uint8_t choice, double number, geometry g)
{
    const property properties[] = {{.name = "getal", .column = "getal", .type = VALUE_DECIMAL},
                                   {.name = "vorm", .column = "vorm", .type = VALUE_GEOMETRY}};
    const property *const asked[] = {&properties[0], &properties[1]};
    const layer l = {.name = "ding",
                     .title = "Dingen",
                     .properties = properties,
                     .property_count = 2,
                     .geometry = 1,
                     .geometry_type = kinds[choice & 3],
                     .heights = choice & HEIGHTS,
                     .srid = 31370};
    const int code = crs_codes[(choice >> 2 & 7) % crs_code_count];
    const value values[] = {{.null = !isfinite(number), .real = number}, {.shape = g}};
    collection c = {.layer = &l,
                    .properties = asked,
                    .property_count = 2,
                    .crs = crs_default(w->systems, code, w->arena),
                    .matched = 1,
                    .returned = 1};
    const answer said = {.prefix = "p",
                         .uri = "http://p",
                         .schema_url = "http://s",
                         .collection = &gml_around,
                         .crs = c.crs,
                         .crs_asked = true,
                         .matched = 1,
                         .returned = 1,
                         .time_stamp = "2025-01-01T00:00:00Z",
                         .bare = choice & BARE};
    hold(crs_transform(w->systems, 31370, code, &c.transform).code == ST_OK, "the systems on offer can be reached");
    hold_encoded(w, &said, &c, &(feature){.id = 7, .values = values});
    hold_wkb(w, &c, g);
}

static geometry wrap(arena *a, const uint8_t *body, size_t size)
{
    uint8_t *blob = arena_alloc(a, size + HEAD + 2);
    blob[1] = 0x01;
    blob[HEAD] = 0x7C;
    memcpy(blob + HEAD + 1, body, size);
    blob[HEAD + 1 + size] = 0xFE;
    return (geometry){blob, size + HEAD + 2};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = open_world();
    double number = 0;
    if (size < 1 + sizeof number)
        return 0;
    memcpy(&number, data + 1, sizeof number);
    const size_t left = size - 1 - sizeof number;
    const uint8_t *bytes = data + 1 + sizeof number;
    /* A copy of exactly that size, so that AddressSanitizer catches one byte too many. */
    uint8_t *copy = malloc(left ? left : 1);
    hold(copy != NULL, "there is memory");
    memcpy(copy, bytes, left);
    const geometry g = data[0] & BODY_ONLY ? wrap(w->arena, copy, left) : (geometry){copy, left};
    hold_walk(g);
    encode(w, data[0], number, g);
    free(copy);
    arena_reset(w->arena);
    return 0;
}
