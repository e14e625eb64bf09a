/* The body of a POST: an XML document or a form (WFS 2.0 §6.2.2 and §6.2.5), plain or gzip'd, whatever its label says it is. What
 * stands in the URL besides is taken for what the body does not say. */
#ifndef WFS_BODY_H
#define WFS_BODY_H

#include "server/http/exchange.h"
#include "server/http/kvp.h"
#include "server/wfs/soap.h"

#include <libxml/tree.h>

/* *envelope is what was around the document. *document is set for XML and NULL for a form; *parameters holds what KVP would.
 * ST_TOO_LARGE over BODY_MOST, ST_BAD_SYNTAX for what is neither, ST_BAD_PARAM where URL and body contradict each other. */
MUST_USE status body_read(const exchange *x, arena *a, const kvp **parameters, xmlNode **document, soap *envelope);

#endif
