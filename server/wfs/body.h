/* The body of a POST: an XML document or a form (WFS 2.0 §6.2.2 and §6.2.5), plain or gzip'd, whatever its label says it is.
 * Parameters in the URL are used for what the body leaves out. */
#ifndef WFS_BODY_H
#define WFS_BODY_H

#include "server/wfs/request.h"

/* Fills the request: the parameters, as KVP would hold them; for XML also the document, the protocol that its root belongs to,
 * and the envelope around it. ST_TOO_LARGE over BODY_MOST, ST_BAD_SYNTAX for a body that is neither, ST_BAD_PARAM where URL and
 * body contradict each other; the request then holds what was understood. */
MUST_USE status body_read(const exchange *x, arena *a, request *rq);

#endif
