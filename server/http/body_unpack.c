/* Undoes the Content-Encoding of a body. */
#include "server/http/body_unpack.h"

#include <string.h>
#include <strings.h>
#define ZLIB_CONST
#include <zlib.h>

static status too_large(void)
{
    return FAIL(TOO_LARGE, "request", "de vraag is groter dan %d MB", "the request is larger than %d MB",
                BODY_MOST / 1024 / 1024);
}

static status damaged(void)
{
    return FAIL(BAD_SYNTAX, "request", "de gzip-gegevens zijn beschadigd, of er staat nog iets achter",
                "the gzip data are damaged, or something follows them");
}

static void end_inflate(void *handle)
{
    inflateEnd(handle);
}

/* RFC 1952 §2.2: a gzip file is a series of members. A member that is not read may hold the condition that the client set. */
static bool another_member(const z_stream *z, const exchange *x)
{
    static const char gzip[] = "\x1F\x8B";
    return z->avail_in >= 2 && memcmp(z->next_in, gzip, 2) == 0 && memcmp(x->body, gzip, 2) == 0;
}

/* The room is fixed, so a small body that unpacks to gigabytes ends here. */
static status inflate_all(const exchange *x, z_stream *z)
{
    int result = inflate(z, Z_FINISH);
    while (result == Z_STREAM_END && another_member(z, x) && inflateReset(z) == Z_OK)
        result = inflate(z, Z_FINISH);
    if (result == Z_STREAM_END)
        return z->avail_in == 0 ? status_ok() : damaged();
    return z->avail_out == 0 ? too_large() : damaged();
}

/* 32: recognises gzip and zlib by their headers. */
static status decompress(const exchange *x, arena *a, body *out)
{
    z_stream *z = arena_alloc(a, sizeof *z);
    char *room = arena_alloc(a, BODY_MOST + 1);
    if (inflateInit2(z, MAX_WBITS + 32) != Z_OK)
        return FAIL(INTERNAL, "request", "uitpakken lukt niet", "cannot decompress");
    arena_defer(a, end_inflate, z);
    z->next_in = (const Bytef *)x->body;
    z->avail_in = (uInt)x->body_size;
    z->next_out = (Bytef *)room;
    z->avail_out = BODY_MOST;
    TRY(inflate_all(x, z));
    *out = (body){room, (size_t)((char *)z->next_out - room)}; /* total_out counts only the last member */
    return status_ok();
}

status body_unpack(const exchange *x, arena *a, body *out)
{
    if (x->body_size > BODY_MOST)
        return too_large();
    if (strcasecmp(x->content_encoding, "gzip") == 0 || strcasecmp(x->content_encoding, "x-gzip") == 0 ||
        strcasecmp(x->content_encoding, "deflate") == 0)
        return decompress(x, a, out);
    if (*x->content_encoding && strcasecmp(x->content_encoding, "identity") != 0)
        return FAIL(BAD_SYNTAX, "request", "Content-Encoding '%.40s' kan deze dienst niet aan",
                    "this service cannot handle Content-Encoding '%.40s'", x->content_encoding);
    *out = (body){x->body, x->body_size};
    return status_ok();
}
