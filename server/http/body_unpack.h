/* The bytes of a body with its Content-Encoding undone (RFC 9110 §8.4). */
#ifndef HTTP_BODY_UNPACK_H
#define HTTP_BODY_UNPACK_H

#include "server/http/exchange.h"

typedef struct body {
    const char *bytes;
    size_t size;
} body;

/* Understands gzip, deflate or none. *out lives as long as the exchange and the arena. ST_TOO_LARGE over BODY_MOST, before or
 * after; ST_BAD_SYNTAX for damaged data. */
MUST_USE status body_unpack(const exchange *x, arena *a, body *out);

#endif
