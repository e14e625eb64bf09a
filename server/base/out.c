#include "server/base/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 64 * 1024 };

struct output {
    out_sink sink;
    out_head head;
    const char *wrap_open, *wrap_close, *wrap_type; /* wrap_type NULL: none */
    bool committed, failed;
    uint64_t total;
    size_t used;
    char buffer[BUFFER];
};

output *out_new(void)
{
    output *o = calloc(1, sizeof *o);
    if (!o)
        abort();
    return o;
}

void out_free(output *o)
{
    free(o);
}

void out_open(output *o, out_sink sink)
{
    o->sink = sink;
    o->head = (out_head){.http = 200, .content_type = "text/plain; charset=utf-8"};
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
    if (o->head.header_count == OUT_HEADERS)
        abort(); /* the table of headers is ours, not the client's: a wrong bound is a bug */
    o->head.headers[o->head.header_count].name = name;
    o->head.headers[o->head.header_count].value = value;
    o->head.header_count++;
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
    o->head = (out_head){.http = 200, .content_type = "text/plain; charset=utf-8"};
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

/* What does not fit goes out in full buffers. */
static void bytes_in_parts(output *o, const char *bytes, size_t count)
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

enum { NUMBER = 40 }; /* the longest number that is written by the digits below has 21 characters */

/* Where to write a number; written_to says how far it came. */
static char *room_for_number(output *o)
{
    if (BUFFER - o->used < NUMBER)
        out_flush(o);
    return o->buffer + o->used;
}

static void written_to(output *o, const char *end)
{
    const size_t now = (size_t)(end - o->buffer);
    o->total += now - o->used;
    o->used = now;
}

static int count_digits(uint64_t value)
{
    int count = 1;
    for (; value >= 10000; value /= 10000)
        count += 4;
    return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* The last `count` digits of the value, with zeros before them; two at a time, because the divisions are what takes the time. */
static void put_digits(char *to, uint64_t value, int count)
{
    static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                            "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    char *at = to + count;
    for (; count >= 2; count -= 2, value /= 100) {
        at -= 2;
        memcpy(at, pairs + 2 * (value % 100), 2);
    }
    if (count)
        *--at = (char)('0' + value % 10);
}

void out_int(output *o, int64_t value)
{
    char *at = room_for_number(o);
    const uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    const int count = count_digits(magnitude);
    if (value < 0)
        *at++ = '-';
    put_digits(at, magnitude, count);
    written_to(o, at + count);
}

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
static const uint64_t whole_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

static char *put_fraction(char *at, uint64_t part, int decimals)
{
    if (part == 0)
        return at;
    *at++ = '.';
    put_digits(at, part, decimals);
    at += decimals;
    while (at[-1] == '0')
        at--;
    return at;
}

void out_fixed(output *o, double value, int decimals)
{
    if (!(fabs(value) < 9e9)) { /* also NaN: never written as if it were a place */
        out_double(o, value);
        return;
    }
    char *at = room_for_number(o);
    const uint64_t scaled = (uint64_t)(fabs(value) * powers[decimals] + 0.5);
    const uint64_t whole = scaled / whole_powers[decimals], part = scaled % whole_powers[decimals];
    const int count = count_digits(whole);
    if (value < 0 && scaled != 0)
        *at++ = '-';
    put_digits(at, whole, count);
    written_to(o, put_fraction(at + count, part, decimals));
}

/* The least precision, 15 to 17 digits, that reads back as the same double; `space` then holds that text, of *length characters. */
static int read_back(double value, char space[40], int *length)
{
    for (int precision = 15;; precision++) {
        *length = snprintf(space, 40, "%.*g", precision, value);
        if (precision == 17 || strtod(space, NULL) == value)
            return precision;
    }
}

void out_double(output *o, double value)
{
    char space[40];
    int length = 0;
    read_back(value, space, &length);
    out_bytes(o, space, (size_t)length);
}

/* Nearly every number of a table has six decimals at most: integers below 2^53 over a power of ten are exact to a digit, without printf. */
static bool is_short(double value)
{
    const double scaled = fabs(value) * 1e6;
    return scaled < 9e15 && (double)(uint64_t)(scaled + 0.5) / 1e6 == fabs(value);
}

void out_decimal(output *o, double value)
{
    char space[40], expanded[400]; /* the longest: -1.23e-308 with 17 digits */
    int length = 0;
    if (is_short(value)) {
        out_fixed(o, value, 6);
        return;
    }
    const int precision = read_back(value, space, &length);
    snprintf(space, sizeof space, "%.*e", precision - 1, value);
    const int decimals = precision - 1 - (int)strtol(strchr(space, 'e') + 1, NULL, 10);
    length = snprintf(expanded, sizeof expanded, "%.*f", decimals > 0 ? decimals : 0, value);
    while (decimals > 0 && expanded[length - 1] == '0')
        length--;
    out_bytes(o, expanded, (size_t)length);
}
