/* The parameter NAMESPACES: xmlns(prefix,uri),xmlns(uri) (WFS 2.0 (09-025r2) §7.6.6). Namespaces of a document are written the
 * same way, so that names resolve in one. NULL is one without any. Blanks may stand round every item. */
#ifndef WFS_NAMESPACES_H
#define WFS_NAMESPACES_H

#include "base/arena.h"
#include "base/status.h"

#include <libxml/tree.h>

/* ST_BAD_PARAM (namespaces) for another form, and for what XML Names 1.0 forbids: a prefix that is no name or stands for two
 * namespaces, xml and xmlns for others than their own, no namespace at all. */
MUST_USE status namespaces_check(const char *namespaces, arena *a);

/* What the prefix stands for, "" for names without one; NULL when it is not declared there. */
const char *namespaces_uri(const char *namespaces, const char *prefix, arena *a);

/* Declares those with a prefix on this element, but for prefixes that it declares itself. They were checked. */
void namespaces_declare(const char *namespaces, xmlNode *on, arena *a);

#endif
