#include "base/out.h"

#include "base/digits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 64 * 1024, HEADERS_USUAL = 16 };

struct output {
    out_sink sink;
    out_head head;
    out_field *headers; /* of the head; kept from one answer to the next */
    size_t header_room;
    const char *wrap_open, *wrap_close, *wrap_type; /* wrap_type NULL: none */
    bool committed, failed;
    uint64_t total;
    size_t used;
    char buffer[BUFFER];
};

static void make_header_room(output *o, size_t room)
{
    out_field *made = realloc(o->headers, room * sizeof *made);
    if (!made)
        abort();
    o->headers = made;
    o->header_room = room;
    o->head.headers = made;
}

output *out_new(void)
{
    output *o = calloc(1, sizeof *o);
    if (!o)
        abort();
    make_header_room(o, HEADERS_USUAL);
    return o;
}

void out_free(output *o)
{
    if (o)
        free(o->headers);
    free(o);
}

static void begin_head(output *o)
{
    o->head = (out_head){.http = 200, .content_type = "text/plain; charset=utf-8", .headers = o->headers};
}

void out_open(output *o, out_sink sink)
{
    o->sink = sink;
    begin_head(o);
    o->committed = o->failed = false;
    o->wrap_open = o->wrap_close = "";
    o->wrap_type = NULL;
    o->total = 0;
    o->used = 0;
}

void out_wrap(output *o, const char *open, const char *close, const char *content_type)
{
    o->wrap_type = content_type;
    o->wrap_open = open;
    o->wrap_close = close;
}

void out_xml_begin(output *o)
{
    out_text(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out_text(o, o->wrap_open);
}

void out_xml_end(output *o)
{
    out_text(o, o->wrap_close);
}

void out_type(output *o, int http, const char *content_type)
{
    o->head.http = http;
    o->head.content_type = o->wrap_type ? o->wrap_type : content_type;
}

void out_header(output *o, const char *name, const char *value)
{
    if (o->head.header_count == o->header_room)
        make_header_room(o, 2 * o->header_room);
    o->headers[o->head.header_count++] = (out_field){name, value};
}

static void commit(output *o)
{
    if (o->committed || o->failed)
        return;
    o->committed = true;
    o->failed = !o->sink.begin(o->sink.context, &o->head);
}

void out_flush(output *o)
{
    commit(o);
    if (o->used && !o->failed)
        o->failed = !o->sink.write(o->sink.context, o->buffer, o->used);
    o->used = 0;
}

void out_close(output *o)
{
    if (!o->sink.end) {
        out_flush(o);
        return;
    }
    commit(o);
    if (!o->failed)
        o->failed = !o->sink.end(o->sink.context, o->buffer, o->used);
    o->used = 0;
}

void out_break(output *o)
{
    o->failed = true;
}

void out_rewind(output *o)
{
    if (o->committed)
        abort();
    o->total -= o->used;
    o->used = 0;
    begin_head(o);
}

bool out_committed(const output *o)
{
    return o->committed;
}

bool out_failed(const output *o)
{
    return o->failed;
}

uint64_t out_total(const output *o)
{
    return o->total;
}

const out_head *out_current_head(const output *o)
{
    return &o->head;
}

/* Sends what does not fit in full buffers. Not part of out_bytes, which is called for every tag and so must stay short. */
__attribute__((noinline, cold)) static void bytes_in_parts(output *o, const char *bytes, size_t count)
{
    while (count > 0) {
        if (o->used == BUFFER)
            out_flush(o);
        const size_t n = count < BUFFER - o->used ? count : BUFFER - o->used;
        memcpy(o->buffer + o->used, bytes, n);
        o->used += n;
        bytes += n;
        count -= n;
    }
}

void out_bytes(output *o, const char *bytes, size_t count)
{
    o->total += count;
    if (count > BUFFER - o->used) {
        bytes_in_parts(o, bytes, count);
        return;
    }
    memcpy(o->buffer + o->used, bytes, count);
    o->used += count;
}

void out_text(output *o, const char *text)
{
    out_bytes(o, text, strlen(text));
}

char *out_room(output *o)
{
    if (BUFFER - o->used < OUT_ROOM)
        out_flush(o);
    return o->buffer + o->used;
}

void out_written(output *o, const char *end)
{
    const size_t now = (size_t)(end - o->buffer);
    o->total += now - o->used;
    o->used = now;
}

void out_int(output *o, int64_t value)
{
    out_written(o, digits_integer(out_room(o), value));
}

void out_fixed(output *o, double value, int decimals)
{
    out_written(o, digits_fixed(out_room(o), value, decimals));
}

void out_double(output *o, double value)
{
    out_written(o, digits_double(out_room(o), value));
}

void out_decimal(output *o, double value)
{
    char digits[DIGITS_DECIMAL_ROOM];
    if (digits_are_few(value))
        out_fixed(o, value, 6);
    else
        out_bytes(o, digits, (size_t)(digits_decimal(digits, value) - digits));
}
