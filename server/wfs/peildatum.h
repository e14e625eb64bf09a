/* PEILDATUM of a request (data/model/peildatum.h). */
#ifndef WFS_PEILDATUM_H
#define WFS_PEILDATUM_H

#include "server/wfs/request.h"

/* Into features.dated and features.moment, which stays NULL for now. ST_BAD_PARAM as peildatum_moment says. */
MUST_USE status peildatum_read(const kvp *k, arena *a, request *rq);

#endif
