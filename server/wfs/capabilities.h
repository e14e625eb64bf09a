/* The capabilities document of WFS 2.0, section by section. */
#ifndef WFS_CAPABILITIES_H
#define WFS_CAPABILITIES_H

#include "base/xml/xmlw.h"
#include "server/wfs/request.h"

/* A value of SECTIONS (OWS 1.1 table 7; "All" included). */
bool capabilities_has_section(const char *name);

/* A constraint that says one thing and has no values to choose from; element: fes:Constraint or ows:Constraint. */
void capabilities_write_constraint(xmlw *w, const char *element, const char *name, const char *given);
void capabilities_write_filter(xmlw *w);
/* own: where the restricted layers lie for this caller, west, south, east, north in degrees; NULL: where they lie for all. */
void capabilities_write(xmlw *w, const request *rq, const double *own, arena *a);

#endif
