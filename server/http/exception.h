/* Errors in the form that the client reads: OWS 1.1 (06-121r3) §8 ExceptionReport (WFS 2.0 (09-025r2) §7.5), problem+json (RFC
 * 9457), or a page. */
#ifndef HTTP_EXCEPTION_H
#define HTTP_EXCEPTION_H

#include "base/arena.h"
#include "base/out.h"
#include "base/status.h"
#include "server/http/accept.h"
#include "server/http/exchange.h"
#include "server/http/kvp.h"

typedef struct exception_manner exception_manner;

/* Type and body of an error in a form. */
typedef void (*exception_report)(const status *s, const exception_manner *m, arena *a, output *to);

/* How an error is reported. */
struct exception_manner {
    form form;
    language language;
    const char *base_url;    /* of the exchange */
    const char *id;          /* of the exchange */
    const char *asked;       /* outputFormat, as far as it was read; "": none */
    bool in_envelope;        /* SOAP, so it is XML, and the HTTP status says that it is a fault (SOAP 1.2 part 2 table 17) */
    bool in_200;             /* what a person should read goes out with status 200, as clients show it under no other */
    const char *pointer;     /* JSON pointer (RFC 6901) to what is wrong in the body; NULL: none */
    exception_report report; /* as XML, of a service that has another than the ExceptionReport of OWS 1.1; NULL: that one */
};

/* Chosen by what the client asked for, as far as it was understood. parameters: NULL when they were not read yet; in_envelope:
 * SOAP, so it is XML. */
exception_manner exception_manner_of(const exchange *x, const kvp *parameters, bool in_envelope, arena *a);

/* Writes the headers that belong to a failure, whatever its form: how to log in, when to come back, which methods there are
 * (allow). Call it before the body is written. */
void exception_heads(const status *s, const exchange *x, const char *allow, arena *a, output *to);

/* Writes type and body; the answer must not be committed yet. */
void exception_write(const status *s, const exception_manner *m, arena *a, output *to);

#endif
