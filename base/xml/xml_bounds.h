/* Limits on what a client's document may cost, checked on its bytes before a parser sees it.
 *
 * libxml2 compares every attribute of an element with those before it, and every element takes a hundred bytes of memory: 8 MB of
 * attributes keep a worker busy for minutes, 8 MB of elements take hundreds of megabytes. Real requests are far from these
 * bounds.
 */
#ifndef XML_XML_BOUNDS_H
#define XML_XML_BOUNDS_H

#include "base/status.h"

#include <stddef.h>

enum {
    XML_ELEMENTS = 110000, /* room for FILTER_VERTICES points in a gml:pos each */
    XML_ATTRIBUTES = 128,  /* of one element */
    XML_NAMESPACES = 128,  /* declared around any one element */
    XML_NAMESPACE = 1000,  /* bytes of a declaration, its prefix and its URI: it is copied for each name that uses it */
    XML_FOREIGN = 16384, /* bytes of a document in an encoding that is not a superset of ASCII: its elements cannot be counted */
};

/* encoding: NULL for the one that the document names. ST_BAD_SYNTAX with the locator when a limit is exceeded, and for a DOCTYPE.
 * A document that is not well-formed may pass: the parser will refuse it. */
MUST_USE status xml_within_bounds(const char *bytes, size_t size, const char *encoding, const char *locator);

#endif
