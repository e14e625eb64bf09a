/* An error in the form of WFS 1.0 (02-058 §7.8; OGC-exception.xsd): a code, a locator and one text. */
#include "gml/formats/encoder.h"
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

/* Its clients look at the text alone, and those who save a file at the status alone. */
static bool goes_by_status(const exception_manner *m)
{
    const encoder *e = NULL;
    return m->in_envelope || (*m->asked && encoder_find(m->asked, &e).code == ST_OK && e->extension);
}

/* 02-058 §7.8 says nothing of HTTP. A report that can only be read goes out with status 200: clients of this version show what is
 * in it under no other (docs/decisions/older-versions.md). The other statuses tell a client to do something: to log in, to wait,
 * to send less. */
static int http_of(const status *s, const exception_manner *m)
{
    const int http = exception_http(s, m);
    const bool is_only_read = http == 400 || http == 404 || http == 409;
    return is_only_read && !goes_by_status(m) ? 200 : http;
}

void wfs10_exception(const status *s, const exception_manner *m, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    write_report(w, s, m->language, a);
    exception_send_xml(http_of(s, m), w, to);
}
