/* An error in the form of WFS 1.1: the ExceptionReport of OWS 1.0 (05-008 §8). */
#include "server/wfs/protocols/wfs11/wfs11.h"

/* OWS 1.0 (05-008) table 20 has fewer codes: errors about the contents of the request are InvalidParameterValue there. */
static const char *code_of(status_code code)
{
    switch (code) {
    case ST_BAD_SYNTAX:
    case ST_NO_OPTION:
    case ST_NOT_FOUND: return status_ows_code(ST_BAD_PARAM);
    case ST_NOT_PROCESSED:
    case ST_TOO_LARGE: return status_ows_code(ST_INTERNAL);
    default: return status_ows_code(code);
    }
}

static void write_report(xmlw *w, const status *s, language l)
{
    xmlw_open(w, "ows:ExceptionReport");
    xmlw_attribute(w, "xmlns:ows", "http://www.opengis.net/ows");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation",
                   "http://www.opengis.net/ows http://schemas.opengis.net/ows/1.0.0/owsExceptionReport.xsd");
    xmlw_attribute(w, "version", "1.1.0");
    if (l != LANGUAGE_BOTH) /* of all texts inside */
        xmlw_attribute(w, "language", language_name(l));
    xmlw_open(w, "ows:Exception");
    xmlw_attribute(w, "exceptionCode", code_of(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    if (l != LANGUAGE_EN)
        xmlw_element(w, "ows:ExceptionText", s->nl);
    if (l != LANGUAGE_NL)
        xmlw_element(w, "ows:ExceptionText", s->en);
    xmlw_close(w);
    xmlw_close(w);
}

void wfs11_exception(const status *s, const exception_manner *m, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    out_type(to, status_http(s->code), "text/xml; charset=utf-8");
    write_report(w, s, m->language);
    if (xmlw_finish(w, to).code != ST_OK)
        out_text(to, "<!-- the report could not be written -->");
}
