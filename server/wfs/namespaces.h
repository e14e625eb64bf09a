/* The parameter NAMESPACES: xmlns(prefix,uri),xmlns(uri) (WFS 2.0 (09-025r2) §7.6.6). Namespaces of a document are written the
 * same way, so that names are resolved in one way. NULL means that there are none. Blanks are allowed around every item. */
#ifndef WFS_NAMESPACES_H
#define WFS_NAMESPACES_H

#include "base/arena.h"
#include "base/status.h"

#include <libxml/tree.h>

/* ST_BAD_PARAM (namespaces) for another form, and for what XML Names 1.0 forbids: a prefix that is not a name or stands for two
 * namespaces, xml and xmlns for namespaces other than their own, an empty namespace. */
MUST_USE status namespaces_check(const char *namespaces, arena *a);

/* What the prefix stands for, "" for names without one; NULL when it is not declared there. */
const char *namespaces_uri(const char *namespaces, const char *prefix, arena *a);

/* Declares those with a prefix on this element, except the prefixes that it declares itself. They have been checked. */
void namespaces_declare(const char *namespaces, xmlNode *on, arena *a);

#endif
