#include "server/exception.h"

#include "gml/xmlw.h"

static void write_language_text(xmlw *w, const char *content)
{
    xmlw_element(w, "ows:ExceptionText", content);
}

static void write_report(xmlw *w, const status *s)
{
    xmlw_open(w, "ows:ExceptionReport");
    xmlw_attribute(w, "xmlns:ows", "http://www.opengis.net/ows/1.1");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation", "http://www.opengis.net/ows/1.1 http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd");
    xmlw_attribute(w, "version", "2.0.0");
    xmlw_attribute(w, "xml:lang", "nl");
    xmlw_open(w, "ows:Exception");
    xmlw_attribute(w, "exceptionCode", status_ows_code(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    write_language_text(w, s->nl);
    write_language_text(w, s->en);
    xmlw_close(w);
    xmlw_close(w);
}

void exception_write(const status *s, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    out_type(to, status_http(s->code), "text/xml; charset=utf-8");
    out_header(to, "Cache-Control", "no-store");
    if (s->code == ST_UNAUTHENTICATED) { /* RFC 9110 §11.6.1: every scheme that would do */
        out_header(to, "WWW-Authenticate", "Bearer realm=\"risicolaag\"");
        out_header(to, "WWW-Authenticate", "Basic realm=\"risicolaag\", charset=\"UTF-8\"");
    }
    if (s->code == ST_TIMEOUT || s->code == ST_UNAVAILABLE)
        out_header(to, "Retry-After", "10");
    if (s->code == ST_NO_METHOD)
        out_header(to, "Allow", "GET, HEAD, OPTIONS");
    write_report(w, s);
    if (xmlw_finish(w, to).code != ST_OK)
        out_text(to, "<!-- the report could not be written -->");
}
