/* One line of JSON per event on standard error: ready for journald or a collector. Never a token, a key or a filter value. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/status.h"

#include <stdint.h>

typedef struct log_request {
    const char *id;           /* request id, also in the X-Request-Id header */
    const char *operation;    /* "GetFeature", "-" when the request was not understood */
    const char *layer;        /* type names of our own catalog, never the client's text; "-" for none */
    const char *error;        /* OWS exceptionCode, NULL when all went well */
    const char *organisation; /* for whom it was asked: KBO numbers or OVO codes; NULL: not known. Never a person */
    const char *role;         /* of the credential; NULL: none */
    const char *address;      /* the client's, as the web server saw it; NULL: not known */
    double waited_ms;         /* for its turn, before `ms` began */
    int64_t rows;
    uint64_t bytes;
    double ms;
    int http;
} log_request;

/* From now on to this file, which is made when it is not there (0640); again the same after it was renamed. Lines of a process
 * that was forked before go where they went. */
MUST_USE status log_to(const char *path);

/* Lines of this process that could not be written, because the disk was full or nobody read on. The first line that can be says
 * how many. */
uint64_t log_lost(void);

void log_write_request(const log_request *r);

/* level: "info" or "error"; text: what happened, for the operator. */
void log_write(const char *level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
