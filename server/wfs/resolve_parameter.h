/* The parameters of WFS 2.0 (09-025r2) §7.6.4 about references in an answer. No type here has a property that refers to another
 * feature, so there is nothing to resolve, locally or elsewhere; the parameters are checked all the same, and nothing is ever
 * fetched. */
#ifndef WFS_RESOLVE_PARAMETER_H
#define WFS_RESOLVE_PARAMETER_H

#include "server/http/kvp.h"

/* As text, for the capabilities; NULL-terminated. */
extern const char *const resolve_scopes[];
enum { RESOLVE_TIMEOUT_DEFAULT = 300 }; /* seconds */

/* resolve, resolveDepth, resolveTimeout and resolvePath. Scopes that involve other servers give ST_NO_OPTION, invalid values
 * ST_BAD_PARAM. The caller must check the path itself. */
MUST_USE status resolve_parameter_check(const kvp *k);

#endif
