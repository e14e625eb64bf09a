/* PEILDATUM: the layers as they were. A day (its end in Belgium; of today: now) or a moment. */
#ifndef WFS_PEILDATUM_H
#define WFS_PEILDATUM_H

#include "server/wfs/request.h"

/* Into features.dated and features.moment, which stays NULL for the layers as they are now. ST_BAD_PARAM for what is no day and
 * no moment, and for one that is to come. */
MUST_USE status peildatum_read(const kvp *k, arena *a, request *rq);

/* The same of a text, at this time (Unix time in milliseconds): for peildatum_read, and for tests. *out: as store_look_back takes
 * it; NULL: now. */
MUST_USE status peildatum_moment(const char *given, int64_t now_ms, arena *a, const char **out);

#endif
