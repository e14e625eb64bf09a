/* Whether a definition can ever work, as far as that shows while its parameters are open. */
#ifndef WFS_STORED_CHECK_H
#define WFS_STORED_CHECK_H

#include "server/wfs/stored_definition.h"

/* A query without parameters is resolved in full. One with parameters is read with samples in their places: what is no filter,
 * and every type or property that is named in so many words, is refused; a value that does not fit is left for when it is run,
 * because a sample may be the wrong one. kept: the definition as it will be kept. */
MUST_USE status stored_check(const stored_query *q, const char *kept, const request *rq, arena *a);

#endif
