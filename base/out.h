/* Every answer is written through this: a 64 KiB buffer that can be rewound until its first flush (the commit point).
 *
 * Until then an error can still become a proper ExceptionReport; after it the headers and first bytes have been sent, and an
 * error can only truncate the answer. Writes are sticky: after a failed write they do nothing, and out_failed says so; ask once.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OUT_ROOM = 256 };

typedef struct out_field {
    const char *name, *value;
} out_field;

typedef struct out_head {
    int http;                 /* status, 200 unless set */
    const char *content_type; /* with charset where it is text; NULL: there is no body */
    const out_field *headers; /* as many as the answer needs, in the order in which they were given */
    size_t header_count;
} out_head;

/* Where the bytes go. `begin` is called once, before the first bytes; `end` in place of the last `write`, also when no byte is
 * left; it may be NULL. Each returns false when the client closed the connection. */
typedef struct out_sink {
    void *context;
    bool (*begin)(void *context, const out_head *head);
    bool (*write)(void *context, const char *bytes, size_t count);
    bool (*end)(void *context, const char *bytes, size_t count);
} out_sink;

typedef struct output output;

/* On the heap; the same one is used for one answer after another. */
output *out_new(void);
void out_free(output *o);
void out_open(output *o, out_sink sink); /* for the next request */

/* Around the XML documents of this answer: `open` after the XML declaration, `close` after the document (a SOAP envelope). Call
 * it before anything is written; it holds until out_open, even after out_rewind. content_type replaces any other. Texts must live
 * until out_close. */
void out_wrap(output *o, const char *open, const char *close, const char *content_type);
/* The XML declaration with the opening of the wrapping, and its closing. Every XML document begins and ends with these. */
void out_xml_begin(output *o);
void out_xml_end(output *o);

/* Head of the answer; may be set again after out_rewind. Texts must live until out_close. */
void out_type(output *o, int http, const char *content_type);
void out_header(output *o, const char *name, const char *value);

/* Content of the answer. It fails silently once the client closed the connection: ask out_failed at the end. */
void out_bytes(output *o, const char *bytes, size_t count);
void out_text(output *o, const char *text);
/* out_room gives the place where the next OUT_ROOM bytes may be written, out_written takes the end of what was written. For many
 * small pieces, such as coordinates. */
char *out_room(output *o);
void out_written(output *o, const char *end);
void out_int(output *o, int64_t value);
/* Decimal digits, at most `decimals` (0…9) after the point, trailing zeros left out; never an exponent; -0 is 0. |value| < 9e9.
 */
void out_fixed(output *o, double value, int decimals);
/* xs:decimal: as many digits as it takes to read back the same double, never an exponent. Finite. */
void out_decimal(output *o, double value);
/* A double so that reading it back gives the same double (xs:double, JSON number). */
void out_double(output *o, double value);
/* Element or attribute content (XML 1.0 §2.4): & < > " escaped, characters that XML cannot hold and bytes that are not UTF-8
 * replaced by U+FFFD. */
void out_xml(output *o, const char *text);
void out_xml_of(output *o, const char *text, size_t length); /* when the length is known; text[length] is NUL all the same */
/* The inside of a JSON string (RFC 8259 §7), without the quotes; bytes that are not UTF-8 replaced likewise. */
void out_json(output *o, const char *text);
void out_json_of(output *o, const char *text, size_t length);

bool out_committed(const output *o); /* the head has been sent */
bool out_failed(const output *o);    /* the client closed the connection */
void out_rewind(output *o);          /* forget head and bytes; only while !out_committed */
void out_flush(output *o);
void out_close(output *o); /* sends what is left */
void out_break(output *o); /* nothing more is sent and the sink's `end` is not called, so that the client sees that the answer is
                              incomplete */

uint64_t out_total(const output *o); /* body bytes written since out_open, less what was rewound */
const out_head *out_current_head(const output *o);

#endif
