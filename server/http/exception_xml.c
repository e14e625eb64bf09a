#include "server/http/exception_forms.h"

#include "base/xml/xmlw.h"

/* OWS 1.1 §8.4: xml:lang is the language of all texts inside, so it is left out when there are two. */
static void write_texts(xmlw *w, const status *s, language l)
{
    if (l != LANGUAGE_EN)
        xmlw_element(w, "ows:ExceptionText", s->nl);
    if (l != LANGUAGE_NL)
        xmlw_element(w, "ows:ExceptionText", s->en);
}

static void write_report(xmlw *w, const status *s, language l)
{
    xmlw_open(w, "ows:ExceptionReport");
    xmlw_attribute(w, "xmlns:ows", "http://www.opengis.net/ows/1.1");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation",
                   "http://www.opengis.net/ows/1.1 http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd");
    xmlw_attribute(w, "version", "2.0.0");
    if (l != LANGUAGE_BOTH)
        xmlw_attribute(w, "xml:lang", language_name(l));
    xmlw_open(w, "ows:Exception");
    xmlw_attribute(w, "exceptionCode", status_ows_code(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    write_texts(w, s, l);
    xmlw_close(w);
    xmlw_close(w);
}

void exception_write_xml(const status *s, const exception_manner *m, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    out_type(to, status_http(s->code), "text/xml; charset=utf-8");
    write_report(w, s, m->language);
    if (xmlw_finish(w, to).code != ST_OK)
        out_text(to, "<!-- the report could not be written -->");
}
