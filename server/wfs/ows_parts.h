/* What capabilities documents of several versions of WFS have in common. The elements of ows: are written alike by OWS Common 1.0
 * (05-008) and 1.1 (06-121r3), with the namespace that the document gives the prefix. */
#ifndef WFS_OWS_PARTS_H
#define WFS_OWS_PARTS_H

#include "base/xml/xmlw.h"
#include "server/wfs/request.h"

/* The values of SECTIONS (05-008 table 5, 06-121r3 table 7), "All" among them; NULL-terminated. */
extern const char *const ows_sections[];

/* Whether the request asks for this section: by name, by "All", or by naming none. */
bool ows_wants(const request *rq, const char *section);

/* What the service is, and by which operation it goes between Lambert 72 and ETRS89. */
const char *capabilities_abstract(const request *rq, arena *a);
/* ows:Keywords; nothing when there are none. */
void ows_write_keywords(xmlw *w, const text_list *keywords);
/* ows:ServiceProvider. */
void ows_write_provider(xmlw *w, const request *rq);
/* ows:DCP of an operation. get: it may be asked by GET too. */
void ows_write_connections(xmlw *w, const request *rq, bool get, arena *a);
/* ows:WGS84BoundingBox: degrees, west, south, east, north, to eleven metres. */
void ows_write_extent(xmlw *w, const double extent[4]);

/* The extent of a layer for this caller: degrees, west, south, east, north. own: of the gemeenten that he sees; NULL for none. */
const double *capabilities_extent(const layer *l, const double *own);
/* The output formats, that of this version first, because clients use the first one; NULL-terminated. */
const char *const *capabilities_formats(const protocol *p, arena *a);
/* The versions that the service speaks, because a client may continue in another one; NULL-terminated. */
const char *const *capabilities_versions(arena *a);

/* The functions of Filter 1.0 (02-059) and 1.1 (04-095), which name their elements differently: from the outermost to that of
 * one function. */
void ogc_write_functions(xmlw *w, const char *const elements[4]);

#endif
