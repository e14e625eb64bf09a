/* An error in the form of WFS 1.0 (02-058 §7.8; OGC-exception.xsd): a code, a locator and one text. */
#include "server/http/exception_report.h"
#include "server/wfs/protocols/wfs10/wfs10.h"

static const char *text_of(const status *s, language l, arena *a)
{
    return l == LANGUAGE_EN ? s->en : l == LANGUAGE_NL ? s->nl : arena_printf(a, "%s / %s", s->nl, s->en);
}

static void write_report(xmlw *w, const status *s, language l, arena *a)
{
    xmlw_open(w, "ServiceExceptionReport");
    xmlw_attribute(w, "xmlns", "http://www.opengis.net/ogc");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation", "http://www.opengis.net/ogc http://schemas.opengis.net/wfs/1.0.0/OGC-exception.xsd");
    xmlw_attribute(w, "version", "1.2.0");
    xmlw_open(w, "ServiceException");
    xmlw_attribute(w, "code", status_ows_code(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    xmlw_text(w, text_of(s, l, a));
    xmlw_close(w);
    xmlw_close(w);
}

void wfs10_exception(const status *s, const exception_manner *m, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    write_report(w, s, m->language, a);
    exception_send_xml(s, w, to);
}
