/* Any posted body through the whole reading of a request. Input that begins with "<" is a document, sent as it is; other input
 * starts with one byte that says how the rest is sent; with WITH_URL the first line is the query of the URL. */
#include "tests/fuzz/world.h"

#include <string.h>
#include <zlib.h>

enum { LEGACY = 0x01, FORM = 0x02, SAID_GZIP = 0x04, GZIPPED = 0x08, UNTYPED = 0x10, WITH_URL = 0x20, AS_GZIP = MAX_WBITS + 16 };

static void compress_body(exchange *x, arena *a)
{
    z_stream z = {0};
    hold(deflateInit2(&z, 1, Z_DEFLATED, AS_GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib is there");
    const size_t room = deflateBound(&z, (uLong)x->body_size);
    Bytef *packed = arena_alloc(a, room), *plain = (Bytef *)arena_strndup(a, x->body, x->body_size);
    z.next_in = plain;
    z.avail_in = (uInt)x->body_size;
    z.next_out = packed;
    z.avail_out = (uInt)room;
    hold(deflate(&z, Z_FINISH) == Z_STREAM_END, "a body can be compressed");
    x->body = (const char *)packed;
    x->body_size = z.total_out;
    deflateEnd(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    const bool told = size > 0 && data[0] != '<';
    const uint8_t how = told ? data[0] : 0;
    exchange x = {.method = "POST",
                  .path = how & LEGACY ? "/geoserver/BROL/wfs" : "/wfs",
                  .query = "",
                  .accept = "",
                  .accept_language = "",
                  .base_url = "http://localhost",
                  .id = "-"};
    x.content_type = how & UNTYPED ? "" : how & FORM ? "application/x-www-form-urlencoded" : "text/xml; charset=utf-8";
    x.content_encoding = how & (SAID_GZIP | GZIPPED) ? "gzip" : "";
    x.body = arena_strndup(w->request, (const char *)data + told, size - told);
    x.body_size = size - told;
    const char *end = how & WITH_URL ? memchr(x.body, '\n', x.body_size) : NULL;
    if (end) {
        x.query = arena_strndup(w->request, x.body, (size_t)(end - x.body));
        x.body_size -= (size_t)(end + 1 - x.body);
        x.body = end + 1;
    }
    if (how & GZIPPED)
        compress_body(&x, w->request);
    world_hold(w, &x);
    arena_reset(w->request);
    return 0;
}
