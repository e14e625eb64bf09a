/* The WKT reader against any bytes, compared with GEOS: GEOS accepts what our reader accepts, and both agree on whether it is
 * valid. */
#include "base/text.h"
#include "data/manage/wkt.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_rings(const shape *s)
{
    uint32_t points = 0;
    for (uint32_t i = 0; i < s->ring_count; i++) {
        const shape_ring *r = &s->rings[i];
        const double *first = s->xy + 2 * (size_t)r->first, *last = first + 2 * (size_t)(r->points - 1);
        must(r->first == points && r->points >= 4 && r->part < s->part_count);
        must(first[0] == last[0] && first[1] == last[1]);
        points += r->points;
    }
    must(points == s->points && s->part_count > 0);
    for (uint32_t i = 0; i < 2 * points; i++)
        must(isfinite(s->xy[i]));
}

/* Allocated at exactly the size it reports, so that AddressSanitizer catches one byte too many. */
static void check_blob(const shape *s)
{
    uint8_t *blob = malloc(shape_blob_size(s));
    must(blob != NULL);
    shape_to_blob(s, 31370, blob);
    must(blob[shape_blob_size(s) - 1] == 0xFE);
    free(blob);
}

/* GEOS knows only ASCII blanks. */
static const char *with_plain_blanks(const char *chars, arena *a)
{
    const char *const end = chars + strlen(chars);
    text plain = text_new(a);
    while (chars < end) {
        const size_t blank = text_blank(chars, end);
        text_add_bytes(&plain, blank ? " " : chars, 1);
        chars += blank ? blank : 1;
    }
    return plain.chars;
}

static void check_against_geos(const char *chars, const shape *s)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    const char *semicolon = strchr(chars, ';'); /* GEOS does not read SRID= */
    GEOSGeometry *g = GEOSWKTReader_read_r(geos, reader, semicolon ? semicolon + 1 : chars);
    must(g != NULL);
    must((GEOSisValid_r(geos, g) == 1) == shape_is_valid(s));
    GEOSGeom_destroy_r(geos, g);
    GEOSWKTReader_destroy_r(geos, reader);
    GEOS_finish_r(geos);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    shape s = shape_new(a);
    const char *chars = arena_strndup(a, (const char *)data, size);
    const status done = wkt_read(chars, size, &s);
    if (done.code == ST_OK) {
        check_rings(&s);
        check_blob(&s);
        check_against_geos(with_plain_blanks(chars, a), &s);
    } else {
        must(done.code == ST_BAD_INPUT && *done.nl && *done.en);
    }
    arena_free(a);
    return 0;
}
