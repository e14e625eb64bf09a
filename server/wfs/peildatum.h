/* PEILDATUM of a request (data/model/peildatum.h). */
#ifndef WFS_PEILDATUM_H
#define WFS_PEILDATUM_H

#include "server/wfs/request.h"

/* Into features.dated and features.moment, which stays NULL for the layers as they are now. ST_BAD_PARAM for what is no day and
 * no moment, and for one that is to come. */
MUST_USE status peildatum_read(const kvp *k, arena *a, request *rq);

#endif
