/* Text where a schema has elements only: nothing reads it, so part of the request would be ignored silently. */
#ifndef XML_XML_CONTENT_H
#define XML_XML_CONTENT_H

#include "base/status.h"

#include <libxml/tree.h>

/* ST_BAD_SYNTAX with the locator when there is text among the children of this element. Blanks do not count as text, nor do those
 * of Unicode (text_blank): they are copied along with a document. */
MUST_USE status xml_check_no_text(const xmlNode *node, const char *locator);

/* Checks a request, a filter or the text of a stored query, from its root down: no element has text beside elements, and elements
 * that may hold only elements or nothing have no text at all. locator: NULL for the name of the element. The content of a
 * QueryExpressionText further down is not checked: text there may be a placeholder for an element. */
MUST_USE status xml_check_content(xmlNode *root, const char *locator);

#endif
