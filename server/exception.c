#include "server/exception.h"

#include "gml/xmlw.h"
#include "server/base/arena.h"

static void write_report(xmlw *w, const status *s)
{
    xmlw_open(w, "ows:ExceptionReport");
    xmlw_attribute(w, "xmlns:ows", "http://www.opengis.net/ows/1.1");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_attribute(w, "xsi:schemaLocation",
                   "http://www.opengis.net/ows/1.1 http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd");
    xmlw_attribute(w, "version", "2.0.0");
    xmlw_attribute(w, "xml:lang", "nl");
    xmlw_open(w, "ows:Exception");
    xmlw_attribute(w, "exceptionCode", status_ows_code(s->code));
    if (*s->locator)
        xmlw_attribute(w, "locator", s->locator);
    xmlw_element(w, "ows:ExceptionText", s->nl);
    xmlw_element(w, "ows:ExceptionText", s->en);
    xmlw_close(w);
    xmlw_close(w);
}

/* RFC 6750 §3: the text inside a quoted string; what does not fit in one (RFC 6750 §3: error-description) becomes a blank. */
static const char *quotable(const char *message, arena *a)
{
    char *plain = arena_strdup(a, message);
    for (char *c = plain; *c; c++)
        if (*c < 0x20 || *c > 0x7E || *c == '"' || *c == '\\')
            *c = *c == '"' ? '\'' : ' ';
    return plain;
}

/* RFC 6750 §3.1. Without credentials there is no error to name, only the schemes that would do. */
static const char *bearer_challenge(const status *s, arena *a)
{
    const char *error = s->code == ST_FORBIDDEN ? "insufficient_scope" : "invalid_token";
    if (!*s->locator)
        return "Bearer realm=\"risicolaag\"";
    return arena_printf(a, "Bearer realm=\"risicolaag\", error=\"%s\", error_description=\"%s\"", error, quotable(s->en, a));
}

static void write_challenge(const status *s, arena *a, output *to)
{
    out_header(to, "WWW-Authenticate", bearer_challenge(s, a));
    if (s->code == ST_UNAUTHENTICATED) /* RFC 9110 §11.6.1: every scheme that would do */
        out_header(to, "WWW-Authenticate", "Basic realm=\"risicolaag\", charset=\"UTF-8\"");
}

static const char *retry_after(status_code code)
{
    switch (code) {
    case ST_TOO_MANY: return "2"; /* auth/README.md: at the second try a good token is asked about first */
    case ST_BUSY: return "5";
    case ST_TIMEOUT:
    case ST_UNAVAILABLE: return "10";
    default: return NULL;
    }
}

void exception_write(const status *s, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    out_type(to, status_http(s->code), "text/xml; charset=utf-8");
    out_header(to, "Cache-Control", "no-store");
    if (s->code == ST_UNAUTHENTICATED || s->code == ST_FORBIDDEN)
        write_challenge(s, a, to);
    if (retry_after(s->code))
        out_header(to, "Retry-After", retry_after(s->code));
    if (s->code == ST_NO_METHOD)
        out_header(to, "Allow", "GET, HEAD, POST, OPTIONS");
    write_report(w, s);
    if (xmlw_finish(w, to).code != ST_OK)
        out_text(to, "<!-- the report could not be written -->");
}
