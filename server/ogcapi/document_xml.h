/* The landing page, the conformance declaration and the collections as XML. */
#ifndef OGCAPI_DOCUMENT_XML_H
#define OGCAPI_DOCUMENT_XML_H

#include "base/xml/xmlw.h"
#include "server/ogcapi/api.h"

/* With these links. */
MUST_USE status api_xml_landing(const api *q, const api_links *links);
/* The URIs of the conformance classes. */
MUST_USE status api_xml_conformance(const api *q, const char *const *classes, size_t count);
/* Of all layers, or of q->layer alone; link adds a layer's links. */
MUST_USE status api_xml_collections(const api *q, void (*link)(const api *q, const layer *l, api_links *links));

#endif
