/* Which vocabulary an element belongs to: a name alone says nothing, "And" may be anybody's.
 *
 * A document without any namespace is read too: hand-written URLs and old clients leave it out. A namespace that is there must be
 * one of these. */
#ifndef XML_XML_NAMES_H
#define XML_XML_NAMES_H

#include "base/status.h"

#include <libxml/tree.h>
#include <stdbool.h>

typedef enum vocabulary {
    VOCABULARY_WFS, /* 2.0 */
    VOCABULARY_OWS, /* 1.1 */
    VOCABULARY_FES, /* 2.0; FES 1.0 and 1.1 share a namespace of their own and are read leniently */
    VOCABULARY_GML, /* 3.2; 3.1.1 and 2 share one */
} vocabulary;

bool xml_is(const xmlNode *node, vocabulary of, const char *name);
/* Whatever its name. */
bool xml_is_of(const xmlNode *node, vocabulary of);

/* The next element in document order within root; NULL after the last. */
xmlNode *xml_following(xmlNode *node, const xmlNode *root);
/* The same, past all that this element holds. */
xmlNode *xml_behind(xmlNode *node, const xmlNode *root);

/* Every element from this one down, itself included, is of FES or GML; ST_BAD_SYNTAX with the element and its namespace
 * otherwise. */
MUST_USE status xml_check_filter(xmlNode *root);
/* The same for an operation that reads: WFS, OWS, FES or GML all through. */
MUST_USE status xml_check_operation(xmlNode *root);

#endif
