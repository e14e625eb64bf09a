/* Which vocabulary an element belongs to. The name alone does not tell: an "And" may belong to any namespace.
 *
 * A document without any namespace is read too: hand-written URLs and old clients leave it out. When there is a namespace, it
 * must be one of the vocabulary. */
#ifndef XML_XML_NAMES_H
#define XML_XML_NAMES_H

#include "base/status.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The namespaces of one vocabulary, NULL-terminated. The first is the one that is written; the others are read as well. */
typedef const char *const *vocabulary;

/* Whether it is the element of this name in this vocabulary. */
bool xml_is(const xmlNode *node, vocabulary of, const char *name);
/* The same for any name. */
bool xml_is_of(const xmlNode *node, vocabulary of);

/* The next element in document order within root; NULL after the last. */
xmlNode *xml_following(xmlNode *node, const xmlNode *root);
/* The same, but past everything inside this element. */
xmlNode *xml_behind(xmlNode *node, const xmlNode *root);

/* Every element from this one down, itself included, is of one of these vocabularies (NULL-terminated).
 * ST_BAD_SYNTAX with the element and its namespace otherwise; locator: NULL for the name of the element. */
MUST_USE status xml_check_names(xmlNode *root, const vocabulary *allowed, const char *locator);

#endif
