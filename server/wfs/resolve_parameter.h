/* The parameters of WFS 2.0 (09-025r2) §7.6.4 about references in an answer. No type here has a property that refers to another
 * feature, so there is nothing to resolve, locally or elsewhere; what a client asks is checked all the same, and nothing is ever
 * fetched. */
#ifndef WFS_RESOLVE_PARAMETER_H
#define WFS_RESOLVE_PARAMETER_H

#include "server/http/kvp.h"

/* As text, for the capabilities; NULL-terminated. */
extern const char *const resolve_scopes[];
enum { RESOLVE_TIMEOUT_DEFAULT = 300 }; /* seconds */

/* resolve, resolveDepth, resolveTimeout and resolvePath. Scopes that would go out to other servers give ST_NO_OPTION, what is no
 * value ST_BAD_PARAM. The path itself is the caller's to check. */
MUST_USE status resolve_parameter_check(const kvp *k);

#endif
