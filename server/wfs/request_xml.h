/* A request document as the parameters that KVP would have. */
#ifndef WFS_REQUEST_XML_H
#define WFS_REQUEST_XML_H

#include "data/model/catalog.h"
#include "server/http/kvp.h"
#include "server/wfs/protocol.h"

#include <libxml/tree.h>

/* The name of the root as "request", attributes and simple children under their KVP names, namespaces in scope as "namespaces".
 */
const kvp *request_xml_parameters(xmlNode *root, const protocol *p, arena *a);

/* ST_BAD_SYNTAX for a child that GetCapabilities, DescribeFeatureType or an operation on stored queries does not have,
 * ST_BAD_PARAM for an item of their lists that is empty. */
MUST_USE status request_xml_check_children(xmlNode *root, const protocol *p, arena *a);

/* ST_BAD_PARAM for an attribute of the request's elements, down to its filters, that is a parameter and is empty: in XML that is
 * no way to leave it out, for their types have no empty value. */
MUST_USE status request_xml_check_attributes(xmlNode *root, const protocol *p, const catalog *layers, arena *a);

#endif
