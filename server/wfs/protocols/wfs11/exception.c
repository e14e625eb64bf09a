/* An error in the form of WFS 1.1: the ExceptionReport of OWS 1.0 (05-008 §8). */
#include "server/http/exception_report.h"
#include "server/wfs/protocols/wfs11/wfs11.h"

/* OWS 1.0 (05-008) table 20 has fewer codes: errors about the contents of the request are InvalidParameterValue there. */
static const char *code_of(status_code code)
{
    switch (code) {
    case ST_BAD_SYNTAX:
    case ST_BAD_VALUE:
    case ST_NO_LOCK:
    case ST_LOCK_EXPIRED:
    case ST_NOT_LOCKED:
    case ST_NO_OPTION:
    case ST_NOT_FOUND: return status_ows_code(ST_BAD_PARAM);
    case ST_NOT_PROCESSED:
    case ST_TOO_LARGE: return status_ows_code(ST_INTERNAL);
    default: return status_ows_code(code);
    }
}

void wfs11_exception(const status *s, const exception_manner *m, arena *a, output *to)
{
    static const ows_report ows_10 = {.uri = "http://www.opengis.net/ows",
                                      .schema = "http://schemas.opengis.net/ows/1.0.0/owsExceptionReport.xsd",
                                      .version = "1.1.0",
                                      .language = "language",
                                      .code = code_of};
    exception_write_ows(&ows_10, s, m, a, to);
}
