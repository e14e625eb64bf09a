/* One FastCGI request, read from the web server's bytes as they come (FastCGI 1.0). No socket in here. */
#ifndef HTTP_FCGI_READ_H
#define HTTP_FCGI_READ_H

#include "base/text.h"

enum {
    FCGI_VERSION = 1,
    FCGI_HEADER = 8,       /* bytes: version, type, request id (2), content length (2), padding length, reserved (§3.3) */
    FCGI_PARAMETERS = 512, /* nginx sends some 25, and one for each header of the client's */
    FCGI_PARAMETER_BYTES = 256 * 1024,
};

/* Types of records, §8 */
enum { FCGI_BEGIN_REQUEST = 1, FCGI_ABORT_REQUEST, FCGI_END_REQUEST, FCGI_PARAMS, FCGI_STDIN, FCGI_STDOUT };

typedef enum fcgi_progress {
    FCGI_MORE,   /* more bytes must come */
    FCGI_WHOLE,  /* the request is there */
    FCGI_BROKEN, /* not the bytes of a web server that wants an answer: close */
} fcgi_progress;

typedef struct fcgi_parameter {
    const char *name, *value;
} fcgi_parameter;

typedef struct fcgi_reader {
    arena *arena;
    size_t body_most; /* no more than this is kept of a longer body */
    /* the record that is read now */
    uint8_t header[FCGI_HEADER], begin[8];
    size_t header_used, begin_used, content_left, padding_left;
    uint8_t type;
    /* the request */
    uint16_t id;
    bool begun, has_parameters, input_ended;
    text stream; /* of the parameters, as it came */
    fcgi_parameter parameters[FCGI_PARAMETERS];
    size_t parameter_count;
    char *body; /* NUL-terminated */
    size_t body_size, body_room;
} fcgi_reader;

/* For the next request of a connection; what is read lives in the arena. body_most: bytes. */
void fcgi_reader_begin(fcgi_reader *r, arena *a, size_t body_most);

/* Not to be called again after FCGI_WHOLE or FCGI_BROKEN. */
fcgi_progress fcgi_reader_take(fcgi_reader *r, const uint8_t *bytes, size_t count);

/* NULL when it was not sent, or is empty. */
const char *fcgi_reader_parameter(const fcgi_reader *r, const char *name);

#endif
