/* The parts of WFS 1.1 (OGC 04-094), with Filter 1.1 (04-095), GML 3.1.1 (03-105r1) and OWS Common 1.0 (05-008). */
#ifndef WFS11_WFS11_H
#define WFS11_WFS11_H

#include "server/http/exception.h"
#include "server/wfs/request.h"

/* As in protocol.h. */
void wfs11_capabilities(const request *rq, const double *own, xmlw *w, arena *a);
void wfs11_transaction(const transaction_done *done, xmlw *w, arena *a);
void wfs11_exception(const status *s, const exception_manner *m, arena *a, output *to);

/* ogc:Filter_Capabilities (04-095 §16). */
void wfs11_write_filter(xmlw *w);

#endif
