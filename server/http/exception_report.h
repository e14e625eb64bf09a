/* Errors as XML, for services that report them in a form of their own (exception_manner.report). */
#ifndef HTTP_EXCEPTION_REPORT_H
#define HTTP_EXCEPTION_REPORT_H

#include "base/xml/xmlw.h"
#include "server/http/exception.h"

/* An ows:ExceptionReport of a version of OWS Common: 1.1 (06-121r3) §8, 1.0 (05-008) §8. */
typedef struct ows_report {
    const char *uri;      /* its namespace */
    const char *schema;   /* URL */
    const char *version;  /* of the service that reports, as the attribute says it */
    const char *language; /* the name of the attribute with the language of all texts */
    const char *(*code)(status_code code);
} ows_report;

/* A report with the texts in the language of m, or in both; type and body. */
void exception_write_ows(const ows_report *r, const status *s, const exception_manner *m, arena *a, output *to);

/* The HTTP status of a report: that of the failure, or 200 where the manner says so. Whoever must log in, or has found a fault of
 * ours, is told so all the same. */
int exception_http(const status *s, const exception_manner *m);

/* Sends a document of any form as an answer with this HTTP status; type and body. */
void exception_send_xml(int http, xmlw *w, output *to);

#endif
