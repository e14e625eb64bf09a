/* A request document as the parameters that KVP would have. */
#ifndef WFS_REQUEST_XML_H
#define WFS_REQUEST_XML_H

#include "server/http/kvp.h"
#include "server/wfs/protocol.h"

#include <libxml/tree.h>

/* The name of the root as "request", attributes and simple children under their KVP names, namespaces in scope as "namespaces".
 */
const kvp *request_xml_parameters(xmlNode *root, const protocol *p, arena *a);

#endif
