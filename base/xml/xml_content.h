/* Text where a schema has elements only: nobody reads it, so it would be left out of what was asked in silence. */
#ifndef XML_XML_CONTENT_H
#define XML_XML_CONTENT_H

#include "base/status.h"

#include <libxml/tree.h>

/* ST_BAD_SYNTAX with the locator when there is text among the children of this element. Blanks are none, those of Unicode too
 * (text_blank), for they come along from where a document was copied. */
MUST_USE status xml_check_no_text(const xmlNode *node, const char *locator);

/* Of a request, a filter or the text of a stored query, from its root down: no element has text beside elements, and those that
 * have elements or nothing have no text at all. locator: NULL for the name of the element. What a QueryExpressionText further
 * down holds is not looked at: there a text may stand for an element that is to come. */
MUST_USE status xml_check_content(xmlNode *root, const char *locator);

#endif
