/* Whether a definition can ever work, as far as can be seen before its parameters have values. */
#ifndef WFS_STORED_CHECK_H
#define WFS_STORED_CHECK_H

#include "server/wfs/stored_definition.h"

/* A query without parameters is resolved in full. One with parameters is read with sample values: an invalid filter, and an
 * unknown type or property whose name has no parameter in it, are refused; values are only checked when the query is run, because
 * a sample may be the wrong one. kept: the definition as it will be kept. */
MUST_USE status stored_check(const stored_query *q, const char *kept, const request *rq, arena *a);

#endif
