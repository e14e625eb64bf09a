/* The bodies of errors, one file each. For exception.c alone, which writes the headers and chooses the form. */
#ifndef HTTP_EXCEPTION_FORMS_H
#define HTTP_EXCEPTION_FORMS_H

#include "server/http/exception.h"

/* An ows:ExceptionReport (OWS 1.1, 06-121r3, §8), problem details as JSON (RFC 9457), and a page for a person. */
void exception_write_xml(const status *s, const exception_manner *m, arena *a, output *to);
void exception_write_problem(const status *s, const exception_manner *m, arena *a, output *to);
void exception_write_page(const status *s, const exception_manner *m, arena *a, output *to);

/* A few words for the HTTP status; in English those of RFC 9110. Dutch for LANGUAGE_BOTH. */
const char *exception_title(status_code code, language l);

#endif
