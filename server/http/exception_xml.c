#include "server/http/exception_forms.h"
#include "server/http/exception_report.h"

void exception_send_xml(int http, xmlw *w, output *to)
{
    out_type(to, http, "text/xml; charset=utf-8");
    if (xmlw_finish(w, to).code != ST_OK)
        out_text(to, "<!-- the report could not be written -->");
}

int exception_http(const status *s, const exception_manner *m)
{
    const int http = status_http(s->code);
    const bool must_be_seen = http == 401 || http == 429 || http == 500;
    return m->in_200 && !m->in_envelope && !must_be_seen ? 200 : http;
}

static void write_report(const ows_report *r, const status *s, language l, xmlw *w, arena *a)
{
    xmlw_open(w, "ows:ExceptionReport");
    xmlw_attribute(w, "xmlns:ows", r->uri);
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation", arena_printf(a, "%s %s", r->uri, r->schema));
    xmlw_attribute(w, "version", r->version);
    if (l != LANGUAGE_BOTH) /* it holds for all texts inside */
        xmlw_attribute(w, r->language, language_name(l));
    xmlw_open(w, "ows:Exception");
    xmlw_attribute(w, "exceptionCode", r->code(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    if (l != LANGUAGE_EN)
        xmlw_element(w, "ows:ExceptionText", s->nl);
    if (l != LANGUAGE_NL)
        xmlw_element(w, "ows:ExceptionText", s->en);
    xmlw_close(w);
    xmlw_close(w);
}

void exception_write_ows(const ows_report *r, const status *s, const exception_manner *m, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    write_report(r, s, m->language, w, a);
    exception_send_xml(exception_http(s, m), w, to);
}

void exception_write_xml(const status *s, const exception_manner *m, arena *a, output *to)
{
    static const ows_report ows_11 = {.uri = "http://www.opengis.net/ows/1.1",
                                      .schema = "http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd",
                                      .version = "2.0.0",
                                      .language = "xml:lang",
                                      .code = status_ows_code};
    exception_write_ows(&ows_11, s, m, a, to);
}
