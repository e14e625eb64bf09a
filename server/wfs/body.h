/* The body of a POST: an XML document or a form (WFS 2.0 §6.2.2 and §6.2.5), plain or gzip'd, whatever its label says it is. What
 * stands in the URL besides is taken for what the body does not say. */
#ifndef WFS_BODY_H
#define WFS_BODY_H

#include "server/wfs/request.h"

/* Into the request: what KVP would hold (parameters); of XML also the document, the protocol that its root belongs to, and the
 * envelope that was around it. ST_TOO_LARGE over BODY_MOST, ST_BAD_SYNTAX for what is neither, ST_BAD_PARAM where URL and body
 * contradict each other; then the request holds what was understood. */
MUST_USE status body_read(const exchange *x, arena *a, request *rq);

#endif
