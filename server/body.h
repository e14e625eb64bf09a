/* The body of a POST: an XML document or a form (WFS 2.0 §6.2.2 and §6.2.5), plain or gzip'd. */
#ifndef SERVER_BODY_H
#define SERVER_BODY_H

#include "server/exchange.h"
#include "server/kvp.h"
#include "server/soap.h"

#include <libxml/tree.h>

/* *envelope is what was around the document. *document is set for XML and NULL for a form; *parameters holds what KVP would. ST_TOO_LARGE over BODY_MOST, ST_BAD_SYNTAX for what is neither. */
MUST_USE status body_read(const exchange *x, arena *a, const kvp **parameters, xmlNode **document, soap *envelope);

#endif
