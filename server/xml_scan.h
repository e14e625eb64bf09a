/* A look at a document's bytes before the parser gets them: libxml2 (before 2.12) compares every attribute of an element with every other, so a start tag
 * of a megabyte would hold a worker for minutes, and nobody has shown a token yet. */
#ifndef SERVER_XML_SCAN_H
#define SERVER_XML_SCAN_H

#include "server/base/status.h"

#include <stddef.h>

/* XML_SCAN_FULL, XML_SCAN_FULL_TAGS: how many elements may have more attributes than that, since namespaces add up from the root to the element.
 * XML_SCAN_UNREAD: bytes of a document in an encoding that cannot be scanned as ASCII (UTF-16, say); what is that small can do no harm. */
enum { XML_SCAN_ATTRIBUTES = 100, XML_SCAN_FULL = 16, XML_SCAN_FULL_TAGS = 10, XML_SCAN_ELEMENTS = 300000, XML_SCAN_UNREAD = 64 * 1024 };

/* ST_BAD_SYNTAX for a DOCTYPE, for more attributes in one tag or elements in all than the limits, and for a large document in such an encoding. */
MUST_USE status xml_scan(const char *bytes, size_t size, const char *locator);

#endif
