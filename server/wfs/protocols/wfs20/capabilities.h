/* The capabilities document of WFS 2.0, section by section. */
#ifndef WFS20_CAPABILITIES_H
#define WFS20_CAPABILITIES_H

#include "base/xml/xmlw.h"
#include "server/wfs/request.h"

/* A constraint that says one thing and has no values to choose from; element: fes:Constraint or ows:Constraint. */
void capabilities_write_constraint(xmlw *w, const char *element, const char *name, const char *given);
/* fes:Filter_Capabilities. */
void capabilities_write_filter(xmlw *w);
/* The whole document (protocol.h). */
void capabilities_write(const request *rq, const double *own, xmlw *w, arena *a);

/* As in protocol.h. */
void wfs20_transaction(const transaction_done *done, xmlw *w, arena *a);

#endif
