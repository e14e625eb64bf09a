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
    const char *organisation; /* on whose behalf: KBO numbers or OVO codes; NULL: not known. Never a person */
    const char *role;         /* of the credential; NULL: none */
    const char *address;      /* the client's, as the web server saw it; NULL: not known */
    double waited_ms;         /* for its turn, before `ms` began */
    int64_t rows;
    uint64_t bytes;
    double ms;
    int http; /* of the failure, when there was one, also where the report of WFS 1.0 went out with status 200 */
} log_request;

/* Writes to this file from now on; made (0640) when it does not exist. Call it again after the file was renamed. A process that
 * was forked earlier keeps writing where it did. */
MUST_USE status log_to(const char *path);

/* How many lines of this process could not be written, because the disk was full or the reader stopped. The next line that can be
 * written reports the number. */
uint64_t log_lost(void);

/* The line of one request, when it has been answered. */
void log_write_request(const log_request *r);

/* level: "info" or "error"; text: what happened, for the operator. */
void log_write(const char *level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
