/* The capabilities document of WFS 2.0, section by section. */
#ifndef SERVER_CAPABILITIES_H
#define SERVER_CAPABILITIES_H

#include "gml/xmlw.h"
#include "server/request.h"

/* A value of SECTIONS (OWS 1.1 table 7; "All" included). */
bool capabilities_has_section(const char *name);

void capabilities_write_filter(xmlw *w);
void capabilities_write(xmlw *w, const request *rq, arena *a);

#endif
