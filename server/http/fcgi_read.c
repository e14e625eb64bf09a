#include "server/http/fcgi_read.h"

#include <string.h>

enum { RESPONDER = 1 };

void fcgi_reader_begin(fcgi_reader *r, arena *a, size_t body_most)
{
    memset(r, 0, offsetof(fcgi_reader, parameters));
    r->arena = a;
    r->body_most = body_most;
    r->stream = text_new(a);
    r->parameter_count = 0;
    r->body = NULL;
    r->body_size = r->body_room = 0;
}

const char *fcgi_reader_parameter(const fcgi_reader *r, const char *name)
{
    for (size_t i = 0; i < r->parameter_count; i++)
        if (strcmp(r->parameters[i].name, name) == 0)
            return *r->parameters[i].value ? r->parameters[i].value : NULL;
    return NULL;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* §3.4: a length is one byte below 128, else four with the highest bit set. */
static bool read_length(const uint8_t **at, const uint8_t *end, size_t *out)
{
    const uint8_t *p = *at;
    if (p == end)
        return false;
    if (*p < 0x80) {
        *out = *p;
        *at = p + 1;
        return true;
    }
    if (end - p < 4)
        return false;
    *out = (size_t)(p[0] & 0x7F) << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    *at = p + 4;
    return true;
}

/* A text with a NUL inside would be read as a shorter one: refused. */
static bool read_text(fcgi_reader *r, const uint8_t **at, size_t length, const char **out)
{
    if (memchr(*at, '\0', length))
        return false;
    *out = arena_strndup(r->arena, (const char *)*at, length);
    *at += length;
    return true;
}

static bool split_parameters(fcgi_reader *r)
{
    const uint8_t *at = (const uint8_t *)r->stream.chars, *const end = at + r->stream.length;
    while (at < end) {
        fcgi_parameter *p = &r->parameters[r->parameter_count];
        size_t name, value;
        if (r->parameter_count == FCGI_PARAMETERS || !read_length(&at, end, &name) || !read_length(&at, end, &value))
            return false;
        if ((size_t)(end - at) < name || (size_t)(end - at) - name < value)
            return false;
        if (!read_text(r, &at, name, &p->name) || !read_text(r, &at, value, &p->value))
            return false;
        r->parameter_count++;
    }
    return true;
}

/* Room for what was announced, but no more than body_most. */
static void make_room(fcgi_reader *r)
{
    const char *announced = fcgi_reader_parameter(r, "CONTENT_LENGTH");
    int64_t length = 0;
    if (!announced || !text_to_int64(announced, &length) || length < 0)
        length = 0;
    r->body_room = least((uint64_t)length > r->body_most ? r->body_most : (size_t)length, r->body_most);
    r->body = arena_alloc(r->arena, r->body_room + 1);
}

/* §5.1: role (2), flags, reserved. Flags are not looked at: the connection is closed after one answer, whatever the web server
 * hoped for, because a worker that waits on an idle connection serves nobody else. */
static fcgi_progress take_begin(fcgi_reader *r, const uint8_t *bytes, size_t count)
{
    if (r->begin_used + count > sizeof r->begin)
        return FCGI_BROKEN;
    memcpy(r->begin + r->begin_used, bytes, count);
    r->begin_used += count;
    if (r->begin_used < sizeof r->begin)
        return FCGI_MORE;
    r->begun = true;
    return r->begin[0] == 0 && r->begin[1] == RESPONDER ? FCGI_MORE : FCGI_BROKEN;
}

static fcgi_progress take_parameters(fcgi_reader *r, const uint8_t *bytes, size_t count)
{
    if (r->stream.length + count > FCGI_PARAMETER_BYTES)
        return FCGI_BROKEN;
    text_add_bytes(&r->stream, (const char *)bytes, count);
    return FCGI_MORE;
}

/* One byte over the limit is enough to know that the body is too long: the rest need not come. */
static fcgi_progress take_input(fcgi_reader *r, const uint8_t *bytes, size_t count)
{
    const size_t kept = least(count, r->body_room - r->body_size);
    memcpy(r->body + r->body_size, bytes, kept);
    r->body_size += kept;
    return r->body_size == r->body_most ? FCGI_WHOLE : FCGI_MORE;
}

static fcgi_progress take_content(fcgi_reader *r, const uint8_t *bytes, size_t count)
{
    switch (r->type) {
    case FCGI_BEGIN_REQUEST: return take_begin(r, bytes, count);
    case FCGI_PARAMS: return take_parameters(r, bytes, count);
    default: return take_input(r, bytes, count);
    }
}

/* §3.3: a stream ends with an empty record. */
static fcgi_progress end_stream(fcgi_reader *r)
{
    if (r->type == FCGI_BEGIN_REQUEST)
        return FCGI_BROKEN;
    if (r->type == FCGI_STDIN) {
        r->input_ended = true;
        return FCGI_WHOLE;
    }
    if (!split_parameters(r))
        return FCGI_BROKEN;
    r->has_parameters = true;
    make_room(r);
    return FCGI_MORE;
}

/* In the order of §6.1: begin, parameters to their end, input to its end; one request on a connection. */
static bool is_expected(const fcgi_reader *r, uint16_t id)
{
    switch (r->type) {
    case FCGI_BEGIN_REQUEST: return !r->begun && r->begin_used == 0;
    case FCGI_PARAMS: return r->begun && !r->has_parameters && id == r->id;
    case FCGI_STDIN: return r->has_parameters && id == r->id;
    default: return false;
    }
}

static fcgi_progress open_record(fcgi_reader *r)
{
    const uint8_t *h = r->header;
    const uint16_t id = (uint16_t)(h[2] << 8 | h[3]);
    r->type = h[1];
    r->content_left = (size_t)h[4] << 8 | h[5];
    r->padding_left = h[6];
    r->header_used = 0;
    if (h[0] != FCGI_VERSION || !is_expected(r, id))
        return FCGI_BROKEN;
    if (r->type == FCGI_BEGIN_REQUEST)
        r->id = id;
    return r->content_left ? FCGI_MORE : end_stream(r);
}

/* One step: a piece of the record's content, of its padding, or of the next header. */
static fcgi_progress step(fcgi_reader *r, const uint8_t **at, const uint8_t *end)
{
    const size_t left = (size_t)(end - *at);
    const uint8_t *from = *at;
    if (r->content_left) {
        const size_t n = least(left, r->content_left);
        r->content_left -= n;
        *at += n;
        return take_content(r, from, n);
    }
    if (r->padding_left) {
        const size_t n = least(left, r->padding_left);
        r->padding_left -= n;
        *at += n;
        return FCGI_MORE;
    }
    const size_t n = least(left, FCGI_HEADER - r->header_used);
    memcpy(r->header + r->header_used, from, n);
    r->header_used += n;
    *at += n;
    return r->header_used == FCGI_HEADER ? open_record(r) : FCGI_MORE;
}

fcgi_progress fcgi_reader_take(fcgi_reader *r, const uint8_t *bytes, size_t count)
{
    const uint8_t *const end = bytes + count;
    fcgi_progress now = FCGI_MORE;
    while (now == FCGI_MORE && bytes < end)
        now = step(r, &bytes, end);
    return now;
}
