/* The parts of WFS 1.0 (OGC 02-058), with Filter 1.0 (02-059) and GML 2.1.2 (02-069). */
#ifndef WFS10_WFS10_H
#define WFS10_WFS10_H

#include "server/http/exception.h"
#include "server/wfs/request.h"

/* As in protocol.h. */
void wfs10_capabilities(const request *rq, const double *own, xmlw *w, arena *a);
void wfs10_transaction(const transaction_done *done, xmlw *w, arena *a);
void wfs10_exception(const status *s, const exception_manner *m, arena *a, output *to);

#endif
