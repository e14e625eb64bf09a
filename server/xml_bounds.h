/* Bounds that the parser lacks: it compares every attribute of a tag with every other one, and every namespace in scope with every other one. Measured
 * without them (a build with sanitizers): 50,000 attributes in 0.5 MB took 7 s, 100,000 in 1 MB more than 75 s; a body may be 8 MB. */
#ifndef SERVER_XML_BOUNDS_H
#define SERVER_XML_BOUNDS_H

#include "server/base/status.h"

#include <libxml/tree.h>

enum { XML_ATTRIBUTES_MOST = 200 /* of one tag */, XML_NAMESPACES_MOST = 100 /* in scope */ };

/* Before parsing. A document in an encoding that cannot be looked through byte by byte (UTF-16, say) may be 64 KiB long. */
MUST_USE status xml_bounds_text(const char *bytes, size_t size, const char *locator);

/* What is said of a DOCTYPE, wherever it is found. */
MUST_USE status xml_bounds_doctype(const char *locator);

/* After parsing. */
MUST_USE status xml_bounds_tree(const xmlNode *root, const char *locator);

#endif
